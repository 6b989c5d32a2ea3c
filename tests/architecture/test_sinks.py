"""Text of others lands in few places: one function for each, and no other way."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from typing import Final

import pytest

from tests.architecture.places import APILOOM

SINKS: Final = {
    "terminal": "core.text:visible",
    "log": "cli.streams:unobeyed",
    "workflow command": "cli.output_formats.github_format:command",
    "JSON": "core.json_text:json_text",
    "Markdown, as prose": "diff.report.markdown_report:plain",
    "Markdown, as code": "diff.report.markdown_report:code",
    "HTML": "diff.report.html_report:as_page",
    "TOML": "cli.config.table_edit:quoted",
    "make and ninja": "cli.dependencies:_escaped",
    "path of a package": "package.package_paths:is_inside",
    "literal of Python": "python.syntax.literal:string_literal",
    "docstring": "python.syntax.docstring:docstring_lines",
}
"""What makes text harmless, by where it lands: the only function that does."""

PRINTING: Final = {
    "cli/streams.py": "the two ways out of every command",
    "hooks/setuptools.py": "one constant line, without an import for it",
}
"""Modules that write to stdout or stderr. A stale entry fails."""

ESCAPING: Final = {
    "diff/report/html_report.py": "a page, escaped by Jinja",
    "diff/report/page_room.py": "measures what Jinja will print for the page",
    "python/render/template_environment.py": "Python, whose filters encode",
}
"""Modules that make an environment of Jinja, or escape for HTML or a shell."""

_STREAMS: Final = {"stdout", "stderr"}
_ESCAPERS: Final = {
    "html.escape",
    "markupsafe.escape",
    "markupsafe.Markup",
    "shlex.quote",
    "xml.sax.saxutils.escape",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """All of apiloom by name, without what is copied into packages."""
    for path in sorted(APILOOM.rglob("*.py")):
        name = path.relative_to(APILOOM).as_posix()
        if not name.startswith("runtime/"):
            yield name, ast.parse(path.read_text("utf-8"))


def prints(tree: ast.Module) -> bool:
    """Whether a module writes to a stream of the process."""
    return any(
        isinstance(node, ast.Call) and _is_printer(node.func) for node in ast.walk(tree)
    )


def _is_printer(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id in {"print", "echo", "secho"}
    if not isinstance(function, ast.Attribute):
        return False
    if function.attr in {"echo", "secho", "echo_via_pager"}:
        return True
    stream = function.value
    if isinstance(stream, ast.Attribute) and stream.attr == "buffer":
        stream = stream.value
    return (
        function.attr in {"write", "writelines"}
        and isinstance(stream, ast.Attribute)
        and stream.attr.strip("_") in _STREAMS
    )


def escapes(tree: ast.Module) -> bool:
    """Whether a module brings a way of its own to escape for a page or a shell."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            if names & _ESCAPERS:
                return True
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in {"Environment", "SandboxedEnvironment", "_Sandbox"}:
                return True
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in _ESCAPERS:
            return True
    return False


@pytest.mark.parametrize("place", SINKS.values(), ids=SINKS.keys())
def test_each_place_has_its_function(place: str) -> None:
    module, _, name = place.partition(":")
    assert callable(getattr(importlib.import_module(f"apiloom.{module}"), name))


def test_only_these_write_to_a_stream() -> None:
    assert {name for name, tree in modules() if prints(tree)} == PRINTING.keys()


def test_only_these_escape_by_themselves() -> None:
    assert {name for name, tree in modules() if escapes(tree)} == ESCAPING.keys()


@pytest.mark.parametrize(
    "source",
    [
        "print(1)",
        "import click\nclick.echo(1)",
        "import sys\nsys.stdout.write('a')",
        "import sys\nsys.stderr.buffer.write(b'a')",
        "import sys\nsys.__stdout__.writelines([])",
    ],
)
def test_the_lint_finds(source: str) -> None:
    assert prints(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "import html\nhtml.escape('a')",
        "from markupsafe import Markup",
        "import shlex\nshlex.quote('a')",
        "from jinja2 import Environment\nEnvironment()",
    ],
)
def test_the_lint_finds_escapers(source: str) -> None:
    assert escapes(ast.parse(source))

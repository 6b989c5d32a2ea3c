"""Who may open the wrapping of document text, and who may look at the world."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.places import APILOOM, python_files

REVEALING: Final = {
    "analyse/fields.py": "compares wire names with Python names",
    "analyse/implied.py": "asserts which names are required",
    "analyse/judge.py": "compiles patterns to judge defaults and enum values",
    "analyse/media.py": "asks what kind of media type a name is",
    "analyse/merge.py": "makes reference tokens of property names",
    "analyse/select.py": "holds tags, paths and operation ids against the patterns",
    "analyse/tagging.py": "reads numbers in the keys of a mapping",
    "analyse/tighten.py": "two patterns become one",
    "analyse/operations.py": "makes identifiers of operation ids, tags and schemes",
    "analyse/resolved.py": "names operations in the manifest, which is JSON",
    "compare/contract/judge.py": "names the tags of operations",
    "compare/contract/structure/bodies.py": "compares names of media types and fields",
    "compare/contract/structure/incoming.py": "names webhooks in sentences",
    "compare/contract/structure/limits.py": "knows patterns that let all through",
    "compare/contract/structure/operations.py": "tells paths apart, names operations",
    "compare/contract/structure/parameters.py": "compares names of header fields",
    "compare/contract/structure/responses.py": "compares names of header fields",
    "compare/contract/structure/schemas.py": "looks up formats",
    "compare/contract/structure/unions.py": "points to tags of discriminators",
    "compare/contract/structure/words.py": "quotes values in sentences for people",
    "build/assertions.py": "asks whether a pattern compiles",
    "build/document.py": "tells templated paths apart",
    "build/parameters.py": "looks up enumerated words; finds parameters in paths",
    "build/security.py": "looks up enumerated words",
    "build/servers.py": "fills in the variables of URLs, which stay Text",
    "build/streams.py": "asks whether a media type is made of items",
    "build/styles.py": "looks up enumerated words",
    "pylang/docstring.py": "encodes for docstrings",
    "pylang/identifier.py": "encodes as identifiers",
    "pylang/literal.py": "encodes as literals",
    "targets/models/assertions.py": "asserts patterns of strings with a type",
    "targets/models/defaults.py": "compares enum values with a default",
    "targets/models/formats.py": "looks up formats",
    "targets/models/expressions.py": "asks whether a pattern compiles",
    "targets/models/fields.py": "compares wire names and enum values",
    "targets/models/unions.py": "compares a tag with the name of its field",
    "targets/models/plan.py": "asks whether a wire name is an identifier",
}
"""Modules that call `reveal`, and what for. A stale entry fails."""

PURE: Final = ("analyse", "build", "ir", "pylang", "render", "targets")
ABLE: Final = {"render/environment.py", "render/locate.py", "render/runtime.py"}
"""Modules of pure stages that may read files: they find templates and runtime."""

WORLDLY_MODULES: Final = {
    "asyncio",
    "ctypes",
    "datetime",
    "getpass",
    "importlib",
    "io",
    "locale",
    "multiprocessing",
    "os",
    "pathlib",
    "platform",
    "random",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "uuid",
}
WORLDLY_NAMES: Final = {
    "__import__",
    "breakpoint",
    "compile",
    "eval",
    "exec",
    "hash",
    "id",
    "input",
    "open",
    "print",
}
WORLDLY_ATTRIBUTES: Final = {"read_bytes", "read_text", "write_bytes", "write_text"}


def modules() -> list[str]:
    """Every module of apiloom but the runtime, which runs elsewhere."""
    paths = (path.relative_to(APILOOM) for path in python_files(APILOOM))
    return [path.as_posix() for path in paths if path.parts[0] != "runtime"]


def tree_of(path: str | Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse((APILOOM / path).read_text("utf-8"))


def worldly(tree: ast.Module) -> list[str]:
    """What a module uses that is no function of its arguments."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = {alias.name.partition(".")[0] for alias in node.names}
            found += sorted(names & WORLDLY_MODULES)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found += {(node.module or "").partition(".")[0]} & WORLDLY_MODULES
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found += {node.id} & WORLDLY_NAMES
        elif isinstance(node, ast.Attribute):
            found += {node.attr} & WORLDLY_ATTRIBUTES
    return found


def test_document_text_is_revealed_where_there_is_a_reason() -> None:
    revealing = {
        module
        for module in modules()
        if module != "text.py"
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Name) and node.id == "reveal"
    }
    assert revealing == REVEALING.keys()


def test_nobody_reaches_into_the_wrapping() -> None:
    reaching = [
        module
        for module in modules()
        if module != "text.py" and "apiloom.text" in (APILOOM / module).read_text()
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Attribute) and node.attr == "_value"
    ]
    assert reaching == []


@pytest.mark.parametrize(
    "module",
    [each for each in modules() if each.startswith(PURE) and each not in ABLE],
)
def test_a_stage_is_a_function_of_its_arguments(module: str) -> None:
    assert worldly(tree_of(module)) == []


@pytest.mark.parametrize("module", sorted(ABLE))
def test_those_who_may_read_files_do(module: str) -> None:
    assert worldly(tree_of(module))


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import os.path as path",
        "from datetime import datetime",
        "def f():\n    from time import time",
        "text = open('x')",
        "seen = hash('x')",
        "text = place.read_text()",
    ],
)
def test_the_lint_finds(source: str) -> None:
    assert worldly(ast.parse(source))

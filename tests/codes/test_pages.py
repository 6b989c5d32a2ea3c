"""Every code has a page, no page is without a code, and every example shows its code.

A failure here says what to add: a file `generator/apiloom/codes/<code>.md`, laid out as
the others are.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from apiloom.cli.main import main
from apiloom.core import codes
from apiloom.core.diagnostics import Diagnostic
from tests.codes.scanning import SOURCES, modules, scan

NAMES: Final = {
    "yaml": "openapi.yaml",
    "json": "openapi.json",
    "toml": "pyproject.toml",
    "jinja": "templates/models/class.py.jinja",
    "jinja-unknown": "templates/models/klass.py.jinja",
}
SECTIONS: Final = ("## Example", "## What apiloom does", "## What to do")
WITHOUT_EXAMPLE: Final = {
    "accepted-change-expired": "it takes two documents",
    "accepted-change-unused": "it takes two documents",
    "allof-too-large": "it takes more than fits a page",
    "dynamic-reference-static": "it takes more than fits a page",
    "encoding": "its bytes are no text",
    "formatter-missing": "it is about the installation",
    "file-edited": "it is about the output folder",
    "file-not-ours": "it is about the output folder",
    "file-too-large": "it takes more than fits a page",
    "internal-import-failed": "no document causes it",
    "internal-output-invalid": "no document causes it",
    "keyword-not-enforced": "which keywords those are is about to change",
    "manifest-damaged": "it is about the output folder",
    "name-kept": "it is about the output folder",
    "nesting-too-deep": "it takes more than fits a page",
    "official-schema-failed": "no document causes it",
    "official-schema-missing": "it is about the installation",
    "output-busy": "it is about the output folder",
    "output-not-ours": "it is about the output folder",
    "output-unwritable": "it is about the output folder",
    "remote-changed": "it takes a host",
    "revision-path-missing": "it takes a repository",
    "spec-validator-failed": "it depends on another package",
    "plugin-refused": "it takes another distribution",
    "target-failed": "it takes another distribution",
    "target-unusable": "it takes another distribution",
    "too-many-nodes": "it takes more than fits a page",
    "type-too-deep": "it takes more than fits a page",
    "version-differs": "it takes two files",
    "verify-impossible": "it is about the installation",
}
"""Codes whose page has no example, and why. A stale entry fails."""

FENCE: Final = re.compile(r"^```([\w-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FOUND: Final = scan(modules())


@dataclass(frozen=True)
class Example:
    """What the page of a code shows: files, and the command where it is not plain."""

    files: dict[str, str]
    command: list[str]


def example_of(text: str) -> Example | None:
    blocks = FENCE.findall(text)
    files = {NAMES[kind]: content for kind, content in blocks if kind in NAMES}
    commands = [content for kind, content in blocks if kind == "sh"]
    if commands:
        return Example(files, shlex.split(commands[0])[1:])
    if "pyproject.toml" in files:
        return Example(files, ["generate"])
    return Example(files, ["generate", *files, "-o", "out"]) if files else None


def test_every_code_can_be_read_from_the_sources() -> None:
    assert FOUND.unreadable == [], "pass the code as a string where it is reported"
    assert len(FOUND.codes) > 60


def test_every_code_has_a_page() -> None:
    missing = sorted(set(FOUND.codes) - set(codes.known()))
    told = [f"codes/{code}.md, reported at {FOUND.codes[code][0]}" for code in missing]
    assert told == [], f"write {told}, as the other pages in {SOURCES / 'codes'} are"


def test_no_page_is_without_a_code() -> None:
    left = sorted(set(codes.known()) - set(FOUND.codes))
    assert left == [], "nothing reports these codes any more: delete their pages"


def test_codes_are_kebab_case() -> None:
    odd = [code for code in FOUND.codes if not re.fullmatch(r"[a-z][a-z0-9.-]+", code)]
    assert odd == []


@pytest.mark.parametrize("code", codes.known())
def test_a_page_is_laid_out_like_the_others(code: str) -> None:
    page = codes.page(code)
    assert page is not None
    assert page.code == code
    headings = re.findall(r"^## .*$", page.text, re.MULTILINE)
    with_example = tuple(headings) == SECTIONS
    assert with_example or tuple(headings) == SECTIONS[1:], headings
    assert with_example is (code not in WITHOUT_EXAMPLE)
    assert with_example is (example_of(page.text) is not None)
    assert all(len(line) <= 110 for line in page.text.splitlines())


def test_what_has_no_example_has_a_page() -> None:
    assert set(WITHOUT_EXAMPLE) <= set(codes.known())


@pytest.mark.parametrize(
    "code", [code for code in codes.known() if code not in WITHOUT_EXAMPLE]
)
def test_an_example_shows_its_code(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = codes.page(code)
    example = None if page is None else example_of(page.text)
    assert page is not None
    assert example is not None
    for name, content in example.files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    said: list[Diagnostic] = []
    monkeypatch.setattr(
        "apiloom.cli.console.Console.diagnostics",
        lambda _, items, sources: said.extend(items),
    )
    exit_code = main(example.command)
    mine = [item for item in said if item.code == code]
    assert mine, f"it shows {sorted({item.code for item in said})} instead"
    assert {str(item.severity) for item in mine} == {page.severity}
    can_be = {item.severity != "error" or bool(item.fallback) for item in mine}
    assert can_be == {page.acceptable}
    others = {item.code for item in said} - {code, "official-schema"}
    assert not [
        item for item in said if item.code in others and item.severity == "error"
    ]
    assert exit_code == (2 if page.severity == "error" else 0)

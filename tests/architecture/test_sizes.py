"""Files, functions and templates stay small enough to be read in one go."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.places import ROOT, SOURCES, TEMPLATES, named, python_files

FILE: Final = 400
FUNCTION: Final = 50
TEMPLATE: Final = 80

TESTS: Final = ROOT / "tests"
LONG_FILES: Final = {
    "tests/spec/test_document.py": "one table of facts about one document",
    "tests/runtime_server/sample/server/things.py": "stands for generated code",
}
"""Waivers, each with its reason. One that is no longer needed fails."""

FILES: Final = python_files(SOURCES, TESTS)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_python_is_short(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = text.count("\n")
    assert (lines > FILE) == (named(path) in LONG_FILES), f"{lines} lines"
    long = [
        f"{each.name} has {size} lines"
        for each in ast.walk(ast.parse(text))
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        if (size := (each.end_lineno or 0) - each.lineno + 1) > FUNCTION
    ]
    assert long == []


def test_waivers_name_files() -> None:
    assert {named(path) for path in FILES} >= LONG_FILES.keys()


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.*")), ids=named)
def test_templates_are_short(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= TEMPLATE

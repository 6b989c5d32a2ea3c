"""No test is passed over by pytest, and no file by black and ruff.

All three skip folders by their names without a word: whatever stood in `tests/build`
used to be neither run nor formatted.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import black
import pytest
from black.report import Report

from tests.architecture.collecting import MARK
from tests.architecture.places import ROOT, named, own_python_files

TESTS: Final = ROOT / "tests"
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
OURS: Final = own_python_files()


def run(*command: str, root: Path) -> str:
    """What a tool prints when it runs at `root`; empty output is no failure."""
    hidden = ("PYTEST_", "PYTHON")
    kept = {key: os.environ[key] for key in os.environ if not key.startswith(hidden)}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode in {0, pytest.ExitCode.NO_TESTS_COLLECTED}, done.stderr
    return done.stdout


def collected(root: Path) -> set[Path]:
    """The files below `root` that pytest takes tests from, by the settings there."""
    plugins = ("-p", "tests.architecture.collecting", "-p", "no:cacheprovider")
    listing = run("pytest", "--collect-only", "-qq", "-n0", *plugins, root=root)
    lines = listing.splitlines()
    return {Path(line.removeprefix(MARK)) for line in lines if line.startswith(MARK)}


def holds_tests(path: Path) -> bool:
    """Whether a file below `tests/` is meant to be run: by its name, or by a test."""
    return path.name.startswith("test_") or bool(
        functions_called_like_tests(path.read_text())
    )


def functions_called_like_tests(source: str) -> list[str]:
    """The names of all functions of a module that are called like tests."""
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, FUNCTIONS) and node.name.startswith("test_")
    ]


def uncollected(source: str) -> list[str]:
    """The functions of a module called like tests that pytest does not run.

    One stands in a class without the prefix, or in another function; or a later one
    of the same name has taken its place.
    """
    runnable = Counter(_runnable(ast.parse(source).body, ""))
    shadowed = [name for name, count in runnable.items() if count > 1]
    seen = Counter(qualified.rpartition(".")[2] for qualified in runnable.elements())
    hidden = Counter(functions_called_like_tests(source)) - seen
    return sorted({*shadowed, *hidden})


def _runnable(body: list[ast.stmt], owner: str) -> Iterator[str]:
    """Tests at the top of a module and in classes called `Test...`, qualified."""
    for node in body:
        if isinstance(node, FUNCTIONS) and node.name.startswith("test_"):
            yield owner + node.name
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from _runnable(node.body, f"{owner}{node.name}.")


def formatted_by_black(root: Path) -> set[Path]:
    """The files that `black .` reads at `root`, by the settings there."""
    settings = black.parse_pyproject_toml(str(root / "pyproject.toml"))
    exclude = settings.get("exclude")
    sources = black.get_sources(
        root=root,
        src=(str(root),),
        quiet=True,
        verbose=False,
        include=re.compile(r"\.pyi?$"),
        exclude=re.compile(exclude) if exclude else None,
        extend_exclude=None,
        force_exclude=None,
        report=Report(),
        stdin_filename=None,
    )
    return {root / path for path in sources}


def checked_by_ruff(root: Path) -> set[Path]:
    """The files that `ruff check .` reads at `root`, by the settings there."""
    return {
        Path(line)
        for line in run("ruff", "check", "--show-files", ".", root=root).splitlines()
    }


def test_pytest_takes_every_file_of_tests() -> None:
    meant = {path for path in OURS if path.is_relative_to(TESTS) and holds_tests(path)}
    assert len(meant) > 150
    assert [named(path) for path in sorted(meant - collected(ROOT))] == []


@pytest.mark.parametrize(
    "path", [path for path in OURS if path.name.startswith("test_")], ids=named
)
def test_every_test_of_a_file_is_run(path: Path) -> None:
    assert uncollected(path.read_text("utf-8")) == []


@pytest.mark.parametrize("seen_by", [formatted_by_black, checked_by_ruff])
def test_checkers_see_every_file(seen_by: Callable[[Path], set[Path]]) -> None:
    assert [named(path) for path in sorted(set(OURS) - seen_by(ROOT))] == []


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small repository with our settings; git tracks nothing there."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in ("build", "dist", ".hidden"):
        path = tmp_path / "tests" / folder / "test_it.py"
        path.parent.mkdir(parents=True)
        path.write_text("def test_it() -> None:\n    assert False\n")
    return tmp_path


def test_with_our_settings_no_plain_folder_is_skipped(tree: Path) -> None:
    plain = {tree / "tests" / name / "test_it.py" for name in ("build", "dist")}
    assert collected(tree) == plain
    assert formatted_by_black(tree) == plain
    assert checked_by_ruff(tree) >= plain
    assert set(own_python_files(tree)) == plain


def test_a_folder_that_the_tools_skip_is_noticed(tree: Path) -> None:
    """By the tools' own settings, and thus by any that somebody gives them."""
    (tree / "pyproject.toml").write_text("[tool.ruff]\nexclude = ['dist']\n")
    skipped = tree / "tests" / "build" / "test_it.py"
    assert skipped in own_python_files(tree)
    assert skipped not in collected(tree)
    assert skipped not in formatted_by_black(tree)
    assert tree / "tests" / "dist" / "test_it.py" not in checked_by_ruff(tree)


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ("def test_a(): ...\nclass TestB:\n    def test_a(self): ...", []),
        ("class Tests:\n    def test_a(self): ...", []),
        ("class Checks:\n    def test_a(self): ...", ["test_a"]),
        ("def outer():\n    def test_a(): ...", ["test_a"]),
        ("def test_a(): ...\nasync def test_a(): ...", ["test_a"]),
        (
            "class TestB:\n    def test_a(self): ...\n    def test_a(self): ...",
            ["TestB.test_a"],
        ),
    ],
)
def test_a_test_that_is_not_run_is_noticed(source: str, lost: list[str]) -> None:
    assert uncollected(source) == lost

"""The checkers of our own code find nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.formatters import said_by_ruff

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "--no-cache", "."], id="ruff"),
        pytest.param(["black", "--check", "--quiet", "."], id="black"),
        pytest.param(["mypy", "generator/apiloom", "tests"], id="mypy"),
    ],
)
def test_finds_nothing(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_runtime_says_nothing_to_the_ruff_of_others() -> None:
    # It is copied into packages whose owners have other rules: those of ruff's own.
    assert said_by_ruff(ROOT / "generator" / "apiloom" / "runtime") == ""

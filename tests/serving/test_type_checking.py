"""Checkers accept the programs, and report each mistake in `mistakes`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serving.conftest import HERE
from tests.type_checking.checkers import Finding, marked, mypy, pyright

PROGRAMS = sorted((HERE / "programs").glob("*.py"))


@pytest.mark.parametrize("check", [mypy, pyright])
def test_only_mistakes_are_reported(
    folder: Path, check: Callable[[Path], list[Finding]]
) -> None:
    mistakes = marked(PROGRAMS)
    found = check(folder)
    assert [each for each in found if (each.file, each.line) not in mistakes] == []
    assert mistakes == {(each.file, each.line) for each in found}

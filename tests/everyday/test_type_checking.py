"""Checkers accept the programs, servers too, and report each mistake in `mistakes`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.everyday.conftest import HERE
from tests.type_checking.checkers import Finding, marked, mypy, pyright

PROGRAMS = sorted((HERE / "programs").glob("*.py"))


@pytest.mark.parametrize("check", [mypy, pyright])
def test_only_mistakes_are_reported(
    packages: Path, check: Callable[[Path], list[Finding]]
) -> None:
    mistakes = marked(PROGRAMS)
    found = check(packages)
    assert mistakes
    assert [each for each in found if (each.file, each.line) not in mistakes] == []
    assert mistakes == {(each.file, each.line) for each in found}

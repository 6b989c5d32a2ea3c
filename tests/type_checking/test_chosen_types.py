"""Checkers see the types that the user has chosen, his base, and that models stay."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from apiloom.core.type_choice import TypeChoice
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.type_checking.checkers import Finding, mypy, pyright

GIVEN: Final = Path(__file__).parent / "chosen"
PROGRAM: Final = "using_chosen.py"
MARK: Final = "# refused"
TYPES: Final = {
    "time": "naive",
    "#/components/schemas/Slot/properties/exact": "timedelta",
    "string:decimal": "mytypes:Price",
    "#/components/schemas/Money": "mytypes:Money",
    "ipv4": "ipaddress",
    "uri": "url",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, what its configuration names, and the program."""
    found = tmp_path_factory.mktemp("chosen")
    for path in GIVEN.glob("*.py"):
        shutil.copy(path, found)
    outcome = generate(
        Job(
            GIVEN / "openapi.yaml",
            found / "chosen",
            ("models", "client", "server"),
            types=tuple(TypeChoice(key, to) for key, to in TYPES.items()),
            base="mytypes:Base",
            frozen=True,
        )
    )
    assert outcome.exit_code == 0, outcome.diagnostics
    return found


@pytest.mark.parametrize("check", [mypy, pyright])
def test_only_mistakes_are_reported(
    folder: Path, check: Callable[[Path], list[Finding]]
) -> None:
    lines = (folder / PROGRAM).read_text("utf-8").splitlines()
    mistakes = {
        (PROGRAM, number)
        for number, line in enumerate(lines, start=1)
        if line.endswith(MARK)
    }
    found = check(folder)
    assert mistakes
    assert [each for each in found if (each.file, each.line) not in mistakes] == []
    assert mistakes == {(each.file, each.line) for each in found}

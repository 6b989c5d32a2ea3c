"""The judge is judged: every planted fault is noticed, and nothing is without one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from tests.sweeping.planted import FAULTS, Fault, Patch
from tests.sweeping.planting import Notice, noticed, report

DOCUMENTS: Final = Path(__file__).parent / "documents"
_CALLS: Final = "calls_of_all_kinds.yaml"
SHOWN_IN: Final = {"streams-cut": "streams.yaml"}
"""The document in which a fault shows, where it is not the one for calls."""


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the unbroken packages are, each made once."""
    return tmp_path_factory.mktemp("planted")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_noticed(fault: Fault, packages: Path) -> None:
    name = SHOWN_IN.get(fault.name, _CALLS)
    folder = packages / name
    notices = list(noticed(DOCUMENTS / name, name, folder, [fault]))
    assert json.loads((folder / "before.json").read_text()) == []
    assert [(each.fault, each.state) for each in notices] == [(fault.name, "noticed")]


def test_a_patch_that_finds_nothing_to_replace_is_an_error() -> None:
    patch = Patch("styles.py", "not there", "anything")
    with pytest.raises(AssertionError, match=r"styles\.py has not, once: not there"):
        patch.applied("something else")
    with pytest.raises(AssertionError, match="once"):
        Patch("a.py", "x", "y").applied("x x")


def test_a_fault_that_nobody_notices_is_named() -> None:
    first, *others = (fault.name for fault in FAULTS)
    seen = [Notice("a.yaml", name, "noticed", "it differs") for name in others]
    text, missed = report([Notice("a.yaml", first, "unnoticed"), *seen])
    assert missed == [first]
    assert f"{first}: {FAULTS[0].meaning}: 0 of 1 documents" in text
    assert "    a.yaml: it differs" in text

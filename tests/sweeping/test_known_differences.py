"""Every entry of known differences is still needed, and covers no more than it says."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.sweep import Sweep
from tests.sweeping.known_differences import (
    KNOWN_DIFFERENCES,
    KnownDifference,
    known_difference,
)

DOCUMENTS: Final = Path(__file__).parent / "known_differences"


@pytest.mark.parametrize("entry", KNOWN_DIFFERENCES, ids=lambda entry: entry.name)
def test_an_entry_is_still_needed(entry: KnownDifference, tmp_path: Path) -> None:
    sweep = Sweep(DOCUMENTS, tmp_path)
    stages = sweep.result_of(DOCUMENTS / entry.document).stages
    failures = {name: each.failures for name, each in stages.items() if each.failed}
    assert failures == {}
    assert set(stages["calls"].known) == {entry.name}


def test_every_document_belongs_to_an_entry() -> None:
    files = sorted(path.name for path in DOCUMENTS.iterdir())
    assert files == sorted(entry.document for entry in KNOWN_DIFFERENCES)


def test_what_is_not_known_is_covered_by_no_entry() -> None:
    assert known_difference("the body on the wire", "POST /a: it differs") is None
    assert known_difference("the server answered 500", "") is None

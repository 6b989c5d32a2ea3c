"""What mocks answer by default is what clients take, however strict they are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import pytest

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.sweeping.default_answers import Answers

TESTS: Final = Path(__file__).parents[1]
DOCUMENTS: Final = (
    *sorted((TESTS / "everyday/documents").glob("*.yaml")),
    TESTS / "type_checking/documents/typed_answers.yaml",
    TESTS / "type_checking/documents/replies.yaml",
    TESTS / "type_checking/documents/mocked.yaml",
)
UNKNOWN: Final = {"stripe": 1}
"""Responses that nothing is known for: their schemas go in circles."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_default_answer_fits(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / f"answering_{document.stem}"
    assert generate(Job(document, package)).exit_code == 0
    monkeypatch.syspath_prepend(tmp_path)
    answers = Answers(package.name)
    assert [*answers.wrong()] == []
    assert answers.counts["no example is known"] == UNKNOWN.get(document.stem, 0)
    assert answers.counts["fine"]
    for name in [each for each in sys.modules if each.split(".")[0] == package.name]:
        del sys.modules[name]

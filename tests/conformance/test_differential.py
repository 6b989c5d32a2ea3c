"""Random schemas of every keyword: models judge as another validator does.

More values are for `python -m tests.conformance.differential --values 100000`.
"""

from __future__ import annotations

from typing import Final

import pytest

from apiloom.core.model_style import MODEL_STYLES, ModelStyle
from tests.conformance.choices import CHOICES, SPELLINGS, spelling_of
from tests.conformance.differential import Dialect, Tally, Trial, try_seed
from tests.conformance.second_judge import SecondJudge
from tests.shapes import INTEGER, TEXT, Schema, all_of, obj

SEEDS: Final = (1, 5, 6, 13, 32, 35, 98, 99, 110)
_CLOSED: Final = {**obj(a=TEXT), "additionalProperties": False}
PLAIN_SEEDS: Final = (1, 6, 13)
SELDOM: Final[tuple[tuple[Dialect, Schema, str], ...]] = (
    (
        Dialect("3.1.0", exact=True),
        TEXT | {"format": "date-time"},
        '"2020-02-29t00:00:00.123456789z"',
    ),
    (Dialect("3.1.0", exact=True), all_of(_CLOSED, obj(b=TEXT)), '{"b": "x"}'),
    (Dialect("3.0.3", exact=True), all_of({"nullable": True}, obj()), "null"),
    (
        Dialect("3.1.0", exact=True),
        TEXT | {"format": "date-time"},
        '"2016-12-31T23:59:60Z"',
    ),
    (Dialect("3.1.0", exact=True), all_of(obj(a=TEXT), obj(a=INTEGER)), '{"a": 1}'),
)
"""Values by which choices are needed that random ones seldom hit."""


@pytest.fixture(scope="module")
def tally() -> Tally:
    tally = Tally()
    for seed in SEEDS:
        try_seed(seed, tally)
    for dialect, schema, text in SELDOM:
        Trial(-1, dialect, {"Seldom": schema}, tally).run({"Seldom": [text]})
    return tally


def test_nothing_differs_but_by_choice(tally: Tally) -> None:
    assert [str(difference) for difference in tally.differences] == []
    assert tally.values > 500 * len(SEEDS)
    assert tally.values / 5 < tally.accepted < tally.values * 4 / 5


@pytest.mark.parametrize("models", MODEL_STYLES[1:])
def test_the_same_for_models_without_pydantic(models: ModelStyle) -> None:
    tally = Tally()
    for seed in PLAIN_SEEDS:
        try_seed(seed, tally, models)
    assert [str(difference) for difference in tally.differences] == []
    assert tally.accepted > 100 * len(PLAIN_SEEDS)


def test_every_choice_is_needed(tally: Tally) -> None:
    names = [entry.name for entry in (*CHOICES, *SPELLINGS)]
    assert [name for name in names if name not in tally.used] == []
    assert {*tally.used} <= {*names}


def test_the_second_judge_reads_a_document_of_3_0() -> None:
    bounded = {"type": "number", "minimum": 1, "exclusiveMinimum": True}
    schemas: Schema = {
        "N": {**bounded, "nullable": True},
        "D": TEXT | {"format": "date"},
        "F": {"format": "date"},
    }
    judge = SecondJudge(schemas)
    assert [judge.accepts("N", value) for value in (1, 1.5, None)] == [
        *(False, True, True)
    ]
    assert not judge.accepts("D", "soon")
    assert judge.accepts("F", "soon")


def test_what_is_written_otherwise_is_noticed() -> None:
    assert spelling_of({"a": [1]}, {"a": [1.0]}) == []
    assert spelling_of({"a": [1]}, {"a": [True]}) is None
    assert spelling_of({"a": 1}, {}) is None
    assert spelling_of("1.", "1") == ["decimal"]

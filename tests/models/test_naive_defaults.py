"""Defaults of date-times and times without an offset, where their type has none."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest

from apiloom.core.model_style import MODEL_STYLES, ModelStyle
from apiloom.core.type_choice import TypeChoice
from tests.shapes import obj
from tests.weaving import document, weave

NAIVE = datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 - that is the point


def _at(default: str, format_: str = "date-time") -> dict[str, object]:
    return {"type": "string", "format": format_, "default": default}


SCHEMAS: dict[str, object] = {
    "Slot": obj(
        naive=_at("2024-01-02T03:04:05"),
        aware=_at("2024-01-02T03:04:05Z"),
        start=_at("10:00:00", "time"),
        wrong=_at("soon"),
    )
}
CHOSEN = (TypeChoice("date-time", "naive"), TypeChoice("time", "naive"))


@pytest.mark.parametrize("models", MODEL_STYLES)
@pytest.mark.parametrize(
    ("types", "values", "unusable"),
    [
        (CHOSEN, (NAIVE, None, time(10)), ["aware", "wrong"]),
        (
            (),
            (None, NAIVE.replace(tzinfo=UTC), None),
            ["naive", "start", "wrong"],
        ),
    ],
)
def test_a_default_is_of_the_chosen_type(
    models: ModelStyle, types: Any, values: Any, unusable: list[str]
) -> None:
    whole = document(schemas=SCHEMAS)
    with weave(whole, targets=("models",), models=models, types=types) as woven:
        slot = woven.models.Slot()
        assert (slot.naive, slot.aware, slot.start) == values
        assert slot.wrong is None
        assert slot.to_json() == "{}"
        told = [
            each.where.pointer.rpartition("/")[2]
            for each in woven.outcome.diagnostics
            if each.code == "default-unusable"
        ]
        assert sorted(told) == unusable

"""Tuples in Python: what callers may pass, and what a reader gets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from tests.shapes import INTEGER, TEXT, obj, ref
from tests.weaving import Woven, document, read_json, to_json, weave


def _places(*items: object, **keywords: object) -> dict[str, Any]:
    return {"type": "array", "prefixItems": [*items], **keywords}


DAY = {"type": "string", "format": "date"}
SCHEMAS: dict[str, Any] = {
    "Pair": _places(DAY, obj(n=INTEGER), items=False, minItems=2),
    "Step": _places(TEXT, INTEGER, items=False, minItems=1),
    "Holder": obj(
        pair=ref("Pair"),
        either={"anyOf": [ref("Step"), TEXT]},
        nothing={"type": ["array", "null"], "prefixItems": [TEXT], "maxItems": 1},
        steps={"type": "array", "items": ref("Step")},
    )
    | {"minProperties": 1},
    "Never": _places(TEXT, items=False, minItems=2),
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS)) as package:
        yield package


def test_items_are_what_their_places_say(woven: Woven) -> None:
    wire = {
        "pair": ["2024-02-29", {"n": 1}],
        "either": ["a", 1],
        "nothing": [],
        "steps": [["a"], ["b", 2]],
    }
    read = read_json(woven.models.Holder, wire)
    day, second = read.pair
    assert (day, second.n) == (date(2024, 2, 29), 1)
    assert (read.either, read.nothing) == (("a", 1), ())
    assert read.steps == [("a",), ("b", 2)]
    assert to_json(read) == wire


@pytest.mark.parametrize("make", [tuple, list])
def test_a_caller_passes_a_tuple_or_a_list(woven: Woven, make: Any) -> None:
    holder = woven.models.Holder(either=make(["a", 1]), nothing=None)
    assert holder.either == ("a", 1)
    holder.steps = [make(["a"])]
    assert to_json(holder) == {"either": ["a", 1], "nothing": None, "steps": [["a"]]}


@pytest.mark.parametrize("value", [("a", 1, 2), (), ("a", "b"), (1,)])
def test_a_tuple_of_another_kind_is_refused(woven: Woven, value: Any) -> None:
    with pytest.raises(ValidationError):
        woven.models.Holder(steps=[value])


def test_no_value_at_all_is_never(woven: Woven) -> None:
    assert not any(woven.accepts("Never", value) for value in ([], ["a"], ["a", "b"]))


def test_a_tuple_with_a_flaw_is_read_as_far_as_it_goes(woven: Woven) -> None:
    lenient = woven.module("_runtime.lenient")
    pair, flaws = lenient.decode_leniently(
        woven.models.Pair, ["2024-02-29", {"n": "x", "m": 1}]
    )
    assert flaws == ["/1/n"]
    assert pair[0] == date(2024, 2, 29)
    assert pair[1].extra_properties["m"] == 1
    short, flaws = lenient.decode_leniently(woven.models.Pair, ["2024-02-29"])
    assert (short, flaws) == (["2024-02-29"], [""])

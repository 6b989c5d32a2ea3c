"""Limits that no value can reach: the package imports, and judges as they say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shapes import obj, ref
from tests.weaving import document, weave

SIZE = 2**64
HUGE = 10**309
"""Beyond what floats reach, which is about 1.8e308."""
CASES: dict[str, tuple[Any, list[Any], list[Any]]] = {
    "maxLength": ({"type": "string", "maxLength": SIZE}, ["", "text"], [5]),
    "minLength": ({"type": "string", "minLength": SIZE}, [], ["", "text"]),
    "maxItems": ({"type": "array", "maxItems": SIZE}, [[], [1]], [{}]),
    "minItems": ({"type": "array", "minItems": SIZE}, [], [[], [1]]),
    "maxProperties": ({"type": "object", "maxProperties": SIZE}, [{}, {"a": 1}], []),
    "minProperties": ({"type": "object", "minProperties": SIZE}, [], [{}, {"a": 1}]),
    "large sizes": ({"type": "string", "maxLength": SIZE - 1}, ["text"], [5]),
    "maximum": ({"type": "number", "maximum": HUGE}, [1.5, 1e308, -1e308], ["a"]),
    "minimum": ({"type": "number", "minimum": HUGE}, [], [1.5, 1e308, -1e308]),
    "lowest": ({"type": "number", "minimum": -HUGE}, [1.5, -1e308], ["a"]),
    "highest": ({"type": "number", "maximum": -HUGE}, [], [1.5, -1e308]),
    "exclusiveMaximum": ({"type": "number", "exclusiveMaximum": HUGE}, [1e308], []),
    "exclusiveMinimum": ({"type": "number", "exclusiveMinimum": HUGE}, [], [1e308]),
    "both": (
        {"type": "number", "minimum": HUGE, "exclusiveMinimum": 1, "maximum": HUGE},
        [],
        [1.5, 1e308],
    ),
    "multipleOf": ({"type": "number", "multipleOf": HUGE}, [0], [1, 1e308]),
    "integers": ({"type": "integer", "maximum": HUGE}, [1, HUGE], ["a"]),
}


@pytest.mark.parametrize("name", CASES)
def test_beyond_all_values(name: str) -> None:
    schema, good, bad = CASES[name]
    schemas = {"Limited": schema, "Holder": obj(a=schema, b=ref("Limited"))}
    with weave(document(schemas=schemas)) as woven:
        for key in ("a", "b"):
            accepted = [v for v in good + bad if woven.accepts("Holder", {key: v})]
            assert accepted == good


def test_a_class_of_so_many_properties() -> None:
    schemas = {
        "Few": {**obj(a={}), "maxProperties": SIZE},
        "Many": {**obj(a={}), "minProperties": SIZE},
    }
    with weave(document(schemas=schemas)) as woven:
        assert woven.accepts("Few", {"a": 1})
        assert not woven.accepts("Many", {"a": 1})

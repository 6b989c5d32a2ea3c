"""A value is judged alike whoever judges it: by a type, or by the runtime's evaluator.

Types are pydantic's where these agree with JSON Schema; what a type cannot say, and
what stands below `patternProperties` and its like, is for the evaluator. Schemas are
drawn at random, always the same ones, and judged in several places each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Final

import pytest

from apiloom.runtime.evaluator import Evaluator
from tests.random_scalars import FORMATS, SCALAR_TEXTS, scalar_schema
from tests.shapes import Schema, all_of, holder
from tests.weaving import RawJson, Woven, document, weave

_TWO_FORMATS: Final = (
    ("string", "date", "uri-reference"),
    ("string", "uri-reference", "date"),
    ("string", "unknown", "ipv4"),
    ("number", "email", "int32"),
    ("integer", "int64", "int32"),
)


def _of_two(random: Random) -> Schema:
    one, two = scalar_schema(random), scalar_schema(random)
    return all_of(one, {**two, "type": one["type"]})


def _schemas() -> dict[str, Schema]:
    random = Random(22)
    single = [{"type": kind, "format": name} for kind, name in _typed_formats()]
    drawn = [*single, *(scalar_schema(random) for _ in range(250))]
    drawn += [_of_two(random) for _ in range(80)]
    drawn += [
        all_of({"type": kind, "format": one}, {"type": kind, "format": two})
        for kind, one, two in _TWO_FORMATS
    ]
    return {f"S{index}": schema for index, schema in enumerate(drawn)}


def _typed_formats() -> Iterator[tuple[str, str]]:
    yield from (("string", name) for name in FORMATS)
    for kind in ("integer", "number"):
        yield from ((kind, name) for name in ("int32", "int64", "decimal", "date"))


SCHEMAS: Final = _schemas()


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    below = {
        f"{name}Below": {"type": "object", "patternProperties": {"^v": schema}}
        for name, schema in SCHEMAS.items()
    }
    optional = {
        f"{name}Optional": holder(schema, required=False)
        for name, schema in SCHEMAS.items()
    }
    schemas: Schema = {**SCHEMAS, **below, **optional}
    with weave(document(schemas=schemas), targets=("models",)) as package:
        yield package


@pytest.mark.parametrize("name", SCHEMAS)
def test_types_and_the_evaluator_agree(woven: Woven, name: str) -> None:
    """At the top, as an optional property, and below a keyword that is only judged."""
    schema = SCHEMAS[name]
    for text in SCALAR_TEXTS:
        right = Evaluator({}).accepts(schema, json.loads(text))
        answers = (
            woven.accepts(name, text),
            woven.accepts(f"{name}Optional", RawJson(f'{{"value": {text}}}')),
            woven.accepts(f"{name}Below", RawJson(f'{{"v": {text}}}')),
        )
        assert answers == (right,) * 3, f"{text} by {schema}"

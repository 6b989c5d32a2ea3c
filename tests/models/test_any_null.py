"""Whether null is a value of a schema, however it is put together.

Random schemas, each of them a property that has to be there and one that need not; what
the models say of null is what another validator of JSON Schema says.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import jsonschema_rs
import pytest
from pydantic import ValidationError

from tests.shapes import NULL, TEXT, Schema, array, obj, ref
from tests.weaving import Woven, document, read_json, weave

COMPONENTS: dict[str, Schema] = {
    "Plain": obj(a=TEXT),
    "Numbered": obj("n", n={"type": "integer"}, kind={"const": "n"}),
    "OrNull": {"type": ["object", "null"], "properties": {"a": TEXT}},
    "Word": {"enum": ["x", None]},
    "Nil": NULL,
    "Maybe": {"anyOf": [ref("Plain"), NULL]},
    "Choice": {"oneOf": [ref("Numbered"), ref("Word"), {"type": "array"}]},
}
LEAVES: list[Callable[[random.Random], Schema]] = [
    lambda random_: ref(random_.choice([*COMPONENTS])),
    lambda random_: {"type": random_.choice(["string", "object", "array", "null"])},
    lambda random_: {
        "type": random_.choice(
            [["string", "null"], ["array", "null"], ["string", "integer", "null"]]
        )
    },
    lambda random_: {"enum": random_.sample(["x", "y", 1, None, True], 3)},
    lambda random_: {"const": random_.choice([None, "x"])},
    lambda random_: {
        **random_.choice([{}, {"type": ["string", "null"]}]),
        "not": random_.choice([NULL, TEXT, {"const": None}]),
    },
    lambda _: {**obj(a=TEXT), "type": ["object", "null"], "minProperties": 1},
    lambda _: {**array(TEXT), "type": ["array", "null"], "uniqueItems": True},
    lambda _: {**obj(b=TEXT), "unevaluatedProperties": False},
    lambda _: {"if": NULL, "then": False},
]


def schema_of(random_: random.Random, depth: int) -> Schema:
    kind = random_.randrange(4) if depth else 5
    if kind < 3:
        members = [
            schema_of(random_, depth - 1) for _ in range(random_.choice([1, 2, 3]))
        ]
        return {("anyOf", "oneOf", "allOf")[kind]: members}
    if kind == 3:
        inner = schema_of(random_, depth - 1)
        return {"anyOf": [inner, NULL], "description": "or null"}
    return random_.choice(LEAVES)(random_)


@pytest.fixture(scope="module", params=range(4))
def woven(request: pytest.FixtureRequest) -> Iterator[tuple[dict[str, Schema], Woven]]:
    random_ = random.Random(request.param)
    schemas = COMPONENTS | {
        f"S{number}": schema_of(random_, number % 4) for number in range(80)
    }
    holders = {
        f"{kind}{name}": obj(*required, v=ref(name))
        for name in schemas
        for kind, required in (("Must", ["v"]), ("May", []))
    }
    with weave(document(schemas=schemas | holders), targets=("models",)) as package:
        yield schemas, package


def test_null_is_judged_as_json_schema_does(
    woven: tuple[dict[str, Schema], Woven],
) -> None:
    schemas, package = woven
    root = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": {"schemas": schemas},
    }
    for name, schema in schemas.items():
        expected = jsonschema_rs.is_valid({**root, **ref(name)}, None)
        for kind in ("Must", "May"):
            model = getattr(package.models, f"{kind}{name}")
            try:
                read_json(model, {"v": None})
                accepted = True
            except ValidationError:
                accepted = False
            assert accepted is expected, (kind, schema)

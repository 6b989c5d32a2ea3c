"""Long JSON and long patterns have a name in the module, and no line is long."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import pytest

from tests.shapes import INTEGER, TEXT, obj, one_of, ref
from tests.weaving import Woven, document, weave

LONG: Final = "^(?:" + "|".join(f"a{number:03}" for number in range(40)) + ")$"
MANY: Final = {
    "if": obj("a", a={"enum": [f"word '{number}\"\\" for number in range(150)]}),
    "then": {"required": ["b"]},
}
SCHEMAS: Final = {
    "Order": obj(
        code={**TEXT, "pattern": LONG, "maxLength": 4},
        looking={**TEXT, "pattern": f"(?=a){LONG[1:]}"},
        short={**TEXT, "pattern": "^[a-z]+$"},
        either=one_of(TEXT, obj(a=INTEGER)) | MANY,
        few={"type": "array", "items": TEXT, "contains": {"const": "a"}},
    ),
    "Whole": obj(a=TEXT) | MANY,
    "Alias": {"type": ["string", "integer"], **MANY},
    "Node": {"type": "array", "items": ref("Node"), **MANY},
}
EXPECTED: Final = {
    "order": {
        "_ORDER_CODE_PATTERN",
        "_ORDER_LOOKING_PATTERN",
        "_ORDER_EITHER_ASSERTS",
        "_ORDER_EITHER_OBJECT_ASSERTS",
    },
    "whole": {"_WHOLE_ASSERTS"},
    "alias": {"_ALIAS_ASSERTS"},
    "node": {"_NODE_ASSERTS"},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS)) as package:
        yield package


@pytest.mark.parametrize("module", EXPECTED)
def test_what_is_long_has_a_name(woven: Woven, module: str) -> None:
    names = vars(woven.module(f"models.{module}"))
    constants = {name for name in names if name.startswith("_") and name.isupper()}
    assert constants == EXPECTED[module]
    lines = woven.source(f"models/{module}.py").splitlines()
    assert max(map(len, lines)) <= 100  # what is escaped takes more room


def test_what_is_short_stands_where_it_is_used(woven: Woven) -> None:
    source = woven.source("models/order.py")
    assert 'Field(pattern="^[a-z]+$")' in source
    assert "Field(max_length=4, pattern=_ORDER_CODE_PATTERN)" in source


def test_they_judge_as_ever(woven: Woven) -> None:
    bad = "word '3\"\\"
    assert woven.accepts("Order", {"code": "a001", "looking": "a002"})
    assert not woven.accepts("Order", {"code": "b001"})
    assert not woven.accepts("Order", {"looking": "b001"})
    for name in ("Whole", "Node", "Alias"):
        value = json.dumps({"a": bad})
        assert woven.accepts(name, json.loads(value)) is False
    assert woven.accepts("Whole", {"a": bad, "b": 1})
    assert woven.accepts("Whole", {"a": "other"})
    assert woven.accepts("Node", [[], []])


def test_other_schemas_rename_none() -> None:
    more = {**SCHEMAS, "A": SCHEMAS["Order"], "Zebra": SCHEMAS["Whole"]}
    with weave(document(schemas=more)) as woven:
        for module, names in EXPECTED.items():
            source = woven.source(f"models/{module}.py")
            assert all(f"{name}: Final = " in source for name in names)

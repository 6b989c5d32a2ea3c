"""Schemas that nest without end, circle, or hold what is no schema."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shapes import INTEGER, TEXT, array, obj, ref
from tests.weaving import document, weave


def nested(keyword: str, times: int, schema: Any) -> Any:
    for _ in range(times):
        schema = {keyword: schema}
    return schema


DEEP: dict[str, tuple[Any, str]] = {
    "not": (nested("not", 300, TEXT), "keyword-not-enforced"),
    "if": (nested("if", 300, TEXT) | {"then": False}, "keyword-not-enforced"),
    "enum": ({"enum": [nested("a", 300, 1)]}, "keyword-not-enforced"),
    "const": ({"const": nested("a", 300, 1)}, "keyword-not-enforced"),
    "default": ({"default": nested("a", 300, 1)}, "default-unusable"),
    "pattern": (TEXT | {"pattern": "(" * 900 + ")" * 900}, "pattern-unusable"),
    "patternProperties": ({"patternProperties": {"[": True}}, "pattern-unusable"),
}


@pytest.mark.parametrize("name", DEEP)
def test_what_nests_too_deep_is_reported_and_passes(name: str) -> None:
    schema, code = DEEP[name]
    schemas = {"Deep": schema, "Holder": obj(deep=ref("Deep"))}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert [each for each, _ in woven.warnings] == [code]
        assert woven.accepts("Holder", {"deep": "x"})


def test_references_that_circle_are_judged_once() -> None:
    schemas = {
        "Odd": {"not": ref("Odd")},
        "Both": {"oneOf": [ref("Both"), TEXT]},
        "Tree": array(ref("Tree"), **{"not": {"contains": ref("Pair")}}),
        "Pair": array(ref("Tree"), minItems=2),
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        woven.accepts("Odd", 5)
        woven.accepts("Both", "x")
        assert woven.accepts("Tree", [[], [[]]])
        assert not woven.accepts("Tree", [[[[], []]]])


def test_a_value_that_nests_too_deep_is_refused() -> None:
    schemas = {"Tree": array(ref("Tree")), "Free": {"not": {"not": ref("Tree")}}}
    deep: Any = []
    for _ in range(190):
        deep = [deep]
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert woven.accepts("Free", [[]])
        assert not woven.accepts("Free", [[5]])
        assert not woven.accepts("Free", deep)


def test_keywords_of_the_wrong_type_are_as_if_absent() -> None:
    wrong: dict[str, Any] = {
        "type": "object",
        "not": 5,
        "if": "x",
        "dependentRequired": [1],
        "patternProperties": [],
        "propertyNames": None,
        "unevaluatedProperties": 7,
        "minProperties": "many",
    }
    with weave(document(schemas={"Wrong": wrong, "N": INTEGER})) as woven:
        assert woven.accepts("Wrong", {"a": 1})

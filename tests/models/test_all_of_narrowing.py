"""Members of an `allOf` that limit one thing: both hold, or it is reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from _pytest.mark.structures import ParameterSet

from tests.models.conftest import WeaveModels
from tests.shapes import COMPONENT_POINTER, INTEGER, TEXT, Schema, holder, obj, ref
from tests.weaving import holder_accepts, read_json, refused_at, to_json

NARROWED: Final[list[tuple[Schema, Schema, list[object], list[object]]]] = [
    ({"type": "number"}, INTEGER, [1, 1.0], [1.5]),
    ({**INTEGER, "minimum": 1}, {**INTEGER, "maximum": 3}, [1, 3], [0, 4]),
    ({**INTEGER, "minimum": 1}, {**INTEGER, "minimum": 2}, [2], [1]),
    ({**TEXT, "maxLength": 3}, {**TEXT, "maxLength": 2}, ["ab"], ["abc"]),
    ({**INTEGER, "multipleOf": 4}, {**INTEGER, "multipleOf": 6}, [12], [4, 6]),
    (TEXT, {**TEXT, "enum": ["a"]}, ["a"], ["b"]),
    ({"enum": ["a", "b"]}, {"enum": ["b", "c"]}, ["b"], ["a", "c"]),
    ({"type": ["string", "null"]}, TEXT, ["a"], [None, 1]),
    ({"type": ["string", "null"]}, {"type": ["null", "string"]}, ["a", None], [1]),
    ({"type": ["string", "integer"]}, INTEGER, [1], ["a"]),
    ({"enum": ["a", None]}, {"type": ["string", "null"]}, ["a", None], ["b"]),
    (
        {"type": "array", "items": {"type": "number"}},
        {"type": "array", "items": INTEGER, "minItems": 1},
        [[1]],
        [[], [1.5]],
    ),
    (obj(a={"type": "number"}), obj(a=INTEGER), [{"a": 1}], [{"a": 1.5}]),
    ({**obj(a=INTEGER)}, {**obj(b=TEXT)}, [{"a": 1, "b": ""}], [{"b": 1}]),
    (
        obj(a=obj(b=INTEGER)),
        obj(a=obj(c=INTEGER)),
        [{"a": {"b": 1, "c": 1}}],
        [{"a": {"b": 1, "c": ""}}, {"a": {"b": ""}}],
    ),
    (
        obj(a={"type": "number"}),
        {"type": "object", "additionalProperties": INTEGER},
        [{"a": 1, "b": 2}],
        [{"a": 1.5}, {"b": 1.5}],
    ),
]


def _in_both_orders() -> Iterator[ParameterSet]:
    for index, (first, second, fine, wrong) in enumerate(NARROWED):
        for turned in (False, True):
            members = [second, first] if turned else [first, second]
            name = f"{index}-{'turned' if turned else 'straight'}"
            yield pytest.param(members, fine, wrong, id=name)


@pytest.mark.parametrize(("members", "fine", "wrong"), [*_in_both_orders()])
def test_narrowing(
    weave_models: WeaveModels,
    members: list[Schema],
    fine: list[object],
    wrong: list[object],
) -> None:
    """A value must satisfy every member, in whatever order they stand."""
    schema = {"allOf": members, "description": "Both."}
    woven = weave_models({"Both": schema, "Holder": holder(ref("Both"))})
    assert woven.codes == []
    assert [
        each for each in fine if not holder_accepts(woven.models.Holder, each)
    ] == []
    assert [each for each in wrong if holder_accepts(woven.models.Holder, each)] == []


def test_patterns_of_two_members(weave_models: WeaveModels) -> None:
    """Both hold, or the report says which one does not."""
    both = [{**TEXT, "pattern": "^a"}, {**TEXT, "pattern": "z$"}]
    woven = weave_models({"Holder": holder({"allOf": both})})
    assert holder_accepts(woven.models.Holder, "az")
    enforced = [not holder_accepts(woven.models.Holder, each) for each in ("a", "z")]
    assert all(enforced) or woven.codes


@pytest.mark.parametrize(
    "members",
    [
        [TEXT, INTEGER],
        [{"enum": ["a"]}, {"enum": ["b"]}],
        [obj(a=TEXT), {"type": "array", "items": {}}],
        [{"const": 1}, TEXT],
    ],
)
def test_a_conflict(weave_models: WeaveModels, members: list[Schema]) -> None:
    """No value is both: it is reported at the schema, and every value is refused."""
    woven = weave_models({"Holder": holder({"allOf": members})})
    pointer = f"{COMPONENT_POINTER}Holder/properties/value"
    found_at = woven.pointers("allof-conflict")
    assert found_at
    assert [each for each in found_at if not each.startswith(pointer)] == []
    wrong = ["a", "b", 1, {}, {"a": "b"}, [], None]
    assert [each for each in wrong if holder_accepts(woven.models.Holder, each)] == []


def test_a_closed_member_is_pointed_at(weave_models: WeaveModels) -> None:
    """The author has to mend the member."""
    base = {**obj(a=INTEGER), "additionalProperties": False}
    schemas = {"Base": base, "Whole": {"allOf": [ref("Base"), obj(b=INTEGER)]}}
    assert weave_models(schemas).pointers("allof-closed") == [
        f"{COMPONENT_POINTER}Base"
    ]


def test_a_closed_member(weave_models: WeaveModels) -> None:
    """The whole is closed, and the report says so."""
    base = {**obj(a=INTEGER), "additionalProperties": False}
    schemas = {"Base": base, "Whole": {"allOf": [ref("Base"), obj(b=INTEGER)]}}
    woven = weave_models(schemas)
    assert woven.codes == ["allof-closed"]
    assert to_json(read_json(woven.models.Whole, {"a": 1, "b": 2})) == {"a": 1, "b": 2}
    assert refused_at(woven.models.Whole, {"c": 1}) == [("c",)]


def test_what_a_closed_member_requires_another_may_describe(
    weave_models: WeaveModels,
) -> None:
    """By the letter the closed one forbids it; the whole is what is closed."""
    closed = obj("x", y=TEXT) | {"additionalProperties": False}
    woven = weave_models({"Whole": {"allOf": [closed, obj(x=TEXT)]}})
    assert woven.codes == ["allof-closed", "required-forbidden"]
    whole = woven.models.Whole
    assert to_json(read_json(whole, {"x": "a", "y": "b"})) == {"x": "a", "y": "b"}
    assert refused_at(whole, {"x": "a", "z": "b"}) == [("z",)]

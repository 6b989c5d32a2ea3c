"""Absent, null and present: three things in both directions, four kinds of property."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from tests.models.conftest import WeaveModels
from tests.shapes import INTEGER, TEXT, Schema, array, obj, ref
from tests.weaving import Woven, document, read_json, refused_at, to_json, weave

NULLABLE = {"type": ["string", "null"]}
STATES = obj(
    "plain",
    "nullable",
    plain=TEXT,
    nullable=NULLABLE,
    optional=TEXT,
    optional_nullable=NULLABLE,
)


FULL = {"plain": "a", "nullable": "b", "optional": "c", "optional_nullable": "d"}
LEAST: Schema = {"plain": "a", "nullable": None}
CHOICE: Schema = {
    "type": "object",
    "properties": {
        "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        "list": {"type": "array", "items": {"type": "string"}},
        "child": ref("States"),
    },
}


@pytest.fixture(scope="module")
def states() -> Iterator[Woven]:
    schemas = {
        "States": STATES,
        "Inner": obj(a=TEXT),
        "Outer": OUTER,
        "Choice": CHOICE,
    }
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        yield woven


OUTER = obj(
    inner=ref("Inner"),
    many=array(ref("Inner")),
    numbers=array(INTEGER),
    either={"oneOf": [ref("Inner"), array(TEXT)]},
)


@pytest.mark.parametrize(
    ("name", "absent", "null"),
    [
        ("plain", False, False),
        ("nullable", False, True),
        ("optional", True, False),
        ("optional_nullable", True, True),
    ],
)
def test_the_four_states(states: Woven, name: str, absent: bool, null: bool) -> None:
    without = {key: value for key, value in FULL.items() if key != name}
    assert states.accepts("States", FULL)
    assert states.accepts("States", without) is absent
    assert states.accepts("States", FULL | {name: None}) is null


@pytest.mark.parametrize("absent", [(), ("optional",), ("optional_nullable",)])
@pytest.mark.parametrize("null", [(), ("nullable",), ("optional_nullable",)])
def test_a_dump_reproduces_what_was_read(
    states: Woven, absent: tuple[str, ...], null: tuple[str, ...]
) -> None:
    wire: dict[str, str | None] = {
        key: value for key, value in FULL.items() if key not in absent
    }
    wire |= {key: None for key in null if key in wire}
    read = states.read("States", wire)
    assert states.write("States", read) == wire
    assert read.model_fields_set == set(wire)


def test_readers_see_none_for_what_is_absent(states: Woven) -> None:
    read = states.read("States", {"plain": "a", "nullable": None})
    assert (read.nullable, read.optional, read.optional_nullable) == (None, None, None)


def test_what_is_set_later_is_written(states: Woven) -> None:
    value = states.models.States(plain="a", nullable=None)
    assert states.write("States", value) == {"plain": "a", "nullable": None}
    value.optional = "c"
    value.optional_nullable = None
    assert states.write("States", value) == {
        "plain": "a",
        "nullable": None,
        "optional": "c",
        "optional_nullable": None,
    }


@pytest.mark.parametrize("name", ["inner", "many", "numbers", "either"])
def test_optional_properties_of_every_shape_refuse_null(
    states: Woven, name: str
) -> None:
    assert states.read("Outer", {}).model_fields_set == set()
    assert not states.accepts("Outer", {name: None})


def test_absence_goes_all_the_way_down(states: Woven) -> None:
    wire = {"inner": {}, "many": [{}, {"a": "x"}], "numbers": [], "either": {}}
    read = states.read("Outer", wire)
    assert states.write("Outer", read) == wire
    assert read.many[0].a is None


def test_unknown_keys_survive_a_round_trip(states: Woven) -> None:
    wire = {
        "inner": {"a": "x", "new": [1, {"deep": None}]},
        "numbers": [1],
        "zeta": None,
        "Inner": 1.5,
        "model_dump": "text",
        "__class__": {"a": True},
        "model_fields_set": [],
        "": 0,
        "__pydantic_extra__": {},
    }
    read = states.read("Outer", wire)
    assert states.write("Outer", read) == wire
    assert read.model_extra["zeta"] is None
    assert read.inner.model_extra == {"new": [1, {"deep": None}]}


def test_unknown_keys_keep_their_order(states: Woven) -> None:
    read = states.read("Inner", {"z": 1, "a": "x", "y": 2})
    assert list(read.model_extra) == ["z", "y"]


def test_a_key_that_is_a_python_name_is_not_taken_for_the_property() -> None:
    schemas = {"Thing": obj(fooBar=INTEGER, json=TEXT)}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        wire = {"fooBar": 1, "json": "x", "json__": 5}
        read = woven.read("Thing", wire)
        assert (read.foo_bar, read.json_) == (1, "x")
        assert woven.write("Thing", read) == wire
        assert not woven.accepts("Thing", {"foo_bar": 1})
        assert not woven.accepts("Thing", {"fooBar": 1, "json_": "x"})


def test_python_names_and_wire_names_both_construct() -> None:
    schemas = {"Thing": obj("fooBar", fooBar=INTEGER)}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        thing = woven.models.Thing
        assert thing(foo_bar=1) == thing(fooBar=1)
        assert woven.write("Thing", thing(foo_bar=1)) == {"fooBar": 1}


@pytest.mark.parametrize(
    "value",
    [
        LEAST,
        {"plain": "a", "nullable": "b"},
        {**LEAST, "optional": "c"},
        {**LEAST, "optional_nullable": None},
        {**LEAST, "optional_nullable": "d"},
        {"plain": "", "nullable": "", "optional": "", "optional_nullable": ""},
        {**LEAST, "unknown": {"deep": [1, None, {"x": 1.5}]}, "other": None},
    ],
)
def test_a_dump_writes_what_was_read(states: Woven, value: Schema) -> None:
    """Neither more nor less: no default, no null, no key is made up or lost."""
    read_back = read_json(states.models.States, value)
    assert to_json(read_back) == value
    assert read_back.model_fields_set >= value.keys() - {"unknown", "other"}


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"nullable": None}, "plain"),
        ({"plain": "a"}, "nullable"),
        ({**LEAST, "plain": None}, "plain"),
    ],
)
def test_each_state_refuses_its_own(states: Woven, value: Schema, where: str) -> None:
    """JSON and keyword arguments are judged alike."""
    assert refused_at(states.models.States, value) == [(where,)]
    with pytest.raises(ValidationError) as caught:
        states.models.States(**value)
    assert [each["loc"] for each in caught.value.errors()] == [(where,)]


def test_an_absent_property_reads_as_none(states: Woven) -> None:
    """Only `model_fields_set` tells it from a null."""
    read_back = read_json(states.models.States, LEAST)
    null = read_json(states.models.States, {**LEAST, "optional_nullable": None})
    assert (
        read_back.optional
        is read_back.optional_nullable
        is null.optional_nullable
        is None
    )
    assert null.model_fields_set - read_back.model_fields_set == {"optional_nullable"}


def test_null_is_refused_by_assignment(states: Woven) -> None:
    """And the old value stays."""
    read_back = read_json(states.models.States, {**LEAST, "plain": "old"})
    with pytest.raises(ValidationError):
        read_back.plain = None
    assert read_back.plain == "old"


def test_an_assigned_null_is_sent_where_it_may_be(states: Woven) -> None:
    """Assigning is what makes a property present."""
    read_back = read_json(states.models.States, LEAST)
    read_back.optional_nullable = None
    assert to_json(read_back) == {**LEAST, "optional_nullable": None}


@pytest.mark.parametrize("name", ["either", "list", "child"])
def test_null_is_refused_for_what_is_no_scalar(states: Woven, name: str) -> None:
    """Unions, arrays and models are optional, and not nullable."""
    model = states.models.Choice
    assert to_json(read_json(model, {})) == {}
    assert {location[0] for location in refused_at(model, {name: None})} == {name}
    with pytest.raises(ValidationError):
        model.model_validate({name: None})


def test_unknown_keys_can_be_read(states: Woven) -> None:
    """They are attributes and extras."""
    read_back = read_json(states.models.States, {**LEAST, "unknown": 1})
    assert read_back.unknown == 1
    assert read_back.model_extra == {"unknown": 1}


def test_nullable_of_3_0(weave_models: WeaveModels) -> None:
    """`nullable: true` is `type: [.., "null"]`."""
    properties: dict[str, Any] = {
        "a": {"type": "string", "nullable": True},
        "b": {"type": "string"},
    }
    woven = weave_models({"M": {"type": "object", "properties": properties}}, "3.0.3")
    assert to_json(read_json(woven.models.M, {"a": None})) == {"a": None}
    assert refused_at(woven.models.M, {"b": None}) == [("b",)]

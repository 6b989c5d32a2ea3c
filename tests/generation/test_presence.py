"""Absent, null and present: three things in both directions, four kinds of property."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from tests.generation.harness import Woven, document, weave
from tests.generation.shapes import INTEGER, TEXT, array, obj, ref

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


@pytest.fixture(scope="module")
def states() -> Iterator[Woven]:
    schemas = {"States": STATES, "Inner": obj(a=TEXT), "Outer": OUTER}
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


def test_a_forbidden_null_cannot_be_assigned(states: Woven) -> None:
    value = states.read("States", FULL)
    with pytest.raises(ValidationError):
        value.optional = None
    assert states.write("States", value) == FULL


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
        model = woven.models.Thing
        assert model(foo_bar=1) == model(fooBar=1)
        assert woven.write("Thing", model(foo_bar=1)) == {"fooBar": 1}

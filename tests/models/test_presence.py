"""Absent, null and present are three things, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from .conftest import Weave
from .weaving import Json, Woven, read, ref, refused, weaving, written

STATES: Json = {
    "type": "object",
    "required": ["must", "must_or_null"],
    "properties": {
        "must": {"type": "string"},
        "must_or_null": {"type": ["string", "null"]},
        "may": {"type": "string"},
        "may_or_null": {"type": ["string", "null"]},
    },
}
LEAST: Json = {"must": "a", "must_or_null": None}
CHOICE: Json = {
    "type": "object",
    "properties": {
        "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        "list": {"type": "array", "items": {"type": "string"}},
        "child": ref("States"),
    },
}
DEFAULTS: Json = {
    "type": "object",
    "properties": {
        "text": {"type": "string", "default": "x"},
        "count": {"type": "integer", "default": 3},
        "flag": {"type": "boolean", "default": True},
        "ratio": {"type": "number", "default": 0.5},
        "colour": {"enum": ["red", "blue"], "default": "blue"},
        "none": {"type": ["string", "null"], "default": None},
        "tags": {"type": "array", "items": {"type": "string"}, "default": []},
    },
}


@pytest.fixture(scope="module")
def woven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Woven]:
    """The four states, optional properties that are no scalars, and defaults."""
    schemas = {"States": STATES, "Choice": CHOICE, "Defaults": DEFAULTS}
    with weaving(schemas, tmp_path_factory.mktemp("presence")) as package:
        yield package


@pytest.mark.parametrize(
    "value",
    [
        LEAST,
        {"must": "a", "must_or_null": "b"},
        {**LEAST, "may": "c"},
        {**LEAST, "may_or_null": None},
        {**LEAST, "may_or_null": "d"},
        {"must": "", "must_or_null": "", "may": "", "may_or_null": ""},
        {**LEAST, "unknown": {"deep": [1, None, {"x": 1.5}]}, "other": None},
    ],
)
def test_a_dump_writes_what_was_read(woven: Woven, value: Json) -> None:
    """Neither more nor less: no default, no null, no key is made up or lost."""
    states = read(woven.models.States, value)
    assert written(states) == value
    assert states.model_fields_set >= value.keys() - {"unknown", "other"}


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"must_or_null": None}, "must"),
        ({"must": "a"}, "must_or_null"),
        ({**LEAST, "must": None}, "must"),
        ({**LEAST, "may": None}, "may"),
    ],
)
def test_each_state_refuses_its_own(woven: Woven, value: Json, where: str) -> None:
    """JSON and keyword arguments are judged alike."""
    assert refused(woven.models.States, value) == [(where,)]
    with pytest.raises(ValidationError) as caught:
        woven.models.States(**value)
    assert [error["loc"] for error in caught.value.errors()] == [(where,)]


def test_an_absent_property_reads_as_none(woven: Woven) -> None:
    """Only `model_fields_set` tells it from a null."""
    states = read(woven.models.States, LEAST)
    null = read(woven.models.States, {**LEAST, "may_or_null": None})
    assert states.may is states.may_or_null is null.may_or_null is None
    assert null.model_fields_set - states.model_fields_set == {"may_or_null"}


@pytest.mark.parametrize("name", ["must", "may"])
def test_null_is_refused_by_assignment(woven: Woven, name: str) -> None:
    """And the old value stays."""
    states = read(woven.models.States, {**LEAST, "may": "old", "must": "old"})
    with pytest.raises(ValidationError):
        setattr(states, name, None)
    assert getattr(states, name) == "old"


def test_an_assigned_null_is_sent_where_it_may_be(woven: Woven) -> None:
    """Assigning is what makes a property present."""
    states = read(woven.models.States, LEAST)
    states.may_or_null = None
    assert written(states) == {**LEAST, "may_or_null": None}


@pytest.mark.parametrize("name", ["either", "list", "child"])
def test_null_is_refused_for_what_is_no_scalar(woven: Woven, name: str) -> None:
    """Unions, arrays and models are optional, and not nullable."""
    model = woven.models.Choice
    assert written(read(model, {})) == {}
    assert refused(model, {name: None}) == [(name,)]
    with pytest.raises(ValidationError):
        model.model_validate({name: None})


def test_unknown_keys_can_be_read(woven: Woven) -> None:
    """They are attributes and extras."""
    states = read(woven.models.States, {**LEAST, "unknown": 1})
    assert states.unknown == 1
    assert states.model_extra == {"unknown": 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "x"),
        ("count", 3),
        ("flag", True),
        ("ratio", 0.5),
        ("colour", "blue"),
        ("none", None),
        ("tags", []),
    ],
)
def test_defaults_are_shown(woven: Woven, name: str, value: object) -> None:
    """A reader gets the default of the document; the wire never does."""
    defaults = read(woven.models.Defaults, {})
    assert getattr(defaults, name) == value
    assert type(getattr(defaults, name)) is type(value)
    assert name not in defaults.model_fields_set
    assert written(defaults) == {}


def test_a_default_that_was_sent_is_written(woven: Woven) -> None:
    """What was read comes back, even if it says nothing."""
    value = {"text": "x", "count": 3, "none": None, "tags": []}
    assert written(read(woven.models.Defaults, value)) == value


def test_a_default_does_not_make_null_fine(woven: Woven) -> None:
    """Null is not "take the default"."""
    for name in ("text", "count", "flag", "ratio", "colour", "tags"):
        assert refused(woven.models.Defaults, {name: None})[0][0] == name


def test_default_arrays_are_not_shared(woven: Woven) -> None:
    """Each object has an array of its own."""
    first, second = woven.models.Defaults(), woven.models.Defaults()
    first.tags.append("a")
    assert second.tags == []


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "default": "1"},
        {"type": "integer", "default": True},
        {"enum": ["a"], "default": "b"},
        {"type": "string", "default": None},
    ],
)
def test_an_impossible_default_is_reported(weave: Weave, schema: Json) -> None:
    """It is not used, and the report says where it stands."""
    woven = weave({"Holder": {"type": "object", "properties": {"value": schema}}})
    pointer = "/components/schemas/Holder/properties/value"
    assert woven.pointers("default-unusable") == [pointer]
    assert woven.models.Holder().value is None


def test_nullable_of_3_0(weave: Weave) -> None:
    """`nullable: true` is `type: [.., "null"]`."""
    properties: dict[str, Any] = {
        "a": {"type": "string", "nullable": True},
        "b": {"type": "string"},
    }
    woven = weave({"M": {"type": "object", "properties": properties}}, "3.0.3")
    assert written(read(woven.models.M, {"a": None})) == {"a": None}
    assert refused(woven.models.M, {"b": None}) == [("b",)]

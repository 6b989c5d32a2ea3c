"""Properties that the document does not name, by their keys: typed, judged, written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from tests.models.conftest import WeaveModels
from tests.shapes import INTEGER, TEXT, obj, ref
from tests.weaving import Woven, document, read_json, to_json, weave

DAY = obj(day={"type": "string", "format": "date"})
SCHEMAS: dict[str, Any] = {
    "Typed": obj(a=TEXT, **{"class": TEXT}) | {"additionalProperties": INTEGER},
    "Open": obj(a=TEXT, extra_properties=TEXT),
    "Closed": obj(a=TEXT) | {"additionalProperties": False},
    "Day": DAY,
    "Days": obj(a=TEXT) | {"patternProperties": {"^on-": ref("Day")}},
    "Some": obj(a=TEXT) | {"minProperties": 2, "additionalProperties": INTEGER},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS)) as package:
        yield package


def test_they_are_read_written_and_deleted(woven: Woven) -> None:
    typed = read_json(woven.models.Typed, {"a": "x", "b": 1, "c": 2})
    extra = typed.extra_properties
    assert (dict(extra), len(extra), "b" in extra, "a" in extra) == (
        {"b": 1, "c": 2},
        2,
        True,
        False,
    )
    extra["d"] = 3
    del extra["b"]
    extra.update(e=4)
    assert to_json(typed) == {"a": "x", "c": 2, "d": 3, "e": 4}
    assert typed.model_fields_set == {"a", "c", "d", "e"}
    assert extra.pop("d") == 3
    assert repr(extra) == "{'c': 2, 'e': 4}"


@pytest.mark.parametrize("key", ["b", "a"])
def test_what_is_absent_is_a_key_error(woven: Woven, key: str) -> None:
    extra = woven.models.Typed(a="x").extra_properties
    with pytest.raises(KeyError):
        extra[key]
    with pytest.raises(KeyError):
        del extra[key]
    assert extra.get(key) is None


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("Typed", "b", "1"),
        ("Typed", "b", None),
        ("Typed", "a", 1),
        ("Typed", "class", 1),
        ("Typed", "class_", 1),
        ("Closed", "b", 1),
        ("Closed", "a", "x"),
        ("Days", "on-a", 5),
        ("Days", "on-a", {"day": "2024-02-30"}),
    ],
)
def test_a_bad_value_changes_nothing(
    woven: Woven, name: str, key: str, value: object
) -> None:
    model = read_json(getattr(woven.models, name), {"a": "x"})
    with pytest.raises(ValidationError) as raised:
        model.extra_properties[key] = value
    assert raised.value.error_count() == 1
    assert to_json(model) == {"a": "x"}
    assert model.model_fields_set == {"a"}


def test_values_by_pattern_are_models(woven: Woven) -> None:
    days = read_json(
        woven.models.Days, {"on-a": {"day": "2024-02-29"}, "off": {"day": 5}}
    )
    assert days.extra_properties["on-a"] == woven.models.Day(day=date(2024, 2, 29))
    assert days.extra_properties["off"] == {"day": 5}
    days.extra_properties["on-b"] = woven.models.Day(day=date(2024, 3, 1))
    assert to_json(days) == {
        "on-a": {"day": "2024-02-29"},
        "off": {"day": 5},
        "on-b": {"day": "2024-03-01"},
    }


def test_what_a_deletion_breaks_stays(woven: Woven) -> None:
    some = read_json(woven.models.Some, {"a": "x", "b": 1})
    with pytest.raises(ValidationError, match="minProperties"):
        del some.extra_properties["b"]
    assert to_json(some) == {"a": "x", "b": 1}
    assert some.model_fields_set == {"a", "b"}
    some.extra_properties["c"] = 1
    del some.extra_properties["b"]
    assert to_json(some) == {"a": "x", "c": 1}


def test_a_property_of_that_name_has_another(woven: Woven) -> None:
    opened = read_json(woven.models.Open, {"extra_properties": "x", "b": [1]})
    assert opened.extra_properties_ == "x"
    assert dict(opened.extra_properties) == {"b": [1]}


@pytest.mark.parametrize(
    "change",
    [
        lambda model: setattr(model, "a", "y"),
        lambda model: model.extra_properties.update(b=1),
        lambda model: model.model_copy(update={"a": "y"}).a,
    ],
)
def test_a_change_adds_no_key_of_its_own(
    woven: Woven, change: Callable[[Any], object]
) -> None:
    """A class that declares `__pydantic_extra__` had it among what it wrote."""
    typed = woven.models.Typed(a="x")
    change(typed)
    assert to_json(typed).keys() <= {"a", "b"}
    assert "__pydantic_extra__" not in vars(typed)


def test_what_is_wrong_with_a_property_is_no_extra(woven: Woven) -> None:
    lenient = woven.module("_runtime.lenient")
    read, flaws = lenient.decode_leniently(
        woven.models.Typed, {"a": 5, "b": 1, "c": "x"}
    )
    assert flaws == ["/c", "/a"]
    assert dict(read.extra_properties) == {"b": 1, "c": "x"}


def test_a_class_in_a_circle_has_typed_ones(weave_models: WeaveModels) -> None:
    node = obj(a=TEXT) | {"additionalProperties": ref("Node")}
    woven = weave_models({"Node": node})
    read = read_json(woven.models.Node, {"a": "x", "b": {"c": {}}})
    assert read.extra_properties["b"].extra_properties["c"] == woven.models.Node()

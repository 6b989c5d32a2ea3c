"""Parsed data and JSON text, of models and of types that are none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from tests.shapes import INTEGER, TEXT, array, by_tag, mapping, obj, one_of, ref
from tests.weaving import Json, Woven, document, weave

LIST: Any = list  # of types that only this run knows
DICT: Any = dict

SCHEMAS: Final = {
    "Event": obj(
        "at",
        at={"type": "string", "format": "date-time"},
        day={"type": "string", "format": "date"},
        id={"type": "string", "format": "uuid"},
        price={"type": "string", "format": "decimal"},
        n=INTEGER,
        note=TEXT,
        inner=ref("Event"),
        **{"foo-bar": INTEGER},
    ),
    "Some": {**obj(a=TEXT), "minProperties": 1},
    "Cat": obj("kind", kind={"const": "cat"}),
    "Dog": obj("kind", kind={"const": "dog"}),
    "Pet": one_of(ref("Cat"), ref("Dog"), discriminator=by_tag("kind")),
    "Ids": array(INTEGER),
    "Least": {"type": "number", "minimum": 3},
    "Counts": mapping(INTEGER),
    "When": {"type": "string", "format": "date-time"},
    "Pets": array(ref("Pet")),
    "Tree": {"oneOf": [INTEGER, array(ref("Tree"))]},
    "Level": {"enum": ["low", "high"]},
    "Odd": {"type": "integer", "not": {"multipleOf": 2}},
}
EVENT: Final[Json] = {
    "at": "2026-01-01T00:00:00Z",
    "day": "2026-01-02",
    "id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
    "price": "1.50",
    "n": 1,
    "inner": {"at": "2026-01-01T00:00:00Z"},
    "foo-bar": 2,
    "new": [None],
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), clean=True) as package:
        yield package


def test_a_model_reads_and_writes_both_forms(woven: Woven) -> None:
    model = woven.models.Event
    event = model.from_dict(EVENT)
    assert event.at == datetime(2026, 1, 1, tzinfo=UTC)
    assert event.day == date(2026, 1, 2)
    assert event.id == UUID(EVENT["id"])
    assert event.price == Decimal("1.50")
    assert event == model.from_json(json.dumps(EVENT))
    assert event == model.from_json(json.dumps(EVENT).encode())
    assert event.to_dict() == EVENT
    assert isinstance(event.to_json(), str)
    assert json.loads(event.to_json()) == EVENT
    assert model(at=event.at, note=None).to_dict() == {"at": EVENT["at"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": "1"},
        {"n": True},
        {"note": None},
        {"inner": {"at": EVENT["at"], "note": None}},
        {"at": "yesterday"},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"id": UUID(EVENT["id"])},
        {"price": Decimal(1)},
        {"price": 1.5},
        {"new": (1,)},
        {"new": {5: "x"}},
        {"new": {None: "x"}},
        {"new": float("nan")},
        {"new": b"x"},
        {"foo_bar": 1},
    ],
)
def test_data_is_judged_as_json(woven: Woven, wrong: dict[str, Any]) -> None:
    """As `json.loads` returns it: also where a constructor would take the value."""
    with pytest.raises(ValidationError):
        woven.models.Event.from_dict(EVENT | wrong)
    with pytest.raises(ValidationError):
        woven.package.decode(LIST[woven.models.Event], [EVENT | wrong])


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"at": null}', b"\xff"])
def test_text_is_judged_as_json(woven: Woven, text: str | bytes) -> None:
    with pytest.raises(ValidationError):
        woven.models.Event.from_json(text)


def test_depth_and_circles_are_refused(woven: Woven) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    circle: list[Any] = []
    circle.append(circle)
    for data in (deep, circle):
        with pytest.raises(ValidationError):
            woven.models.Event.from_dict(EVENT | {"new": data})
        with pytest.raises(ValidationError):
            woven.package.decode(woven.models.Tree, data)


def test_what_judges_the_whole_judges_both(woven: Woven) -> None:
    with pytest.raises(ValidationError):
        woven.models.Some.from_dict({})
    assert woven.models.Some.from_dict({"a": "x"}).to_dict() == {"a": "x"}


def test_what_no_longer_fits_is_not_written(woven: Woven) -> None:
    event = woven.models.Event.model_construct(at="x")
    for write in (event.to_dict, event.to_json):
        with pytest.raises(PydanticSerializationError):
            write()
    with pytest.raises(PydanticSerializationError):
        woven.package.encode(event)
    with pytest.raises(PydanticSerializationError):
        woven.package.encode([event])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Ids", [1, 2]),
        ("Ids", []),
        ("Least", 3.5),
        ("Counts", {"a": 1}),
        ("When", EVENT["at"]),
        ("Pet", {"kind": "dog"}),
        ("Pets", [{"kind": "cat"}, {"kind": "dog", "new": 1}]),
        ("Tree", [1, [2, []]]),
        ("Level", "low"),
        ("Odd", 3),
        ("Event", EVENT),
    ],
)
def test_any_type_is_decoded_and_encoded(woven: Woven, name: str, data: Any) -> None:
    package, type_ = woven.package, getattr(woven.models, name)
    value = package.decode(type_, data)
    assert value == package.decode_json(type_, json.dumps(data))
    assert value == package.decode(type_, json.dumps(data).encode())
    assert package.encode(value) == package.encode(value, type_) == data
    assert json.loads(package.encode_json(value)) == data
    assert json.loads(package.encode_json(value, type=type_)) == data
    assert package.decode(DICT[str, type_], {"k": data}) == {"k": value}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Ids", ["1"]),
        ("Ids", [True]),
        ("Ids", [1.5]),
        ("Ids", (1,)),
        ("Ids", "[1]"),
        ("Ids", None),
        ("Least", 2),
        ("Least", "5"),
        ("Counts", {"a": "1"}),
        ("Counts", {1: 1}),
        ("When", "2026"),
        ("When", datetime(2026, 1, 1, tzinfo=UTC)),
        ("Pet", {"kind": "emu"}),
        ("Pets", [{}]),
        ("Tree", ["x"]),
        ("Level", "middle"),
        ("Odd", 4),
    ],
)
def test_any_type_is_strict(woven: Woven, name: str, data: Any) -> None:
    with pytest.raises(ValidationError):
        woven.package.decode(getattr(woven.models, name), data)


def test_a_union_knows_its_members(woven: Woven) -> None:
    dog = woven.package.decode(woven.models.Pet, {"kind": "dog"})
    assert type(dog) is woven.models.Dog


def test_a_value_that_is_not_of_the_type_is_not_encoded(woven: Woven) -> None:
    with pytest.raises(ValidationError):
        woven.package.encode(["1"], woven.models.Ids)
    with pytest.raises(ValidationError):
        woven.package.encode_json(woven.models.Dog(kind="dog"), type=woven.models.Cat)
    assert woven.package.encode(None, None) is None


def test_a_string_is_no_json_text(woven: Woven) -> None:
    with pytest.raises(ValidationError) as caught:
        woven.package.decode(woven.models.Ids, "[1]")
    assert "decode_json" in caught.value.__notes__[0]
    assert woven.package.decode(str, "[1]") == "[1]"


def test_names_of_the_methods_are_no_fields() -> None:
    names = ("to_dict", "from_dict", "to_json", "from_json", "register", "mro", "cls")
    schemas = {"Till": obj(**dict.fromkeys(names, TEXT))}
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        wire = dict.fromkeys(names, "x")
        till = woven.models.Till.from_dict(wire)
        assert (till.register_, till.mro_, till.to_dict_) == ("x", "x", "x")
        assert till.to_dict() == wire


def test_a_package_of_models_alone_has_the_functions() -> None:
    schemas = {"Ids": array(INTEGER)}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert woven.package.decode(woven.models.Ids, [1]) == [1]
        assert {"decode", "encode"} <= set(dir(woven.package))


def test_bytes_beside_a_class_are_judged_as_they_are_written() -> None:
    url_safe = {"type": "string", "contentEncoding": "base64url"}
    schemas: dict[str, Any] = {
        "Marked": one_of(ref("Part"), {"anyOf": [{"const": True}, url_safe]}),
        "Part": obj(content=TEXT),
    }
    # A member that is also an object, if an odd one: so that members are counted.
    schemas["Marked"]["oneOf"].append(obj("other") | {"maxProperties": 1})
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        marked = woven.models.Marked
        for wire in ("P1A=", True, {"content": "x"}):
            value = woven.package.decode(marked, wire)
            assert woven.package.encode(value, marked) == wire

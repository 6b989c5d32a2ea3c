"""Parsed JSON for models inside of what others build: it is judged as JSON.

So a body of FastAPI may hold dates. What has values of Python is taken as ever.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from typing import Annotated, Any, Final

import pytest
from pydantic import Field, TypeAdapter, ValidationError, create_model

from tests.shapes import INTEGER, TEXT, array, obj, ref
from tests.weaving import Json, Woven, document, weave

LIST: Any = list  # of types that only this run knows
TUPLE: Any = tuple
MOMENT: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SCHEMAS: Final[dict[str, object]] = {
    "Event": obj(
        "kind",
        kind={"const": "event"},
        at={"type": "string", "format": "date-time"},
        price={"type": "string", "format": "decimal"},
        photo={"type": "string", "format": "byte"},
        length={"type": "string", "format": "duration"},
        n=INTEGER,
        note=TEXT,
        inner=ref("Event"),
        plain=ref("Plain"),
        **{"foo-bar": INTEGER},
    ),
    "Plain": obj(day={"type": "string", "format": "date"}),
    "Judged": {
        **obj(days=array({"type": "string", "format": "date"})),
        "not": obj("x"),
    },
    "Other": obj("kind", kind={"const": "other"}, at=TEXT),
}
WIRE: Final[Json] = {
    "kind": "event",
    "at": "2026-01-01T00:00:00Z",
    "price": "1.50",
    "photo": "/w==",
    "length": "PT5M",
    "inner": {"kind": "event", "plain": {"day": "2026-01-02"}},
    "foo-bar": 1,
    "more": [1, {"a": None}],
}


@pytest.fixture(scope="module", params=[False, True], ids=["models", "frozen"])
def woven(request: pytest.FixtureRequest) -> Iterator[Woven]:
    whole = document(schemas=SCHEMAS)
    with weave(whole, targets=("models",), frozen=request.param) as package:
        yield package


@pytest.fixture
def events(woven: Woven) -> TypeAdapter[Any]:
    return TypeAdapter(LIST[woven.models.Event])


def test_it_is_read_as_json(events: TypeAdapter[Any], woven: Woven) -> None:
    (event,) = events.validate_python([WIRE])
    assert event == woven.models.Event.from_dict(WIRE)
    assert (event.at, event.photo) == (MOMENT, b"\xff")
    assert event.length == dt.timedelta(minutes=5)
    assert event.inner.plain.day == dt.date(2026, 1, 2)
    assert event.to_dict() == WIRE


def test_a_model_of_the_users_may_hold_it(woven: Woven) -> None:
    holder = create_model(
        "Holder", one=(woven.models.Event, ...), two=(woven.models.Plain | None, None)
    )
    given = {"one": WIRE, "two": {"day": "2026-01-02"}}
    assert holder.model_validate(given).model_dump(mode="json") == given
    again = holder.model_validate(holder.model_validate(given).model_dump())
    assert again.model_dump(mode="json") == given
    models = {"Judged": {"days": ["2026-01-02"]}, "Plain": {"day": "2026-01-02"}}
    for name, data in models.items():
        adapter: TypeAdapter[Any] = TypeAdapter(LIST[getattr(woven.models, name)])
        assert adapter.dump_python(adapter.validate_python([data]), mode="json") == [
            data
        ]


def test_values_of_python_are_taken_as_ever(
    events: TypeAdapter[Any], woven: Woven
) -> None:
    plain = woven.models.Plain()
    given = {"kind": "event", "at": MOMENT, "foo_bar": 2, "plain": plain}
    (event,) = events.validate_python([given])
    assert event.to_dict() == {
        "kind": "event",
        "at": "2026-01-01T00:00:00Z",
        "foo-bar": 2,
        "plain": {},
    }
    assert events.validate_python([event])[0] is event
    named = {"kind": "event", "foo_bar": 2}
    (event,) = events.validate_python([{**named, "inner": named}])
    assert (event.foo_bar, event.inner.foo_bar) == (2, 2)


@pytest.mark.parametrize(
    ("wrong", "places"),
    [
        ({"at": "2026-01-01T00:00:00Z", "n": "5"}, [(0, "n")]),
        ({"at": "yesterday"}, [(0, "at")]),
        ({"at": "2026-01-01T00:00:00Z", "note": None}, [(0, "note")]),
        ({"inner": {"kind": "event", "n": 1.5}}, [(0, "inner", "n")]),
        ({"at": MOMENT, "n": "5"}, [(0, "n")]),
        ({"at": MOMENT, "price": "1.50"}, [(0, "price")]),
        ({"photo": b"", "inner": {"at": "2026"}}, None),
    ],
)
def test_what_is_wrong_is_told_once(
    events: TypeAdapter[Any],
    wrong: dict[str, object],
    places: list[tuple[object, ...]] | None,
) -> None:
    with pytest.raises(ValidationError) as caught:
        events.validate_python([{"kind": "event", **wrong}])
    if places is not None:
        assert [detail["loc"] for detail in caught.value.errors()] == places


def test_unions_choose_as_ever(woven: Woven) -> None:
    event, other, plain = (
        getattr(woven.models, name) for name in ("Event", "Other", "Plain")
    )
    by_kind: Any = Annotated[event | other, Field(discriminator="kind")]
    tagged: TypeAdapter[Any] = TypeAdapter(by_kind)
    free: TypeAdapter[Any] = TypeAdapter(plain | event)
    for adapter in (tagged, free):
        assert type(adapter.validate_python(WIRE)) is event
        assert adapter.json_schema()
    assert type(tagged.validate_python({"kind": "other", "at": "x"})) is other
    assert type(free.validate_python({"day": "2026-01-02"})) is plain


def test_a_pair_of_one_model_is_built(woven: Woven) -> None:
    for name in ("Event", "Plain", "Judged", "Other"):
        model = getattr(woven.models, name)
        inner = create_model("Inner", first=(model, ...), last=(model | None, None))
        members: Any = (inner, model, LIST[model])
        pair: TypeAdapter[Any] = TypeAdapter(TUPLE[members])
        assert pair.json_schema(mode="validation")
        assert pair.json_schema(mode="serialization")


def test_what_is_deep_and_wrong_is_read_once(
    woven: Woven, events: TypeAdapter[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    module = woven.module("_runtime.given_parsed")
    titles: list[str] = []

    def told(data: object, title: str) -> str:
        titles.append(title)
        return str(as_text(data, title))

    as_text = module.json_text
    monkeypatch.setattr(module, "json_text", told)
    deep: Json = {"kind": "event", "n": "wrong"}
    for _ in range(20):
        deep = {"kind": "event", "inner": deep}
    with pytest.raises(ValidationError) as caught:
        events.validate_python([deep])
    assert caught.value.errors()[0]["loc"] == (0, *["inner"] * 20, "n")
    assert titles == ["Event"]


def test_json_itself_costs_no_function_of_python(woven: Woven) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(LIST[woven.models.Plain])
    text = json.dumps([{"day": "2026-01-02"}] * 5)
    adapter.validate_json(text)
    called: list[str] = []

    def note(frame: Any, event: str, _argument: object) -> None:
        if event == "call" and woven.name in frame.f_code.co_filename:
            called.append(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        adapter.validate_json(text)
    finally:
        sys.setprofile(None)
    assert called == []


def test_a_class_that_an_alias_leads_back_to() -> None:
    """Building the alias leaves what was built of the class as it was."""
    schemas: dict[str, object] = {
        "Branch": obj(more=ref("Tree")),
        "Tree": {
            "anyOf": [
                {"type": "object", "additionalProperties": ref("Tree")},
                array(ref("Branch")),
            ]
        },
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        woven.models.Branch.model_rebuild()
        tree: Any = woven.models.Tree
        wire: Any = {"a": [{"more": {"b": []}}]}
        value = woven.package.decode(tree, wire)
        adapter: TypeAdapter[Any] = TypeAdapter(tree)
        assert json.loads(adapter.dump_json(value)) == wire
        assert adapter.validate_python(wire) == value

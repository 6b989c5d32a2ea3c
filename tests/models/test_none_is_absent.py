"""In Python, None for what may be absent and is never null means absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from pydantic import ConfigDict, Field, ValidationError

from tests.shapes import INTEGER, TEXT, array, by_tag, obj, one_of, ref
from tests.weaving import Json, Woven, document, read_json, to_json, weave, weave_into

NULLABLE: Final = {"type": ["string", "null"]}
SCHEMAS: Final = {
    "Customer": {
        **obj(
            "id",
            id=TEXT,
            name=TEXT,
            note=NULLABLE,
            size={"type": "integer", "default": 3},
            at={"type": "string", "format": "date-time"},
            number={"type": "number"},
            either=one_of(ref("Budget"), TEXT),
            pet=ref("Pet"),
            budget=ref("Budget"),
            parent=ref("Customer"),
            **{"class": TEXT, "foo-bar": INTEGER},
        )
    },
    "Budget": obj(limit=INTEGER, many=array(ref("Budget"))),
    "Closed": {**obj(a=TEXT), "additionalProperties": False},
    "Cat": obj("kind", kind={"const": "cat"}, purr=TEXT),
    "Dog": obj("kind", kind={"const": "dog"}, bark=TEXT),
    "Pet": one_of(ref("Cat"), ref("Dog"), discriminator=by_tag("kind")),
    "Some": {
        **obj(a=TEXT, b=TEXT),
        "anyOf": [{"required": ["a"]}, {"minProperties": 2}],
    },
}
MAYBE: Final = {
    "name": "x",
    "number": 1.5,
    "either": "x",
    "pet": {"kind": "cat"},
    "budget": {"limit": 1},
    "parent": {"id": "p"},
    "class_": "x",
    "foo_bar": 1,
}
KEYS: Final = {"class_": "class", "foo_bar": "foo-bar"}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as package:
        yield package


@pytest.mark.parametrize("name", [*MAYBE, *KEYS.values()])
def test_a_constructor_takes_none_for_absent(woven: Woven, name: str) -> None:
    customer = woven.models.Customer(id="c", **{name: None})
    assert customer.model_fields_set == {"id"}
    assert customer == woven.models.Customer(id="c")
    assert to_json(customer) == {"id": "c"}


@pytest.mark.parametrize("name", MAYBE)
def test_an_assignment_takes_a_property_away(woven: Woven, name: str) -> None:
    key = KEYS.get(name, name)
    customer = read_json(woven.models.Customer, {"id": "c", key: MAYBE[name]})
    setattr(customer, name, None)
    assert getattr(customer, name) is None
    assert customer.model_fields_set == {"id"}
    assert to_json(customer) == {"id": "c"}


@pytest.mark.parametrize("name", [*MAYBE, *KEYS.values()])
def test_copies_and_constructed_models_do_the_same(woven: Woven, name: str) -> None:
    model = woven.models.Customer
    constructed = model.model_construct(id="c", **{name: None})
    assert constructed.model_fields_set == {"id"}
    assert to_json(constructed) == {"id": "c"}
    explicit = model.model_construct({"id", name}, id="c", **{name: None})
    assert to_json(explicit) == {"id": "c"}
    wire = {KEYS.get(key, key): value for key, value in MAYBE.items()}
    full = read_json(model, {"id": "c", **wire})
    for deep in (False, True):
        copied = full.model_copy(update={name: None}, deep=deep)
        without = {
            key: value for key, value in wire.items() if key != KEYS.get(name, name)
        }
        assert to_json(copied) == {"id": "c", **without}
    assert to_json(full) == {"id": "c", **wire}


def test_a_copy_takes_keys_too(woven: Woven) -> None:
    """As constructors do; pydantic would write the key a second time."""
    copied = woven.models.Customer(id="c", class_="x").model_copy(
        update={"class": "y", "new": 1}
    )
    assert copied.class_ == "y"
    assert copied.model_dump() == {"id": "c", "class": "y", "new": 1}


@pytest.mark.parametrize("name", ["id", "size"])
def test_what_none_cannot_mean_is_refused(woven: Woven, name: str) -> None:
    """A required property, and one that reads as its default when it is absent."""
    with pytest.raises(ValidationError):
        woven.models.Customer(**{"id": "c", name: None})
    customer = woven.models.Customer(id="c", size=5)
    with pytest.raises(ValidationError):
        setattr(customer, name, None)
    assert customer.model_dump() == {"id": "c", "size": 5}


def test_what_may_be_null_is_null(woven: Woven) -> None:
    customer = woven.models.Customer(id="c", note=None)
    assert to_json(customer) == {"id": "c", "note": None}
    assert to_json(customer.model_copy(update={"note": None})) == to_json(customer)


@pytest.mark.parametrize(
    "read",
    [
        lambda model, value: model.model_validate(value),
        read_json,
        lambda model, value: model(**(value | {"parent": value})),
    ],
)
@pytest.mark.parametrize("key", ["name", "class", "either", "pet", "budget"])
def test_null_on_the_wire_is_refused(
    woven: Woven, read: Callable[[Any, Json], object], key: str
) -> None:
    """In dictionaries as in JSON, also where one stands in a constructor."""
    nested = {"id": "c", "parent": {"id": "p", key: None}}
    with pytest.raises(ValidationError):
        read(woven.models.Customer, nested)


def test_closed_and_other_models(woven: Woven) -> None:
    assert woven.models.Closed(a=None).model_dump() == {}
    with pytest.raises(ValidationError):
        woven.models.Closed(b=None)
    cat = woven.models.Cat(kind="cat", purr=None)
    assert woven.models.Customer(id="c", pet=cat).model_dump() == {
        "id": "c",
        "pet": {"kind": "cat"},
    }


def test_what_judges_the_whole_judges_what_is_left(woven: Woven) -> None:
    some = woven.models.Some(a="x", b=None)
    assert some.model_dump() == {"a": "x"}
    with pytest.raises(ValidationError):
        some.a = None
    assert (some.a, some.model_dump()) == ("x", {"a": "x"})
    some.b = "y"
    some.b = None
    assert some.model_dump() == {"a": "x"}
    with pytest.raises(ValidationError):
        woven.models.Some(a=None, b="y")


def test_a_frozen_model_stays_frozen(woven: Woven) -> None:
    class Frozen(woven.models.Closed):  # type: ignore[misc, name-defined]
        model_config = ConfigDict(frozen=True)

    frozen = Frozen(a="x")
    with pytest.raises(ValidationError, match="frozen"):
        frozen.a = None
    assert frozen.a == "x"

    maybe = woven.module("_runtime.model").Maybe[str]

    class Fixed(woven.models.Closed):  # type: ignore[misc, name-defined]
        a: maybe = Field(default=None, frozen=True)  # type: ignore[valid-type]

    fixed = Fixed(a="x")
    with pytest.raises(ValidationError, match="frozen"):
        fixed.a = None


def test_what_a_user_adds_to_a_class(woven: Woven) -> None:
    class Mine(woven.models.Budget):  # type: ignore[misc, name-defined]
        mine: str | None = None

    mine = Mine(limit=None, mine=None)
    assert mine.model_dump() == {"mine": None}
    assert read_json(Mine, {"many": [{"limit": 1}]}).model_dump() == {
        "many": [{"limit": 1}]
    }


def test_a_field_called_like_another_key(tmp_path_factory: Any) -> None:
    """A `KeyedModel`: a name comes before a key."""

    def described(*names: str) -> Json:
        return document(schemas={"Pet": obj(**dict.fromkeys(names, TEXT))})

    folder = tmp_path_factory.mktemp("keyed_none")
    weave_into(folder, "keyed_none", described("a-b"), targets=("models",))
    whole = described("a-b", "a_b")
    with weave(whole, targets=("models",), package=folder / "keyed_none") as woven:
        pet = woven.models.Pet
        assert pet(a_b=None, a_underscore_b="y").model_dump() == {"a_b": "y"}
        both = pet(a_b="x", a_underscore_b="y")
        assert both.model_copy(update={"a_b": None}).model_dump() == {"a_b": "y"}
        both.a_b = None
        assert both.model_dump() == {"a_b": "y"}

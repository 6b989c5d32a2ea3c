"""`allof = "inherit"`: subclasses that are the same on the wire as classes without."""

from __future__ import annotations

import inspect
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from tests.shapes import (
    INTEGER,
    TEXT,
    Schema,
    all_of,
    array,
    by_tag,
    mapping,
    obj,
    ref,
)
from tests.weaving import Woven, document, weave

OPEN: Schema = {"type": "object"}
SCHEMAS: dict[str, Any] = {
    "Pet": obj("id", id=INTEGER, name=TEXT, friend=ref("Dog")),
    "Dog": all_of(ref("Pet"), obj(bark=TEXT | {"default": "wuff"})),
    "Puppy": all_of(ref("Dog"), obj(age=INTEGER, id={"maximum": 9})),
    "Beside": obj(extra=TEXT) | all_of(ref("Pet")),
    "Typed": obj(a=TEXT) | {"additionalProperties": INTEGER},
    "TypedChild": all_of(ref("Typed"), obj(b=INTEGER)),
    "Sized": obj(b=TEXT) | {"minProperties": 1},
    "SizedChild": all_of(ref("Sized"), obj("c-x", **{"c-x": TEXT})),
    "Renamed": all_of(ref("Pet"), obj(**{"class": TEXT, "a b": TEXT})),
    "Both": all_of(ref("Dog"), ref("Sized"), obj(z=INTEGER)),
    "Diamond": all_of(ref("Dog"), ref("Beside")),
    "Nearer": all_of(ref("Pet"), ref("Dog"), obj(y=INTEGER)),
    "Shut": all_of(ref("Pet"), obj(q=TEXT)) | {"unevaluatedProperties": False},
    "Node": obj(children=array(ref("Leaf")), parent=ref("Leaf")),
    "Leaf": all_of(ref("Node"), obj(leaf=TEXT)),
    "Animal": obj("kind", kind=TEXT, n=INTEGER)
    | {"discriminator": by_tag("kind", {"cat": "Cat", "Cow": "Cow"})},
    "Alone": obj("kind", kind=TEXT) | {"discriminator": by_tag("kind")},
    "One": all_of(ref("Alone"), obj(one=TEXT)),
    "Cat": all_of(ref("Animal"), obj(purr=INTEGER)),
    "Cow": all_of(ref("Animal"), obj(moo=INTEGER)),
    "Strict": all_of(ref("Pet"), obj("name")),
    "Narrow": all_of(ref("Pet"), obj(name={"enum": ["a"]})),
    "Wider": all_of(ref("Narrow"), obj(friend={"required": ["name"]})),
    "Closed": obj(a=TEXT) | {"additionalProperties": False},
    "ClosedChild": all_of(ref("Closed"), obj(a={"minLength": 1})),
    "Late": all_of(obj(first=TEXT), ref("Sized")),
    "Crossed": all_of(ref("Nullable"), obj(w=INTEGER)),
    "Nullable": {"type": ["object", "null"], "properties": {"v": TEXT}},
    "Kennel": obj(
        pet=ref("Pet"),
        pets=array(ref("Pet")),
        by_name=mapping(ref("Pet")),
        animals=array(ref("Animal")),
        either={"anyOf": [ref("Puppy"), ref("Dog"), ref("Pet")]},
    ),
}
EXTENDING = {
    "Dog": "Pet",
    "Puppy": "Dog",
    "Beside": "Pet",
    "TypedChild": "Typed",
    "SizedChild": "Sized",
    "Renamed": "Pet",
    "Both": "Sized",
    "Diamond": "Dog",
    "Nearer": "Dog",
    "Shut": "Pet",
    "Leaf": "Node",
    "Narrow": "Pet",
    "Cat": "AnimalBase",
}
FLAT = ("Strict", "Wider", "ClosedChild", "Late", "One")
"""The base of `One` is told by a tag of its own."""
PROPERTIES: dict[str, list[Any]] = {
    "id": [1, 10, "1", None],
    "name": ["a", "b", 1, None],
    "friend": [{"id": 1, "bark": "x", "more": [1]}, {"bark": "x"}],
    "bark": ["wow", 5],
    "age": [1, "1"],
    "a": ["", "x", 2],
    "b": [1, "x"],
    "c-x": ["x"],
    "class": ["x"],
    "a b": ["x", 1],
    "z": [1],
    "y": [1],
    "q": ["x"],
    "children": [[{"leaf": "x", "children": []}], [1]],
    "parent": [{"leaf": "x"}],
    "kind": ["cat", "Cat", "Cow", "Animal", "Dog", "One", "Alone"],
    "purr": [1],
    "moo": ["x"],
    "pet": [{"id": 1, "bark": "x"}],
    "animals": [[{"kind": "cat", "purr": 1}, {"kind": "Animal"}]],
    "either": [{"id": 1, "age": 2}, {"id": 10, "bark": "x"}, {"id": 1}],
    "by_name": [{"a": {"id": 1}}],
    "first": ["x"],
    "v": ["x", None],
    "w": [1],
    "more": [1, "x", [None]],
}


def _bodies() -> dict[str, Any]:
    return {
        f"/{name}": {
            "post": {
                "operationId": f"post_{name}",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": ref(name)}},
                },
                "responses": {"200": {"description": "a"}},
            }
        }
        for name in SCHEMAS
    }


@pytest.fixture(scope="module")
def inherited() -> Iterator[Woven]:
    whole = document(schemas=SCHEMAS, paths=_bodies())
    with weave(whole, allof="inherit") as woven:
        yield woven


@pytest.fixture(scope="module")
def merged() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS, paths=_bodies())) as woven:
        yield woven


def _values(schema: str) -> list[Any]:
    """Objects of each property alone, of all pairs of neighbours, and of many."""
    pairs = [(key, value) for key, values in PROPERTIES.items() for value in values]
    base: dict[str, Any] = {"id": 1, "kind": "cat", "c-x": "x", "name": "a", "b": "x"}
    alone = [dict([pair]) for pair in pairs]
    beside = [base | dict([pair]) for pair in pairs]
    both = [dict([one, two]) for one, two in itertools.pairwise(pairs)]
    reversed_ = [dict(reversed([*(base | one).items()])) for one in alone]
    return [None, {}, base, 5, *alone, *beside, *both, *reversed_]


def _judged(woven: Woven, schema: str, value: Any) -> Any:
    adapter = woven.adapter(schema)
    try:
        read = adapter.validate_json(json.dumps(value), by_alias=True, by_name=False)
    except ValidationError as error:
        return sorted((e["loc"], e["type"]) for e in error.errors(include_url=False))
    return (
        adapter.dump_json(read, by_alias=True, exclude_unset=True, warnings="error"),
        adapter.dump_json(read, by_alias=True),
    )


@pytest.mark.parametrize("schema", SCHEMAS)
def test_what_is_read_and_written_is_the_same(
    inherited: Woven, merged: Woven, schema: str
) -> None:
    accepted = 0
    for value in _values(schema):
        ours, theirs = _judged(inherited, schema, value), _judged(merged, schema, value)
        assert ours == theirs, value
        accepted += isinstance(ours, tuple)
    assert accepted, "some value is one of the schema"


@pytest.mark.parametrize("child", EXTENDING)
def test_a_class_extends_what_its_schema_refers_to(
    inherited: Woven, merged: Woven, child: str
) -> None:
    models = inherited.models
    base = getattr(models, EXTENDING[child])
    assert issubclass(getattr(models, child), base)
    fields = [*getattr(models, child).model_fields]
    assert fields == [*getattr(merged.models, child).model_fields]


@pytest.mark.parametrize("name", FLAT)
def test_what_would_not_be_the_same_is_flat(inherited: Woven, name: str) -> None:
    pointers = inherited.pointers("allof-flattened")
    assert f"/components/schemas/{name}" in pointers
    bases = getattr(inherited.models, name).__bases__
    assert all(base.__name__.endswith("Model") for base in bases)


def test_only_what_is_new_is_declared(inherited: Woven) -> None:
    own = inspect.get_annotations
    assert [*own(inherited.models.Dog)] == ["bark"]
    assert [*own(inherited.models.Puppy)] == ["id", "age"]
    assert [*own(inherited.models.TypedChild)] == ["b"]
    twin = inspect.getsource(inherited.models.DogDict)
    assert "PetDict" in twin
    assert "friend" not in twin
    whole = inherited.models.DogDict
    flat = {"id", "name", "friend", "bark"}
    assert whole.__required_keys__ | whole.__optional_keys__ == flat


def test_a_tag_is_narrower_than_that_of_its_base(inherited: Woven) -> None:
    source = inherited.source("models/animal.py")
    assert "# pyright: reportIncompatibleVariableOverride=false" in source
    assert "pyright" not in inherited.source("models/typed.py")
    assert inherited.models.Cat(purr=1).kind == "cat"


def test_a_subclass_is_sent_whole(inherited: Woven) -> None:
    models = inherited.models
    dog = models.Dog(id=1, bark="x")
    kennel = models.Kennel(pet=dog, pets=[models.Puppy(id=2, age=3)])
    kennel.by_name = {"a": dog}
    assert json.loads(kennel.model_dump_json(exclude_unset=True, warnings="error")) == {
        "pet": {"id": 1, "bark": "x"},
        "pets": [{"id": 2, "age": 3}],
        "by_name": {"a": {"id": 1, "bark": "x"}},
    }
    assert isinstance(kennel.pets[0], models.Pet)


def test_what_has_a_tag_is_one_of_its_base(inherited: Woven) -> None:
    read = inherited.read("Animal", {"kind": "cat", "purr": 1})
    assert isinstance(read, inherited.models.AnimalBase)
    assert type(read) is inherited.models.Cat


def test_an_assignment_is_judged_by_the_subclass(inherited: Woven) -> None:
    puppy = inherited.models.Puppy(id=9)
    with pytest.raises(ValidationError):
        puppy.id = 10
    puppy.name = "x"
    typed = inherited.models.TypedChild(a="x")
    with pytest.raises(ValidationError):
        typed.extra_properties["k"] = "x"
    typed.extra_properties["k"] = 1
    assert json.loads(typed.model_dump_json(exclude_unset=True)) == {"a": "x", "k": 1}


def test_frozen_models_inherit_that() -> None:
    schemas = {
        "Pet": obj(tags=array(TEXT)),
        "Dog": all_of(ref("Pet"), obj(bark=TEXT) | {"minProperties": 1}),
    }
    whole = document(schemas=schemas)
    with weave(whole, targets=("models",), allof="inherit", frozen=True) as woven:
        one, two = (woven.models.Dog(tags=["a"], bark="x") for _ in range(2))
        assert issubclass(woven.models.Dog, woven.models.Pet)
        assert (one, hash(one)) == (two, hash(two))
        with pytest.raises(ValidationError):
            one.bark = "y"
        with pytest.raises(ValidationError):
            one.extra_properties["a"] = 1
        with pytest.raises(ValidationError):
            woven.models.Dog()


def test_without_it_nothing_is_inherited(merged: Woven) -> None:
    assert not issubclass(merged.models.Dog, merged.models.Pet)
    assert merged.pointers("allof-flattened") == []


def test_a_long_line_of_classes_is_cut() -> None:
    count = 60
    schemas: dict[str, Any] = {"C00": obj(p0=TEXT)}
    for number in range(1, count):
        own = obj(**{f"p{number}": TEXT})
        schemas[f"C{number:02}"] = all_of(ref(f"C{number - 1:02}"), own)
    whole = document(schemas=schemas)
    with weave(whole, targets=("models",), allof="inherit") as woven:
        last = getattr(woven.models, f"C{count - 1:02}")
        assert len(last.model_fields) == count
        assert woven.reported("allof-flattened")


@pytest.mark.parametrize("first", ["Pet", "Dog", "Beside", "Diamond"])
def test_any_class_may_be_the_first_that_is_used(first: str) -> None:
    """A base names a class that its own module alone knows, and is not built yet."""
    names = ("Pet", "Dog", "Beside", "Diamond")
    schemas = {name: SCHEMAS[name] for name in names}
    wire = {"id": 1, "friend": {"id": 2, "bark": "yap"}, "extra": "x"}
    with weave(document(schemas=schemas), targets=("models",), allof="inherit") as it:
        for name in (first, *names):
            model = getattr(it.models, name)
            assert model.from_dict(wire).to_dict() == wire
            assert type(model.from_dict(wire).friend) is it.models.Dog

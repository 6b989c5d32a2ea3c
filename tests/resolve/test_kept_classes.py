"""A class that shipped stays that class where its schema becomes several things."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from apiloom.api.schema.shapes import Object
from tests.resolve.resolving import Resolved, resolved
from tests.weaving import document, weave

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
JSON = "application/json"


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def obj(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties}


def extending(base: str, **properties: Schema) -> Schema:
    return {"allOf": [ref(base), obj(**properties)]}


PET: Schema = {
    **obj(kind=TEXT, name=TEXT, toy=obj(size=TEXT)),
    "required": ["kind"],
    "discriminator": {"propertyName": "kind"},
}
BEFORE: Schema = {"Pet": PET, "Owner": obj(pet=ref("Pet"))}
CAT: Schema = {"Cat": extending("Pet", lives={"type": "integer"})}
DOG: Schema = {"Dog": extending("Cat", barks=TEXT)}


def sending(schema: Schema) -> Schema:
    response = {"description": "", "content": {JSON: {"schema": schema}}}
    operation = {
        "operationId": "putPet",
        "requestBody": {"content": {JSON: {"schema": schema}}},
        "responses": {"200": response},
    }
    return {"/pets": {"put": operation}}


def classes(api: Resolved) -> dict[str, set[str]]:
    """The fields of each class."""
    return {
        str(named.name): set(api.api.field_names[named.id].values())
        for named in api.api.types.values()
        if isinstance(api.api.shapes[named.id], Object)
    }


def aliases(api: Resolved) -> set[str]:
    names = {str(named.name) for named in api.api.types.values()}
    return names - classes(api).keys()


def twins(api: Resolved) -> dict[str, str | None]:
    return {str(named.name): named.input_name for named in api.api.types.values()}


def kept_names(api: Resolved) -> list[str]:
    return [item.message for item in api.report if item.code == "name-kept"]


def test_a_base_keeps_its_class_when_its_first_child_arrives() -> None:
    paths = sending(ref("Pet"))
    before = resolved(BEFORE, paths=paths)
    after = resolved({**CAT, **BEFORE}, paths=paths, shipped=before.shipped)
    assert classes(after) == {
        **classes(before),
        "Cat": {"kind", "name", "toy", "lives"},
    }
    assert aliases(after) == {"AnyPet"}
    assert twins(after)["Pet"] == "PetDict"
    assert "classes keep the names that they shipped with: 'Pet' (else 'PetBase')" in (
        kept_names(after)
    )


def test_it_stays_so_from_then_on() -> None:
    before = resolved(BEFORE)
    once = resolved({**BEFORE, **CAT}, shipped=before.shipped)
    again = resolved({**BEFORE, **CAT}, shipped=once.shipped)
    assert again.names == once.names
    more = resolved({**DOG, **BEFORE, **CAT}, shipped=again.shipped)
    assert {
        name: fields for name, fields in classes(more).items() if name != "Dog"
    } == (classes(once))
    # The middle of the three is a base now, too.
    assert aliases(more) == {"AnyPet", "AnyCat"}


def test_a_new_name_is_not_one_that_something_has() -> None:
    schemas = {**BEFORE, "AnyPet": obj(a=TEXT)}
    before = resolved(schemas)
    after = resolved({**schemas, **CAT}, shipped=before.shipped)
    assert classes(after)["AnyPet"] == {"a"}
    assert aliases(after) == {"PetModel"}


def test_afresh_the_component_is_what_all_of_them_are() -> None:
    after = resolved({**BEFORE, **CAT})
    assert aliases(after) == {"Pet"}
    assert classes(after)["PetBase"] == {"kind", "name", "toy"}


OLD = obj(a=TEXT, toy=obj(size=TEXT))
NEW = obj(b=TEXT)
SIMILAR = obj(a=TEXT, toy=TEXT, c=TEXT)
UNIONS: Mapping[str, Schema] = {
    "behind": {"oneOf": [OLD, NEW]},
    "before": {"anyOf": [NEW, OLD]},
    "null": {"anyOf": [OLD, {"type": "null"}]},
    "reference": {"oneOf": [ref("Other"), OLD]},
    "grown": {"oneOf": [NEW, {**OLD, "properties": {**OLD["properties"], "d": TEXT}}]},
    "similar": {"oneOf": [SIMILAR, OLD]},
    "nested": {"oneOf": [NEW, {"anyOf": [OLD, {"type": "integer"}]}]},
}


@pytest.mark.parametrize("union", UNIONS.values(), ids=UNIONS)
def test_a_body_keeps_its_class_as_a_member_of_a_union(union: Schema) -> None:
    others = {"Other": NEW}
    before = resolved(others, paths=sending(OLD))
    after = resolved(others, paths=sending(union), shipped=before.shipped)
    for name, fields in classes(before).items():
        assert fields <= classes(after)[name]
    assert {name: twins(after)[name] for name in classes(before) if "Body" in name} == {
        name: twin for name, twin in twins(before).items() if "Body" in name
    }
    again = resolved(others, paths=sending(union), shipped=after.shipped)
    assert again.names == after.names


@pytest.mark.parametrize("union", UNIONS.values(), ids=UNIONS)
def test_so_does_a_component_and_a_property(union: Schema) -> None:
    others = {"Other": NEW}
    before = resolved({**others, "Pet": OLD, "Box": obj(pet=OLD)})
    after = resolved(
        {**others, "Pet": union, "Box": obj(pet=union)}, shipped=before.shipped
    )
    for name, fields in classes(before).items():
        assert fields <= classes(after)[name]
    assert aliases(after) == {"AnyPet"}


def test_what_is_in_what_has_become_a_member_may_have_become_one_too() -> None:
    before = resolved({"Pet": obj(a=TEXT, toy=obj(size=TEXT))})
    toy = {"oneOf": [obj(colour=TEXT), obj(size=TEXT)]}
    after = resolved(
        {"Pet": {"oneOf": [NEW, obj(a=TEXT, toy=toy)]}}, shipped=before.shipped
    )
    assert classes(after)["PetToy"] == {"size"}
    assert classes(after)["Pet"] == {"a", "toy"}


def test_a_list_of_values_keeps_its_name() -> None:
    kinds = {"enum": ["a", "b"]}
    before = resolved({"Pet": obj(kind=kinds)})
    union = {"anyOf": [{"type": "integer"}, {"enum": ["a", "b", "c"]}]}
    after = resolved({"Pet": obj(kind=union)}, shipped=before.shipped)
    assert aliases(before) == aliases(after) == {"PetKind"}


def test_what_has_nothing_of_the_old_class_has_not_its_name() -> None:
    before = resolved({"Pet": obj(a=TEXT)})
    after = resolved({"Pet": {"oneOf": [NEW, obj(c=TEXT)]}}, shipped=before.shipped)
    assert aliases(after) == {"Pet"}


def test_the_constructor_stays(tmp_path: Path) -> None:
    folder = tmp_path / "kept_base_package"
    paths = sending(ref("Pet"))
    with weave(document(schemas=BEFORE, paths=paths), package=folder) as woven:
        assert woven.models.Pet(kind="Cow", name="x").name == "x"
    with weave(document(schemas=BEFORE | CAT, paths=paths), package=folder) as woven:
        pet = woven.models.Pet(kind="Pet", name="x", toy=woven.models.PetToy(size="s"))
        assert woven.models.Owner(pet=pet).pet is pet
        assert woven.models.Owner(pet=woven.models.Cat(kind="Cat")).pet.kind == "Cat"
        read = woven.read("AnyPet", {"kind": "Cat", "lives": 9})
        assert type(read) is woven.models.Cat

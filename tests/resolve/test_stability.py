"""Names: adding never renames, what has shipped stays, clashes are noted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parse.walking import SCHEMAS, said_in
from tests.resolve.resolving import resolved

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}


def ref(name: str) -> Schema:
    return {"$ref": f"#{SCHEMAS}/{name}"}


def obj(**properties: object) -> Schema:
    return {"type": "object", "properties": properties}


BEFORE: dict[str, object] = {
    "Pet": obj(owner=obj(name=TEXT), tags={"type": "array", "items": obj(a=TEXT)}),
    "Order": obj(lines={"type": "array", "items": obj(pet=ref("Pet"))}),
    "Kind": {"enum": ["a", "b"]},
    "Wrapper": {"oneOf": [obj(x=TEXT), obj(y=TEXT)]},
    "Loop": obj(loop=ref("Loop")),
}


def path(operation_id: str | None = None) -> Schema:
    operation: Schema = {
        "requestBody": {"content": {"application/json": {"schema": obj(a=TEXT)}}},
        "responses": {
            "200": {
                "description": "",
                "content": {"application/json": {"schema": obj(b=TEXT)}},
            }
        },
    }
    if operation_id is not None:
        operation["operationId"] = operation_id
    return {"post": operation}


ADDED: dict[str, object] = {
    "Aaa": obj(a=TEXT),
    "Zzz": obj(pet=ref("Pet")),
    "A-loop": obj(a=obj(b=obj(c=TEXT))),
    "Petowner": {"type": "object"},
    "Kinds": {"enum": ["c", "d"]},
}


@pytest.mark.parametrize("name", ADDED)
@pytest.mark.parametrize("first", [True, False])
def test_adding_a_schema_renames_nothing(name: str, first: bool) -> None:
    more = {name: ADDED[name]}
    after = {**more, **BEFORE} if first else {**BEFORE, **more}
    old = resolved(BEFORE).names
    new = resolved(after, shipped=old).names
    assert {pointer: new[pointer] for pointer in old} == old


@pytest.mark.parametrize("name", ["Aaa", "Zzz", "A-loop", "Kinds"])
def test_without_a_clash_not_even_the_manifest_is_needed(name: str) -> None:
    old = resolved(BEFORE).names
    new = resolved({name: ADDED[name], **BEFORE}).names
    assert {pointer: new[pointer] for pointer in old} == old


def test_adding_an_operation_renames_nothing() -> None:
    old = resolved(BEFORE, paths={"/pets": path("makePet"), "/x": path()}).names
    more = {"/aaa": path("aaa"), "/pets": path("makePet"), "/x": path(), "/zzz": path()}
    new = resolved(BEFORE, paths=more).names
    assert {pointer: new[pointer] for pointer in old} == old


_NAMES = st.sampled_from(
    ["Pet", "pet", "PET", "pEt", "Pe-t", "P_et", "\uff30et", "Dog"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_NAMES, unique=True, min_size=1), st.lists(_NAMES, unique=True))
def test_shipped_names_win_every_clash(old: list[str], more: list[str]) -> None:
    before = resolved({name: obj(a=TEXT) for name in old}).names
    listed = sorted({*old, *more})
    after = resolved({name: obj(a=TEXT) for name in listed}, shipped=before).names
    assert {pointer: after[pointer] for pointer in before} == before
    folded = [place.casefold() for place in after.values()]
    assert len(set(folded)) == len(listed)


@settings(max_examples=60, deadline=None)
@given(st.permutations(["Pet", "pet", "P_et", "Dog", "Order"]))
def test_the_order_in_the_document_does_not_matter(order: list[str]) -> None:
    names = resolved({name: obj(a=TEXT) for name in order}).names
    expected = resolved({name: obj(a=TEXT) for name in sorted(order)}).names
    assert names == expected


def test_a_clash_is_noted_with_its_place() -> None:
    outcome = resolved({"Pet": obj(a=TEXT), "pet": obj(b=TEXT)})
    second = outcome.names[f"{SCHEMAS}/pet"].partition(":")[2]
    assert outcome.names[f"{SCHEMAS}/Pet"].endswith(":Pet")
    assert said_in(outcome.report, notes=True) == [
        (
            "note",
            "name-clash",
            f"{SCHEMAS}/pet",
            f"the name Pet is taken, so this schema is called {second}",
        )
    ]


def test_a_shipped_name_is_kept_even_if_the_document_says_better() -> None:
    shipped = {f"{SCHEMAS}/Pet": "models.animal:Animal"}
    outcome = resolved({"Pet": obj(a=TEXT)}, shipped=shipped)
    assert outcome.names[f"{SCHEMAS}/Pet"].endswith(":Animal")


@pytest.mark.parametrize(
    "place",
    [
        "models.pet:Pet\nimport os",
        "models.pet:class",
        "models.pet:",
        "models.pet:1",
        "",
        "models/../../x:Pet",
        "models.../x:Pet",
        "models.pet;x:Pet",
    ],
)
def test_what_is_no_name_cannot_come_back_from_a_manifest(place: str) -> None:
    outcome = resolved({"Pet": obj(a=TEXT)}, shipped={f"{SCHEMAS}/Pet": place})
    module, _, name = outcome.names[f"{SCHEMAS}/Pet"].partition(":")
    assert name.isidentifier()
    assert all(part.isidentifier() for part in module.split("."))
    assert name == "Pet"


def test_removing_a_schema_renames_nothing() -> None:
    names = resolved({"Pet": obj(a=TEXT), "pet": obj(b=TEXT)}).names
    fewer = resolved({"pet": obj(b=TEXT)}, shipped=names).names
    assert fewer == {f"{SCHEMAS}/pet": names[f"{SCHEMAS}/pet"]}


def test_inline_schemas_are_called_after_their_owner() -> None:
    outcome = resolved(BEFORE, paths={"/pets": path("makePet"), "/y": path()})
    names = {
        pointer: place.partition(":")[2] for pointer, place in outcome.names.items()
    }
    assert names[f"{SCHEMAS}/Pet/properties/owner"] == "PetOwner"
    assert names[f"{SCHEMAS}/Pet/properties/tags/items"] == "PetTagsItem"
    assert names[f"{SCHEMAS}/Order/properties/lines/items"] == "OrderLinesItem"
    assert names[f"{SCHEMAS}/Wrapper/oneOf/1"] == "WrapperOption2"
    body = "requestBody/content/application~1json/schema"
    answer = "responses/200/content/application~1json/schema"
    assert names[f"/paths/~1pets/post/{body}"] == "MakePetBody"
    assert names[f"/paths/~1pets/post/{answer}"] == "MakePetResponse200"
    assert names[f"/paths/~1y/post/{body}"] == "PostYBody"

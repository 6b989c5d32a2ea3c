"""A field that is called like the key of another, as kept names can come to be."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx2
import pytest
from pydantic import BaseModel, ValidationError

from tests.weaving import Json, Woven, document, to_json, weave, weave_into


def wire_names(model: type[BaseModel]) -> dict[str, str | None]:
    return {name: field.alias for name, field in model.model_fields.items()}


TEXT: Json = {"type": "string"}


def described(*names: str) -> Json:
    pet: Json = {"type": "object", "properties": dict.fromkeys(names, TEXT)}
    owner: Json = {
        "type": "object",
        "properties": {"pet": {"$ref": "#/components/schemas/Pet"}},
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    post = {
        "operationId": "add",
        "tags": ["pets"],
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    return document(
        paths={"/pets": {"post": post}}, schemas={"Pet": pet, "Owner": owner}
    )


@pytest.fixture(scope="module")
def woven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Woven]:
    """The package of a document that has got a property whose name is taken."""
    folder = tmp_path_factory.mktemp("keyed")
    assert weave_into(folder, "keyed", described("a-b")).exit_code == 0
    with weave(described("a-b", "a_b"), package=folder / "keyed") as woven:
        yield woven


def test_names_are_kept(woven: Woven) -> None:
    pet = woven.models.Pet
    assert wire_names(pet) == {"a_b": "a-b", "a_underscore_b": "a_b"}


@pytest.mark.parametrize(
    ("arguments", "wire"),
    [
        ({"a_b": "x"}, {"a-b": "x"}),
        ({"a_underscore_b": "y"}, {"a_b": "y"}),
        ({"a_b": "x", "a_underscore_b": "y"}, {"a-b": "x", "a_b": "y"}),
        ({"a-b": "x"}, {"a-b": "x"}),
    ],
)
def test_the_constructor_takes_names(woven: Woven, arguments: Json, wire: Json) -> None:
    pet = woven.models.Pet(**arguments)
    assert to_json(pet) == wire
    assert pet == woven.read("Pet", wire)


@pytest.mark.parametrize("wire", [{"a_b": "y"}, {"a-b": "x"}, {"a-b": "x", "a_b": "y"}])
def test_what_stands_outside_has_keys(woven: Woven, wire: Json) -> None:
    models = woven.models
    for pet in (
        models.Pet.model_validate(wire),
        models.Owner.model_validate({"pet": wire}).pet,
        models.Owner(pet=wire).pet,
        models.Owner.model_validate_json(json.dumps({"pet": wire})).pet,
    ):
        assert (pet.a_b, pet.a_underscore_b) == (wire.get("a-b"), wire.get("a_b"))
        assert to_json(pet) == wire


def test_assignments_and_refusals(woven: Woven) -> None:
    pet = woven.models.Pet()
    pet.a_b = "x"
    assert to_json(pet) == {"a-b": "x"}
    with pytest.raises(ValidationError, match="a-b"):
        woven.models.Pet(a_b=5)


def test_calls_send_keys(woven: Woven) -> None:
    """The peer is none of ours: it writes down the bytes and answers with others."""
    bodies: list[bytes] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        bodies.append(request.content)
        return httpx2.Response(200, json={"a_b": "two"})

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with woven.package.Client(base_url="http://x", http_client=http) as client:
        pet = client.pets.add(a_b="one")
        client.pets.add({"a_b": "one"})
        client.pets.add(woven.models.Pet(a_b="one", a_underscore_b="two"))
    assert (pet.a_b, pet.a_underscore_b) == (None, "two")
    assert bodies == [b'{"a-b":"one"}', b'{"a_b":"one"}', b'{"a-b":"one","a_b":"two"}']

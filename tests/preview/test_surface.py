"""What a change of a document does to Python: one case for each kind of change."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from apiloom import Job
from apiloom.diff.surface.surface_change import SurfaceChange
from tests.preview.documents import (
    Document,
    Edit,
    operation,
    schema,
    surface,
)


def add_field(document: Document) -> None:
    schema(document, "Pet")["properties"]["colour"] = {"type": "string"}


def add_required_field(document: Document) -> None:
    add_field(document)
    schema(document, "Pet")["required"].append("colour")


def add_required_property(document: Document) -> None:
    schema(document, "NewPet")["properties"]["colour"] = {"type": "string"}
    schema(document, "NewPet")["required"].append("colour")


def drop_field(document: Document) -> None:
    del schema(document, "Pet")["properties"]["nick"]


def require_field(document: Document) -> None:
    schema(document, "Pet")["required"].append("nick")


def free_field(document: Document) -> None:
    schema(document, "Pet")["required"].remove("id")


def null_field(document: Document) -> None:
    schema(document, "Pet")["properties"]["id"]["type"] = ["string", "null"]


def retype_field(document: Document) -> None:
    schema(document, "Pet")["properties"]["nick"] = {"type": "integer"}


def items_of_field(document: Document) -> None:
    schema(document, "Pet")["properties"]["nick"] = {
        "type": "array",
        "items": {"type": "string"},
    }


def constrain_field(document: Document) -> None:
    schema(document, "Pet")["properties"]["nick"]["maxLength"] = 5


def extend_answer(document: Document) -> None:
    schema(document, "Kind")["enum"].append("cow")


def shorten_answer(document: Document) -> None:
    schema(document, "Kind")["enum"].remove("dog")


def extend_body(document: Document) -> None:
    schema(document, "NewPet")["properties"]["size"]["enum"].append("huge")


def shorten_body(document: Document) -> None:
    schema(document, "NewPet")["properties"]["size"]["enum"].remove("large")


def rename_schema(document: Document) -> None:
    schemas = document["components"]["schemas"]
    schemas["Animal"] = schemas.pop("Pet")
    content = operation(document, "get")["responses"]["200"]["content"]
    content["application/json"]["schema"]["$ref"] = "#/components/schemas/Animal"


def add_parameter(document: Document) -> None:
    operation(document, "get")["parameters"].append(
        {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    )


def add_required_parameter(document: Document) -> None:
    add_parameter(document)
    operation(document, "get")["parameters"][-1]["required"] = True


def drop_parameter(document: Document) -> None:
    operation(document, "get")["parameters"] = []


def require_parameter(document: Document) -> None:
    operation(document, "get")["parameters"][0]["required"] = True


def retype_parameter(document: Document) -> None:
    operation(document, "get")["parameters"][0]["schema"] = {"type": "string"}


def widen_parameter(document: Document) -> None:
    operation(document, "get")["parameters"][0]["schema"] = {
        "type": ["boolean", "string"]
    }


def rename_path_parameter(document: Document) -> None:
    item = document["paths"].pop("/pets/{id}")
    item["parameters"][0]["name"] = "pet"
    document["paths"]["/pets/{pet}"] = item


def drop_operation(document: Document) -> None:
    del document["paths"]["/pets/{id}"]["put"]


def add_operation(document: Document) -> None:
    document["paths"]["/pets"] = {
        "get": {
            "operationId": "listPets",
            "tags": ["pets"],
            "responses": {"204": {"description": "none"}},
        }
    }


def move_operation(document: Document) -> None:
    operation(document, "put")["tags"] = ["shops"]


def drop_tag(document: Document) -> None:
    del document["paths"]["/shops"]


def retype_answer(document: Document) -> None:
    content = operation(document, "get")["responses"]["200"]["content"]
    content["application/json"]["schema"] = {"type": "string"}


def drop_error(document: Document) -> None:
    del operation(document, "get")["responses"]["404"]


def add_error(document: Document) -> None:
    operation(document, "get")["responses"]["409"] = {"description": "a conflict"}


def retype_error(document: Document) -> None:
    content = operation(document, "get")["responses"]["404"]["content"]
    content["application/json"]["schema"] = {"type": "string"}


def retype_one_error(document: Document) -> None:
    """Another operation has the same status with another body."""
    retyped = {"application/json": {"schema": {"type": "integer"}}}
    response = {"description": "gone", "content": retyped}
    operation(document, "put")["responses"]["404"] = response


def add_security(document: Document) -> None:
    document["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"}
    }
    document["security"] = [{"token": []}]


DEFAULTED = "nothing field optional models.Pet.kind"  # it can be one thing only
CASES: Final[tuple[tuple[Edit, tuple[str, ...]], ...]] = (
    (add_field, ("nothing field added models.Pet.colour",)),
    (add_required_field, ("code field added models.Pet.colour",)),
    (
        add_required_property,
        (
            "code parameter added client.pets.put(colour)",
            "code field added models.NewPet.colour",
        ),
    ),
    (drop_field, ("code field removed models.Pet.nick",)),
    (require_field, ("code field required models.Pet.nick",)),
    (free_field, ("types field optional models.Pet.id",)),
    (null_field, ("types field retyped models.Pet.id",)),
    (retype_field, ("code field retyped models.Pet.nick",)),
    (items_of_field, ("code field retyped models.Pet.nick",)),
    (constrain_field, ("code field constrained models.Pet.nick",)),
    (extend_answer, ("types alias retyped models.Kind",)),
    (shorten_answer, ("code alias retyped models.Kind", DEFAULTED)),
    (extend_body, ("types alias retyped models.NewPetSize",)),
    (
        shorten_body,
        (
            # An enumeration of one needs no name of its own.
            "code parameter retyped client.pets.put(size)",
            "code field retyped models.NewPet.size",
            "code alias removed models.NewPetSize",
        ),
    ),
    (
        rename_schema,
        (
            "code result retyped client.pets.get",
            "code class renamed models.Pet",
            "code response retyped server.pets.Get.Ok",
        ),
    ),
    (
        add_parameter,
        (
            "nothing parameter added client.pets.get(limit)",
            "nothing field added server.pets.Get.Request.limit",
        ),
    ),
    (
        add_required_parameter,
        (
            "code parameter added client.pets.get(limit)",
            "nothing field added server.pets.Get.Request.limit",
        ),
    ),
    (
        drop_parameter,
        (
            "code parameter removed client.pets.get(verbose)",
            "code field removed server.pets.Get.Request.verbose",
        ),
    ),
    (
        require_parameter,
        (
            "code parameter required client.pets.get(verbose)",
            "nothing field required server.pets.Get.Request.verbose",
        ),
    ),
    (
        retype_parameter,
        (
            "code parameter retyped client.pets.get(verbose)",
            "code field retyped server.pets.Get.Request.verbose",
        ),
    ),
    (
        widen_parameter,
        (
            "types field retyped server.pets.Get.Request.verbose",
            "nothing parameter retyped client.pets.get(verbose)",
        ),
    ),
    (
        rename_path_parameter,
        (
            "code parameter renamed client.pets.get(id)",
            "code parameter renamed client.pets.put(id)",
            "code field removed server.pets.Get.Request.id",
            "code field removed server.pets.Put.Request.id",
            "nothing field added server.pets.Get.Request.pet",
            "nothing field added server.pets.Put.Request.pet",
        ),
    ),
    (
        drop_operation,
        (
            "code method removed client.pets.put",
            "code class removed models.NewPetDict",
            "code handler removed server.pets.PetsApi.put",
        ),
    ),
    (
        add_operation,
        (
            "nothing method added client.pets.list",
            "nothing handler added server.pets.PetsApi.list",
        ),
    ),
    # An operation stays in the resource that it shipped in.
    (move_operation, ()),
    (
        drop_tag,
        (
            "code class removed client.shops",
            "code parameter removed server.create_app(shops)",
            "code class removed server.shops.ShopsApi",
        ),
    ),
    (
        retype_answer,
        (
            "code result retyped client.pets.get",
            "code response retyped server.pets.Get.Ok",
        ),
    ),
    (
        drop_error,
        (
            "code error removed errors.NotFoundError",
            "code response removed server.pets.Get.NotFound",
        ),
    ),
    (
        add_error,
        (
            "nothing error added errors.ConflictError",
            "nothing response added server.pets.Get.Conflict",
        ),
    ),
    (
        retype_error,
        (
            "code error retyped errors.NotFoundError",
            "code response retyped server.pets.Get.NotFound",
        ),
    ),
    (
        retype_one_error,
        (
            "types error retyped errors.NotFoundError",
            "nothing error added errors.GetPetNotFoundError",
            "nothing error added errors.PutPetNotFoundError",
            "nothing response added server.pets.Put.NotFound",
        ),
    ),
    (
        add_security,
        (
            "code method required Client",
            "code parameter added server.create_app(security)",
            "nothing parameter added Client(token)",
            "nothing field added server.pets.Get.Request.principal",
            "nothing field added server.pets.Put.Request.principal",
            "nothing field added server.shops.List.Request.principal",
        ),
    ),
)


def said(changes: tuple[SurfaceChange, ...]) -> tuple[str, ...]:
    return tuple(
        f"{each.breaks} {each.kind} {each.action} {each.name}" for each in changes
    )


@pytest.mark.parametrize(
    ("edit", "expected"), CASES, ids=[edit.__name__ for edit, _ in CASES]
)
def test_a_change_is_seen_and_judged(
    edit: Edit, expected: tuple[str, ...], tmp_path: Path
) -> None:
    assert said(surface(tmp_path, edit)) == expected


def test_who_only_sends_does_not_mind_more_values(tmp_path: Path) -> None:
    """With a client alone nobody reads what callers send."""
    job = Job(Path("-"), Path("api"), targets=("models", "client"))
    found = surface(tmp_path, extend_body, job=job)
    assert said(found) == ("nothing alias retyped models.NewPetSize",)
    assert said(surface(tmp_path, extend_answer, job=job)) == (
        "types alias retyped models.Kind",
    )


def test_a_method_of_another_tag_is_compared_with_itself(tmp_path: Path) -> None:
    found = said(surface(tmp_path, move_operation, add_required_property))
    assert "code parameter added client.pets.put(colour)" in found


def test_a_change_knows_its_operation_and_its_tags(tmp_path: Path) -> None:
    removed, *_ = surface(tmp_path, drop_parameter)
    assert removed.operation == "GET /pets/{id}"
    assert removed.tags == ("pets",)
    assert removed.old == "verbose: bool | None = None"
    assert removed.new == ""
    assert removed.file == "operations/pets.py"


def test_sentences_say_whom_it_hits(tmp_path: Path) -> None:
    (found,) = surface(tmp_path, free_field)
    assert found.sentence == (
        "id may be absent now, and is None then; "
        "that breaks the type check of callers that read it"
    )


def test_nothing_is_said_of_what_nobody_sees(tmp_path: Path) -> None:
    def describe(document: Document) -> None:
        schema(document, "Pet")["description"] = "A pet, described."
        operation(document, "get")["summary"] = "Get it"

    assert surface(tmp_path, describe) == ()

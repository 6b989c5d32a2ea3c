"""Names that the user gives: they are had everywhere, and before all others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from apiloom.cli.main import main
from apiloom.core.location import Pointer
from apiloom.core.name_override import NameOverride
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.weaving import Json, Woven, document, weave

Captured = pytest.CaptureFixture[str]


def inline(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


TEXT: Json = {"type": "string"}
SCHEMAS: Json = {
    "com.acme.v1.Pet": inline(
        **{
            "class": TEXT,
            "toy": inline(size={"enum": ["s", "l"]}),
            "owner": ref("Owner"),
        }
    ),
    "Owner": {
        **inline(id={**TEXT, "readOnly": True}, name=TEXT),
        "type": ["object", "null"],
    },
    "Cat": {"allOf": [ref("com.acme.v1.Pet"), inline(lives={"type": "integer"})]},
    "Animal": inline(kind=TEXT),
}
OPERATION: Json = {
    "operationId": "pet.upsert!",
    "tags": ["The pets"],
    "parameters": [
        {"name": "X-Trace", "in": "header", "schema": TEXT},
        {"name": "dry", "in": "query", "schema": {"type": "boolean"}},
    ],
    "requestBody": {
        "content": {"application/json": {"schema": ref("com.acme.v1.Pet")}}
    },
    "responses": {
        "200": {
            "description": "ok",
            "content": {
                "application/json": {"schema": inline(pet=ref("Cat"), at=TEXT)}
            },
        }
    },
}
PETS = document(
    paths={"/pets": {"post": OPERATION, "get": {**OPERATION, "operationId": "get"}}},
    schemas=SCHEMAS,
    security=[{"the-key": []}],
    tags=[{"name": "The pets"}],
)
PETS["components"]["securitySchemes"] = {
    "the-key": {"type": "http", "scheme": "bearer"}
}
del PETS["paths"]["/pets"]["get"]["requestBody"]

NAMES = {
    "/components/schemas/com.acme.v1.Pet": "Animal",
    "/components/schemas/com.acme.v1.Pet/properties/class": "kind",
    "/components/schemas/com.acme.v1.Pet/properties/toy": "Plaything",
    "/components/schemas/Owner": "Human",
    "/components/schemas/Cat/allOf/1/properties/lives": "Left",
    "/paths/~1pets/post": "put",
    "/paths/~1pets/post/parameters/0": "trace",
    "/tags/0": "zoo",
    "/components/securitySchemes/the-key": "token",
}


def wishes(names: dict[str, str]) -> tuple[NameOverride, ...]:
    return tuple(
        NameOverride(Pointer(pointer), name) for pointer, name in names.items()
    )


@pytest.fixture(scope="module")
def pets() -> Iterator[Woven]:
    with weave(PETS, names=wishes(NAMES)) as woven:
        assert not woven.warnings
        yield woven


def test_classes_and_what_is_called_after_them(pets: Woven) -> None:
    names = pets.manifest["names"]
    schemas = "/components/schemas/"
    pet = f"{schemas}com.acme.v1.Pet"
    assert names[pet] == "models.animal:Animal"
    assert names[f"{pet}/properties/toy"] == "models.animal:Plaything"
    assert names[f"{pet}/properties/toy/properties/size"] == (
        "models.animal:PlaythingSize"
    )
    assert names[f"{schemas}Owner"] == "models.human:Human"
    # What is sent of it is called after it.
    assert names[f"{schemas}Owner/~0sent"] == "models.human:HumanInput"
    # The schema that had the name gives way.
    assert names[f"{schemas}Animal"].startswith("models.animal_")
    inline_body = "/paths/~1pets/post/responses/200/content/application~1json/schema"
    assert names[inline_body] == "models.put:PutResponse200"


def test_fields_keep_their_names_on_the_wire(pets: Woven) -> None:
    animal = pets.read("Animal", {"class": "cat", "toy": {"size": "s"}})
    assert animal.kind == "cat"
    assert type(animal.toy) is pets.models.Plaything
    assert pets.write("Animal", animal) == {"class": "cat", "toy": {"size": "s"}}
    cat = pets.read("Cat", {"class": "cat", "lives": 7})
    assert (cat.kind, cat.Left) == ("cat", 7)


def test_methods_arguments_and_credentials(pets: Woven) -> None:
    operations = pets.manifest["operations"]
    assert operations["POST /pets"] == {
        "client": "operations.zoo:Zoo.put",
        "handler": "server.zoo:ZooApi.put",
    }
    sent: list[Any] = []

    def answer(request: Any) -> Any:
        sent.append(request)
        return httpx2.Response(200, json={"pet": {"class": "cat", "lives": 9}})

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    with pets.package.Client(
        base_url="http://x", token="t", http_client=http
    ) as client:
        receipt = client.zoo.put(trace="1", dry=True, kind="cat", toy={"size": "l"})
    assert receipt.pet.Left == 9
    (request,) = sent
    assert request.headers["X-Trace"] == "1"
    assert request.headers["Authorization"] == "Bearer t"
    assert json.loads(request.content) == {"class": "cat", "toy": {"size": "l"}}


def test_what_has_shipped_gives_way_and_comes_back(tmp_path: Path) -> None:
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(PETS))
    output = tmp_path / "pets"

    def names(given: dict[str, str]) -> dict[str, str]:
        job = Job(spec, output, ("models",), names=wishes(given))
        outcome = generate(job)
        assert outcome.exit_code == 0, outcome.diagnostics
        names: dict[str, str] = json.loads((output / "manifest.json").read_text())[
            "names"
        ]
        return names

    plain = names({})
    given = names(NAMES)
    # As if it had been so from the first.
    fresh = Job(spec, tmp_path / "fresh", ("models",), names=wishes(NAMES))
    generate(fresh)
    assert json.loads((tmp_path / "fresh/manifest.json").read_text())["names"] == given
    assert plain["/components/schemas/Cat"] == given["/components/schemas/Cat"]
    # Only what has a name, or is called after it, or had the name itself, is renamed.
    renamed = ("com.acme", "Owner", "Animal", "/paths/~1pets/post")
    assert {k for k, name in plain.items() if given[k] != name} == {
        k for k in plain if k.removeprefix("/components/schemas/").startswith(renamed)
    }


def reported(folder: Path, names: Json, whole: Json = PETS) -> list[tuple[str, str]]:
    """Code and message of all that is said of names."""
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(whole))
    outcome = generate(Job(spec, folder / "pets", names=wishes(names)))
    diagnostics = [
        diagnostic
        for diagnostic in outcome.diagnostics
        if diagnostic.code.startswith("name-un")
    ]
    assert outcome.exit_code == 2 * any(
        diagnostic.severity == "error" for diagnostic in diagnostics
    )
    return [
        (diagnostic.code.removeprefix("name-"), diagnostic.message)
        for diagnostic in diagnostics
    ]


PET = "/components/schemas/com.acme.v1.Pet"


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ({PET: "Same", "/components/schemas/Cat": "SAME"}, "that is the name of"),
        ({f"{PET}/properties/class": "copy"}, "every model has something"),
        ({f"{PET}/properties/class": "Cat"}, "it would hide the class"),
        (
            {f"{PET}/properties/class": "x", f"{PET}/properties/owner": "x"},
            "another property is called so",
        ),
        ({f"{PET}/properties/class": "toy"}, "another property is called so on the"),
        ({PET: "X; import os"}, "that is no name in Python"),
        ({PET: "pet"}, "a class begins with a capital letter"),
        ({"/paths/~1pets/post": "same", "/paths/~1pets/get": "same"}, "that is the"),
        ({"/paths/~1pets/post": "putPets"}, "such as 'put_pets'"),
        ({"/paths/~1pets/post": "raw_twin"}, "every resource has something"),
        ({"/paths/~1pets/post/parameters/0": "body"}, "methods have an argument"),
        (
            {
                "/paths/~1pets/post/parameters/0": "x",
                "/paths/~1pets/post/parameters/1": "x",
            },
            "another parameter is called so",
        ),
        ({"/tags/0": "options"}, "a client has something of that name"),
        ({"/tags/0": "Zoo"}, "such as 'zoo'"),
        ({"/tags/0": "con"}, "such as 'con_'"),
        ({"/components/securitySchemes/the-key": "timeout"}, "clients have an"),
        ({PET: "One", "openapi.json#" + PET: "Two"}, "it is called 'One' already"),
    ],
)
def test_names_that_cannot_be_had(names: Json, why: str, tmp_path: Path) -> None:
    ((code, message),) = reported(tmp_path, names)
    assert code == "unusable"
    assert why in message


@pytest.mark.parametrize(
    ("pointer", "why"),
    [
        ("/paths/~1pets/put", "nothing stands at"),
        ("/components/schemas/com.acme.v1.Pet/properties/nothing", "nothing stands"),
        ("/components/schemas/com/acme", "nothing stands at"),
        ("other.json#/components/schemas/Cat", "nothing stands at"),
        ("/info/title", "has no name in Python"),
        ("/paths/~1pets/post/responses/200", "has no name in Python"),
    ],
)
def test_names_of_nothing(pointer: str, why: str, tmp_path: Path) -> None:
    ((code, message),) = reported(tmp_path, {pointer: "x"})
    assert code == "unused"
    assert why in message


def test_others_give_way(tmp_path: Path) -> None:
    names = {
        "/paths/~1pets/post/parameters/1": "x_trace",
        f"{PET}/properties/class": "owner_",
    }
    with weave(PETS, names=wishes(names), targets=("models", "client")) as woven:
        fields = woven.models.__getattr__("ComAcmeV1Pet").model_fields
        assert fields["owner_"].alias == "class"
        assert len(fields) == 3
        text = woven.source("operations/the_pets.py")
        assert "x_trace: bool" in text


SWAGGER: Json = {
    "swagger": "2.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/a": {
            "post": {
                "parameters": [
                    {"name": "q", "in": "query", "type": "string"},
                    {"name": "b", "in": "body", "schema": inline(z=TEXT)},
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "schema": {"$ref": "other.json#/a/Far"},
                    },
                    "400": {
                        "description": "no",
                        "schema": {"$ref": "all.json"},
                    },
                },
            }
        }
    },
    "definitions": {"near": inline(y=TEXT)},
    "securityDefinitions": {"k": {"type": "basic"}},
}


def test_pointers_as_written_in_swagger_2_and_in_other_files(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "other.json").write_text(json.dumps({"a": {"Far": inline(x=TEXT)}}))
    (folder / "all.json").write_text(json.dumps(inline(w=TEXT)))
    names = {
        "/definitions/near": "Near",
        "/definitions/near/properties/y": "why",
        "other.json#/a/Far": "Distant",
        "other.json#/a/Far/properties/x": "ex",
        "all.json#": "Everything",
        "all.json#/properties/w": "width",
        "/paths/~1a/post/parameters/0": "question",
        "/paths/~1a/post/parameters/1/schema/properties/z": "zed",
        "/securityDefinitions/k": "login",
    }
    assert reported(folder, names, SWAGGER) == []
    manifest = json.loads((folder / "pets/manifest.json").read_text())
    assert set(manifest["names"].values()) >= {
        "models.near:Near",
        "models.distant:Distant",
    }
    assert "width: " in (folder / "pets/models/everything.py").read_text()
    assert "ex: " in (folder / "pets/models/distant.py").read_text()
    text = (folder / "pets/operations/a.py").read_text()
    assert "question: str" in text
    assert "zed: str" in text


def test_complaints_have_the_place_of_the_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("openapi.json").write_text(json.dumps(PETS))
    Path("pyproject.toml").write_text(
        '[tool.apiloom]\nspec = "openapi.json"\noutput = "pets"\n'
        '[tool.apiloom.names]\n"/nowhere" = "x"\n  "/tags/0" = "options"\n'
    )
    assert main(["generate"]) == 2
    errors = capsys.readouterr().err
    assert "pyproject.toml:5:1: warning[name-unused]" in errors
    assert "pyproject.toml:6:3: error[name-unusable]" in errors

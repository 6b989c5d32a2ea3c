"""Code from several files: the same as from the one document they come to, and used."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apiloom.pipeline.commands import check, generate
from apiloom.pipeline.job import Job, Outcome
from tests.bundle.writing import write
from tests.roundtrip.running import Caller, Served, serve

PACKAGE = "several_files_api"
FILES: dict[str, str | bytes] = {
    "api.yaml": """
openapi: 3.0.3
info: {$ref: 'about.yaml#/info'}
tags: [{name: pets, description: Animals}]
paths:
  /pets: {$ref: paths/pets.yaml}
  /pets/{name}:
    get: {$ref: operations/get_pet.yaml}
components:
  securitySchemes: {key: {$ref: security.json}}
  schemas:
    Pet: {$ref: models/pet.yaml}
""",
    "about.yaml": "info: {title: Pets, version: '1'}",
    "security.json": '{"type": "http", "scheme": "bearer"}',
    "paths/pets.yaml": """
parameters: [{$ref: '../parameters.yaml#/trace'}]
post:
  operationId: add_pet
  tags: [pets]
  requestBody: {$ref: ../bodies/pet.yaml}
  responses: {'201': {$ref: '../responses.yaml#/created'}}
""",
    "operations/get_pet.yaml": """
operationId: get_pet
tags: [pets]
parameters:
  - {name: name, in: path, required: true, schema: {$ref: '../models/name.yml'}}
responses:
  '200': {$ref: '../responses.yaml#/pet'}
  '404': {$ref: '../responses.yaml#/problem'}
""",
    "bodies/pet.yaml": """
required: true
content: {application/json: {schema: {$ref: 'api-link.yaml#/Pet'}}}
""",
    "bodies/api-link.yaml": "Pet: {$ref: '../api.yaml#/components/schemas/Pet'}",
    "parameters.yaml": """
trace: {name: X-Trace, in: header, schema: {$ref: models/name.yml}}
""",
    "responses.yaml": """
created:
  description: made
  headers: {Location: {$ref: headers.yaml}}
  content: {application/json: {schema: {$ref: models/pet.yaml}}}
pet:
  description: found
  content: {application/json: {schema: {$ref: models/pet.yaml}}}
problem:
  description: not found
  content:
    application/json:
      schema: {type: object, properties: {problem: {$ref: '#/kinds/problem'}}}
kinds: {problem: {type: string, enum: [missing, hidden]}}
""",
    "headers.yaml": "schema: {type: string}",
    "models/name.yml": "type: string\nminLength: 1",
    "models/pet.yaml": """
type: object
required: [name]
properties:
  name: {$ref: name.yml}
  mother: {$ref: pet.yaml}
  toys: {type: array, items: {$ref: 'toys.yaml#/definitions/Toy'}}
""",
    "models/toys.yaml": """
definitions:
  Toy:
    type: object
    properties: {owner: {$ref: pet.yaml}, colour: {type: string, nullable: true}}
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("several")


@pytest.fixture(scope="module")
def outcome(folder: Path) -> Outcome:
    return generate(Job(write(folder / "spec", FILES), folder / PACKAGE))


@pytest.fixture(scope="module")
def package(folder: Path, outcome: Outcome) -> Iterator[Path]:
    assert outcome.exit_code == 0
    sys.path.insert(0, str(folder))
    yield folder / PACKAGE
    sys.path.remove(str(folder))
    for name in [
        module for module in sys.modules if module.partition(".")[0] == PACKAGE
    ]:
        del sys.modules[name]


def test_nothing_is_lost(outcome: Outcome) -> None:
    assert outcome.diagnostics == ()


def test_files_and_places_are_in_the_manifest(package: Path) -> None:
    manifest = json.loads((package / "manifest.json").read_text())
    assert sorted(manifest["documents"]) == sorted(FILES)
    assert manifest["names"] == {
        "/components/schemas/Pet": "models.pet:Pet",
        "bodies/api-link.yaml#/Pet": "models.api_link_pet:ApiLinkPet",
        "models/name.yml#": "models.name:Name",
        "models/toys.yaml#/definitions/Toy": "models.pet:Toy",
        "responses.yaml#/kinds/problem": "models.problem:Problem",
        "responses.yaml#/problem/content/application~1json/schema": (
            "models.problem_response:ProblemResponse"
        ),
    }
    assert set(manifest["operations"]) == {"POST /pets", "GET /pets/{name}"}


def test_the_served_document_gives_the_same_code(package: Path, tmp_path: Path) -> None:
    whole = (package / "server" / "openapi.json").read_bytes()
    assert b".yaml" not in whole
    (tmp_path / "api.json").write_bytes(whole)
    again = tmp_path / PACKAGE
    assert generate(Job(tmp_path / "api.json", again)).exit_code == 0
    for path in sorted(package.rglob("*.py")):
        same = again / path.relative_to(package)
        assert path.read_text() == same.read_text()
    assert (again / "server" / "openapi.json").read_bytes() == whole


def test_client_and_server_talk(package: Path) -> None:
    models: Any = importlib.import_module(f"{PACKAGE}.models")
    server: Any = importlib.import_module(f"{PACKAGE}.server")
    pets: Any = importlib.import_module(f"{PACKAGE}.server.pets")

    class Pets(pets.PetsApi):  # type: ignore[misc]
        async def add(self, request: Any) -> Any:
            return pets.Add.Created(request.body)

        async def get(self, request: Any) -> Any:
            toy = models.Toy(colour=None, owner=models.Pet(name="me"))
            return pets.Get.Ok(models.Pet(name=request.name, toys=[toy]))

    with serve(server.create_app(pets=Pets())) as url:
        call = Caller(Served(PACKAGE, url, []), is_async=False)
        added = call("pets.add", name="Tom", mother={"name": "Ann"})
        assert isinstance(added, models.Pet)
        assert added.mother == models.Pet(name="Ann")
        pet = call("pets.get", "Kit")
        assert pet.toys[0].owner.name == "me"
        assert pet.toys[0].model_fields_set == {"colour", "owner"}


def test_a_change_in_any_file_is_seen(folder: Path, package: Path) -> None:
    job = Job(folder / "spec" / "api.yaml", package)
    assert check(job).exit_code == 0
    model = folder / "spec" / "models" / "name.yml"
    before = model.read_text()
    model.write_text("type: integer")
    assert check(job).exit_code == 1
    model.write_text(before)
    assert check(job).exit_code == 0


def test_an_added_file_renames_nothing(tmp_path: Path) -> None:
    write(tmp_path / "spec", FILES)
    job = Job(tmp_path / "spec" / "api.yaml", tmp_path / "out")
    assert generate(job).exit_code == 0
    names = _names(tmp_path / "out")
    # It comes before the others of its name, in order of places.
    write(tmp_path / "spec", {"a/toys.yaml": "Toy: {type: object, title: new}"})
    pet = tmp_path / "spec" / "models" / "pet.yaml"
    pet.write_text(pet.read_text() + "  new: {$ref: '../a/toys.yaml#/Toy'}\n")
    assert generate(job).exit_code == 0
    after = _names(tmp_path / "out")
    assert {key: after[key] for key in names} == names
    assert set(after) - set(names) <= {"a/toys.yaml#/Toy"}


def _names(package: Path) -> dict[str, str]:
    names: dict[str, str] = json.loads((package / "manifest.json").read_text())["names"]
    return names


SHARED: dict[str, str | bytes] = {
    "api.yaml": """
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a: {$ref: item.yaml}
  /b: {$ref: item.yaml}
  /c: {$ref: '#/paths/~1d'}
  /d:
    put:
      operationId: put_it
      tags: [t]
      requestBody: {content: {application/json: {schema: {type: object, properties:
        {x: {type: integer}}}}}}
      responses: {'204': {description: done}}
""",
    "item.yaml": """
get:
  operationId: get_it
  tags: [t]
  responses:
    '200': {description: ok, content: {application/json: {schema: {type: object,
      properties: {x: {type: integer}}}}}}
""",
}


def test_a_path_item_of_several_paths_gives_each_its_operations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "shared_path_items"
    outcome = generate(Job(write(tmp_path / "spec", SHARED), package))
    assert {item.code for item in outcome.diagnostics} == {"path-item-shared"}
    manifest = json.loads((package / "manifest.json").read_text())
    methods = {
        key: names["client"].rpartition(".")[2]
        for key, names in manifest["operations"].items()
    }
    assert methods == {
        "GET /a": "get_it",
        "GET /b": "get_b",
        "PUT /c": "put_it",
        "PUT /d": "put_d",
    }
    assert sorted(manifest["names"].values()) == [
        "models.get_it:GetItResponse200",
        "models.put_it:PutItBody",
    ]
    monkeypatch.syspath_prepend(tmp_path)
    server: Any = importlib.import_module("shared_path_items.server")
    handlers: Any = importlib.import_module("shared_path_items.server.t")
    models: Any = importlib.import_module("shared_path_items.models")

    class Handlers(handlers.TApi):  # type: ignore[misc]
        async def get_it(self, request: Any) -> Any:
            return handlers.GetIt.Ok(models.GetItResponse200(x=1))

        async def get_b(self, request: Any) -> Any:
            return handlers.GetB.Ok(models.GetItResponse200(x=2))

    with serve(server.create_app(t=Handlers())) as url:
        call = Caller(Served("shared_path_items", url, []), is_async=False)
        assert [call("t.get_it").x, call("t.get_b").x] == [1, 2]

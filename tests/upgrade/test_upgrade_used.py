"""Documents that mix versions, generated, imported and used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.bundle.writing import write
from tests.shapes import INTEGER, TEXT, obj, ref
from tests.weaving import Woven, weave

OWNER = obj("name", name=TEXT)
INFO = {"title": "Mixed", "version": "1"}


def asked(woven: Woven, answer: Any) -> tuple[Any, list[httpx2.Request]]:
    """A client of the package, and what it will have asked for."""
    requests: list[httpx2.Request] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        return httpx2.Response(200, json=answer)

    http = httpx2.Client(transport=httpx2.MockTransport(handle))
    return woven.module("client").Client(http_client=http), requests


def test_swagger_2_in_a_document_of_3() -> None:
    pet = {"$ref": "#/definitions/Pet"}
    put = {
        "operationId": "put",
        "tags": ["pets"],
        "parameters": [
            {"name": "pet", "in": "body", "required": True, "schema": pet},
            {"name": "n", "in": "query", "type": "array", "items": INTEGER},
        ],
        "responses": {"200": {"description": "", "schema": pet}},
    }
    whole: dict[str, Any] = {
        "openapi": "3.0.3",
        "info": INFO,
        "host": "a.example.com",
        "basePath": "/v1",
        "definitions": {"Pet": obj("name", name=TEXT)},
        "paths": {"/pets": {"put": put}},
    }
    with weave(whole) as woven:
        client, requests = asked(woven, {"name": "Rex"})
        with client:
            read = client.pets.put(name="Rex", n=[1, 2])
        assert type(read) is woven.models.Pet
        (request,) = requests
        assert request.url == "https://a.example.com/v1/pets?n=1,2"
        assert request.content == b'{"name":"Rex"}'


def test_3_in_a_document_of_swagger_2() -> None:
    content = {"application/json": {"schema": ref("Owner")}}
    post = {
        "operationId": "post",
        "tags": ["owners"],
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"$ref": "#/components/responses/Fine"}},
    }
    whole: dict[str, Any] = {
        "swagger": "2.0",
        "info": INFO,
        "servers": [{"url": "https://a.example.com"}],
        "definitions": {"Id": {"oneOf": [INTEGER, TEXT]}},
        "components": {
            "schemas": {"Owner": obj("id", id={"$ref": "#/definitions/Id"})},
            "responses": {"Fine": {"description": "", "content": content}},
        },
        "paths": {"/owners": {"post": post}},
    }
    with weave(whole) as woven:
        client, requests = asked(woven, {"id": "a"})
        with client:
            assert type(client.owners.post(id=5)) is woven.models.Owner
        assert requests[0].url == "https://a.example.com/owners"
        assert requests[0].content == b'{"id":5}'
        assert not woven.accepts("Owner", {"id": []})


def test_fragments_of_swagger_2(tmp_path: Path) -> None:
    """Path items, parameters and definitions in files of their own."""
    files: dict[str, str | bytes] = {
        "api.yaml": "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: a.example\n"
        "paths: {/pets: {$ref: paths/pets.yaml}}\n",
        "paths/pets.yaml": "post:\n  operationId: post\n  consumes: [text/csv]\n"
        "  parameters:\n  - $ref: ../shared.yaml#/parameters/Body\n"
        "  - $ref: ../shared.yaml#/parameters/Tags\n"
        "  responses:\n    '200': {$ref: '../shared.yaml#/responses/Fine'}\n",
        "shared.yaml": "parameters:\n"
        "  Body: {name: b, in: body, schema: {$ref: '#/definitions/Pet'}}\n"
        "  Tags: {name: t, in: query, type: array, items: {type: string},"
        " collectionFormat: pipes}\n"
        "responses:\n  Fine: {description: '', schema: {$ref: '#/definitions/Pet'}}\n"
        "definitions:\n  Pet: {type: object, properties: {n: {type: string,"
        " x-nullable: true}}}\n",
    }
    outcome = generate(Job(write(tmp_path, files), tmp_path / "out"))
    assert outcome.diagnostics == ()
    operations = (tmp_path / "out" / "operations" / "pets.py").read_text()
    assert "text/csv" in operations
    assert "pipeDelimited" in operations
    pet = (tmp_path / "out" / "models" / "pet.py").read_text()
    assert "n: str | None" in pet


def test_a_nullable_member_lets_null_past_the_whole() -> None:
    whole: dict[str, Any] = {
        "openapi": "3.0.3",
        "info": INFO,
        "paths": {},
        "components": {
            "schemas": {
                "Owner": OWNER,
                "Pet": obj(
                    "owner",
                    owner={"allOf": [ref("Owner"), {"nullable": True}]},
                    other={"oneOf": [ref("Owner"), {"nullable": True}]},
                ),
            }
        },
    }
    with weave(whole, clean=True) as woven:
        assert woven.read("Pet", {"owner": None, "other": None}).owner is None
        read = woven.read("Pet", {"owner": {"name": "a"}, "other": {"name": "b"}})
        assert type(read.owner) is type(read.other) is woven.models.Owner
        assert not woven.accepts("Pet", {"owner": {"name": 1}})
        assert not woven.accepts("Pet", {"owner": None, "other": 1})


def test_what_stands_beside_the_reference_of_a_path_item() -> None:
    members = {"responses": {"204": {"description": ""}}, "tags": ["t"]}

    def query(name: str, **more: Any) -> dict[str, Any]:
        return {"name": name, "in": "query", "schema": TEXT, **more}

    item = {
        "parameters": [query("q", required=True), query("r")],
        "get": {"operationId": "theirs", **members},
        "post": {"operationId": "hidden", **members},
    }
    beside = {"parameters": [query("q")], "post": {"operationId": "own", **members}}
    content = {"application/json": {"schema": obj("a", a=TEXT)}}
    more = {"COPY": {"requestBody": {"content": content}, **members}}
    whole: dict[str, Any] = {
        "openapi": "3.2.0",
        "info": INFO,
        "servers": [{"url": "https://a.example.com"}],
        "paths": {"/x": {"$ref": "#/components/pathItems/P", **beside}},
        "webhooks": {"sent": {"additionalOperations": more}},
        "components": {"pathItems": {"P": item}},
    }
    with weave(whole) as woven:
        client, requests = asked(woven, None)
        with client:
            client.t.theirs(r="1")
            client.t.own(q="2")
            assert not hasattr(client.t, "hidden")
        assert [str(request.url.query, "ascii") for request in requests] == [
            "r=1",
            "q=2",
        ]
        assert (woven.folder / "models" / "sent_additional_operations.py").exists()

"""Parameters of Swagger 2.0 in documents of 3.x."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from apiloom.core.diagnostics import Report
from apiloom.core.location import Pointer
from apiloom.document.upgrade import NormalDocument
from tests.upgrade.lifting import normalised

WORD = {"type": "string"}
CODE = "parameter-of-swagger-2"
POST = "/paths/~1x/post"


def upgraded(version: str, **members: Any) -> tuple[NormalDocument, list[Any]]:
    report = Report()
    text = yaml.safe_dump({"openapi": version, **members}, sort_keys=False)
    document = normalised(text, report)
    assert document is not None, list(report)
    return document, [(item.code, item.where.pointer) for item in report]


@pytest.mark.parametrize("version", ["3.0.0", "3.1.0", "3.2.0"])
def test_old_parameters(version: str) -> None:
    parameters: list[Any] = [
        {"name": "b", "in": "body", "required": True, "schema": WORD},
        {"name": "q", "in": "query", "deprecated": True, **WORD},
        {"name": "n", "in": "query", "schema": WORD, "type": "integer"},
        {"name": "a", "in": "query", "explode": True, "type": "array", "items": WORD},
    ]
    document, places = upgraded(
        version,
        paths={"/x": {"post": {"parameters": parameters, "responses": {}}}},
        components={"parameters": {"P": {"name": "p", "in": "path", "enum": ["e"]}}},
    )
    post = document.root["paths"]["/x"]["post"]
    assert post["requestBody"] == {
        "required": True,
        "content": {"application/json": {"schema": WORD}},
    }
    assert post["parameters"] == [
        {"name": "q", "in": "query", "deprecated": True, "schema": WORD},
        parameters[2],
        {
            "name": "a",
            "in": "query",
            "explode": True,
            "schema": {"type": "array", "items": WORD},
        },
    ]
    assert document.root["components"]["parameters"]["P"]["schema"] == {"enum": ["e"]}
    assert sorted(places) == [
        (CODE, "/components/parameters/P"),
        (CODE, f"{POST}/parameters/0"),
        (CODE, f"{POST}/parameters/1"),
        (CODE, f"{POST}/parameters/3"),
    ]
    body = Pointer(f"{POST}/requestBody/content/application~1json/schema/type")
    assert document.original(body) == f"{POST}/parameters/0/schema/type"


def test_forms() -> None:
    field = {"name": "f", "in": "formData", "type": "string"}
    document, places = upgraded(
        "3.0.0", paths={"/x": {"post": {"parameters": [field], "responses": {}}}}
    )
    (content,) = document.root["paths"]["/x"]["post"]["requestBody"]["content"].values()
    assert content["schema"] == {"type": "object", "properties": {"f": WORD}}
    assert places == [(CODE, f"{POST}/parameters/0")]


def test_nothing_else_changes() -> None:
    item = {
        "parameters": [{"$ref": "#/components/parameters/P"}, 7],
        "post": {
            "requestBody": {"content": {}},
            "parameters": [{"name": "b", "in": "body"}, {"name": "q", "in": "query"}],
            "responses": {},
        },
    }
    document, places = upgraded("3.1.0", paths={"/x": item, "/y": 5})
    assert document.root["paths"] == {"/x": item, "/y": 5}
    assert not places


def test_paths_with_queries() -> None:
    document, _ = upgraded("3.0.0", **{"x-ms-paths": {"/x?y": {"get": {}}}})
    assert document.root["paths"] == {"/x?y": {"get": {}}}
    assert document.original(Pointer("/paths/~1x?y/get")) == "/x-ms-paths/~1x?y/get"


NOTE = "swagger-2-leftover"
PET = {"$ref": "#/components/schemas/Pet"}


OLD = {"$ref": "#/definitions/Pet"}
TOPS: dict[str, Any] = {
    "host": "a.example.com",
    "basePath": "/v1",
    "definitions": {"Pet": {"properties": {"a": OLD}}, "Old": {"type": "string"}},
    "parameters": {"P": {"name": "p", "in": "query", "type": "integer"}},
    "responses": {"R": {"description": "", "schema": OLD}},
    "securityDefinitions": {"s": {"type": "basic"}},
}


@pytest.mark.parametrize("version", ["3.0.0", "3.1.0", "3.2.0"])
def test_what_stood_at_the_top(version: str) -> None:
    responses = {
        "200": {"$ref": "#/responses/R"},
        "201": {"$ref": "#/definitions/Old"},
    }
    get = {"parameters": [{"$ref": "#/parameters/P"}], "responses": responses}
    document, places = upgraded(
        version,
        **TOPS,
        components={"schemas": {"Old": {"type": "object"}}},
        paths={"/x": {"get": get}},
    )
    root = document.root
    assert root["servers"] == [{"url": "https://a.example.com/v1"}]
    components = root["components"]
    pet = {"properties": {"a": PET}}
    assert components["schemas"] == {"Old": {"type": "object"}, "Pet": pet}
    assert components["securitySchemes"] == {"s": {"type": "http", "scheme": "basic"}}
    content = components["responses"]["R"]["content"]
    assert content == {"application/json": {"schema": PET}}
    operation = root["paths"]["/x"]["get"]
    assert operation["parameters"] == [{"$ref": "#/components/parameters/P"}]
    assert operation["responses"]["200"] == {"$ref": "#/components/responses/R"}
    # The name was taken, so this one is where it was.
    assert operation["responses"]["201"] == responses["201"]
    assert root["definitions"] == {"Old": {"type": "string"}}
    inner = [(CODE, "/parameters/P"), (NOTE, "/responses/R")]
    assert sorted(places) == sorted([*inner, *((NOTE, f"/{name}") for name in TOPS)])
    place = Pointer("/components/schemas/Pet/properties/a")
    assert document.original(place) == "/definitions/Pet/properties/a"


def test_servers_of_3_are_kept() -> None:
    servers = [{"url": "https://b.example.com"}]
    document, places = upgraded("3.0.0", host="a.example.com", servers=servers)
    assert document.root["servers"] == servers
    assert not places


def test_responses_and_headers() -> None:
    fine = {"description": "", "content": {}, "schema": WORD}
    headers = {"N": {"type": "integer"}, "R": {"$ref": "#/components/headers/R"}}
    old = {"description": "", "schema": WORD, "headers": headers}
    new = {"description": "", "headers": {"N": {"type": "integer"}}}
    responses = {"200": old, "201": fine, "202": new}
    document, places = upgraded(
        "3.0.0",
        produces=["text/plain"],
        paths={
            "/x": {
                "get": {"responses": responses, "produces": ["text/csv"]},
                "put": {"responses": {"200": {"description": "", "schema": WORD}}},
            }
        },
    )
    get = document.root["paths"]["/x"]["get"]["responses"]
    assert get["200"]["content"] == {"text/csv": {"schema": WORD}}
    assert get["200"]["headers"]["N"] == {"schema": {"type": "integer"}}
    assert get["200"]["headers"]["R"] == headers["R"]
    assert get["201"] == fine
    assert get["202"]["headers"]["N"] == {"schema": {"type": "integer"}}
    put = document.root["paths"]["/x"]["put"]["responses"]["200"]
    assert put["content"] == {"text/plain": {"schema": WORD}}
    assert len([place for place in places if place[0] == NOTE]) == 3


def test_bodies_that_are_shared() -> None:
    """Those of a path item, and those among the components."""
    field = {"name": "f", "in": "formData", "type": "string"}
    shared = {"$ref": "#/components/parameters/B"}
    fine = {"name": "q", "in": "query", "schema": WORD}
    document, places = upgraded(
        "3.0.0",
        components={"parameters": {"B": {"name": "b", "in": "body", "schema": WORD}}},
        paths={
            "/x": {
                "parameters": [field, fine],
                "post": {"responses": {}, "consumes": ["multipart/form-data"]},
                "put": {"responses": {}, "parameters": [shared, fine]},
            },
            "/y": {"put": {"responses": {}, "parameters": [shared]}},
        },
    )
    item = document.root["paths"]["/x"]
    assert item["parameters"] == [fine]
    (form,) = item["post"]["requestBody"]["content"].items()
    assert form == (
        "multipart/form-data",
        {"schema": {"type": "object", "properties": {"f": WORD}}},
    )
    body = {"content": {"application/json": {"schema": WORD}}}
    assert item["put"] == {"responses": {}, "parameters": [fine], "requestBody": body}
    other = document.root["paths"]["/y"]["put"]
    assert other == {"responses": {}, "parameters": [], "requestBody": body}
    assert sorted(places) == [
        (CODE, "/components/parameters/B"),
        (CODE, "/paths/~1x/parameters/0"),
    ]


def test_webhooks_before_3_1() -> None:
    document, places = upgraded("3.0.0", **{"x-webhooks": {"new": {"post": {}}}})
    assert document.root["webhooks"] == {"new": {"post": {}}}
    assert document.original(Pointer("/webhooks/new")) == "/x-webhooks/new"
    assert not places

"""Parameters of Swagger 2.0 in documents of 3.x."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from apiloom.diagnostics import Report
from apiloom.location import Pointer
from apiloom.upgrade import NormalDocument
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
    document, said = upgraded(
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
    assert sorted(said) == [
        (CODE, "/components/parameters/P"),
        (CODE, f"{POST}/parameters/0"),
        (CODE, f"{POST}/parameters/1"),
        (CODE, f"{POST}/parameters/3"),
    ]
    body = Pointer(f"{POST}/requestBody/content/application~1json/schema/type")
    assert document.original(body) == f"{POST}/parameters/0/schema/type"


def test_forms() -> None:
    field = {"name": "f", "in": "formData", "type": "string"}
    document, said = upgraded(
        "3.0.0", paths={"/x": {"post": {"parameters": [field], "responses": {}}}}
    )
    (content,) = document.root["paths"]["/x"]["post"]["requestBody"]["content"].values()
    assert content["schema"] == {"type": "object", "properties": {"f": WORD}}
    assert said == [(CODE, f"{POST}/parameters/0")]


def test_nothing_else_changes() -> None:
    item = {
        "parameters": [{"$ref": "#/components/parameters/P"}, 7],
        "post": {
            "requestBody": {"content": {}},
            "parameters": [{"name": "b", "in": "body"}, {"name": "q", "in": "query"}],
            "responses": {},
        },
    }
    document, said = upgraded("3.1.0", paths={"/x": item, "/y": 5})
    assert document.root["paths"] == {"/x": item, "/y": 5}
    assert not said


def test_paths_with_queries() -> None:
    document, _ = upgraded("3.0.0", **{"x-ms-paths": {"/x?y": {"get": {}}}})
    assert document.root["paths"] == {"/x?y": {"get": {}}}
    assert document.original(Pointer("/paths/~1x?y/get")) == "/x-ms-paths/~1x?y/get"

"""Swagger 2.0: where its parts go, and what cannot go anywhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.upgrade.lifting import operation, upgraded

WORD = {"type": "string"}
OTHER = {"type": "integer"}


@pytest.mark.parametrize(
    ("members", "urls"),
    [
        ({}, None),
        ({"host": "a.example"}, ["https://a.example"]),
        ({"host": "a.example:8080", "basePath": "/v1/"}, ["https://a.example:8080/v1"]),
        ({"basePath": "/v1"}, ["/v1"]),
        ({"basePath": "/"}, None),
        ({"basePath": "v1", "schemes": ["http"]}, ["/v1"]),
        (
            {"host": "a.example", "schemes": ["http", "https"], "basePath": "/"},
            ["https://a.example", "http://a.example"],
        ),
        ({"host": "a.example", "schemes": ["http"]}, ["http://a.example"]),
        ({"host": "a.example", "schemes": []}, ["https://a.example"]),
        ({"host": 7, "basePath": None, "schemes": 3}, None),
    ],
)
def test_servers(members: dict[str, Any], urls: list[str] | None) -> None:
    document, _ = upgraded(**members)
    listed = document.root.get("servers")
    assert (listed and [server["url"] for server in listed]) == urls


@pytest.mark.parametrize(
    ("location", "written", "expected"),
    [
        ("query", {}, {"explode": False}),
        ("query", {"collectionFormat": "csv"}, {"explode": False}),
        ("query", {"collectionFormat": "multi"}, {}),
        ("query", {"collectionFormat": "ssv"}, {"style": "spaceDelimited"}),
        ("query", {"collectionFormat": "pipes"}, {"style": "pipeDelimited"}),
        ("query", {"collectionFormat": "tsv"}, {"style": "tabDelimited"}),
        ("header", {}, {}),
        ("header", {"collectionFormat": "pipes"}, {"style": "pipeDelimited"}),
    ],
)
def test_collection_formats(
    location: str, written: dict[str, Any], expected: dict[str, Any]
) -> None:
    array = {"type": "array", "items": WORD}
    post, places = operation({"name": "p", "in": location, **array, **written})
    assert post["parameters"] == [
        {"name": "p", "in": location, **expected, "schema": array}
    ]
    assert not places


@pytest.mark.parametrize("written", ["multi", "csw", 7])
def test_a_collection_format_that_cannot_be_is_commas(written: Any) -> None:
    array = {"type": "array", "items": WORD}
    post, places = operation(
        {"name": "p", "in": "header", **array, "collectionFormat": written}
    )
    assert post["parameters"] == [{"name": "p", "in": "header", "schema": array}]
    assert places == [
        ("collection-format", "/paths/~1x/post/parameters/0/collectionFormat")
    ]


def test_arrays_in_arrays_are_reported() -> None:
    inner = {"type": "array", "items": WORD, "collectionFormat": "pipes"}
    post, places = operation(
        {"name": "p", "in": "query", "type": "array", "items": inner}
    )
    assert post["parameters"][0]["schema"]["items"] == {"type": "array", "items": WORD}
    assert places == [("collection-format", "/paths/~1x/post/parameters/0/items")]


def test_fields_go_to_the_parameter_or_to_its_schema() -> None:
    post, _ = operation(
        {
            "name": "p",
            "in": "query",
            "description": "d",
            "required": True,
            "allowEmptyValue": True,
            "x-mine": [1],
            "type": "integer",
            "maximum": 3,
            "exclusiveMaximum": True,
            "default": 1,
            "x-nullable": True,
        }
    )
    assert post["parameters"] == [
        {
            "name": "p",
            "in": "query",
            "description": "d",
            "required": True,
            "allowEmptyValue": True,
            "x-mine": [1],
            "schema": {
                "type": ["integer", "null"],
                "exclusiveMaximum": 3,
                "default": 1,
            },
        }
    ]


BODY = {"name": "b", "in": "body", "schema": {"type": "object", "properties": {}}}
FILE = {"name": "f", "in": "formData", "type": "file"}
FIELD = {"name": "f", "in": "formData", "type": "string"}
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@pytest.mark.parametrize(
    ("parameter", "consumes", "expected"),
    [
        (BODY, None, ["application/json"]),
        (BODY, [], ["application/json"]),
        (BODY, ["text/xml", "application/json"], ["text/xml", "application/json"]),
        (FIELD, None, [URLENCODED]),
        (FIELD, ["application/json"], [URLENCODED]),
        (FIELD, [MULTIPART], [MULTIPART]),
        (FIELD, [MULTIPART, URLENCODED], [MULTIPART, URLENCODED]),
        (FILE, None, [MULTIPART]),
        (FILE, [URLENCODED, MULTIPART], [MULTIPART]),
    ],
)
def test_media_types_of_bodies(
    parameter: Any, consumes: list[str] | None, expected: list[str]
) -> None:
    members = {} if consumes is None else {"consumes": consumes}
    post, places = operation(parameter, **members)
    content = post["requestBody"]["content"]
    assert [*content] == expected
    assert post["parameters"] == []
    assert not places
    # One schema is one type, however many media types carry it.
    first = f"#/paths/~1x/post/requestBody/content/{expected[0].replace('/', '~1')}"
    for media_type in expected[1:]:
        assert content[media_type]["schema"] == {"$ref": f"{first}/schema"}


def test_what_the_document_consumes_and_produces_is_overridden() -> None:
    body = {"in": "body", "name": "b", "schema": WORD}
    answer = {"description": "", "schema": OTHER}
    document, _ = upgraded(
        consumes=["text/a"],
        produces=["text/b"],
        parameters={"B": body},
        responses={"R": answer},
        paths={
            "/same": {
                "post": {
                    "parameters": [{"$ref": "#/parameters/B"}],
                    "responses": {"200": {"$ref": "#/responses/R"}},
                }
            },
            "/own": {
                "post": {
                    "consumes": ["text/c"],
                    "produces": ["text/d"],
                    "parameters": [{"$ref": "#/parameters/B"}],
                    "responses": {"200": {"$ref": "#/responses/R"}},
                }
            },
        },
    )
    same, own = (document.root["paths"][path]["post"] for path in ("/same", "/own"))
    assert same["requestBody"] == {"$ref": "#/components/requestBodies/B"}
    assert same["responses"] == {"200": {"$ref": "#/components/responses/R"}}
    assert own["requestBody"] == {"content": {"text/c": {"schema": WORD}}}
    assert own["responses"]["200"]["content"] == {"text/d": {"schema": OTHER}}
    assert document.root["components"]["responses"]["R"]["content"] == {
        "text/b": {"schema": OTHER}
    }


def test_forms() -> None:
    post, places = operation(
        {**FIELD, "required": True, "description": "d"},
        {"name": "n", "in": "formData", "type": "array", "items": OTHER},
        {
            "name": "m",
            "in": "formData",
            "type": "array",
            "items": OTHER,
            "collectionFormat": "multi",
        },
    )
    assert not places
    assert post["requestBody"] == {
        "required": True,
        "content": {
            URLENCODED: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "f": {**WORD, "description": "d"},
                        "n": {"type": "array", "items": OTHER},
                        "m": {"type": "array", "items": OTHER},
                    },
                    "required": ["f"],
                },
                "encoding": {"n": {"style": "form", "explode": False}},
            }
        },
    }


def test_the_body_of_a_path_item_goes_to_its_operations() -> None:
    document, places = upgraded(
        paths={
            "/x": {
                "parameters": [BODY, {"name": "q", "in": "query", **WORD}],
                "put": {},
                "post": {"parameters": [{**BODY, "name": "c", "required": True}]},
                "patch": {"parameters": [FIELD]},
            }
        }
    )
    item = document.root["paths"]["/x"]
    assert not places
    assert [parameter["name"] for parameter in item["parameters"]] == ["q"]
    assert "required" not in item["put"]["requestBody"]
    assert item["post"]["requestBody"]["required"] is True
    assert [*item["patch"]["requestBody"]["content"]] == [URLENCODED]


def test_a_second_body_is_left_out_with_a_warning() -> None:
    post, places = operation(BODY, {**BODY, "name": "c"}, FIELD)
    assert [*post["requestBody"]["content"]] == ["application/json"]
    assert places == [
        ("body-twice", "/paths/~1x/post/parameters/1"),
        ("body-twice", "/paths/~1x/post/parameters/2"),
    ]


@pytest.mark.parametrize(
    ("produces", "expected"),
    [
        (["image/png"], ["image/png"]),
        (["application/json"], ["application/octet-stream"]),
        ([], ["application/octet-stream"]),
    ],
)
def test_files_in_responses(produces: list[str], expected: list[str]) -> None:
    post, _ = operation(
        produces=produces, responses={"200": {"schema": {"type": "file"}}}
    )
    content = post["responses"]["200"]["content"]
    assert [*content] == expected
    (media_type,) = content.values()
    assert media_type["schema"]["format"] == "binary"


def test_responses() -> None:
    post, _ = operation(
        responses={
            "200": {
                "description": "d",
                "schema": WORD,
                "examples": {"application/json": {"$ref": "#/definitions/No"}},
                "headers": {"X-A": {"type": "integer", "description": "h"}},
                "x-mine": 1,
            },
            "204": {"description": "nothing"},
            "x-mine": {"schema": {}},
        }
    )
    assert post["responses"] == {
        "200": {
            "description": "d",
            "content": {
                "application/json": {
                    "schema": WORD,
                    "example": {"$ref": "#/definitions/No"},
                }
            },
            "headers": {"X-A": {"description": "h", "schema": OTHER}},
            "x-mine": 1,
        },
        "204": {"description": "nothing"},
        "x-mine": {"schema": {}},
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "basic", "x-a": 1}, {"type": "http", "scheme": "basic", "x-a": 1}),
        (
            {"type": "apiKey", "in": "query", "name": "k"},
            {"type": "apiKey", "in": "query", "name": "k"},
        ),
        (
            {"type": "oauth2", "flow": "application", "tokenUrl": "t"},
            {
                "type": "oauth2",
                "flows": {"clientCredentials": {"scopes": {}, "tokenUrl": "t"}},
            },
        ),
        (
            {
                "type": "oauth2",
                "flow": "accessCode",
                "authorizationUrl": "a",
                "tokenUrl": "t",
                "scopes": {"s": "d"},
            },
            {
                "type": "oauth2",
                "flows": {
                    "authorizationCode": {
                        "scopes": {"s": "d"},
                        "authorizationUrl": "a",
                        "tokenUrl": "t",
                    }
                },
            },
        ),
        ({"type": "oauth2", "flow": ["?"]}, {"type": "oauth2", "flow": ["?"]}),
    ],
)
def test_security(old: dict[str, Any], new: dict[str, Any]) -> None:
    document, _ = upgraded(securityDefinitions={"s": old})
    assert document.root["components"]["securitySchemes"] == {"s": new}

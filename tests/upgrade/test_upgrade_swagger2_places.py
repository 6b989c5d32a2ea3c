"""Swagger 2.0: schemas and references, and the way back to the source."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from apiloom.core.diagnostics import Report
from apiloom.core.location import Pointer
from apiloom.document.source.references import Unresolved, resolve
from tests.upgrade.lifting import normalised, upgraded

WORD = {"type": "string"}


def test_discriminators() -> None:
    def derived(base: str, **more: Any) -> dict[str, Any]:
        return {"allOf": [{"$ref": f"#/definitions/{base}"}], **more}

    document, _ = upgraded(
        definitions={
            "Plain": {"type": "object", "discriminator": "kind"},
            "One": derived("Plain"),
            "Base": {"type": "object", "discriminator": "@type"},
            "Two": derived("Base", **{"x-ms-discriminator-value": "#two"}),
            "Three": derived("Two", **{"x-ms-discriminator-value": "#three"}),
            "Four": derived("Base"),
        }
    )
    schemas = document.root["components"]["schemas"]
    assert schemas["Plain"]["discriminator"] == {"propertyName": "kind"}
    assert schemas["Base"]["discriminator"] == {
        "propertyName": "@type",
        "mapping": {
            "#two": "#/components/schemas/Two",
            "#three": "#/components/schemas/Three",
            # The base, and what has no tag of its own, go by their names.
            "Four": "#/components/schemas/Four",
            "Base": "#/components/schemas/Base",
        },
    }
    pointer = Pointer("/components/schemas/Base/discriminator/propertyName")
    assert document.original(pointer) == "/definitions/Base/discriminator"


EVERYWHERE = """
swagger: "2.0"
definitions:
  A: {type: object, properties: {p: {type: string, title: property}}, x-nullable: true}
  B: {type: array, items: {type: string, title: items}}
  a/b: {type: string, title: slash}
parameters:
  Body: {in: body, name: b, schema: {type: object, title: body}}
  Query: {in: query, name: q, type: array, items: {type: string, title: query}}
responses:
  R: {description: "", schema: {type: object, title: response}}
x-schemas:
  S: {type: object, title: extension, properties: {a: {$ref: "#/definitions/a~1b"}}}
paths:
  /x:
    post:
      parameters:
        - {in: body, name: b, schema: {type: object, title: inline body}}
        - {in: query, name: q, type: array, items: {type: string, title: inline query}}
      responses:
        "200":
          description: ""
          headers: {H: {type: array, items: {type: string, title: header}}}
          schema: {type: object, title: inline response}
"""

REFERENCES = {
    "#/definitions/B/items": "items",
    "#/definitions/A/properties/p": "property",
    "#/definitions/a~1b": "slash",
    "#/definitions/a%7E1b": "slash",
    "#/parameters/Body/schema": "body",
    "#/parameters/Query/items": "query",
    "#/responses/R/schema": "response",
    "#/x-schemas/S": "extension",
    "#/paths/~1x/post/parameters/0/schema": "inline body",
    "#/paths/~1x/post/parameters/1/items": "inline query",
    "#/paths/~1x/post/responses/200/schema": "inline response",
    "#/paths/~1x/post/responses/200/headers/H/items": "header",
}


@pytest.mark.parametrize("reference", REFERENCES)
def test_references_go_along(reference: str) -> None:
    source = yaml.safe_load(EVERYWHERE)
    source["definitions"]["User"] = {"$ref": reference}
    report = Report()
    document = normalised(yaml.safe_dump(source, sort_keys=False), report)
    assert document is not None
    assert not report.items
    written = document.root["components"]["schemas"]["User"]["$ref"]
    target = resolve(document.root, written)
    assert not isinstance(target, Unresolved), target
    pointer, value = target
    assert value["title"] == REFERENCES[reference]
    # And the way back leads to where the reference pointed.
    was = resolve(source, reference)
    assert not isinstance(was, Unresolved), was
    assert document.original(pointer) == was[0]


def test_references_inside_of_what_is_referred_to() -> None:
    source = yaml.safe_load(EVERYWHERE)
    source["definitions"]["User"] = {"$ref": "#/x-schemas/S"}
    document = normalised(yaml.safe_dump(source), Report())
    assert document is not None
    reference = document.root["x-schemas"]["S"]["properties"]["a"]
    assert reference == {"$ref": "#/components/schemas/a~1b"}


def test_a_name_is_a_reference_to_a_definition() -> None:
    document, places = upgraded(definitions={"A": WORD, "B": {"$ref": "A"}})
    assert document.root["components"]["schemas"]["B"]["$ref"].endswith("schemas/A")
    assert places == [("reference-by-name", "/definitions/B/$ref")]


def test_diagnostics_speak_of_the_source() -> None:
    _, places = upgraded(
        definitions={"A": {"type": "string", "nullable": True}},
        parameters={"P": {"in": "query", "name": "p", "type": "string"}},
        paths={"/x": {}},
        **{"x-ms-paths": {"/x": {}}},
    )
    assert places == [
        ("x-ms-paths", "/x-ms-paths/~1x"),
        ("nullable-in-2.0", "/definitions/A/nullable"),
    ]


def test_paths_with_queries() -> None:
    array = {"type": "array", "items": {"type": "array"}}
    document, places = upgraded(
        **{
            "x-ms-paths": {
                "/x?y": {"get": {"parameters": [{"in": "query", "name": "a", **array}]}}
            }
        }
    )
    where = "/get/parameters/0"
    assert places == [("collection-format", f"/x-ms-paths/~1x?y{where}/items")]
    assert [*document.root["paths"]] == ["/x?y"]
    pointer = Pointer(f"/paths/~1x?y{where}/schema/type")
    assert document.original(pointer) == f"/x-ms-paths/~1x?y{where}/type"


def test_null_where_an_extension_says_so() -> None:
    document, places = upgraded(
        definitions={
            "A": {"type": "string", "enum": ["a"], "x-nullable": True},
            "B": {"$ref": "#/definitions/A", "x-nullable": True, "description": "d"},
            "C": {"type": "string", "x-nullable": False},
        }
    )
    assert not places
    assert document.root["components"]["schemas"] == {
        "A": {"type": ["string", "null"], "enum": ["a", None]},
        "B": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]},
        "C": {"type": "string"},
    }
    assert document.original(Pointer("/components/schemas/B/anyOf/1")) == (
        "/definitions/B/x-nullable"
    )


def test_what_is_no_object_is_left_for_later_stages() -> None:
    document, places = upgraded(
        definitions=[],
        parameters=7,
        responses="x",
        securityDefinitions={"s": 1},
        paths={
            "/x": {
                "get": 3,
                "parameters": {"a": 1},
                "post": {"parameters": [1, {"$ref": "#/no"}, {"$ref": 7}, {}]},
                "put": {"responses": {"200": 1, "201": {"schema": 5, "headers": 6}}},
            },
            "/y": None,
        },
    )
    assert not places
    assert document.root["paths"]["/x"]["get"] == 3
    assert document.root["paths"]["/x"]["post"]["parameters"][1] == {"$ref": "#/no"}
    assert document.root["components"]["schemas"] == []

"""Versions, places for schemas, what moved, and hostile sizes."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from apiloom.core.diagnostics import Report, Severity
from apiloom.core.location import Pointer
from apiloom.document.source import LoadPolicy, load
from apiloom.document.source.references import Unresolved, resolve
from apiloom.document.upgrade import NormalDocument, normalise
from tests.upgrade.lifting import normalised

OLD = {"type": "string", "nullable": True}
NEW = {"type": ["string", "null"]}


def document(text: str) -> NormalDocument:
    report = Report()
    normal = normalised(text, report)
    assert normal is not None, list(report)
    return normal


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("openapi: 3.0.0", "3.0.0"),
        ("openapi: 3.0.4", "3.0.4"),
        ("openapi: 3.1.0-rc1", "3.1.0-rc1"),
        ("openapi: '3.1'", "3.1"),
        ("openapi: 3.1.17", "3.1.17"),
        ("openapi: 3.2.0", "3.2.0"),
        ("openapi: '3.2'", "3.2"),
        ("openapi: 3.0.99", "3.0.99"),
        ("swagger: '2.0'", "2.0"),
    ],
)
def test_versions_read(text: str, version: str) -> None:
    report = Report()
    normal = normalised(text, report)
    assert normal is not None
    assert (normal.version, normal.root) == (version, {"openapi": "3.2.0"})
    assert not report.items


@pytest.mark.parametrize(
    ("text", "version", "hint"),
    [
        ("openapi: 3.1", "3.1", "write it as 3.1.0, or quote it"),
        ("swagger: 2.0", "2.0", "write it as '2.0'"),
    ],
)
def test_an_unquoted_version_is_read_with_a_warning(
    text: str, version: str, hint: str
) -> None:
    report = Report()
    normal = normalised(text, report)
    assert normal is not None
    assert normal.version == version
    assert [(item.code, item.severity, item.hint) for item in report] == [
        ("version-not-quoted", Severity.NOTE, hint)
    ]


@pytest.mark.parametrize(
    ("text", "message", "pointer"),
    [
        ("openapi: 3.3.0", "OpenAPI '3.3.0' is not supported", "/openapi"),
        ("openapi: 4.0.0", "OpenAPI '4.0.0' is not supported", "/openapi"),
        # Not 3.1, and only the spelling of the number tells.
        ("openapi: 3.10", "OpenAPI '3.10' is not supported", "/openapi"),
        ("openapi: 3", "OpenAPI '3' is not supported", "/openapi"),
        ("openapi: three", "OpenAPI 'three' is not supported", "/openapi"),
        ("openapi: null", "OpenAPI 'null' is not supported", "/openapi"),
        ("openapi: true", "OpenAPI 'a boolean' is not supported", "/openapi"),
        ("openapi: [3.1.0]", "OpenAPI 'an array' is not supported", "/openapi"),
        ("swagger: '1.2'", "Swagger '1.2' is not supported", "/swagger"),
        ("swagger: 3.0.0", "Swagger '3.0.0' is not supported", "/swagger"),
        ("swaggerVersion: '1.2'", "Swagger '1.2' is not supported", "/swaggerVersion"),
    ],
)
def test_versions_not_read(text: str, message: str, pointer: str) -> None:
    report = Report()
    assert normalised(text, report) is None
    (item,) = report
    assert (item.code, item.severity) == ("unsupported-version", Severity.ERROR)
    assert (item.message, item.where.pointer) == (message, pointer)
    assert item.hint == "apiloom reads Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("info: {}", "it begins with 'openapi: 3.1.0'"),
        ("asyncapi: 3.0.0", "this is an AsyncAPI document"),
        ("$schema: x", "this looks like a JSON Schema"),
        ("kind: Deployment", "this looks like a Kubernetes manifest"),
    ],
)
def test_no_version(text: str, hint: str) -> None:
    report = Report()
    assert normalised(text, report) is None
    (item,) = report
    assert (item.code, item.severity, item.hint) == (
        "not-openapi",
        Severity.ERROR,
        hint,
    )


PLACES = """
openapi: 3.1.0
paths:
  x-extension: {get: {parameters: [{schema: UNTOUCHED}]}}
  /a:
    parameters: [{schema: HERE}, {content: {a/b: {schema: HERE}}}]
    METHODS
    additionalOperations: {LINK: {requestBody: {content: {a/b: {schema: HERE}}}}}
components:
  schemas: {x-name: HERE}
  parameters: {P: {schema: HERE, example: UNTOUCHED, examples: {e: {value: UNTOUCHED}}}}
  headers: {H: {schema: HERE, content: {a/b: {schema: HERE}}}}
  requestBodies: {B: {content: {a/b: {schema: HERE, example: UNTOUCHED}}}}
  responses:
    R:
      headers: {H: {schema: HERE}}
      content:
        a/b:
          itemSchema: HERE
          encoding:
            e:
              headers: {H: {schema: HERE}}
              encoding: {f: {headers: {H: {schema: HERE}}}}
          prefixEncoding: [{headers: {H: {schema: HERE}}}]
          itemEncoding: {headers: {H: {schema: HERE}}}
      links: {L: {requestBody: UNTOUCHED, parameters: {p: UNTOUCHED}}}
  callbacks:
    C:
      '{$url}': {post: {responses: {'200': {content: {a/b: {schema: HERE}}}}}}
      x-c: {get: {requestBody: {content: {a/b: {schema: UNTOUCHED}}}}}
  pathItems: {I: {get: {requestBody: {content: {a/b: {schema: HERE}}}}}}
  mediaTypes: {M: {schema: HERE}}
  examples: {E: {value: UNTOUCHED}}
  securitySchemes: {S: UNTOUCHED}
webhooks:
  W:
    post:
      requestBody: {content: {a/b: {schema: HERE}}}
      responses: {x-r: UNTOUCHED, '200': {headers: {H: {schema: HERE}}}}
      callbacks: {C: {u: {get: {parameters: [{schema: HERE}]}}}}
"""
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


def test_every_place_for_schemas_and_no_other() -> None:
    operations = "\n    ".join(
        f"{method}: {{parameters: [{{schema: HERE}}]}}" for method in METHODS
    )
    text = PLACES.replace("METHODS", operations).replace("UNTOUCHED", json.dumps(OLD))
    normal = document(text.replace("HERE", json.dumps(OLD)))
    expected = yaml.safe_load(text.replace("HERE", json.dumps(NEW)))
    assert normal.root == {**expected, "openapi": "3.2.0"}


def test_schemas_in_extensions_are_found_by_reference() -> None:
    normal = document("""
openapi: 3.0.0
x-lib:
  A: {properties: {b: {$ref: '#/x-lib/B'}}}
  B: {type: string, nullable: true}
  C: {type: string, nullable: true}
components:
  schemas:
    S: {$ref: '#/x-lib/A'}
    T: {$ref: '#/components/examples/E/value'}
  examples: {E: {value: {type: string, nullable: true, example: {}}}}
paths: {/a: {get: {parameters: [{$ref: '#/x-lib/C'}]}}}
""")
    assert normal.root["x-lib"]["B"] == NEW
    # No schema refers to it.
    assert normal.root["x-lib"]["C"] == OLD
    # One does, but an example is data all the same.
    example = normal.root["components"]["examples"]["E"]["value"]
    assert example == {**OLD, "example": {}}


WRAPPED = """
openapi: 3.0.0
components:
  schemas:
    A:
      description: stays
      nullable: true
      allOf: [{$ref: '#/components/schemas/B'}]
      properties:
        p/q:
          nullable: true
          oneOf: [{minimum: 1, exclusiveMinimum: true, example: 2}]
          example: 3
    B: {$ref: '#/components/schemas/A/properties/p~1q/oneOf/0'}
    C: {$ref: '#/components/schemas/A/properties/p~1q'}
    D: {$ref: '#/components/schemas/A'}
    E: {$ref: '#/components/schemas/A/nowhere'}
"""


def test_what_moved_is_traced() -> None:
    normal = document(WRAPPED)
    inner = "/components/schemas/A/anyOf/0/properties/p~1q"
    before = "/components/schemas/A/properties/p~1q"
    assert normal.origins == {
        "/components/schemas/A/anyOf/0": "/components/schemas/A",
        "/components/schemas/A/anyOf/1": "/components/schemas/A/nullable",
        f"{inner}/anyOf/0": before,
        f"{inner}/anyOf/1": f"{before}/nullable",
        f"{inner}/examples/0": f"{before}/example",
        f"{inner}/anyOf/0/oneOf/0/exclusiveMinimum": f"{before}/oneOf/0/minimum",
        f"{inner}/anyOf/0/oneOf/0/examples/0": f"{before}/oneOf/0/example",
    }
    for new, old in (
        (f"{inner}/anyOf/0/oneOf/0", f"{before}/oneOf/0"),
        (f"{inner}/anyOf/1/type", f"{before}/nullable/type"),
        (inner, before),
        ("/components/schemas/A/description", "/components/schemas/A/description"),
        ("", ""),
        ("/components/schemas/D/$ref", "/components/schemas/D/$ref"),
    ):
        assert normal.original(Pointer(new)) == old


def test_references_follow_what_moved() -> None:
    schemas = document(WRAPPED).root["components"]["schemas"]
    inner = "#/components/schemas/A/anyOf/0/properties/p~1q"
    assert schemas["B"]["$ref"] == f"{inner}/anyOf/0/oneOf/0"
    assert schemas["C"]["$ref"] == inner
    assert schemas["D"]["$ref"] == "#/components/schemas/A"
    for name in "BCD":
        root = {"components": {"schemas": schemas}}
        assert not isinstance(resolve(root, schemas[name]["$ref"]), Unresolved)


def test_diagnostics_are_traced() -> None:
    normal = document(WRAPPED)
    report = Report()
    report.warning("a", "m", normal.uri, Pointer("/components/schemas/A/anyOf/0/allOf"))
    report.warning("b", "m", "other", Pointer("/components/schemas/A/anyOf/0/allOf"))
    assert [item.where.pointer for item in normal.trace(report)] == [
        "/components/schemas/A/allOf",
        "/components/schemas/A/anyOf/0/allOf",
    ]


def test_the_source_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(WRAPPED)
    report = Report()
    documents = load(path, LoadPolicy(), report)
    assert documents is not None
    before = copy.deepcopy(documents.entry.root)
    normal = normalise(documents, report)
    assert normal is not None
    assert documents.entry.root == before != normal.root


def test_aliases_are_taken_apart() -> None:
    normal = document("""
openapi: 3.0.0
components:
  schemas:
    A: &a {type: string, nullable: true}
    B: *a
    C: {<<: *a, properties: {d: *a}}
  examples: {E: {value: *a}}
""")
    schemas: dict[str, Any] = normal.root["components"]["schemas"]
    assert schemas == {"A": NEW, "B": NEW, "C": {**NEW, "properties": {"d": NEW}}}
    assert normal.root["components"]["examples"]["E"]["value"] == OLD


def test_unknown_dialects_are_reported() -> None:
    report = Report()
    for dialect in (
        "https://spec.openapis.org/oas/3.1/dialect/base",
        "https://json-schema.org/draft/2020-12/schema#",
    ):
        normalised(f"openapi: 3.1.0\njsonSchemaDialect: {dialect}", report)
    assert not report.items
    normalised("openapi: 3.1.0\njsonSchemaDialect: http://127.0.0.1/d", report)
    schema = "{$schema: http://127.0.0.1/d, properties: {$schema: {type: string}}}"
    normalised(f"openapi: 3.1.0\ncomponents: {{schemas: {{A: {schema}}}}}", report)
    assert [(item.code, item.where.pointer) for item in report] == [
        ("dialect-unsupported", "/jsonSchemaDialect"),
        ("dialect-unsupported", "/components/schemas/A/$schema"),
    ]


@pytest.mark.parametrize("version", ["3.0.0", "3.1.0"])
def test_nesting_is_no_matter(version: str, tmp_path: Path) -> None:
    depth = 2_000
    schema = '{"items":' * depth + '{"type":"string","nullable":true}' + "}" * depth
    path = tmp_path / "api.json"
    path.write_text(
        f'{{"openapi":"{version}","components":{{"schemas":{{"A":{schema}}}}}}}'
    )
    report = Report()
    documents = load(path, LoadPolicy(), report)
    assert documents is not None
    normal = normalise(documents, report)
    assert normal is not None
    inner = normal.root["components"]["schemas"]["A"]
    for _ in range(depth):
        inner = inner["items"]
    assert inner == NEW


def test_references_through_extensions_are_followed_once() -> None:
    # A chain, each link of which is met only through the one before.
    links = ", ".join(f"L{n}: {{$ref: '#/x-lib/L{n + 1}'}}" for n in range(3_000))
    normal = document(f"""
openapi: 3.1.0
x-lib: {{{links}, L3000: {{type: string, nullable: true}}}}
components: {{schemas: {{S: {{$ref: '#/x-lib/L0'}}}}}}
""")
    assert normal.root["x-lib"]["L3000"] == NEW

"""openapi-spec-validator, with places, inside the document, whatever it does."""

from __future__ import annotations

import json
import sys
import threading
import urllib.request
from pathlib import Path

import openapi_spec_validator.shortcuts
import pytest

from apiloom.core.diagnostics import Report
from apiloom.document.validation import check_official, check_semantics
from apiloom.document.validation.big_stack import with_big_stack
from apiloom.document.validation.repeated_diagnostics import (
    without_repeated_diagnostics,
)
from tests.validation.checking import brief, documents_of

DOCUMENT = """
openapi: {version}
info: {{title: T, version: '1'}}
paths:
  /a/{{id}}:
    get: {{operationId: x, responses: {{'200': {{description: ok}}}}}}
    post:
      operationId: x
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: integer, default: b}}}}
      responses: {{'200': {{description: ok}}}}
components:
  schemas:
    A: {{type: object, required: [z], allOf: [{{type: object}}]}}
    B: {{type: strin}}
"""


@pytest.mark.parametrize("version", ["3.0.0", "3.1.0"])
def test_findings_have_places(version: str) -> None:
    documents = documents_of(DOCUMENT.format(version=version))
    report = Report()
    check_official(documents.entry, report)
    official = len(report.items)
    assert [item.where.pointer for item in report] == ["/components/schemas/B/type"]
    check_semantics(documents, report)
    # The type of B has been complained about already.
    items = [*without_repeated_diagnostics(report.items)]
    assert {item.code for item in items[official:]} == {"spec-validator"}
    assert brief(Report(items[official:])) == [
        (
            "/paths/~1a~1{id}/get",
            "Path parameter 'id' for 'get' operation in '/a/{id}' was not resolved",
        ),
        (
            "/paths/~1a~1{id}/post",
            "Operation ID 'x' for 'post' in '/a/{id}' is not unique",
        ),
        (
            "/paths/~1a~1{id}/post/parameters/0/schema/default",
            "'b' is not of type 'integer'",
        ),
        (
            "/components/schemas/A",
            "Required list has not defined properties: ['z']",
        ),
    ]


def test_references_out_of_the_document_are_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"type": "hunter2"}')
    opened: list[object] = []
    monkeypatch.setattr(urllib.request, "urlopen", opened.append)
    sys.addaudithook(
        lambda event, args: (
            opened.append(args)
            if event in {"socket.connect", "urllib.Request"}
            or (event == "open" and str(args[0]) == str(secret))
            else None
        )
    )
    report = Report()
    check_semantics(
        documents_of(f"""
openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /a: {{$ref: 'http://127.0.0.1:9/path'}}
  /b:
    get:
      parameters: [{{$ref: 'other.yaml#/p'}}, {{name: q, in: query, schema: {{}}}}]
      responses: {{'200': {{$ref: 'ftp://127.0.0.1:9/r'}}}}
components:
  schemas:
    A: {{required: [p], allOf: [{{properties: {{p: {{$ref: '{secret.as_uri()}'}}}}}}]}}
    B: {{items: {{$ref: '{secret}'}}}}
    C: {{$dynamicRef: 'http://127.0.0.1:9/d'}}
    D: {{properties: {{$ref: {{type: string}}}}}}
"""),
        report,
    )
    assert opened == []
    assert [(item.code, item.message) for item in report] == [
        (
            "spec-validator-partial",
            "6 references that leave the document were not followed",
        )
    ]


def test_a_base_uri_does_not_lead_out_either(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(urllib.request, "urlopen", opened.append)
    monkeypatch.setattr("jsonschema_path.retrievers.urlopen", opened.append)
    report = Report()
    check_semantics(
        documents_of("""
openapi: 3.1.0
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    A: {$id: 'http://127.0.0.1:9/', properties: {p: {$ref: '#/nowhere'}}}
    B: {$schema: 'http://127.0.0.1:9/dialect'}
"""),
        report,
    )
    assert opened == []
    assert "spec-validator-failed" in {item.code for item in report}


def test_giving_up_is_reported_with_what_was_found() -> None:
    report = Report()
    check_semantics(
        documents_of("""
openapi: 3.1.0
info: {title: T, version: '1'}
paths: {'/a/{id}': {get: {responses: {}}}}
components: {schemas: {A: {$ref: '#/components/schemas/Nope'}}}
"""),
        report,
    )
    assert [(item.code, item.message) for item in report] == [
        (
            "spec-validator",
            "Path parameter 'id' for 'get' operation in '/a/{id}' was not resolved",
        ),
        (
            "spec-validator-failed",
            "openapi-spec-validator gave up: PointerToNowhere:"
            " /components/schemas/Nope",
        ),
    ]


def test_whatever_it_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise RecursionError("maximum recursion depth exceeded")

    monkeypatch.setattr(openapi_spec_validator.shortcuts, "get_validator_cls", broken)
    report = Report()
    check_semantics(documents_of("openapi: 3.1.0"), report)
    assert [(item.code, item.message) for item in report] == [
        (
            "spec-validator-failed",
            "openapi-spec-validator gave up: RecursionError: maximum recursion depth"
            " exceeded",
        )
    ]


def test_a_chain_of_references_longer_than_the_stack() -> None:
    length = 1_200
    schemas: dict[str, object] = {
        f"S{n}": {"items": {"$ref": f"#/components/schemas/S{n + 1}"}}
        for n in range(length)
    }
    schemas[f"S{length}"] = {"type": "string", "default": 1}
    document = {
        "openapi": "3.0.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    report = Report()
    check_semantics(documents_of(json.dumps(document), "api.json"), report)
    (item,) = report
    assert item.message == "1 is not of type 'string'"


def test_settings_of_the_process_are_put_back() -> None:
    before = sys.getrecursionlimit(), threading.stack_size()
    assert with_big_stack(sys.getrecursionlimit) > before[0]
    with pytest.raises(ZeroDivisionError):
        with_big_stack(lambda: 1 // 0)
    assert (sys.getrecursionlimit(), threading.stack_size()) == before

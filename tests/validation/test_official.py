"""The official schema of each version, and findings that people can use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from apiloom.core.diagnostics import Report, Severity
from apiloom.document.validation import check_official, official, official_schemas
from tests.validation.checking import brief, documents_of

INFO = "info: {title: T, version: '1'}\n"


def findings(text: str, name: str = "api.yaml") -> list[tuple[str, str]]:
    report = Report()
    check_official(documents_of(text, name).entry, report)
    assert {(item.code, item.severity) for item in report} <= {
        ("official-schema", Severity.WARNING)
    }
    # The order is jsonschema-rs's own and changes with its versions.
    return sorted(brief(report))


@pytest.mark.parametrize(
    "text",
    [
        f"openapi: 3.0.0\n{INFO}paths: {{}}",
        f"openapi: 3.1.0\n{INFO}paths: {{}}",
        f"openapi: 3.2.0\n{INFO}paths: {{}}",
        f"swagger: '2.0'\n{INFO}paths: {{}}",
        # For others there is no schema, and `upgrade` speaks up.
        "openapi: 4.0.0",
        "nothing: here",
    ],
)
def test_nothing_to_find(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize("version", ["3.0.0", "3.1.0", "3.2.0"])
def test_each_version_is_judged_by_its_own(version: str) -> None:
    found = findings(f"openapi: {version}\n{INFO}paths: {{}}\nwebhooks: {{}}")
    unknown = ("/webhooks", "'webhooks' is not expected here")
    assert found == ([unknown] if version == "3.0.0" else [])


def test_document_level() -> None:
    assert (
        findings("""
openapi: 3.1.0
info: {title: 7}
paths:
  /a:
    get: {respones: {}, tags: [a, 1]}
  b: {}
components: {schemas: {'a b': {}}}
""")
        == [
            ("/components/schemas", "a member has a name that is not allowed"),
            ("/info", "the member 'version' is missing"),
            ("/info/title", "must be string, is integer"),
            ("/paths/b", "'b' is not expected here"),
            ("/paths/~1a/get/respones", "'respones' is not expected here"),
            ("/paths/~1a/get/tags/1", "must be string, is integer"),
        ]
    )


SCHEMAS = """
openapi: {version}
info: {{title: T, version: '1'}}
paths: {{}}
components:
  schemas:
    A: {{type: strin}}
    B: {{properties: {{p: {{items: {{required: [a, a]}}}}, q: {{minLength: -1}}}}}}
    C: {{$ref: 3}}
    D: {{allOf: [{{$ref: '#/x'}}, {{type: 3}}]}}
    E: 3
"""


@pytest.mark.parametrize(
    ("version", "types", "kinds"),
    [
        (
            "3.0.3",
            "one of 'array', 'boolean', 'integer', 'number', 'object', 'string'",
            "object",
        ),
        (
            "3.1.0",
            "one of 'array', 'boolean', 'integer', 'null', 'number', 'object', …",
            "boolean or object",
        ),
    ],
)
def test_schema_objects(version: str, types: str, kinds: str) -> None:
    """Also in 3.1, where the schema of the document alone says nothing of them."""
    schemas = "/components/schemas"
    found = findings(SCHEMAS.format(version=version))
    assert found == [
        (f"{schemas}/A/type", f"must be {types}, is 'strin'"),
        (
            f"{schemas}/B/properties/p/items/required",
            "the same item stands twice",
        ),
        (f"{schemas}/B/properties/q/minLength", "must be at least 0, is -1"),
        (f"{schemas}/C/$ref", "must be string, is integer"),
        (f"{schemas}/D/allOf/1/type", f"must be {types}, is 3"),
        (f"{schemas}/E", f"must be {kinds}, is integer"),
    ]


def test_keys_that_are_numbers() -> None:
    responses = json.dumps({"007": {"x": 1}, "12": {}, "0": {}, "x": {}})
    found = findings(
        f'{{"openapi": "3.0.0", "info": {{"title": "T", "version": "1"}},'
        f' "paths": {{}}, "components": {{"responses": {responses}}}}}',
        "api.json",
    )
    assert [pointer for pointer, _ in found] == [
        "/components/responses/0",
        "/components/responses/007",
        "/components/responses/007/x",
        "/components/responses/12",
        "/components/responses/x",
    ]


def test_a_reference_object_is_not_asked_of_everything() -> None:
    # Each of these may be a reference instead, whose complaint is "$ref is missing".
    assert (
        findings(f"""
openapi: 3.0.0
{INFO}
paths:
  /a:
    get:
      parameters: [{{in: query, schema: {{}}}}]
      requestBody: {{}}
      responses: {{'200': {{}}}}
""")
        == [
            ("/paths/~1a/get/parameters/0", "the member 'name' is missing"),
            ("/paths/~1a/get/requestBody", "the member 'content' is missing"),
            ("/paths/~1a/get/responses/200", "the member 'description' is missing"),
        ]
    )


def test_hostile_text_is_escaped_and_cut() -> None:
    name = "\u202e" + "x" * 5_000_000
    text = json.dumps({"openapi": "3.0.0", "info": {name: 1}, "paths": name})
    (_, first), *_, (_, last) = findings(text, "api.json")
    for message in (first, last):
        assert message.isascii()
        assert len(message) < 120


def test_what_rust_does_not_take() -> None:
    # A number with a spelling of its own, and strings that are not UTF-8.
    text = '{"openapi": "3.0.0", "info": {"title": 1.10, "\\udfff": "\\ud800"}}'
    assert findings(text, "api.json") == [
        ("", "the member 'paths' is missing"),
        ("/info", "the member 'version' is missing"),
        ("/info/title", "must be string, is number"),
        ("/info/\ufffd", "'\\ufffd' is not expected here"),
    ]


@pytest.mark.parametrize("version", ["3.0.0", "3.1.0"])
@pytest.mark.parametrize("innermost", ["string", "strin"])
def test_nesting_does_not_crash(version: str, innermost: str) -> None:
    depth = 2_300
    schema = '{"properties":{"a":' * depth + f'{{"type":"{innermost}"}}' + "}}" * depth
    found = findings(
        f'{{"openapi": "{version}", "info": {{"title": "T", "version": "1"}},'
        f' "paths": {{}}, "components": {{"schemas": {{"A": {schema}}}}}}}',
        "api.json",
    )
    complaint = (
        "",
        "the document does not follow the official schema; it nests too deep to say"
        " where",
    )
    assert found == ([complaint] if innermost == "strin" else [])


def test_a_check_that_fails_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def iter_errors(self, _: object) -> None:
            raise ValueError("Recursion limit reached")

    monkeypatch.setattr(official, "schema_for", lambda _: Broken())
    report = Report()
    check_official(documents_of("openapi: 3.1.0").entry, report)
    assert [(item.code, item.message) for item in report] == [
        (
            "official-schema-failed",
            "the official schema could not be applied: 'Recursion limit reached'",
        )
    ]


def test_a_missing_schema_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official_schemas, "find_spec", lambda _: None)
    official_schemas._compiled.cache_clear()
    report = Report()
    check_official(documents_of("openapi: 3.1.0").entry, report)
    assert [(item.code, item.message) for item in report] == [
        (
            "official-schema-missing",
            "the official schema is not installed:"
            " openapi_spec_validator/resources/schemas/v3.1/schema.json",
        )
    ]


def test_the_validator_package_is_not_imported() -> None:
    program = (
        "import sys; import apiloom.document.validation as v;"
        "from validation.checking import documents_of;"
        "from apiloom.core.diagnostics import Report; r = Report();"
        "v.check_official(documents_of('openapi: 3.1.0').entry, r); assert r.items;"
        "print([n for n in sys.modules if n.startswith(('openapi_', 'jsonschema_p'))])"
    )
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here.parent), str(here.parents[1] / "generator")])
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")

"""One mistake, one diagnostic, whichever of three sources sees it; and none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.core.acceptance import Accepted
from apiloom.core.diagnostics import Diagnostic, FaultKind, Severity
from apiloom.core.location import Location, Pointer
from apiloom.document.validation.repeated_diagnostics import (
    without_repeated_diagnostics,
)
from apiloom.pipeline.commands import validate
from tests.validation.mistakes import (
    ABSENT,
    GET,
    POST,
    VERSIONS,
    changed,
    document_of,
    found_in,
    judged,
    pet_of,
    scheme_of,
)

Q = f"{GET}/parameters/1"

SCHEMAS: dict[str, tuple[str, object, str, str]] = {
    # what: (place below the schema, the mistake, code, where it is told)
    "required": ("/required", "name", "wrong-type", "/required"),
    "an item of required": ("/required", [3], "wrong-type", "/required/0"),
    "required twice": (
        "/required",
        ["name", "name"],
        "official-schema",
        "/required",
    ),
    "type": ("/properties/name/type", "strin", "unknown-type", "/properties/name/type"),
    "type, a number": (
        "/properties/name/type",
        3,
        "unknown-type",
        "/properties/name/type",
    ),
    "no types": (
        "/properties/name/type",
        [],
        "official-schema",
        "/properties/name/type",
    ),
    "pattern": (
        "/properties/name/pattern",
        "(a",
        "pattern-unusable",
        "/properties/name/pattern",
    ),
    "pattern, a number": (
        "/properties/name/pattern",
        4,
        "wrong-type",
        "/properties/name/pattern",
    ),
    "default": ("/properties/age/default", "a", "default-unusable", "/properties/age"),
    "default out of range": (
        "/properties/age/default",
        0,
        "default-unusable",
        "/properties/age",
    ),
    "minimum": (
        "/properties/age/minimum",
        "5",
        "wrong-type",
        "/properties/age/minimum",
    ),
    "multipleOf": (
        "/properties/age/multipleOf",
        0,
        "wrong-type",
        "/properties/age/multipleOf",
    ),
    "minLength": (
        "/properties/name/minLength",
        -1,
        "wrong-type",
        "/properties/name/minLength",
    ),
    "minimum of a text": (
        "/properties/name/minimum",
        "5",
        "official-schema",
        "/properties/name/minimum",
    ),
    "enum": ("/properties/kind/enum", "a", "wrong-type", "/properties/kind/enum"),
    "items": ("/properties/tags/items", 5, "wrong-type", "/properties/tags/items"),
    "a property": ("/properties/name", 5, "wrong-type", "/properties/name"),
    "properties": ("/properties", [1], "wrong-type", "/properties"),
    "allOf": ("/allOf", {"type": "object"}, "wrong-type", "/allOf"),
    "a member of allOf": ("/allOf", [4], "wrong-type", "/allOf/0"),
    "title": ("/title", 5, "wrong-type", "/title"),
    "additionalProperties": (
        "/additionalProperties",
        "yes",
        "wrong-type",
        "/additionalProperties",
    ),
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("what", SCHEMAS)
def test_a_mistake_in_a_schema(tmp_path: Path, version: str, what: str) -> None:
    place, value, code, told = SCHEMAS[what]
    pet = pet_of(version)
    assert found_in(tmp_path, version, f"{pet}{place}", value) == [
        (code, f"{pet}{told}")
    ]


OPERATIONS: dict[str, tuple[str, object, str, str]] = {
    "in": (f"{Q}/in", "querry", "parameter-unusable", Q),
    "in, a number": (f"{Q}/in", 3, "parameter-unusable", Q),
    "no in": (f"{Q}/in", ABSENT, "parameter-unusable", Q),
    "no name": (f"{Q}/name", ABSENT, "parameter-unusable", Q),
    "no parameter": (Q, 5, "parameter-unusable", Q),
    "parameters": (f"{GET}/parameters", {"id": {}}, "wrong-type", f"{GET}/parameters"),
    "required": (f"{Q}/required", "true", "wrong-type", f"{Q}/required"),
    "not required in a path": (
        f"{GET}/parameters/0/required",
        False,
        "official-schema",
        f"{GET}/parameters/0/required",
    ),
    "undeclared": (f"{GET}/parameters/0", ABSENT, "path-parameter-undeclared", GET),
    "no responses": (f"{GET}/responses", [], "wrong-type", f"{GET}/responses"),
    "null responses": (f"{GET}/responses", None, "wrong-type", f"{GET}/responses"),
    "a status": (
        f"{GET}/responses/abc",
        {"description": "x"},
        "unknown-status",
        f"{GET}/responses/abc",
    ),
    "no response": (
        f"{GET}/responses/200",
        5,
        "official-schema",
        f"{GET}/responses/200",
    ),
    "an id taken": (f"{POST}/operationId", "get_a", "duplicate-operation-id", POST),
    "an id": (f"{GET}/operationId", 5, "wrong-type", f"{GET}/operationId"),
    "tags": (f"{GET}/tags", "a", "wrong-type", f"{GET}/tags"),
    "security": (f"{GET}/security", "key", "security-unreadable", f"{GET}/security"),
    "an operation's member": (f"{GET}/foo", 1, "official-schema", f"{GET}/foo"),
    "the server": ("/foo", 1, "official-schema", "/foo"),
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("what", OPERATIONS)
def test_a_mistake_in_an_operation(tmp_path: Path, version: str, what: str) -> None:
    place, value, code, told = OPERATIONS[what]
    assert found_in(tmp_path, version, place, value) == [(code, told)]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("member", "value"), [("type", "apikey"), ("name", ABSENT)])
def test_a_mistake_in_a_security_scheme(
    tmp_path: Path, version: str, member: str, value: object
) -> None:
    scheme = scheme_of(version)
    found = found_in(tmp_path, version, f"{scheme}/{member}", value)
    assert found == [("security-unreadable", scheme)]


@pytest.mark.parametrize("version", VERSIONS[1:])
@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (f"{Q}/style", "weird", "parameter-style"),
        (f"{Q}/explode", "yes", "wrong-type"),
        (f"{GET}/responses/200/content", [], "wrong-type"),
        (f"{GET}/responses/200/content/application~1json", 5, "official-schema"),
        (f"{POST}/requestBody/content", ABSENT, "official-schema"),
        ("/servers", "http://x", "wrong-type"),
        ("/tags", [{"name": "a"}, {"name": "a", "x-b": 1}], "spec-validator"),
        (
            "/components/schemas/Pet",
            {"required": ["x"], "allOf": [{"type": "object"}]},
            "spec-validator",
        ),
    ],
)
def test_a_mistake_that_only_openapi_3_can_have(
    tmp_path: Path, version: str, place: str, value: object, code: str
) -> None:
    assert [code for code, _ in found_in(tmp_path, version, place, value)] == [code]


@pytest.mark.parametrize("version", VERSIONS[2:])
def test_one_of_several_types(tmp_path: Path, version: str) -> None:
    place = f"{pet_of(version)}/properties/name/type"
    found = found_in(tmp_path, version, place, ["string", "strin"])
    assert found == [("unknown-type", place)]


def test_a_sound_document_has_nothing(tmp_path: Path) -> None:
    for version in VERSIONS:
        assert judged(tmp_path, document_of(version)) == ()


def test_two_mistakes_in_one_place_are_two(tmp_path: Path) -> None:
    """`oneOf` does not belong into Swagger 2.0, and it is no list either."""
    place = f"{pet_of('2.0')}/oneOf"
    assert sorted(found_in(tmp_path, "2.0", place, "a")) == [
        ("official-schema", place),
        ("wrong-type", place),
    ]


def test_a_mistake_beside_another_one_stays(tmp_path: Path) -> None:
    document = document_of("3.1.0")
    changed(document, f"{Q}/in", "querry")
    changed(document, f"{Q}/foo", 1)
    changed(document, f"{Q}/description", 5)
    changed(document, f"{GET}/summary", 5)
    items = judged(tmp_path, document)
    assert {(item.code, item.where.pointer) for item in items} == {
        ("parameter-unusable", Q),
        ("official-schema", f"{Q}/foo"),
        ("official-schema", f"{Q}/description"),
        ("wrong-type", f"{GET}/summary"),
    }


def test_what_is_unexpected_is_no_consequence_of_itself(tmp_path: Path) -> None:
    """`type` is a member of Swagger 2.0's parameters, and of none in 3.1."""
    found = found_in(tmp_path, "3.1.0", f"{Q}/type", "strin")
    assert found == [("official-schema", f"{Q}/type")]


def test_the_same_place_is_not_the_same_mistake() -> None:
    """A closed member of `allOf` has nothing to do with what it requires."""
    where = Location("a.yaml", Pointer("/components/schemas/A"))
    closed = Diagnostic("allof-closed", Severity.WARNING, "closed", where)
    required = Diagnostic(
        "spec-validator", Severity.WARNING, "required", where, members=("required",)
    )
    together = Diagnostic(
        "official-schema", Severity.WARNING, "no", where, fault=FaultKind.COMBINATION
    )
    items = (closed, required, together)
    assert without_repeated_diagnostics(items) == items


def test_in_another_file_too(tmp_path: Path) -> None:
    document = document_of("3.0.3")
    schema = document["components"]["schemas"].pop("Pet")
    schema["required"], schema["properties"]["name"]["type"] = "name", "strin"
    (tmp_path / "pet.json").write_text(repr(schema).replace("'", '"'))
    for place in (f"{GET}/responses/200", f"{POST}/requestBody"):
        pointer = f"{place}/content/application~1json/schema"
        changed(document, pointer, {"$ref": "pet.json"})
    items = judged(tmp_path, document)
    assert [
        (item.code, Path(item.where.document).name, item.where.pointer)
        for item in items
        if item.code != "reference-refused"
    ] == [
        ("wrong-type", "pet.json", "/required"),
        ("unknown-type", "pet.json", "/properties/name/type"),
    ]


def test_what_is_accepted_does_not_come_back_under_another_code(
    tmp_path: Path,
) -> None:
    document = document_of("3.1.0")
    changed(document, f"{pet_of('3.1.0')}/required", "name")
    judged(tmp_path, document)
    accept = (Accepted.parse("wrong-type"),)
    outcome = validate(tmp_path / "openapi.json", accept=accept, strict=True)
    assert [(item.code, item.accepted) for item in outcome.diagnostics] == [
        ("wrong-type", True)
    ]
    assert outcome.exit_code == 0


def test_giving_up_is_a_note_beside_the_reason(tmp_path: Path) -> None:
    document = document_of("2.0")
    changed(document, f"{pet_of('2.0')}/properties/age/minimum", "5")
    judged(tmp_path, document)
    path = tmp_path / "openapi.json"
    first = {item.code: item.severity for item in validate(path).diagnostics}
    assert first["spec-validator-failed"] is Severity.NOTE
    accepted = validate(path, accept=(Accepted.parse("wrong-type"),)).diagnostics
    second = {item.code: item.severity for item in accepted}
    assert second["spec-validator-failed"] is Severity.WARNING

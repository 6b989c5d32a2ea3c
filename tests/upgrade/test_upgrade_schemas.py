"""Schemas of 3.0, and of 3.1 with leftovers of 3.0, as JSON Schema 2020-12."""

from __future__ import annotations

import pytest
import yaml

from tests.upgrade.lifting import lifted

# What both versions come to: the schema, and what it becomes.
BOTH = [
    ("{type: string, nullable: true}", "{type: [string, 'null']}"),
    ("{type: string, nullable: false}", "{type: string}"),
    ("{type: 'null', nullable: true}", "{type: 'null'}"),
    ("{type: [string], nullable: true}", "{type: [string, 'null']}"),
    ("{type: [string, 'null'], nullable: true}", "{type: [string, 'null']}"),
    (
        "{type: string, enum: [a], nullable: true}",
        "{type: [string, 'null'], enum: [a, null]}",
    ),
    (
        "{type: string, enum: [a, null], nullable: true}",
        "{type: [string, 'null'], enum: [a, null]}",
    ),
    ("{enum: [a], nullable: true}", "{enum: [a, null]}"),
    ("{nullable: true}", "{}"),
    (
        "{properties: {a: {}}, nullable: true}",
        "{properties: {a: {}}, nullable: true}",  # for who implies a type
    ),
    (
        "{title: T, nullable: true, allOf: [{type: object}], readOnly: true}",
        "{title: T, readOnly: true, anyOf:"
        " [{allOf: [{type: object}]}, {type: 'null'}]}",
    ),
    (
        "{type: object, nullable: true, allOf: [{}], x-a: 1}",
        "{x-a: 1, anyOf: [{type: object, allOf: [{}]}, {type: 'null'}]}",
    ),
    (
        "{nullable: true, anyOf: [{}, {}]}",
        "{anyOf: [{anyOf: [{}, {}]}, {type: 'null'}]}",
    ),
    (
        "{nullable: true, oneOf: [{}], discriminator: {propertyName: a}}",
        "{anyOf: [{oneOf: [{}], discriminator: {propertyName: a}}, {type: 'null'}]}",
    ),
    ("{nullable: true, const: 1}", "{anyOf: [{const: 1}, {type: 'null'}]}"),
    (
        "{$ref: '#/components/schemas/S', nullable: true}",
        "{anyOf: [{$ref: '#/components/schemas/S'}, {type: 'null'}]}",
    ),
    ("{exclusiveMinimum: true, minimum: 1}", "{exclusiveMinimum: 1}"),
    ("{exclusiveMaximum: true, maximum: 1.5}", "{exclusiveMaximum: 1.5}"),
    ("{exclusiveMinimum: false, minimum: 1}", "{minimum: 1}"),
    ("{exclusiveMinimum: true}", "{}"),
    ("{exclusiveMinimum: 3, minimum: 1}", "{exclusiveMinimum: 3, minimum: 1}"),
    ("{example: {nullable: true}}", "{examples: [{nullable: true}]}"),
    ("{example: null}", "{examples: [null]}"),
    ("{example: 1, examples: [2]}", "{example: 1, examples: [2]}"),
    (
        "{type: string, format: byte}",
        "{type: string, format: byte, contentEncoding: base64}",
    ),
    (
        "{format: binary}",
        "{format: binary, contentMediaType: application/octet-stream}",
    ),
    (
        "{format: binary, contentMediaType: image/png}",
        "{format: binary, contentMediaType: image/png}",
    ),
    (
        "{type: string, contentEncoding: base64}",
        "{type: string, contentEncoding: base64, format: byte}",
    ),
    (
        "{type: string, contentEncoding: BASE64URL, contentMediaType: image/png}",
        "{type: string, contentEncoding: BASE64URL, contentMediaType: image/png,"
        " format: base64url}",
    ),
    (
        "{type: [string, 'null'], contentEncoding: base16}",
        "{type: [string, 'null'], contentEncoding: base16, format: base16}",
    ),
    (
        "{type: string, format: binary, contentEncoding: base64}",
        "{type: string, format: byte, contentEncoding: base64}",
    ),
    (
        "{type: string, contentEncoding: quoted-printable}",
        "{type: string, contentEncoding: quoted-printable}",
    ),
    (
        "{contentMediaType: image/png}",
        "{contentMediaType: image/png, type: string, format: binary}",
    ),
    (
        "{type: string, contentMediaType: text/html}",
        "{type: string, contentMediaType: text/html}",
    ),
    (
        "{type: string, contentMediaType: application/json}",
        "{type: string, contentMediaType: application/json}",
    ),
    ("{type: array}", "{type: array}"),
    ("{type: [string, integer], const: 1}", "{type: [string, integer], const: 1}"),
    # Malformed: left to validation.
    ("{type: string, nullable: 'true'}", "{type: string, nullable: 'true'}"),
    (
        "{properties: [1], allOf: {}, items: 3}",
        "{properties: [1], allOf: {}, items: 3}",
    ),
    ("[]", "[]"),
    ("true", "true"),
]

# Where something that looks like a keyword is a name or data.
DATA = [
    "{properties: {nullable: {type: boolean}, example: {type: string}}}",
    "{default: {type: string, nullable: true}}",
    "{enum: [{type: string, nullable: true}]}",
    "{const: {example: 1}}",
    "{examples: [{type: string, nullable: true}]}",
    "{x-data: {type: string, nullable: true}}",
    "{properties: {$ref: {type: string}}}",
    "{required: [nullable]}",
]

# Every place inside a schema where there is another.
INSIDE = [
    "{properties: {p: %s}}",
    "{patternProperties: {p: %s}}",
    "{additionalProperties: %s}",
    "{items: %s}",
    "{prefixItems: [{}, %s]}",
    "{allOf: [%s]}",
    "{anyOf: [%s]}",
    "{oneOf: [%s]}",
    "{not: %s}",
    "{if: %s}",
    "{then: %s}",
    "{else: %s}",
    "{dependentSchemas: {p: %s}}",
    "{propertyNames: %s}",
    "{contains: %s}",
    "{contentSchema: %s}",
    "{unevaluatedItems: %s}",
    "{unevaluatedProperties: %s}",
    "{$defs: {d: %s}}",
    "{definitions: {d: %s}}",
    "{properties: {default: {items: {properties: {example: %s}}}}}",
]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(("schema", "normal"), BOTH)
def test_both_versions(schema: str, normal: str, version: str) -> None:
    lifted_schema, _ = lifted(schema, version)
    assert lifted_schema == yaml.safe_load(normal)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("schema", DATA)
def test_data_is_left_alone(schema: str, version: str) -> None:
    assert lifted(schema, version) == (yaml.safe_load(schema), [])


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("outer", INSIDE)
def test_schemas_inside_are_found(outer: str, version: str) -> None:
    lifted_schema, _ = lifted(outer % "{type: string, nullable: true}", version)
    assert lifted_schema == yaml.safe_load(outer % "{type: [string, 'null']}")


def test_siblings_of_a_reference_in_30() -> None:
    alone = {"$ref": "#/components/schemas/S"}

    def beside(keywords: str) -> tuple[object, list[str]]:
        return lifted(f"{{$ref: '#/components/schemas/S', {keywords}}}", "3.0.0")

    assert beside("description: d, x-a: 1, nullable: false") == (alone, [])
    assert beside("type: string, maxLength: 1") == (alone, ["ref-siblings-ignored "])
    # What is ignored is not looked into either.
    inner = "{$ref: '#/components/schemas/S', nullable: true}"
    assert beside(f"items: {inner}") == (alone, ["ref-siblings-ignored "])
    assert beside("nullable: true, title: t") == (
        {"anyOf": [alone, {"type": "null"}]},
        ["nullable-beside-ref /nullable"],
    )


def test_siblings_of_a_reference_in_31() -> None:
    schema = "{$ref: '#/components/schemas/S', maxLength: 1, description: d}"
    assert lifted(schema, "3.1.0") == (yaml.safe_load(schema), [])
    lifted_schema, codes = lifted(schema.replace("}", ", nullable: true}"), "3.1.0")
    assert lifted_schema == yaml.safe_load(
        "{description: d, anyOf: [{$ref: '#/components/schemas/S', maxLength: 1},"
        " {type: 'null'}]}"
    )
    assert codes == ["nullable-in-3.1 /nullable"]


def test_leftovers_in_31_are_reported_each() -> None:
    _, codes = lifted(
        "{nullable: true, type: object, properties: {a: {type: string, nullable: true},"
        " b: {nullable: false}, c: {exclusiveMinimum: true, minimum: 0}}}",
        "3.1.0",
    )
    assert codes == [
        "nullable-in-3.1 /nullable",
        "nullable-in-3.1 /properties/a/nullable",
        "boolean-bound-in-3.1 /properties/c",
    ]


def test_30_is_not_reported_for_being_30() -> None:
    _, codes = lifted(
        "{nullable: true, exclusiveMinimum: true, minimum: 1, type: number}", "3.0.3"
    )
    assert codes == []


ONLY = "{$ref: '#/components/schemas/T'}"


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    "member", ["{nullable: true}", "{nullable: true, type: object, description: d}"]
)
def test_a_member_that_is_only_nullable(member: str, version: str) -> None:
    """`allOf` of something and nullable is that or null, whatever the letter says."""
    lifted_schema, codes = lifted(f"{{title: t, allOf: [{ONLY}, {member}]}}", version)
    assert lifted_schema["title"] == "t"
    inner, null = lifted_schema["anyOf"]
    assert null == {"type": "null"}
    assert inner["allOf"][0] == {"$ref": "#/components/schemas/T"}
    assert "nullable" not in inner["allOf"][1]
    code = "nullable-member" if version == "3.0.3" else "nullable-in-3.1"
    assert codes == [f"{code} /allOf/1/nullable"]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_an_option_that_is_only_nullable(keyword: str) -> None:
    lifted_schema, codes = lifted(
        f"{{{keyword}: [{ONLY}, {{nullable: true}}]}}", "3.0.0"
    )
    assert lifted_schema == {
        keyword: [{"$ref": "#/components/schemas/T"}, {"type": "null"}]
    }
    assert codes == [f"nullable-member /{keyword}/1/nullable"]


def test_nullable_beside_and_inside_all_of_is_nullable_once() -> None:
    schema = f"{{nullable: true, allOf: [{ONLY}, {{nullable: true}}]}}"
    lifted_schema, _ = lifted(schema, "3.0.0")
    assert lifted_schema["anyOf"][1:] == [{"type": "null"}]
    assert "anyOf" not in lifted_schema["anyOf"][0]


def test_a_member_that_says_more_keeps_its_null_to_itself() -> None:
    more = "{nullable: true, type: object, properties: {a: {}}}"
    lifted_schema, codes = lifted(f"{{allOf: [{ONLY}, {more}]}}", "3.0.0")
    assert lifted_schema["allOf"][1]["type"] == ["object", "null"]
    assert codes == []


OLD_DRAFTS = [
    ("{items: [{type: string}]}", "{items: {type: string}}"),
    (
        "{items: [{type: string, nullable: true}, {}], title: t}",
        "{prefixItems: [{type: [string, 'null']}, {}], title: t}",
    ),
    ("{items: [{}], additionalItems: false}", "{prefixItems: [{}], items: false}"),
    (
        "{dependencies: {a: [b], c: {type: string, nullable: true}}}",
        "{dependentRequired: {a: [b]}, "
        "dependentSchemas: {c: {type: [string, 'null']}}}",
    ),
]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(("old", "new"), OLD_DRAFTS)
def test_older_drafts(old: str, new: str, version: str) -> None:
    lifted_schema, codes = lifted(old, version)
    assert lifted_schema == yaml.safe_load(new)
    assert [code for code in codes if not code.startswith("nullable-in")] in (
        ["older-draft /items"],
        ["older-draft /dependencies"],
    )


@pytest.mark.parametrize("schema", ["{items: []}", "{prefixItems: [{}], items: [{}]}"])
def test_what_no_draft_has_is_left_alone(schema: str) -> None:
    assert lifted(schema, "3.1.0")[0] == yaml.safe_load(schema)

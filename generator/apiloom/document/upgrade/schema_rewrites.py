"""What schemas of OpenAPI 3.0 say in words of their own, in those of 2020-12.

Each rule changes one schema in place. Documents labelled 3.1 use the same words, left
over from 3.0, so the steps for both versions share the rules.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from apiloom.core.text import shown
from apiloom.document.source import Json, JsonObject
from apiloom.document.upgrade.lift import Lift, is_annotation
from apiloom.document.upgrade.schema_walk import SchemaNode
from apiloom.runtime.media_types import essence, kind_of

Tokens: TypeAlias = tuple[str | int, ...]
"""The way from a schema to something in it."""

_HONOURED: Final = frozenset({"$ref", "nullable", "x-nullable"})
_NULLABLE: Final = ("x-nullable", "nullable")
_WITH_MEMBERS: Final = frozenset({"allOf", "oneOf", "anyOf"})
_ENCODINGS: Final = {
    "base64": "byte",
    "base64url": "base64url",
    "base32": "base32",
    "base16": "base16",
}
"""Encodings of RFC 4648, and the formats that say the same."""
_BINARY: Final = frozenset({"octet-stream", "pdf", "zip", "gzip", "x-tar", "wasm"})
_APPLICATORS: Final = ("$ref", "allOf", "oneOf", "anyOf", "const")


def lift_nullable(lift: Lift, node: SchemaNode, keyword: str = "nullable") -> bool:
    """`nullable` (OpenAPI 3.0.4 section 4.7.24); returns whether null is allowed.

    Before 3.0 had it, everybody agreed on the extension `x-nullable`.

    By the letter it widens `type` alone, and an `allOf` beside it still refuses null.
    Nobody who writes it means that, so null is then let past the whole schema. Without
    a `type` it means nothing, since no null is refused: it stays for who implies one.
    """
    schema = node.schema
    if not isinstance(schema.get(keyword), bool) or not schema.pop(keyword):
        return False
    if any(applicator in schema for applicator in _APPLICATORS):
        lift.allow_null(node, keyword)
        return True
    kinds = schema.get("type")
    if isinstance(kinds, str):
        schema["type"] = [kinds, "null"] if kinds != "null" else kinds
    elif isinstance(kinds, list) and "null" not in kinds:
        schema["type"] = [*kinds, "null"]
    elif kinds is None and not all(map(is_annotation, schema)) and "enum" not in schema:
        schema["nullable"] = True
    values = schema.get("enum")
    if isinstance(values, list) and None not in values:
        schema["enum"] = [*values, None]
    return True


def lift_nullable_members(lift: Lift, node: SchemaNode) -> list[tuple[str, int, str]]:
    """Members of `allOf`, `oneOf` or `anyOf` that say nothing but `nullable`.

    Returns where they say so. By the letter such a member accepts any value, so that
    `allOf: [{$ref: ...}, {nullable: true}]` refuses null, and `oneOf` every value but
    null. What is meant is `nullable` beside the `allOf`, and null as another option.
    """
    schema = node.schema
    nullable_members: list[tuple[str, int, str]] = []
    if _WITH_MEMBERS.isdisjoint(schema):
        return nullable_members
    for keyword in ("allOf", "oneOf", "anyOf"):
        listed = schema.get(keyword)
        members = listed if isinstance(listed, list) else []
        words = [_only_nullable(member, typed=keyword == "allOf") for member in members]
        if None not in words:
            continue  # the letter allows null as well
        for index, word in enumerate(words):
            if word is None:
                continue
            nullable_members.append((keyword, index, word))
            del members[index][word]
            if keyword != "allOf":
                members[index]["type"] = "null"
    is_nullable = any(schema.get(word) is True for word in _NULLABLE)
    if (
        any(keyword == "allOf" for keyword, _, _ in nullable_members)
        and not is_nullable
    ):
        lift.allow_null(node, "allOf")
    return nullable_members


def _only_nullable(member: Json, *, typed: bool) -> str | None:
    """The keyword by which a schema allows null, if it says nothing else."""
    if not isinstance(member, dict):
        return None
    for word in _NULLABLE:
        rest = member.keys() - {word} - ({"type"} if typed else set())
        if member.get(word) is True and all(map(is_annotation, rest)):
            return word
    return None


def note_nullable_members(lift: Lift, node: SchemaNode) -> None:
    """The same, with a note for each."""
    for tokens in lift_nullable_members(lift, node):
        lift.report.note(
            "nullable-member",
            f"by the letter, 'nullable' alone in {tokens[0]} allows no "
            "null; it is accepted anyway",
            lift.uri,
            lift.source(node, *tokens),
            "write 'nullable: true' beside it",
        )


def lift_exclusive_bounds(lift: Lift, node: SchemaNode) -> bool:
    """`exclusiveMinimum: true` beside `minimum` (draft Wright-00, section 5.5).

    Returns whether there was one: in 2020-12 it is the bound itself.
    """
    has_flag = False
    for exclusive, inclusive in (
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ):
        if isinstance(node.schema.get(exclusive), bool):
            has_flag = True
            if node.schema.pop(exclusive) and inclusive in node.schema:
                node.schema[exclusive] = node.schema.pop(inclusive)
                lift.moved(node, (exclusive,), inclusive)
    return has_flag


def lift_old_drafts(lift: Lift, node: SchemaNode) -> None:
    """`items` as a list, and `dependencies`: what drafts before 2020-12 had.

    A list of one schema was never meant for the first item alone: OpenAPI has had
    `items` as a schema from the beginning. Each is reported (`older-draft`).
    """
    schema = node.schema
    listed = schema.get("items")
    if isinstance(listed, list) and listed and "prefixItems" not in schema:
        _note_old(lift, node, "items", "prefixItems")
        if len(listed) == 1 and "additionalItems" not in schema:
            schema["items"] = listed[0]
            lift.moved(node, ("items",), "items")
        else:
            _rename(schema, "items", "prefixItems")
            lift.moved(node, ("prefixItems",), "items")
            if "additionalItems" in schema:
                schema["items"] = schema.pop("additionalItems")
                lift.moved(node, ("items",), "additionalItems")
    needs = schema.get("dependencies")
    if isinstance(needs, dict):
        _note_old(lift, node, "dependencies", "dependentRequired")
        del schema["dependencies"]
        for name, need in needs.items():
            listing = isinstance(need, list)
            keyword = "dependentRequired" if listing else "dependentSchemas"
            entries: Json = schema.setdefault(keyword, {})
            if isinstance(entries, dict):
                entries.setdefault(name, need)
                lift.moved(node, (keyword,), "dependencies")


def _note_old(lift: Lift, node: SchemaNode, old: str, new: str) -> None:
    lift.report.note(
        "older-draft",
        f"{old!a} is read as an older draft of JSON Schema has it",
        lift.uri,
        lift.source(node, old),
        f"the keyword of today is {new!a}",
    )


def lift_example(lift: Lift, node: SchemaNode) -> None:
    """`example` to `examples`: OpenAPI 3.1 (section 4.8.24) deprecates the former."""
    schema = node.schema
    if "example" in schema and "examples" not in schema:
        _rename(schema, "example", "examples")
        schema["examples"] = [schema["examples"]]
        lift.moved(node, ("examples", 0), "example")


def lift_binary_format(node: SchemaNode) -> None:
    """`format: byte` and `binary` (OpenAPI 3.1.1, "Working With Binary Data").

    The format stays, since it is what people look for, and it is set where only the
    keywords say so that took its place. An encoding says more than a format beside it.
    Content that can be no text is bytes where no encoding makes text of it.
    """
    schema = node.schema
    encoding, content = schema.get("contentEncoding"), schema.get("contentMediaType")
    listed = schema.get("type", "string")
    has_text = "string" in listed if isinstance(listed, list) else listed == "string"
    if isinstance(encoding, str) and encoding.lower() in _ENCODINGS:
        if has_text and "type" in schema:
            schema["format"] = _ENCODINGS[encoding.lower()]
    elif schema.get("format") == "byte":
        schema.setdefault("contentEncoding", "base64")
    elif schema.get("format") == "binary":
        schema.setdefault("contentMediaType", "application/octet-stream")
    elif "format" in schema or encoding is not None or not has_text:
        return
    elif isinstance(content, str) and is_no_text(content):
        schema.setdefault("type", "string")
        schema["format"] = "binary"


def is_no_text(name: str) -> bool:
    """Whether content of a media type is surely bytes; `application/jwt` is text."""
    kind, _, subtype = essence(name).partition("/")
    if kind_of(name) != "bytes":
        return False
    if kind == "application":
        return subtype in _BINARY or subtype.startswith("vnd.")
    return kind in {"audio", "font", "image", "video"}


def lift_schema(lift: Lift, node: SchemaNode) -> None:
    """Rewrite one schema that is no reference."""
    lift_exclusive_bounds(lift, node)
    lift_old_drafts(lift, node)
    lift_example(lift, node)
    lift_binary_format(node)
    note_nullable_members(lift, node)
    lift_nullable(lift, node, "x-nullable")
    lift_nullable(lift, node)


def lift_reference(lift: Lift, node: SchemaNode, dialect: str) -> None:
    """A reference object ignores what stands beside it (3.0.4 section 4.7.23).

    `nullable` is the exception, against the letter: it is written there all the time,
    and a null that arrives must not be refused.
    """
    schema = node.schema
    if len(schema) == 1:
        return
    dropped = [
        keyword
        for keyword in schema
        if keyword not in _HONOURED and not is_annotation(keyword)
    ]
    for keyword in [*schema]:
        if keyword not in _HONOURED:
            del schema[keyword]
    if dropped:
        lift.report.note(
            "ref-siblings-ignored",
            f"{dialect} ignores what stands beside $ref: {_listed(dropped)}",
            lift.uri,
            lift.source(node),
            "put the $ref into an allOf, or move the document to 3.1",
        )
    if lift_nullable(lift, node, "x-nullable"):
        return
    if lift_nullable(lift, node):
        lift.report.warning(
            "nullable-beside-ref",
            f"{dialect} ignores 'nullable' beside $ref; null is accepted here anyway",
            lift.uri,
            lift.source(node, "nullable"),
            "put the $ref into an allOf next to 'nullable'",
        )


def _listed(keywords: list[str]) -> str:
    names = [shown(keyword) for keyword in keywords[:5]]
    return ", ".join(names) + (", …" if len(keywords) > 5 else "")


def warn_nullable(
    lift: Lift,
    node: SchemaNode,
    dialect: str,
    hint: str,
    tokens: Tokens = ("nullable",),
) -> None:
    """Report a `nullable` in a dialect that does not have it."""
    lift.report.warning(
        "nullable-in-3.1" if dialect.startswith("OpenAPI") else "nullable-in-2.0",
        f"'nullable' means nothing in {dialect}; null is accepted here anyway",
        lift.uri,
        lift.source(node, *tokens),
        hint,
    )


def _rename(schema: JsonObject, old: str, new: str) -> None:
    """Rename a member and keep the order of all."""
    members = [(new if key == old else key, value) for key, value in schema.items()]
    schema.clear()
    schema.update(members)

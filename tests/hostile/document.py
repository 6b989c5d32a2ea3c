"""A small OpenAPI document in which every string of the author's is a slot.

A slot is filled by name; what is not filled has a harmless text of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import quote

Json: TypeAlias = dict[str, Any]

NAME_SLOTS: Final = frozenset(
    {
        "tag",
        "operation.id",
        "parameter.path",
        "parameter.query",
        "parameter.header",
        "parameter.cookie",
        "schema.key",
        "property.name",
        "required.name",
        "sent.property",
        "discriminator.property",
        "security.key",
    }
)
"""Slots that Python names are made from; `path` is a matter of its own."""


@dataclass
class Filler:
    """Hands out the texts of slots and remembers which slots there are."""

    texts: Mapping[str, str]
    slots: dict[str, None] = field(default_factory=dict)

    def __call__(self, slot: str) -> str:
        """The text for a slot."""
        self.slots[slot] = None
        return self.texts.get(slot, harmless(slot))


def harmless(slot: str) -> str:
    """What stands in a slot that no text is for.

    The id of an operation has no word that a tag may have: it would be left out.
    """
    return "zebra" if slot == "operation.id" else "plain " + slot.replace(".", " ")


def document(texts: Mapping[str, str]) -> Json:
    """The document with `texts` in its slots."""
    return _document(Filler(texts))


def _document(s: Filler) -> Json:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": s("info.title"),
            "version": s("info.version"),
            "description": s("info.description"),
            "summary": s("info.summary"),
            "contact": {"name": s("contact.name"), "email": s("contact.email")},
            "license": {"name": s("license.name"), "identifier": s("license.id")},
            "x-logo": {s("extension.key"): s("extension.value")},
        },
        "servers": [_server(s)],
        "tags": [
            {
                "name": s("tag"),
                "description": s("tag.description"),
                "externalDocs": _external(s, "tag"),
            },
            {"name": "stable", "description": "stays"},
        ],
        "externalDocs": _external(s, "document"),
        "paths": {
            f"/things/{s('path')}": {"post": _operation(s)},
            f"/by/{{{s('parameter.path')}}}": {"get": _by_path(s)},
            "/stable": {
                "get": {
                    "operationId": "getStable",
                    "tags": ["stable"],
                    "responses": {"200": _json(s, "Choice"), s("status"): _empty()},
                }
            },
        },
        "webhooks": {s("webhook.name"): {"post": {"responses": {"200": _empty()}}}},
        "components": {
            "schemas": _schemas(s),
            "securitySchemes": _security_schemes(s),
            "responses": {"Failed": {"description": s("response.shared")}},
        },
    }


def slots() -> tuple[str, ...]:
    """The name of every slot."""
    filler = Filler({})
    _document(filler)
    return tuple(filler.slots)


def reference(token: str) -> str:
    """A reference to a schema of this name (RFC 6901, section 6)."""
    escaped = token.replace("~", "~0").replace("/", "~1")
    quoted = "".join(
        quote(character, safe="") if character.isascii() else character
        for character in escaped
    )
    return f"#/components/schemas/{quoted}"


def _empty() -> Json:
    return {"description": "nothing"}


def _external(s: Filler, owner: str) -> Json:
    description = s(f"externalDocs.{owner}")
    return {"url": "https://example.com/" + owner, "description": description}


def _server(s: Filler) -> Json:
    return {
        "url": f"https://{{host}}/{s('server.url')}",
        "description": s("server.description"),
        "variables": {
            "host": {
                "default": s("server.variable"),
                "enum": [s("server.variable")],
                "description": s("server.variable.description"),
            }
        },
    }


def _json(s: Filler, schema: str) -> Json:
    return {
        "description": s(f"response.{schema}"),
        "content": {
            "application/json": {"schema": {"$ref": reference(schema)}},
            "application/xml": {"schema": {"type": "string"}},
        },
    }


def _operation(s: Filler) -> Json:
    key = s("schema.key")
    return {
        "operationId": s("operation.id"),
        "tags": [s("tag"), s("tag.second")],
        "summary": s("operation.summary"),
        "description": s("operation.description"),
        "externalDocs": _external(s, "operation"),
        "deprecated": True,
        "x-ms-deprecation": {"description": s("deprecated.text")},
        "security": [{s("security.key"): [s("security.scope")], "Bearer": []}],
        "parameters": [
            _parameter(s, "query") | {"style": s("parameter.style")},
            _parameter(s, "header"),
            _parameter(s, "cookie"),
            {"name": "lost", "in": s("parameter.in"), "schema": {}},
        ],
        "requestBody": {
            "description": s("body.description"),
            "content": {
                "application/json": {
                    "schema": {"$ref": reference(key)},
                    "example": {s("example.key"): s("example.value")},
                    "examples": {s("example.name"): {"summary": s("example.summary")}},
                },
                s("body.media"): {"schema": {"type": "string"}},
            },
        },
        "responses": {
            "200": _answer(s, key),
            "404": {
                "description": s("response.missing"),
                "content": {"application/problem+json": {"schema": _inline(s)}},
            },
            "default": {"$ref": "#/components/responses/Failed"},
        },
    }


def _answer(s: Filler, key: str) -> Json:
    return {
        "description": s("response.description"),
        "headers": {
            s("header.name"): {
                "description": s("header.description"),
                "schema": {"type": "string"},
            }
        },
        "content": {
            "application/json": {"schema": {"$ref": reference(key)}},
            s("response.media"): {"schema": {"type": "string"}},
        },
        "links": {s("link.name"): {"description": s("link.description")}},
    }


def _inline(s: Filler) -> Json:
    return {
        "type": "object",
        "title": s("inline.title"),
        "properties": {"detail": {"type": "string", "description": s("inline.text")}},
    }


def _parameter(s: Filler, where: str) -> Json:
    return {
        "name": s(f"parameter.{where}"),
        "in": where,
        "required": where == "path",
        "description": s(f"parameter.{where}.description"),
        "schema": {"type": "string", "default": s(f"parameter.{where}.default")},
    }


def _by_path(s: Filler) -> Json:
    return {
        "operationId": "byPath",
        "tags": ["stable"],
        "parameters": [_parameter(s, "path")],
        "responses": {"204": {"description": s("response.none")}},
    }


def _schemas(s: Filler) -> Json:
    return {
        s("schema.key"): _thing(s),
        "Choice": _choice(s),
        "Cat": _member(s, "cat"),
        "Dog": _member(s, s("discriminator.constant")),
        "Left": {"properties": {"kind": {"type": "string"}}, "required": ["kind"]},
        "Right": {"properties": {"kind": {"type": "string"}}, "required": ["kind"]},
        "Kinds": {"type": "string", "enum": [s("enum.value"), "other"]},
        "Fixed": {"const": s("const")},
        "Node": {
            "description": s("circle.description"),
            "properties": {"next": {"$ref": "#/components/schemas/Node"}},
        },
        "Odd": {"type": [s("type"), "string"], "$comment": s("comment")},
    }


def _thing(s: Filler) -> Json:
    return {
        "type": "object",
        "title": s("schema.title"),
        "description": s("schema.description"),
        "externalDocs": _external(s, "schema"),
        "xml": {"name": s("xml.name"), "namespace": s("xml.namespace")},
        "required": [s("required.name")],
        "x-python-type": s("extension.python_type"),
        "x-python-import": {"module": "os", "name": s("extension.python_import")},
        "customTypePath": s("keyword.unknown"),
        "properties": {
            "fixed-name": {"$ref": "#/components/schemas/Kinds"},
            s("property.name"): {
                "type": "string",
                "title": s("property.title"),
                "description": s("property.description"),
                "default": s("property.default"),
                "examples": [s("property.example")],
                "format": s("property.format"),
                "deprecated": True,
            },
            "plain": {"type": "string", "default": s("default")},
            "shaped": {"type": "string", "pattern": s("pattern")},
            "titled": {"type": "integer", "title": s("property.only_title")},
            "members": {"$ref": "#/components/schemas/Choice"},
            "listed": {
                "type": "string",
                "enum": [s("inline.enum"), "b"],
                "default": s("inline.enum"),
                "x-enum-varnames": [s("extension.enum_name"), "B"],
                "x-enum-descriptions": [s("extension.enum_text"), "b"],
            },
            "inner": {
                "type": "object",
                "properties": {
                    "fixed-name": {"type": "string"},
                    s("sent.property"): {"type": "string"},
                },
            },
            "many": {
                "type": "object",
                "additionalProperties": {"type": "string", "title": s("map.title")},
                "patternProperties": {s("pattern.key"): {"type": "string"}},
            },
        },
    }


def _choice(s: Filler) -> Json:
    return {
        "description": s("union.description"),
        "oneOf": [
            {
                "oneOf": [
                    {"$ref": "#/components/schemas/Cat"},
                    {"$ref": "#/components/schemas/Dog"},
                ],
                "discriminator": {"propertyName": s("discriminator.property")},
            },
            {
                "oneOf": [
                    {"$ref": "#/components/schemas/Left"},
                    {"$ref": "#/components/schemas/Right"},
                ],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {
                        s("discriminator.mapping"): "#/components/schemas/Left",
                        "right": "#/components/schemas/Right",
                    },
                },
            },
        ],
    }


def _member(s: Filler, tag: str) -> Json:
    name = s("discriminator.property")
    return {
        "type": "object",
        "properties": {name: {"const": tag}, "fixed-name": {"type": "string"}},
        "required": [name],
    }


def _security_schemes(s: Filler) -> Json:
    return {
        s("security.key"): {
            "type": "apiKey",
            "in": "header",
            "name": s("security.name"),
            "description": s("security.description"),
        },
        "Bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": s("security.format"),
        },
        "Flow": {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": s("security.url"),
                    "scopes": {s("security.scope"): s("security.scope.text")},
                }
            },
        },
    }

"""An API whose arguments are of every kind, for the examples of its methods."""

from __future__ import annotations

from typing import Any, Final

from tests.shapes import INTEGER, TEXT, all_of, array, by_tag, mapping, obj, one_of, ref
from tests.weaving import Json, document

_DONE: Final = {"204": {"description": "done"}}


def _put(name: str, content: Json, **members: Any) -> Json:
    body = {"required": True, "content": content}
    return {
        "put": {
            "operationId": name,
            "tags": ["odd"],
            "requestBody": body,
            "responses": _DONE,
            **members,
        }
    }


def _json(name: str, schema: object, **members: Any) -> Json:
    return _put(name, {"application/json": {"schema": schema, **members}})


def _get(name: str, *parameters: Json) -> Json:
    return {
        "get": {
            "operationId": name,
            "tags": ["odd"],
            "parameters": [{"required": True, **each} for each in parameters],
            "responses": _DONE,
        }
    }


def _query(name: str, schema: object, **members: object) -> Json:
    return {"name": name, "in": "query", "schema": schema, **members}


def _text(format_: str, **keywords: object) -> Json:
    return {**TEXT, "format": format_, **keywords}


def _formatted(formats: tuple[str, ...]) -> Json:
    return obj(*formats, **{name: _text(name) for name in formats})


FORMATS: Final = (
    *("date-time", "date", "time", "duration", "uuid", "uri", "email", "hostname"),
    *("ipv4", "ipv6", "byte", "base64url", "decimal", "json-pointer"),
)
SCHEMAS: Final[Json] = {
    "Cat": obj("kind", "name", kind={"const": "cat"}, name=TEXT),
    "Dog": obj("kind", "age", kind={"const": "dog"}, age={**INTEGER, "minimum": 3}),
    "Pet": one_of(ref("Cat"), ref("Dog"), **by_tag("kind")),
    "Tree": obj("name", name=TEXT, children=array(ref("Tree"))),
    "Endless": obj("next", next=ref("Endless")),
    "Base": obj("id", "made", id={**TEXT, "maxLength": 3}, made=_text("date")),
    "Whole": all_of(ref("Base"), obj("size", size={**INTEGER, "multipleOf": 7})),
    "Priority": {"enum": ["low", "high"]},
    "Read": obj("id", "name", id={**TEXT, "readOnly": True}, name=TEXT),
}
BODIES: Final[Json] = {
    "/clocks": _json("clocks", _formatted(FORMATS[:7])),
    "/addresses": _json("addresses", _formatted(FORMATS[7:])),
    "/pet": _json("pet", ref("Pet")),
    "/wrapped": _json("wrapped", obj("pet", "tag", pet=ref("Pet"), tag={"const": 1})),
    "/tree": _json("tree", ref("Tree")),
    "/endless": _json("endless", ref("Endless")),
    "/whole": _json("whole", ref("Whole")),
    "/read": _json("read", ref("Read")),
    "/list": _json("list_body", array(ref("Whole"), minItems=2)),
    "/number": _json(
        "number", {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5}
    ),
    "/map": _json("map_body", mapping(_text("date"))),
    "/tuple": _json(
        "tuple_body",
        {
            "type": "array",
            "prefixItems": [TEXT, INTEGER],
            "items": False,
            "minItems": 2,
        },
    ),
    "/null": _json("nothing", obj("a", a={"type": ["integer", "null"]})),
    "/either": _json("either", {"anyOf": [INTEGER, TEXT]}),
    "/any": _json("anything", {}),
    "/optional": _json("optional", obj(a=array(TEXT), b={"type": "boolean"})),
    "/taken": _json("taken", obj("body", "options", body=TEXT, options=TEXT)),
    "/class": _json(
        "keyword", obj("class", "first-name", **{"class": TEXT, "first-name": TEXT})
    ),
    "/said": _json(
        "said",
        obj("name", "age", name=TEXT, age=INTEGER, more=TEXT),
        example={"name": 'A "quoted" \\ name', "age": 3, "more": "x"},
    ),
    "/lied": _json("lied", obj("age", age=INTEGER), example={"age": "three"}),
    "/default": _json(
        "default", obj("a", "b", a={**TEXT, "default": "mine"}, b=ref("Priority"))
    ),
    "/bytes": _put("upload", {"application/octet-stream": {}}),
    "/text": _put("text", {"text/plain": {"schema": TEXT, "example": "Hello"}}),
    "/limited": _put("limited", {"text/plain": {"schema": {**TEXT, "minLength": 9}}}),
    "/matching": _put("matching", {"text/plain": {"schema": {"pattern": "^a+$"}}}),
    "/xml": _put("xml", {"application/xml": {"schema": obj("a", a=TEXT)}}),
    "/form": _put(
        "form",
        {
            "application/x-www-form-urlencoded": {
                "schema": obj("a", "b", a=TEXT, b=array(INTEGER))
            }
        },
    ),
    "/parts": _put(
        "parts",
        {
            "multipart/form-data": {
                "schema": obj(
                    "file",
                    "files",
                    "about",
                    file=_text("binary"),
                    files=array(_text("binary")),
                    about=ref("Whole"),
                )
            }
        },
    ),
    "/lines": _put("lines", {"application/jsonl": {"itemSchema": ref("Pet")}}),
    "/long": _json(
        "long",
        obj(
            *(f"name_{n}" for n in range(20)), **{f"name_{n}": TEXT for n in range(20)}
        ),
    ),
    "/pattern": _json("patterned", obj("a", a={**TEXT, "pattern": "^x7-[0-9]{4}-q$"})),
    "/unique": _json("unique", array(TEXT, minItems=2, uniqueItems=True)),
    "/choice": _json("choice", obj("a", a={**TEXT, "pattern": "^[A-Z]{2}$"})),
}
PARAMETERS: Final[Json] = {
    "/p/{id}/{on}": _get(
        "paths",
        {"name": "id", "in": "path", "schema": INTEGER},
        {"name": "on", "in": "path", "schema": _text("date")},
    ),
    "/query": _get(
        "queries",
        _query("ids", array(INTEGER)),
        _query("words", array(TEXT), explode=False),
        _query("level", ref("Priority")),
        {
            "name": "json",
            "in": "query",
            "content": {"application/json": {"schema": ref("Pet")}},
        },
    ),
    "/deep": _get("deep", _query("deep", obj("a", a=TEXT), style="deepObject")),
    "/headers": _get(
        "headers",
        {"name": "X-Trace", "in": "header", "schema": TEXT, "example": "abc"},
        {"name": "X-List", "in": "header", "schema": array(TEXT)},
        {"name": "session", "in": "cookie", "schema": TEXT},
    ),
    "/delimited": _get(
        "delimited", _query("a", array(TEXT), explode=False, example=["x,y", "z"])
    ),
}
ODD: Final = document(schemas=SCHEMAS, paths={**BODIES, **PARAMETERS})
WITHOUT: Final = frozenset(
    {"endless", "xml", "long", "patterned", "unique", "delimited", "deep"}
)
"""Methods for which there is no example: no value is known, or it would be long."""

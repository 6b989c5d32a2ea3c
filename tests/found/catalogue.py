"""An API with a method of each kind, for what lists and documents them."""

from __future__ import annotations

from typing import Any, Final

from apiloom.core.page_rule import PageRule
from tests.shapes import array, obj, ref
from tests.weaving import Json, document


def _answer(schema: object, media_type: str = "application/json") -> Json:
    return {"description": "fine", "content": {media_type: {"schema": schema}}}


def _operation(tag: str, name: str, response: Json, **members: Any) -> Json:
    return {
        "tags": [tag],
        "operationId": name,
        "responses": {"200": response},
        **members,
    }


def _body(schema: object, media_type: str = "application/json") -> Json:
    return {"required": True, "content": {media_type: {"schema": schema}}}


_ID: Final = {
    "name": "pet_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
}
_LIMIT: Final = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
_EVENTS: Final = {
    "text/event-stream": {"itemSchema": obj("data", data={"type": "string"})},
    "application/json": {"schema": ref("Pet")},
}
CATALOGUE: Final = document(
    "3.2.0",
    tags=[{"name": "pets", "description": "All *about* pets.\n\nAnd more."}],
    schemas={
        "Pet": obj("name", name={"type": "string"}, tag={"type": "string"}),
        "Page": obj(items=array(ref("Pet")), next={"type": "string"}),
    },
    paths={
        "/pets": {
            "get": _operation(
                "pets",
                "listPets",
                _answer(ref("Page")),
                summary="All <b>pets</b>",
                parameters=[
                    _LIMIT,
                    {"name": "after", "in": "query", "schema": {"type": "string"}},
                ],
            ),
            "post": _operation(
                "pets", "createPet", _answer(ref("Pet")), requestBody=_body(ref("Pet"))
            ),
        },
        "/pets/{pet_id}": {
            "get": _operation(
                "pets", "getPet", _answer(ref("Pet")), parameters=[_ID], deprecated=True
            ),
            "delete": _operation(
                "pets",
                "deletePet",
                {"description": "gone"},
                parameters=[
                    _ID,
                    {**_ID, "name": "reason", "in": "query"},
                ],
            ),
        },
        "/chat": {
            "post": _operation(
                "talk",
                "chat",
                {"description": "said", "content": _EVENTS},
                requestBody=_body(obj("text", text={"type": "string"})),
            ),
        },
        "/log": {
            "get": _operation(
                "talk",
                "log",
                {
                    "description": "lines",
                    "content": {"application/jsonl": {"itemSchema": ref("Pet")}},
                },
            )
        },
    },
    webhooks={
        "pet.born": {
            "post": {
                "summary": "A pet is born.",
                "requestBody": _body(ref("Pet")),
                "responses": {"204": {"description": "heard"}},
            }
        }
    },
)
RULES: Final = (PageRule("listPets", "cursor", "after", "/items", "/next"),)

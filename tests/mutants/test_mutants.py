"""Whatever a document is like: a package that imports, or a refusal with a position."""

from __future__ import annotations

from typing import Any, Final

import pytest

from apiloom.core.model_style import MODEL_STYLES
from tests.mutants.judging import failure
from tests.mutants.mutation import deep, deep_schema, mutant
from tests.shapes import INTEGER, TEXT, array, obj, one_of, ref
from tests.weaving import Json, document

SMALL: Final[Json] = document(
    schemas={
        "Pet": obj("id", id=INTEGER, name=TEXT, kind={"enum": ["cat", "dog"]}),
        "Pets": array(ref("Pet"), maxItems=10, default=[]),
        "Either": one_of(ref("Pet"), TEXT),
    },
    paths={
        "/pets/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": INTEGER}
            ],
            "put": {
                "operationId": "putPet",
                "security": [{"key": []}],
                "requestBody": {
                    "content": {"application/json": {"schema": ref("Pet")}}
                },
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": ref("Pets")}},
                    },
                    "default": {"description": ""},
                },
            },
        }
    },
)
SMALL["components"]["securitySchemes"] = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"}
}
HUGE: Final = 10**400
HALF: Final = "\ud800"


def _answering(responses: object) -> Json:
    return document(paths={"/a": {"get": {"operationId": "a", "responses": responses}}})


KINDS: Final[dict[str, Any]] = {
    "no responses": _answering({}),
    "statuses that are none": _answering(
        {key: {"description": ""} for key in ("600", "99999", "0", "abc", "default ")}
    ),
    "huge numbers": document(
        schemas={
            "A": obj(
                a={"type": "integer", "minimum": -HUGE, "default": HUGE},
                b={"type": "string", "maxLength": 2**64},
                c={"type": "number", "multipleOf": HUGE, "const": HUGE},
                d=array({"type": "integer", "enum": [HUGE]}, maxItems=2**70),
                e={"type": "object", "maxProperties": 2**64},
            )
        }
    ),
    "more digits than Python converts": document(
        schemas={"A": {"type": "integer", "default": 10**5000}},
        info={"title": "t", "version": "1", "x-digits": 10**5000},
    ),
    "halves of surrogate pairs": document(
        schemas={HALF: obj(HALF, **{HALF: {"enum": [HALF, "a"], "pattern": HALF}})},
        paths={f"/{HALF}": {"get": {"operationId": HALF, "tags": [HALF]}}},
    ),
    "values 980 deep": document(
        schemas={"A": {"type": "object", "example": deep(), "default": deep()}},
        paths={"/a": {"get": {"operationId": "a", "x-deep": deep()}}},
    ),
    "schemas 300 deep": document(schemas={"A": deep_schema(300)}),
    "a parameter nowhere": {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/a": {"get": {"parameters": [{"name": "a", "in": []}, {"in": None}]}}
        },
    },
    "a security scheme without a type": document(
        paths={"/a": {"get": {"operationId": "a", "security": [{"key": []}]}}},
        components={"securitySchemes": {"key": {"name": "x", "in": "header"}}},
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_kinds_that_failed_once(name: str) -> None:
    assert failure(KINDS[name]) is None


def test_limits_that_no_value_can_break() -> None:
    """They are for msgspec what its own numbers can say."""
    huge = KINDS["huge numbers"]
    assert failure(huge, targets=("models",), models="msgspec") is None


@pytest.mark.parametrize("seed", range(16))
def test_mutants(seed: int) -> None:
    changed, done = mutant(SMALL, seed)
    models: Any = MODEL_STYLES[seed % 3]
    assert failure(changed, models=models, targets=("models", "client")) is None, done

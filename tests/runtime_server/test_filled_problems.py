"""Problems in the words of schemas that documents have for errors."""

from typing import Annotated, Any, Literal

import pytest
from annotated_types import MaxLen
from pydantic import BaseModel, ConfigDict, Field

from apiloom.runtime.server.filled_problems import filled, is_problem
from apiloom.runtime.server.problem import BodyError, ParameterError, Problem

PLAIN = Problem(404, "No such thing.")
BODY = BodyError("/items/0/a~1b", "Input should be a string")
QUERY = ParameterError("query", "limit", "Too many")
INVALID = Problem(400, "The body is not valid.", (BODY,), "body")
BOTH = Problem(400, "Not valid.", (QUERY, QUERY, QUERY, QUERY, QUERY), "parameters")


class Location(BaseModel):
    loc: list[str | int]
    msg: str
    type: str


class FastApi(BaseModel):
    """`HTTPValidationError`, which has its name from FastAPI."""

    detail: list[Location] | None = None


class Google(BaseModel):
    class Error(BaseModel):
        code: int
        message: str
        status: Literal["NOT_FOUND", "INVALID_ARGUMENT", "BAD_REQUEST"]

    error: Error


class JsonApi(BaseModel):
    class Error(BaseModel):
        class Source(BaseModel):
            pointer: str

        title: str
        detail: str | None = None
        source: Source | None = None

    errors: list[Error]


class Flagged(BaseModel):
    success: Literal[False]
    ok: bool
    errorMessage: str  # noqa: N815 - a wire name
    http_status: str = ""
    fields: dict[str, str] = Field(default_factory=dict)


class Unknown(BaseModel):
    trace_id: str
    message: str


class Nothing(BaseModel):
    model_config = ConfigDict(extra="allow")
    id: str | None = None


class Tree(BaseModel):
    message: str
    cause: "Tree | None" = None


@pytest.mark.parametrize(
    ("problem", "type_", "expected"),
    [
        (PLAIN, str, "No such thing."),
        (
            INVALID,
            FastApi,
            {
                "detail": [
                    {
                        "loc": ["body", "items", 0, "a/b"],
                        "msg": "Input should be a string",
                        "type": "invalid",
                    }
                ]
            },
        ),
        (
            PLAIN,
            FastApi,
            {"detail": [{"loc": ["body"], "msg": "No such thing.", "type": "invalid"}]},
        ),
        (
            PLAIN,
            Google,
            {
                "error": {
                    "code": 404,
                    "message": "No such thing.",
                    "status": "NOT_FOUND",
                }
            },
        ),
        (Problem(409), Google, None),
        (
            INVALID,
            JsonApi,
            {
                "errors": [
                    {
                        "title": "Input should be a string",
                        "detail": "Input should be a string",
                        "source": {"pointer": "/items/0/a~1b"},
                    }
                ]
            },
        ),
        (
            PLAIN,
            Flagged,
            {
                "success": False,
                "ok": False,
                "errorMessage": "No such thing.",
                "http_status": "not_found",
            },
        ),
        (
            INVALID,
            Tree,
            {
                "message": "The body is not valid: /items/0/a~1b: "
                "Input should be a string"
            },
        ),
        (
            BOTH,
            str,
            "Not valid: limit: Too many; limit: Too many; limit: Too many; and 2 more",
        ),
        (Problem(503), str, "Service Unavailable"),
        (PLAIN, Unknown, None),
        (PLAIN, Nothing, None),
        (PLAIN, int, None),
        (PLAIN, Any, None),
        (INVALID, list[str], ["Input should be a string"]),
        (PLAIN, Annotated[str, MaxLen(3)], "No such thing."),
    ],
)
def test_what_a_schema_is_filled_with(
    problem: Problem, type_: Any, expected: object
) -> None:
    found = filled(problem, type_)
    if type_ is Tree:
        assert isinstance(found, dict)
        found.pop("cause", None)
    assert found == expected


def test_what_is_a_problem() -> None:
    class Rfc(BaseModel):
        type: str = "about:blank"
        detail: str

    assert is_problem(Rfc)
    assert not any(map(is_problem, (FastApi, Google, Any, str)))

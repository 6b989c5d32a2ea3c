"""Invalid requests are answered with the status and the schema of the document."""

from __future__ import annotations

import json
import socket
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from tests.shapes import INTEGER, TEXT, array, obj, ref
from tests.weaving import Json, document, weave

from .running import serve

FASTAPI: Final[Json] = {
    "HTTPValidationError": obj(detail=array(ref("ValidationError"))),
    "ValidationError": obj(
        "loc",
        "msg",
        "type",
        loc=array({"anyOf": [TEXT, INTEGER]}),
        msg=TEXT,
        type=TEXT,
    ),
}
SIMPLE: Final[Json] = {"Fault": obj("error", error=obj("message", message=TEXT))}
PROBLEM: Final[Json] = {
    "Problem": obj(type=TEXT, title=TEXT, status=INTEGER, detail=TEXT)
}
NARROW: Final[Json] = {"Narrow": obj("trace", trace=TEXT)}


def _whole(schemas: Json, *statuses: str) -> Json:
    content = {"application/json": {"schema": ref(next(iter(schemas)))}}
    refused = {"description": "Refused.", "content": content}
    operation = {
        "operationId": "put",
        "tags": ["things"],
        "parameters": [{"name": "n", "in": "query", "schema": INTEGER}],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": obj("a", a=INTEGER)}},
        },
        "responses": {
            "204": {"description": "Done."},
            **dict.fromkeys(statuses, refused),
        },
    }
    return document(schemas=schemas, paths={"/things": {"put": operation}})


def _exchange(whole: Json, target: str, body: bytes) -> tuple[int, str, Any]:
    """Status, media type and JSON of the answer, as they came through a socket."""
    with weave(whole) as woven:
        app = woven.module("server").create_app()
        with serve(app) as url:
            where = urlsplit(url)
            assert where.hostname is not None
            with socket.create_connection((where.hostname, where.port or 0)) as raw:
                raw.sendall(
                    b"PUT %b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                    % (target.encode(), len(body), body)
                )
                received = b"".join(iter(lambda: raw.recv(65536), b""))
    head, _, text = received.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(status.split()[1]), headers["content-type"], json.loads(text)


@pytest.mark.parametrize(
    ("schemas", "statuses", "expected"),
    [
        (
            FASTAPI,
            ["422"],
            (
                422,
                "application/json",
                {
                    "detail": [
                        {
                            "loc": ["body", "a"],
                            "msg": "Input should be a valid integer",
                            "type": "invalid",
                        }
                    ]
                },
            ),
        ),
        (
            SIMPLE,
            ["400", "422"],
            (
                400,
                "application/json",
                {
                    "error": {
                        "message": "The body is not valid: /a: "
                        "Input should be a valid integer"
                    }
                },
            ),
        ),
        (
            SIMPLE,
            ["4XX"],
            (
                400,
                "application/json",
                {
                    "error": {
                        "message": "The body is not valid: /a: "
                        "Input should be a valid integer"
                    }
                },
            ),
        ),
    ],
)
def test_a_body(schemas: Json, statuses: list[str], expected: Any) -> None:
    assert _exchange(_whole(schemas, *statuses), "/things", b'{"a":"x"}') == expected


@pytest.mark.parametrize(
    ("schemas", "media_type"),
    [
        (PROBLEM, "application/json"),
        (NARROW, "application/problem+json"),
    ],
)
def test_what_is_a_problem_and_what_cannot_tell(schemas: Json, media_type: str) -> None:
    found = _exchange(_whole(schemas, "default"), "/things?n=x", b'{"a":1}')
    status, content_type, body = found
    assert (status, content_type) == (400, media_type)
    assert body["detail"] == "The parameters are not valid."


def test_a_parameter_as_fastapi_tells_it() -> None:
    found = _exchange(_whole(FASTAPI, "422"), "/things?n=x", b'{"a":1}')
    status, _, body = found
    (told,) = body["detail"]
    assert (status, told["loc"]) == (422, ["query", "n"])

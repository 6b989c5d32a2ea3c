"""Header fields that a document declares are values of answers and of errors."""

from __future__ import annotations

import copy
import pickle
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.weaving import Json, Woven, document, weave

from .raw_server import head, serving
from .woven_clients import WovenClients

USER: Json = {"type": "object", "properties": {"name": {"type": "string"}}}
JSON: Json = {"application/json": {"schema": USER}}
HEADERS: Json = {
    "X-Count": {"required": True, "schema": {"type": "integer", "minimum": 0}},
    "X-Tags": {"schema": {"type": "array", "items": {"type": "integer"}}},
    "X-Names": {"schema": {"type": "array", "items": {"type": "string"}}},
    "X-Place": {"schema": USER | {"additionalProperties": {"type": "number"}}},
    "X-Apart": {"explode": True, "schema": USER},
    "X-Json": {"content": {"application/json": {"schema": USER}}},
    "X-Text": {"content": {"text/plain": {"schema": {"type": "integer"}}}},
    "X-Until": {"schema": {"type": "string", "format": "date-time"}},
    "X-Plan": {"schema": {"type": "string", "enum": ["free", "paid"]}},
    "X-Flag": {"schema": {"type": "boolean"}},
    "Set-Cookie": {"schema": {"type": "string"}},
    "ETag": {},
}
WAIT: Json = {"Retry-After": {"required": True, "schema": {"type": "integer"}}}
PATHS: Json = {
    "/users": {
        "get": {
            "operationId": "listUsers",
            "responses": {
                "200": {"description": "", "headers": HEADERS, "content": JSON},
                "204": {"description": "", "headers": {"X-Why": {}}},
                "429": {"description": "", "headers": WAIT},
                "default": {"description": ""},
            },
        },
        "post": {
            "operationId": "addUser",
            "responses": {"200": {"description": ""}, "429": {"description": ""}},
        },
    },
    "/events": {
        "get": {
            "operationId": "listEvents",
            "responses": {
                "200": {
                    "description": "",
                    "headers": {"X-Count": HEADERS["X-Count"]},
                    "content": {"text/event-stream": {"schema": USER}},
                }
            },
        }
    },
}
EVERYTHING = [
    ("X-Count: 5", "x_count", 5),
    ("x-count:  5 ", "x_count", 5),
    ("X-Tags: 1, 2,3", "x_tags", [1, 2, 3]),
    ("X-Tags: 1\r\nX-Tags: 2", "x_tags", [1, 2]),
    ("X-Tags:", "x_tags", []),
    ("X-Names: a%20b, c", "x_names", ["a%20b", "c"]),
    ("X-Text: 7", "x_text", 7),
    ("X-Until: 2026-01-02T12:00:00Z", "x_until", datetime(2026, 1, 2, 12, tzinfo=UTC)),
    ("X-Plan: paid", "x_plan", "paid"),
    ("X-Flag: true", "x_flag", True),
    ('ETag: W/"5, 6"', "etag", 'W/"5, 6"'),
    ("ETag: a\r\nETag: b", "etag", "a, b"),
    (
        "Set-Cookie: a=1; Expires=Wed, 21 Oct\r\nSet-Cookie: b=2",
        "set_cookie",
        ["a=1; Expires=Wed, 21 Oct", "b=2"],
    ),
]


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(paths=PATHS), targets=("models", "client")) as package:
        yield package


@pytest.fixture(autouse=True)
def _fresh(woven: Woven) -> None:
    """No warning was given yet."""
    woven.module("_runtime.response_warnings")._seen.clear()


@pytest.fixture(params=["sync", "async"])
def clients(woven: Woven, request: pytest.FixtureRequest) -> WovenClients:
    return WovenClients(woven, request.param == "async")


def _answer(*fields: str, status: str = "200 OK") -> list[bytes]:
    return [head("application/json", *fields, status=status), b'{"name": "n"}']


def _raw(clients: WovenClients, *fields: str, **options: Any) -> Any:
    with serving(_answer(*fields)) as server:
        return clients.call(server.url, "users.list", raw=True, options=options)


@pytest.mark.parametrize(("field", "name", "value"), EVERYTHING)
def test_a_field_is_a_value(
    clients: WovenClients, field: str, name: str, value: object
) -> None:
    answer = _raw(clients, field)
    assert getattr(answer.typed_headers, name) == value
    assert type(getattr(answer.typed_headers, name)) is type(value)
    assert answer.data.name == "n"


def test_objects_are_models(clients: WovenClients) -> None:
    fields = "X-Place: name,Ann,lat,1.5", "X-Apart: name=Bo", 'X-Json: {"name": "Cy"}'
    headers = _raw(clients, *fields).typed_headers
    assert (headers.x_place.name, headers.x_place.extra_properties["lat"]) == (
        "Ann",
        1.5,
    )
    assert headers.x_apart.name == "Bo"
    assert headers.x_json.name == "Cy"


def test_what_did_not_come_is_none(clients: WovenClients) -> None:
    headers = _raw(clients, "X-Count: 1").typed_headers
    assert headers.x_tags is None
    assert headers.set_cookie is None
    assert headers.x_why is None  # declared for another status
    assert not hasattr(headers, "x_other")
    assert {"etag", "x_count", "x_why"} <= {*dir(headers)}


def test_another_status_has_its_own_fields(clients: WovenClients) -> None:
    answer = [head("text/plain", "X-Why: so", "X-Count: 1", status="204 No Content")]
    with serving(answer) as server:
        found = clients.call(server.url, "users.list", raw=True)
    assert (found.typed_headers.x_why, found.typed_headers.x_count) == ("so", None)


@pytest.mark.parametrize(
    ("field", "name", "kept"),
    [
        ("X-Count: many", "x_count", "many"),
        ("X-Count: -1", "x_count", -1),
        ("X-Plan: gold", "x_plan", "gold"),
        ("X-Tags: 1,b", "x_tags", [1, "b"]),
        ("X-Place: name", "x_place", "name"),
        ("X-Json: {", "x_json", "{"),
        ("ETag: 1", "x_count", None),
    ],
)
def test_a_broken_field_is_kept_and_told(
    clients: WovenClients, field: str, name: str, kept: object
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        headers = _raw(clients, field).typed_headers
        assert headers.x_flag is None
    with pytest.warns(UserWarning, match=r"listUsers: .* 'header X-"):
        assert getattr(headers, name) == kept
    strict = _raw(clients, field, strict_responses=True).typed_headers
    error = clients.woven.module("errors").ResponseValidationError
    with pytest.raises(
        error, match="listUsers: a response with status 200: the header"
    ):
        getattr(strict, name)
    assert strict.x_flag is None


def test_nothing_can_be_set(clients: WovenClients) -> None:
    headers = _raw(clients, "X-Count: 1").typed_headers
    with pytest.raises(AttributeError):
        headers.x_count = 2
    assert headers.x_count == 1


def test_answers_can_be_pickled_and_copied(clients: WovenClients) -> None:
    answer = _raw(clients, "X-Count: 1", "X-Place: name,Ann")
    for found in (pickle.loads(pickle.dumps(answer)), copy.deepcopy(answer)):
        assert type(found) is type(answer)
        assert found.typed_headers.x_count == 1
        assert found.typed_headers.x_place.name == "Ann"
        assert found.typed_headers.etag is None
        assert pickle.loads(pickle.dumps(found)).typed_headers.x_count == 1


def test_a_stream_has_them_too(clients: WovenClients) -> None:
    with serving(_answer("X-Count: 3")) as server:
        found = clients.stream(server.url, "users.list", "typed_headers")
    assert (found.x_count, found.etag) == (3, None)


def test_and_a_stream_of_items(clients: WovenClients) -> None:
    event = [head("text/event-stream", "X-Count: 3"), b'data: {"name": "n"}\n\n']
    with serving(event) as server:
        found = clients.call(server.url, "events.list", raw=True)
    assert found.typed_headers.x_count == 3


def test_an_error_has_those_of_its_status(clients: WovenClients) -> None:
    errors = clients.woven.module("errors")
    answer = _answer("Retry-After: 7", status="429 Too Many Requests")
    with serving(answer) as server:
        with pytest.raises(errors.TooManyRequestsError) as caught:
            clients.call(server.url, "users.list")
        with pytest.raises(errors.TooManyRequestsError) as other:
            clients.call(server.url, "users.add")
    assert caught.value.typed_headers.retry_after == 7
    found = pickle.loads(pickle.dumps(caught.value))
    assert found.typed_headers.retry_after == 7
    # This operation does not declare it: the text is there for who knows better.
    assert other.value.typed_headers.retry_after is None
    assert other.value.headers["retry-after"] == "7"


def test_an_error_without_any(clients: WovenClients) -> None:
    errors = clients.woven.module("errors")
    answer = _answer(status="500 No")
    with serving(answer) as server, pytest.raises(errors.ServerError) as caught:
        clients.call(server.url, "users.list")
    assert caught.value.typed_headers is None


def test_a_method_without_any_gives_what_it_gave(clients: WovenClients) -> None:
    with serving(_answer()) as server:
        found = clients.call(server.url, "users.add", raw=True)
    assert type(found) is clients.woven.package.RawResponse

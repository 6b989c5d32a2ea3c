"""Text bodies that stand for a value, and ranges that stand for JSON, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest

from tests.runtime_client.raw_server import head, serving
from tests.weaving import Woven, document, weave

from .echo import with_body
from .running import Caller, Served, serve

_TEXT = "text/plain"
SCHEMAS: Any = {
    "count": {"type": "integer", "maximum": 9},
    "ratio": {"type": "number"},
    "flag": {"type": "boolean"},
    "when": {"type": "string", "format": "date-time"},
    "level": {"type": "string", "enum": ["low", "high"]},
    "name": {"type": "string", "maxLength": 3, "pattern": "^[a-z]+$"},
    "free": {"type": "string"},
}
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
VALUES: list[tuple[str, Any, bytes]] = [
    ("count", 5, b"5"),
    ("ratio", 2.5, b"2.5"),
    ("flag", True, b"true"),
    ("when", NOON, b"2026-01-02T12:00:00Z"),
    ("level", "low", b"low"),
    ("name", "abc", b"abc"),
    ("free", " as it is\n", b" as it is\n"),
]
TEXT = {"type": "string"}
USER = {"$ref": "#/components/schemas/User"}
USERS = {"type": "array", "items": USER}
COMPONENTS: Any = {
    "User": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer"}, "name": TEXT},
    }
}
ANY: Any = {"*/*": {"schema": USER}}
PATHS: Any = {
    **{
        f"/{name}": {"put": with_body(name, {_TEXT: {"schema": schema}})}
        for name, schema in SCHEMAS.items()
    },
    "/user": {"put": with_body("user", ANY)},
    "/users": {"put": with_body("users", {"application/*": {"schema": USERS}})},
    "/mixed": {
        "put": with_body(
            "mixed",
            {"application/json": {"schema": USER}},
            {
                _TEXT: {"schema": {"type": "string"}},
                "application/json": {"schema": USER},
            },
        )
    },
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(paths=PATHS, schemas=COMPONENTS), clean=True) as package:
        yield package


@pytest.fixture(scope="module")
def served(woven: Woven) -> Iterator[Served]:
    module = woven.module("server.default")

    def handler(route: Any) -> Any:
        namespace = getattr(module, route.request.__qualname__.partition(".")[0])

        async def handle(self: Any, request: Any, /) -> Any:
            return namespace.Ok(request.body)

        return handle

    methods = {route.handler: handler(route) for route in module.DEFAULT_ROUTES}
    api = type("Echo", (module.DefaultApi,), methods)()
    with serve(woven.module("server").create_app(default=api)) as url:
        yield Served(woven.name, url, [])


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def call(request: pytest.FixtureRequest, served: Served) -> Caller:
    return Caller(served, request.param)


@pytest.mark.parametrize(("name", "value", "text"), VALUES)
def test_client_and_server_agree(
    call: Caller, name: str, value: Any, text: bytes
) -> None:
    raw = call.raw(f"default.{name}", value)
    assert (raw.data, type(raw.data)) == (value, type(value))
    assert raw.body == text
    assert raw.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(("name", "value", "text"), VALUES)
def test_bytes_on_the_wire(woven: Woven, name: str, value: Any, text: bytes) -> None:
    answer = [head(_TEXT, f"Content-Length: {len(text)}"), text]
    with serving(answer) as server:
        client = woven.package.Client(base_url=server.url, strict_responses=True)
        assert getattr(client.default, name)(value) == value
        (request,) = server.requests
        assert request.partition(b"\r\n\r\n")[2] == text
        assert b"content-type: text/plain; charset=utf-8\r\n" in request.lower()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("count", 10),
        ("count", "x"),
        ("flag", "yes"),
        ("level", "middle"),
        ("name", "abcd"),
        ("name", "A"),
        ("when", datetime(2026, 1, 2)),  # noqa: DTZ001 - that is the mistake
    ],
)
def test_what_breaks_the_schema_is_not_sent(
    call: Caller, name: str, value: Any
) -> None:
    errors = call.served.module("errors")
    with pytest.raises(errors.RequestValidationError, match=f"{name}: body"):
        call(f"default.{name}", value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("count", b"10"),
        ("count", b"1_0"),
        ("count", b"five"),
        ("flag", b"True"),
        ("level", b"LOW"),
        ("name", b"abcd"),
        ("when", b"2026-01-02"),
    ],
)
def test_a_server_refuses_it(served: Served, name: str, text: bytes) -> None:
    fields = {"content-type": _TEXT}
    with httpx2.Client(base_url=served.url) as http:
        response = http.put(f"/{name}", content=text, headers=fields)
    assert response.status_code == 400


def test_a_client_keeps_what_breaks_the_schema_and_warns(woven: Woven) -> None:
    errors = woven.package.errors
    for name, text, kept in (("count", b"12", 12), ("level", b"odd", "odd")):
        with serving([head(_TEXT), text]) as server:
            client = woven.package.Client(base_url=server.url)
            value = {"count": 1, "level": "low"}[name]
            with pytest.warns(errors.ResponseWarning):
                assert getattr(client.default, name)(value) == kept
            strict = client.with_options(strict_responses=True)
            with pytest.raises(errors.ResponseValidationError):
                getattr(strict.default, name)(value)


def test_a_text_with_limits_may_come_from_a_file(call: Caller) -> None:
    assert call("default.name", b"abc") == "abc"


def test_a_range_is_the_json_that_comes(call: Caller) -> None:
    raw = call.raw("default.user", id=7, name="Ann")
    assert (raw.data.id, raw.data.name) == (7, "Ann")
    assert raw.headers["content-type"] == "application/json"
    users = call("default.users", [{"id": 1}, {"id": 2}])
    assert [each.id for each in users] == [1, 2]


def test_json_is_what_a_range_is_asked_for(woven: Woven) -> None:
    body = b'{"id": 7}'
    with serving([head("text/json"), body], [head("whatever/it-is"), body]) as server:
        client = woven.package.Client(base_url=server.url)
        assert [client.default.user(id=7).id for _ in range(2)] == [7, 7]
        request = server.requests[0]
        assert b"accept: application/json, */*;q=0.5\r\n" in request.lower()
        assert b"content-type: application/json\r\n" in request.lower()
        assert request.endswith(b'{"id":7}')


def test_a_server_takes_no_other_bytes_for_it(served: Served) -> None:
    with httpx2.Client(base_url=served.url) as http:
        for media_type, status in (
            ("application/json", 200),
            ("application/vnd.x+json", 200),
            ("application/octet-stream", 415),
            ("text/plain", 415),
        ):
            fields = {"content-type": media_type}
            response = http.put("/user", content=b'{"id": 1}', headers=fields)
            assert response.status_code == status


def test_json_is_asked_for_where_another_type_is_only_text(woven: Woven) -> None:
    with serving([head("application/json"), b'{"id": 7}']) as server:
        client = woven.package.Client(base_url=server.url)
        assert client.default.mixed(id=7).id == 7
        fields = server.requests[0].lower()
        assert b"accept: application/json\r\n" in fields

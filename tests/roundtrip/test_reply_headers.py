"""Header fields of replies as typed arguments: on the wire, and read by the client."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.weaving import Json, Woven, document, weave

from .running import TLS, serve


def _header(schema: Json, **more: Any) -> Json:
    return {"schema": schema, **more}


POINT: Json = {
    "type": "object",
    "properties": {"x": {"type": "integer"}, "y": {"type": "integer"}},
}
DOCUMENT = document(
    paths={
        "/rows": {
            "get": {
                "operationId": "rows",
                "tags": ["t"],
                "responses": {
                    "200": {
                        "description": "",
                        "headers": {
                            "X-Total": _header({"type": "integer"}, required=True),
                            "X-Tags": _header(
                                {"type": "array", "items": {"type": "string"}}
                            ),
                            "X-Point": _header(POINT, explode=True),
                            "X-Json": {"content": {"application/json": _header(POINT)}},
                            "X-Until": _header(
                                {"type": "string", "format": "date-time"}
                            ),
                            "X-Kind": _header({"type": "string", "maxLength": 3}),
                            "Set-Cookie": _header({"type": "string"}, required=True),
                        },
                        "content": {
                            "text/csv": {"schema": {"type": "string"}},
                            "application/json": {"schema": {"type": "integer"}},
                        },
                    },
                    "4XX": {
                        "description": "",
                        "headers": {
                            "Retry-After": _header({"type": "integer"}, required=True)
                        },
                    },
                },
            }
        }
    }
)


@dataclass
class Service:
    """A package, where it is served, and how its handler replies."""

    woven: Woven
    url: str
    reply: Any = None
    accepted: list[str] = field(default_factory=list[str])

    @property
    def ok(self) -> Any:
        """The class of the reply."""
        return self.woven.module("server.t").Rows.Ok

    def get(self, *fields: str) -> tuple[str, list[tuple[str, str]], bytes]:
        """The status line, the header fields and the body, by a client by hand."""
        place = urlsplit(self.url)
        lines = ("GET /rows HTTP/1.1", "Host: x", "Connection: close", *fields)
        with socket.create_connection((place.hostname, place.port or 0)) as peer:
            peer.sendall("\r\n".join((*lines, "", "")).encode("latin-1"))
            whole = b"".join(iter(lambda: peer.recv(65536), b""))
        start, _, body = whole.partition(b"\r\n\r\n")
        line, *rest = start.decode("latin-1").split("\r\n")
        pairs = (each.partition(": ")[::2] for each in rest)
        return line, [(name.lower(), value) for name, value in pairs], body

    def sent(self, name: str) -> list[str]:
        """All that a field says."""
        line, fields, _ = self.get()
        assert line == "HTTP/1.1 200 OK"
        return [value for key, value in fields if key == name]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with weave(DOCUMENT) as woven:
        module = woven.module("server.t")
        service = Service(woven, "")

        class Api(module.TApi):  # type: ignore[misc, name-defined]
            async def rows(self, request: Any, /) -> Any:
                service.accepted.append(request.accepted)
                return service.reply

        with serve(woven.module("server").create_app(t=Api())) as service.url:
            yield service


def full(service: Service) -> Any:
    return service.ok(
        5,
        x_total=2,
        x_tags=["a", "b"],
        x_point={"x": 1, "y": 2},
        x_json={"x": 3},
        x_until=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        x_kind="new",
        set_cookie=["a=1", "b=2; Path=/"],
        headers=[("Link", "<a>"), ("Link", "<b>"), ("X-Left", 3)],
    ).set_cookie("c", "3", max_age=60, httponly=True, samesite="strict")


def test_on_the_wire(service: Service) -> None:
    service.reply = full(service)
    _, fields, body = service.get()
    own = [pair for pair in fields if pair[0] not in ("date", "server", "connection")]
    assert own == [
        ("content-type", "application/json"),
        ("vary", "accept"),
        ("set-cookie", "c=3; HttpOnly; Max-Age=60; Path=/; SameSite=strict"),
        ("x-total", "2"),
        ("x-tags", "a,b"),
        ("x-point", "x=1,y=2"),
        ("x-json", '{"x":3}'),
        ("x-until", "2026-01-02T03:04:00Z"),
        ("x-kind", "new"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2; Path=/"),
        ("link", "<a>"),
        ("link", "<b>"),
        ("x-left", "3"),
        ("content-length", "1"),
    ]
    assert body == b"5"


@pytest.mark.parametrize("is_async", [False, True])
def test_both_of_us(service: Service, is_async: bool) -> None:
    service.reply = full(service)
    module = service.woven.module("client")

    async def use() -> Any:
        async with httpx2.AsyncClient(verify=TLS) as http:
            client = module.AsyncClient(base_url=service.url, http_client=http)
            return await client.raw(client.t.rows)()

    if is_async:
        answer = asyncio.run(use())
    else:
        with httpx2.Client(verify=TLS) as http:
            client = module.Client(base_url=service.url, http_client=http)
            answer = client.raw(client.t.rows)()
    typed = answer.typed_headers
    assert (answer.data, typed.x_total, typed.x_tags) == (5, 2, ["a", "b"])
    assert (typed.x_point.x, typed.x_point.y, typed.x_json.x) == (1, 2, 3)
    assert typed.x_until == datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    assert typed.x_kind == "new"
    assert typed.set_cookie[1:] == ["a=1", "b=2; Path=/"]


def test_what_is_not_given_is_not_sent(service: Service) -> None:
    service.reply = service.ok(5, x_total=0, set_cookie=["a=1"])
    assert service.sent("x-total") == ["0"]
    assert service.sent("x-tags") == []


def test_cookies_alone(service: Service) -> None:
    reply = service.ok(5, x_total=0)
    service.reply = reply.set_cookie("a", "1").set_cookie("b", "2").delete_cookie("c")
    first, second, third = sorted(service.sent("set-cookie"))
    assert first.startswith("a=1;")
    assert second.startswith("b=2;")
    assert third.startswith('c="";')
    assert "Max-Age=0" in third


@pytest.mark.parametrize(
    "given",
    [
        {"x_total": "2"},
        {"x_total": 2, "x_kind": "newer"},
        {"x_total": 2, "x_kind": "a\nb"},
        {"x_total": 2, "set_cookie": [5]},
        {"x_total": 2, "headers": {"X-Left": "a\r\nb"}},
        {"x_total": 2, "headers": [("Content-Length", 1)]},
    ],
)
def test_broken_fields(service: Service, given: Any) -> None:
    service.reply = service.ok(5, **{"set_cookie": ["a=1"], **given})
    assert service.get()[0] == "HTTP/1.1 500 Internal Server Error"


def test_a_required_cookie_that_nobody_sets(service: Service) -> None:
    service.reply = service.ok(5, x_total=2)
    assert service.get()[0] == "HTTP/1.1 500 Internal Server Error"
    with pytest.raises(TypeError, match="x_total"):
        service.ok(5)


def test_an_error_of_a_range(service: Service) -> None:
    refusal = service.woven.module("server.t").Rows.ClientError
    service.reply = refusal(429, retry_after=7)
    line, fields, _ = service.get()
    assert (line, dict(fields)["retry-after"]) == (
        "HTTP/1.1 429 Too Many Requests",
        "7",
    )


def test_what_the_request_accepts(service: Service) -> None:
    service.reply = service.ok(5, x_total=2).set_cookie("a", "b")
    service.accepted.clear()
    for accept in ("*/*", "application/*", "text/csv;q=0.2, application/json;q=0.1"):
        service.get(f"Accept: {accept}")
    assert service.accepted == ["text/csv", "application/json", "text/csv"]
    line, fields, _ = service.get("Accept: image/png")
    assert (line, dict(fields)["vary"]) == ("HTTP/1.1 406 Not Acceptable", "accept")
    # The handler was not called.
    assert len(service.accepted) == 3
    request = service.woven.module("server.t").Rows.Request()
    assert request.accepted == "text/csv"

"""Which of several media types an answer is in: what the client asks for decides."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient

from apiloom.runtime.server.accept import accepted, by_preference
from tests.runtime_client.raw_server import head, serving
from tests.weaving import Json, Woven, document, weave

from .running import TLS, serve

FORECASTS: Json = {
    "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Forecast"}}
}
NUMBERS: Json = {"schema": {"type": "array", "items": {"type": "integer"}}}
TEXT: Json = {"schema": {"type": "string"}}


def _get(name: str, content: Json) -> Json:
    responses = {"200": {"description": "", "content": content}}
    return {"get": {"operationId": name, "tags": ["t"], "responses": responses}}


DOCUMENT = document(
    paths={
        "/rows": _get("rows", {"text/csv": TEXT, "application/json": NUMBERS}),
        "/forecasts": _get(
            "forecasts",
            {
                "text/plain": FORECASTS,
                "application/json": FORECASTS,
                "text/json": FORECASTS,
            },
        ),
        "/report": _get(
            "report",
            {
                "application/json": NUMBERS,
                "application/yaml": NUMBERS,
                "application/pdf": {"schema": {"type": "string", "format": "binary"}},
            },
        ),
    },
    schemas={"Forecast": {"type": "object", "properties": {"c": {"type": "integer"}}}},
)


@dataclass
class Service:
    """A package, where it is served, and what its handlers give."""

    woven: Woven
    url: str
    body: Any = None

    def get(self, path: str, *fields: str) -> tuple[str, dict[str, str], bytes]:
        """The status line, the header fields and the body, by a client by hand."""
        place = urlsplit(self.url)
        lines = (f"GET {path} HTTP/1.1", "Host: x", "Connection: close", *fields)
        with socket.create_connection((place.hostname, place.port or 0)) as peer:
            peer.sendall("\r\n".join((*lines, "", "")).encode("latin-1"))
            whole = b"".join(iter(lambda: peer.recv(65536), b""))
        start, _, body = whole.partition(b"\r\n\r\n")
        line, *rest = start.decode("latin-1").split("\r\n")
        named = (field.partition(": ")[::2] for field in rest)
        return line, {name.lower(): value for name, value in named}, body


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with weave(DOCUMENT) as woven:
        module = woven.module("server.t")
        service = Service(woven, "")

        class Api(module.TApi):  # type: ignore[misc, name-defined]
            def rows(self, _: Any, /) -> Any:
                return module.Rows.Ok(service.body)

            def forecasts(self, _: Any, /) -> Any:
                return module.Forecasts.Ok([woven.models.Forecast(c=21)])

            def report(self, _: Any, /) -> Any:
                return module.Report.Ok(service.body)

        with serve(woven.module("server").create_app(t=Api())) as service.url:
            yield service


def test_the_first_that_the_value_fits(service: Service) -> None:
    for body, media_type, sent in (
        ([1, 2], "application/json", b"[1,2]"),
        ("1;2", "text/csv; charset=utf-8", b"1;2"),
    ):
        service.body = body
        for fields in ((), ("Accept: */*",), ("Accept: nonsense",)):
            line, headers, received = service.get("/rows", *fields)
            assert line == "HTTP/1.1 200 OK"
            assert (headers["content-type"], received) == (media_type, sent)
            assert headers["vary"] == "accept"


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        ("text/csv", 406, "application/problem+json"),
        ("application/json;q=0, */*", 406, "application/problem+json"),
        ("application/json;q=0.1, text/csv", 200, "application/json"),
        ("application/*", 200, "application/json"),
        ("APPLICATION/JSON; charset=UTF-8", 200, "application/json"),
        ("image/png", 406, "application/problem+json"),
    ],
)
def test_what_the_client_accepts(
    service: Service, accept: str, status: int, media_type: str
) -> None:
    service.body = [1]
    line, headers, _ = service.get("/rows", f"Accept: {accept}")
    assert line.split()[1] == str(status)
    assert (headers["content-type"], headers["vary"]) == (media_type, "accept")


def test_a_body_that_fits_nothing(service: Service) -> None:
    service.body = {"a": 1}
    line, _, _ = service.get("/rows")
    assert line == "HTTP/1.1 500 Internal Server Error"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/*", "text/json; charset=utf-8"),
        ("text/*;q=0.1, text/plain;q=0.9", "text/plain; charset=utf-8"),
        ("text/plain;q=0.5, application/json;q=0.4", "text/plain; charset=utf-8"),
    ],
)
def test_json_of_several_names(
    service: Service, accept: str | None, media_type: str
) -> None:
    fields = () if accept is None else (f"Accept: {accept}",)
    line, headers, body = service.get("/forecasts", *fields)
    assert line == "HTTP/1.1 200 OK"
    assert (headers["content-type"], body) == (media_type, b'[{"c":21}]')


def test_bytes_beside_json(service: Service) -> None:
    for body, accept, media_type in (
        (b"%PDF", "*/*", "application/yaml"),
        (b"%PDF", "application/pdf", "application/pdf"),
        ([1], "*/*", "application/json"),
    ):
        service.body = body
        _, headers, _ = service.get("/report", f"Accept: {accept}")
        assert headers["content-type"] == media_type


def _called(service: Service, is_async: bool, name: str, url: str = "") -> Any:
    module, url = service.woven.module("client"), url or service.url

    async def use() -> Any:
        async with httpx2.AsyncClient(verify=TLS) as http:
            client = module.AsyncClient(base_url=url, http_client=http)
            return await getattr(client.t, name)()

    if is_async:
        return asyncio.run(use())
    with httpx2.Client(verify=TLS) as http:
        client = module.Client(base_url=url, http_client=http)
        return getattr(client.t, name)()


@pytest.mark.parametrize("is_async", [False, True])
def test_both_of_us(service: Service, is_async: bool) -> None:
    service.body = [1, 2]
    assert _called(service, is_async, "rows") == [1, 2]
    (forecast,) = _called(service, is_async, "forecasts")
    assert forecast == service.woven.models.Forecast(c=21)


def test_what_a_method_returns(service: Service) -> None:
    resource = service.woven.module("operations.t").T
    types = {
        name: str(getattr(resource, name).__annotations__["return"])
        for name in ("rows", "forecasts", "report")
    }
    assert types == {
        "rows": "list[int]",
        "forecasts": "list[Forecast]",
        "report": "list[int] | bytes",
    }


@pytest.mark.parametrize("is_async", [False, True])
def test_what_is_asked_for_on_the_wire(service: Service, is_async: bool) -> None:
    for name, accept in (
        ("rows", b"application/json"),
        ("forecasts", b"application/json, text/json"),
        ("report", b"application/json, application/pdf"),
    ):
        with serving([head("application/json"), b"[]"]) as server:
            assert _called(service, is_async, name, server.url) == []
            assert b"\r\naccept: " + accept + b"\r\n" in server.requests[0].lower()


def test_plain_text_that_is_json(service: Service) -> None:
    with serving([head("text/plain; charset=utf-8"), b'[{"c":1}]']) as server:
        (forecast,) = _called(service, False, "forecasts", server.url)
        assert forecast == service.woven.models.Forecast(c=1)


def test_what_was_not_asked_for(service: Service) -> None:
    client = service.woven.module("client").Client
    errors = service.woven.module("errors")
    csv = [head("text/csv"), b"1;2"]
    with serving(csv, csv, csv) as server:
        with (
            client(base_url=server.url, strict_responses=True) as strict,
            pytest.raises(errors.ResponseValidationError),
        ):
            strict.t.rows()
        with client(base_url=server.url, strict_responses=True) as strict:
            options = {"headers": {"Accept": "text/csv"}}
            raw = strict.raw(strict.t.rows)(options=options)
            assert (raw.data, raw.body) == ("1;2", b"1;2")


def test_entries_of_accept() -> None:
    names = ["text/html;level=1", "text/html", "text/plain", "image/*"]
    for text, expected in (
        ("text/html;level=1, text/html;q=0.7, */*;q=0.5", names),
        ("text/*;q=0.3, text/html;q=0.7", names[:3]),
        ("text/html;level=1", names[:1]),
        ("image/png", names[3:]),
        ("*;q=.2, text/plain;q=0.1", [names[0], names[1], names[3], names[2]]),
        ('text/plain;x="a,b;q=0", text/html', names[:2]),
        ("text/html;q=2, text/plain", names[2:3]),
        (', , "', names),
        ("*/*;q=0", []),
    ):
        scope = {"headers": [(b"accept", text.encode())]}
        assert by_preference(names, accepted(scope)) == expected, text
    several = {"headers": [(b"accept", b"text/plain;q=0"), (b"accept", b"text/*")]}
    assert by_preference(names, accepted(several)) == names[:2]


def test_an_accept_field_that_means_harm() -> None:
    for text in ('"\\"' * 20_000, "a/b," * 20_000, "a" + ";q" * 20_000):
        scope = {"headers": [(b"accept", text.encode())]}
        assert by_preference(["text/plain"], accepted(scope)) in ([], ["text/plain"])


def test_errors_are_sent_whatever_is_accepted() -> None:
    content = {"text/plain": TEXT, "application/json": NUMBERS}
    operation = _get("fail", content)
    operation["get"]["responses"]["404"] = {"description": "", "content": content}
    with weave(document(paths={"/fail": operation})) as woven:
        module = woven.module("server.t")

        class Api(module.TApi):  # type: ignore[misc, name-defined]
            def fail(self, _: Any, /) -> Any:
                return module.Fail.NotFound([4])

        app = woven.module("server").create_app(t=Api())
        answer = TestClient(app).get("/fail", headers={"accept": "text/plain"})
        assert (answer.status_code, answer.json()) == (404, [4])

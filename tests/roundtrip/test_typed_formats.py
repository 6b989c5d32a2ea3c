"""Values whose type in Python is not that of the wire, wherever they are sent.

Client and server agree, and both agree with a peer that is written by hand here: what
is on the wire is compared byte by byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, time, timedelta
from typing import Any

import httpx2
import pytest

from tests.weaving import Woven, document, weave

from .echo import with_body
from .running import TLS, Caller, Served, serve

BYTE: Any = {"type": "string", "format": "byte"}
ENCODED: Any = {"type": "string", "contentEncoding": "base64"}
URL_SAFE: Any = {"type": "string", "contentEncoding": "base64url"}
IMAGE: Any = {"type": "string", "contentMediaType": "image/png"}
LENGTH: Any = {"type": "string", "format": "duration"}
START: Any = {"type": "string", "format": "time"}
BLOB: Any = {
    "type": "object",
    "required": ["old"],
    "properties": {
        "old": BYTE,
        "new": {**ENCODED, "maxLength": 12},
        "safe": URL_SAFE,
        "several": {"type": "array", "items": BYTE},
        "length": LENGTH,
        "start": START,
    },
}
PARTS: Any = {
    **BLOB,
    "properties": {**BLOB["properties"], "image": IMAGE},
}
DATA = bytes(range(0xF8, 0x100))
TEXT = "+Pn6+/z9/v8="
SAFE = "-Pn6-_z9_v8="


REFERRED: Any = {"$ref": "#/components/schemas/Blob"}
JSON_BLOB: Any = {"application/json": {"schema": REFERRED}}
PARAMETERS: Any = [
    {"name": "q", "in": "query", "required": True, "schema": ENCODED},
    {
        "name": "all",
        "in": "query",
        "explode": False,
        "schema": {"type": "array", "items": BYTE},
    },
    {"name": "X-Data", "in": "header", "schema": BYTE},
    {"name": "safe", "in": "path", "required": True, "schema": URL_SAFE},
    {"name": "length", "in": "query", "schema": LENGTH},
    {"name": "start", "in": "query", "schema": START},
]
PATHS: Any = {
    "/json": {"post": with_body("json", JSON_BLOB)},
    "/form": {
        "post": with_body(
            "form",
            {"application/x-www-form-urlencoded": {"schema": REFERRED}},
            JSON_BLOB,
        )
    },
    "/parts": {
        "post": with_body(
            "parts",
            {"multipart/form-data": {"schema": PARTS}},
            {"application/octet-stream": {"schema": {"format": "binary"}}},
        )
    },
    "/whole": {"post": with_body("whole", {"image/png": {"schema": ENCODED}})},
    "/text": {"post": with_body("text", {"text/plain": {"schema": BYTE}})},
    "/raw": {"post": with_body("raw", {"image/png": {"schema": IMAGE}})},
    "/list": {
        "post": with_body(
            "list", {"multipart/mixed": {"schema": {"type": "array", "items": BYTE}}}
        )
    },
    "/at/{safe}": {
        "get": with_body("at", None, {"text/plain": {}}, parameters=PARAMETERS)
    },
}


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Woven, Served]]:
    with weave(
        document("3.1.0", paths=PATHS, schemas={"Blob": BLOB}), clean=True
    ) as woven:
        module = woven.module("server.default")

        def echo(name: str) -> Any:
            async def handle(self: Any, request: Any, /) -> Any:
                return getattr(module, name.title()).Ok(request.body)

            return handle

        async def parts(self: Any, request: Any, /) -> Any:
            body = request.body
            assert [type(item) for item in body.several or ()] in ([], [bytes] * 2)
            return module.Parts.Ok(
                body.old + b"|" + (body.image.read() if body.image else b"")
            )

        async def at(self: Any, request: Any, /) -> Any:
            data = (request.q, request.all, request.x_data, request.safe)
            return module.At.Ok(repr((*data, request.length, request.start)))

        echoed = {
            name: echo(name)
            for name in ("json", "form", "whole", "text", "raw", "list")
        }
        handlers = {**echoed, "parts": parts, "at": at}
        api = type("Api", (module.DefaultApi,), handlers)()
        app = woven.module("server").create_app(default=api, validate_replies=True)
        with serve(app) as url:
            yield woven, Served(woven.name, url, [])


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def call(running: tuple[Woven, Served], request: pytest.FixtureRequest) -> Caller:
    return Caller(running[1], request.param)


@pytest.fixture
def http(running: tuple[Woven, Served]) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=running[1].url, verify=TLS) as client:
        yield client


@pytest.fixture
def sent(running: tuple[Woven, Served]) -> Iterator[tuple[Any, list[httpx2.Request]]]:
    """A client whose requests go nowhere but into a list."""
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        request.read()
        requests.append(request)
        blob = {"old": ""} if request.url.path == "/form" else None
        return httpx2.Response(200, json=blob) if blob else httpx2.Response(200)

    transport = httpx2.MockTransport(answer)
    with (
        httpx2.Client(transport=transport) as http,
        running[0]
        .module("client")
        .Client(base_url="http://peer", http_client=http) as client,
    ):
        yield client.default, requests


VALUES: dict[str, Any] = {
    "old": DATA,
    "new": b"",
    "safe": DATA,
    "several": [DATA, b"a"],
    "length": timedelta(days=400, minutes=1),
    "start": time(9, 30, tzinfo=UTC),
}


def test_json(call: Caller, http: httpx2.Client) -> None:
    raw = call.raw("default.json", **VALUES)
    assert {name: getattr(raw.data, name) for name in VALUES} == VALUES
    text = (
        f'{{"old":"{TEXT}","new":"","safe":"{SAFE}","several":["{TEXT}","YQ=="],'
        '"length":"P400DT1M","start":"09:30:00Z"}'
    )
    assert raw.body == text.encode()
    headers = {"content-type": "application/json"}
    assert http.post("/json", content=text, headers=headers).content == text.encode()


@pytest.mark.parametrize(
    "body",
    [
        '{"old":"+Pn6+/z9/v8"}',
        f'{{"old":"{SAFE}"}}',
        f'{{"old":"{TEXT}\\n"}}',
        f'{{"old":"","new":"{TEXT}AAAA"}}',
        '{"old":"","length":"-P1D"}',
        '{"old":"","start":"09:30:00"}',
    ],
)
def test_what_is_not_so_spelled_is_refused(http: httpx2.Client, body: str) -> None:
    headers = {"content-type": "application/json"}
    assert http.post("/json", content=body, headers=headers).status_code == 400


def test_lengths_are_those_of_the_text(call: Caller, running: Any) -> None:
    errors = running[0].module("_runtime.errors").RequestValidationError
    assert call("default.json", old=b"", new=bytes(9)).new == bytes(9)
    with pytest.raises((errors, ValueError), match="maxLength"):
        call("default.json", old=b"", new=bytes(10))


def test_fields_of_forms(call: Caller, sent: Any) -> None:
    answer = call("default.form", **VALUES)
    assert {name: getattr(answer, name) for name in VALUES} == VALUES
    client, requests = sent
    client.form(old=DATA, several=[DATA, b"a"])
    fields = (
        b"old=%2BPn6%2B%2Fz9%2Fv8%3D&several=%2BPn6%2B%2Fz9%2Fv8%3D&several=YQ%3D%3D"
    )
    assert requests[0].content == fields


def test_parts_of_forms(call: Caller, sent: Any, http: httpx2.Client) -> None:
    image = b"\x89PNG\r\n\x00"
    assert call("default.parts", image=image, **VALUES) == DATA + b"|" + image
    client, requests = sent
    client.parts(old=DATA, several=[DATA, b"a"], image=image)
    content = requests[0].content
    assert content.count(b'"several"') == 2
    assert b'name="old"\r\n\r\n' + TEXT.encode() + b"\r\n" in content
    assert b"application/octet-stream\r\n\r\n" + image + b"\r\n" in content
    # A peer may send the text as a file too; it is text all the same.
    files: Any = {
        "old": ("a.b64", TEXT, "application/octet-stream"),
        "image": ("a", image),
    }
    assert http.post("/parts", files=files).content == DATA + b"|" + image
    assert http.post("/parts", files={"old": (None, "=")}).status_code == 400


@pytest.mark.parametrize("name", ["whole", "text"])
def test_whole_bodies_are_text(
    call: Caller, http: httpx2.Client, sent: Any, name: str
) -> None:
    raw = call.raw(f"default.{name}", DATA)
    assert (raw.data, raw.body) == (DATA, TEXT.encode())
    headers = {"content-type": "image/png" if name == "whole" else "text/plain"}
    answer = http.post(f"/{name}", content=TEXT, headers=headers)
    assert answer.content == TEXT.encode()
    assert http.post(f"/{name}", content=DATA, headers=headers).status_code == 400
    client, requests = sent
    getattr(client, name)(DATA)
    assert requests[0].content == TEXT.encode()


def test_whole_bodies_without_encoding_are_bytes(
    call: Caller, http: httpx2.Client
) -> None:
    raw = call.raw("default.raw", DATA)
    assert (raw.data, raw.body) == (DATA, DATA)
    headers = {"content-type": "image/png"}
    assert http.post("/raw", content=DATA, headers=headers).content == DATA


def test_parts_in_their_order(call: Caller) -> None:
    raw = call.raw("default.list", [DATA, b"a"])
    assert raw.data == [DATA, b"a"]
    assert raw.body.count(f"\r\n\r\n{TEXT}\r\n".encode()) == 1
    assert DATA not in raw.body


def test_parameters(call: Caller, sent: Any) -> None:
    arguments: Any = {
        "all": [DATA, b"a"],
        "x_data": DATA,
        "length": timedelta(hours=1, seconds=5),
        "start": time(9, 30, tzinfo=UTC),
    }
    answer = call("default.at", DATA, q=DATA, **arguments)
    data = (DATA, [DATA, b"a"], DATA, DATA)
    assert answer.startswith(repr(data)[:-1])
    client, requests = sent
    client.at(DATA, q=DATA, **arguments)
    (request,) = requests
    query = (
        b"q=%2BPn6%2B%2Fz9%2Fv8%3D&all=%2BPn6%2B%2Fz9%2Fv8%3D,YQ%3D%3D"
        b"&length=PT1H0M5S&start=09%3A30%3A00Z"
    )
    assert request.url.raw_path == b"/at/-Pn6-_z9_v8%3D?" + query
    assert request.headers["x-data"] == TEXT


def test_a_server_that_sends_the_bytes_themselves_is_understood(
    running: tuple[Woven, Served],
) -> None:
    image = b"\x89PNG\r\n\x00\xff"
    transport = httpx2.MockTransport(
        lambda _: httpx2.Response(
            200, content=image, headers={"content-type": "image/png"}
        )
    )
    module = running[0].module("client")
    with (
        httpx2.Client(transport=transport) as http,
        module.Client(base_url="http://peer", http_client=http) as client,
        pytest.warns(UserWarning, match="whole"),
    ):
        assert client.default.whole(DATA) == image

"""Bodies of parts that are no forms: `multipart/mixed` and others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.weaving import Woven, document, weave

from .echo import with_body
from .running import TLS, Caller, Served, serve

META: Any = {
    "type": "object",
    "required": ["title"],
    "properties": {"title": {"type": "string"}, "day-": {"format": "date"}},
}
FILE: Any = {"type": "string", "format": "binary"}
ITEM: Any = {"anyOf": [{"$ref": "#/components/schemas/Meta"}, FILE]}
LIST: Any = {"type": "array", "items": ITEM}
OBJECT: Any = {
    "type": "object",
    "required": ["meta", "file"],
    "properties": {
        "meta": {"$ref": "#/components/schemas/Meta"},
        "file": FILE,
        "count": {"type": "integer"},
    },
}
NUMBERS: Any = {"type": "array", "items": {"type": "integer"}, "maxItems": 3}
CONTENT: dict[str, Any] = {
    "ordered": {"multipart/mixed": {"schema": LIST}},
    "items": {"multipart/parallel": {"itemSchema": ITEM}},
    "numbers": {
        "multipart/mixed": {
            "schema": NUMBERS,
            "prefixEncoding": [{"contentType": "text/plain"}],
            "itemEncoding": {"contentType": "application/json"},
        }
    },
    "opaque": {"multipart/mixed": {"schema": {"type": "string"}}},
}
NAMED: Any = {"multipart/related": {"schema": OBJECT}}
TEXT: Any = {"text/plain": {}}


PATHS: Any = {
    **{
        f"/{name}": {"post": with_body(name, content)}
        for name, content in CONTENT.items()
    },
    "/named": {"post": with_body("named", NAMED, TEXT)},
}


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Woven, Served]]:
    whole = document("3.2.0", paths=PATHS, schemas={"Meta": META})
    with weave(whole, clean=True) as woven:
        module = woven.module("server.default")

        async def named(self: Any, request: Any, /) -> Any:
            body = request.body
            assert isinstance(body.meta, woven.models.Meta)
            return module.Named.Ok(
                f"{body.meta.title} {body.file.read()!r} {body.count}"
            )

        def handler(name: str) -> Any:
            async def handle(self: Any, request: Any, /) -> Any:
                return getattr(module, name.title()).Ok(request.body)

            return handle

        methods = {**{name: handler(name) for name in CONTENT}, "named": named}
        api = type("Api", (module.DefaultApi,), methods)()
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


@pytest.mark.parametrize("name", ["ordered", "items"])
def test_in_their_order(call: Caller, running: tuple[Woven, Served], name: str) -> None:
    meta = running[0].models.Meta
    sent = [meta(title="t"), b"\x00\r\n--", meta(title="ü", day_="2026-01-02"), b""]
    assert call(f"default.{name}", sent) == sent
    assert call(f"default.{name}", []) == []


def test_encodings_by_position(call: Caller, http: httpx2.Client) -> None:
    raw = call.raw("default.numbers", [1, 2, 3])
    assert raw.data == [1, 2, 3]
    kinds = [b"text/plain", b"application/json", b"application/json"]
    lines = raw.body.split(b"\r\n")
    found = [line for line in lines if line.startswith(b"Content-Type: ")]
    assert found == [b"Content-Type: " + kind for kind in kinds]


def test_by_name(call: Caller) -> None:
    found = call("default.named", meta={"title": "t"}, file=b"\x00", count=5)
    assert found == "t b'\\x00' 5"


def test_bytes_stay_bytes(call: Caller, http: httpx2.Client) -> None:
    assert call("default.opaque", b"any\x00thing") == b"any\x00thing"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/ordered", b"--b\r\n\r\nx\r\n--b--\r\n", 200),
        ("/ordered", b"preamble\r\n--b\r\nA: b\r\n\r\nx\r\n--b--\r\nepilogue", 200),
        ("/ordered", b"--b--", 200),
        ("/ordered", b"--c--", 400),
        ("/ordered", b"--b\r\nContent-Type: application/json\r\n\r\n{\r\n--b--", 400),
        ("/numbers", b"--b\r\n\r\nx\r\n--b--\r\n", 400),
        ("/numbers", b"--b\r\n\r\n1\r\n" * 4 + b"--b--\r\n", 400),
        ("/named", b"--b\r\n\r\nx\r\n--b--\r\n", 400),
    ],
)
def test_what_others_send(
    http: httpx2.Client, path: str, body: bytes, status: int
) -> None:
    kind = "related" if path == "/named" else "mixed"
    kind = "parallel" if path == "/items" else kind
    headers = {"content-type": f"multipart/{kind}; boundary=b"}
    assert http.post(path, content=body, headers=headers).status_code == status

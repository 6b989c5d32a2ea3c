"""Operations that share a path are told apart by what a request carries."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.weaving import Woven, document, weave

_FINE: Any = {
    "200": {
        "description": "fine",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
}


def _operation(name: str, *parameters: Any) -> Any:
    return {
        "operationId": name,
        "tags": ["default"],
        "parameters": [*parameters],
        "responses": _FINE,
    }


def _parameter(name: str, place: str = "query", **schema: Any) -> Any:
    said = {"type": "string", **schema}
    return {"name": name, "in": place, "required": True, "schema": said}


PATHS: Any = {
    "/": {"get": _operation("root")},
    "/#Action=List": {"get": _operation("list", _parameter("Action", enum=["List"]))},
    "/#Action=Drop": {"get": _operation("drop", _parameter("Action", enum=["Drop"]))},
    "/a": {"get": _operation("plain")},
    "/a?beta=true": {"get": _operation("beta", _parameter("q"))},
    "/only?v=2": {"get": _operation("only")},
    "/moved?id={id}": {"get": _operation("moved", _parameter("id", "path"))},
    "/tail{?q}": {"get": _operation("tail", {**_parameter("q"), "required": False})},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(paths=PATHS)) as package:
        yield package


def _app(woven: Woven) -> Any:
    module = woven.module("server.default")

    def handler(name: str) -> Any:
        async def handle(self: Any, request: Any, /) -> Any:
            return getattr(module, name.title()).Ok(f"{name} {vars(request)}")

        return handle

    names = [each.handler for each in module.DEFAULT_ROUTES]
    api = type("Api", (module.DefaultApi,), {name: handler(name) for name in names})
    return woven.module("server").create_app(default=api())


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        ("/", "root {}"),
        ("/?Action=List", "list {'action': 'List'}"),
        ("/?Action=Drop", "drop {'action': 'Drop'}"),
        ("/?Action=Other", "root {}"),
        ("/a", "plain {}"),
        ("/a?beta=true&q=1", "beta {'q': '1'}"),
        ("/a?beta=false&q=1", "plain {}"),
        ("/only?v=2", "only {}"),
        ("/moved?id=7", "moved {'id': '7'}"),
        ("/tail?q=x", "tail {'q': 'x'}"),
    ],
)
def test_server(woven: Woven, target: str, answer: str) -> None:
    assert _get(woven, target) == (200, answer)


@pytest.mark.parametrize(("target", "status"), [("/only?v=3", 404), ("/moved", 400)])
def test_server_refuses(woven: Woven, target: str, status: int) -> None:
    assert _get(woven, target)[0] == status


@pytest.mark.parametrize(
    ("method", "arguments", "target"),
    [
        ("root", {}, "/"),
        ("list", {"action": "List"}, "/?Action=List"),
        ("beta", {"q": "a b"}, "/a?beta=true&q=a%20b"),
        ("only", {}, "/only?v=2"),
        ("moved", {"id": "7"}, "/moved?id=7"),
        ("tail", {}, "/tail"),
    ],
)
def test_client(
    woven: Woven, method: str, arguments: dict[str, str], target: str
) -> None:
    sent: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.url.raw_path.decode())
        return httpx2.Response(200, text="fine", headers={"content-type": "text/plain"})

    transport = httpx2.MockTransport(answer)
    with (
        httpx2.Client(transport=transport) as http,
        woven.package.Client(base_url="http://x", http_client=http) as client,
    ):
        assert getattr(client.default, method)(**arguments) == "fine"
    assert sent == [target]


def _get(woven: Woven, target: str) -> tuple[int, str]:
    async def run(app: Any) -> httpx2.Response:
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport) as http:
            return await http.get(f"http://x{target}")

    answer = asyncio.run(run(_app(woven)))
    return answer.status_code, answer.text

"""Answers that are JSON or a stream, as the request asks: client and server agree."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from tests.runtime_client.raw_server import head, serving
from tests.weaving import Json, Woven, document, weave

from .running import TLS, serve


def _object(name: str) -> Json:
    return {
        "type": "object",
        "required": [name],
        "properties": {name: {"type": "string"}},
    }


def _ref(name: str) -> Json:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


BOTH: Json = {
    "200": {
        "description": "",
        "content": {
            "text/event-stream": _ref("Chunk"),
            "application/json": _ref("Answer"),
        },
    }
}
BODY: Json = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string"}, "stream": {"type": "boolean"}},
}
DOCUMENT = document(
    paths={
        "/chat": {
            "post": {
                "operationId": "chat",
                "tags": ["t"],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": BODY}},
                },
                "responses": BOTH,
            }
        },
        "/report": {"get": {"operationId": "report", "tags": ["t"], "responses": BOTH}},
    },
    schemas={"Answer": _object("text"), "Chunk": _object("delta")},
)


def _handlers(woven: Woven) -> Any:
    module, models = woven.module("server.t"), woven.models

    async def chunks(text: str) -> AsyncIterator[Any]:
        for letter in text:
            yield models.Chunk(delta=letter)

    class Api(module.TApi):  # type: ignore[misc, name-defined]
        async def chat(self, request: Any, /) -> Any:
            text = request.body.text
            if request.body.stream:
                return module.Chat.Ok(chunks(text))
            return module.Chat.Ok(models.Answer(text=text))

        async def report(self, _: Any, /) -> Any:
            chunk = models.Chunk(delta="a")
            return module.Report.Ok([chunk], media_type="text/event-stream")

    return Api()


@dataclass(frozen=True)
class Service:
    """A package and where it is served."""

    woven: Woven
    url: str


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with weave(DOCUMENT) as woven:
        create = woven.module("server").create_app
        with serve(create(t=_handlers(woven), validate_replies=True)) as url:
            yield Service(woven, url)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def is_async(request: pytest.FixtureRequest) -> bool:
    chosen: bool = request.param
    return chosen


def streamed(
    service: Service,
    is_async: bool,
    name: str,
    *arguments: Any,
    url: str = "",
    **others: Any,
) -> list[Any]:
    """What `client.stream(method)` gives."""
    module, url = service.woven.module("client"), url or service.url

    async def collected() -> list[Any]:
        async with httpx2.AsyncClient(verify=TLS) as http:
            client = module.AsyncClient(base_url=url, http_client=http)
            method = client.stream(getattr(client.t, name))
            async with method(*arguments, **others) as items:
                return [item async for item in items]

    if is_async:
        return asyncio.run(collected())
    with httpx2.Client(verify=TLS) as http:
        client = module.Client(base_url=url, http_client=http)
        with client.stream(getattr(client.t, name))(*arguments, **others) as items:
            return list(items)


def called(service: Service, is_async: bool, **keywords: Any) -> Any:
    """What `client.t.chat` gives; all the items of a stream."""
    module = service.woven.module("client")

    async def use() -> Any:
        async with httpx2.AsyncClient(verify=TLS) as http:
            client = module.AsyncClient(base_url=service.url, http_client=http)
            answer = await client.t.chat(**keywords)
            if not keywords.get("stream"):
                return answer
            async with answer as items:
                return [item async for item in items]

    if is_async:
        return asyncio.run(use())
    with httpx2.Client(verify=TLS) as http:
        client = module.Client(base_url=service.url, http_client=http)
        answer = client.t.chat(**keywords)
        return list(answer) if keywords.get("stream") else answer


def test_the_answer(service: Service, is_async: bool) -> None:
    for keywords in ({}, {"stream": False}, {"stream": None}):
        answer = called(service, is_async, text="ab", **keywords)
        assert isinstance(answer, service.woven.models.Answer)
        assert answer.text == "ab"


def test_the_stream_by_keyword(service: Service, is_async: bool) -> None:
    items = called(service, is_async, text="ab", stream=True)
    assert [item.delta for item in items] == ["a", "b"]


def test_the_stream_by_form(service: Service, is_async: bool) -> None:
    body = service.woven.models.ChatBody(text="ab")
    for arguments, keywords in (
        ((), {"text": "ab"}),
        ((body,), {}),
        (({"text": "ab"},), {}),
    ):
        items = streamed(service, is_async, "chat", *arguments, **keywords)
        assert [item.delta for item in items] == ["a", "b"]
    assert body.stream is None
    (item,) = streamed(service, is_async, "report")
    assert item.delta == "a"


def test_what_is_asked_for_on_the_wire(service: Service, is_async: bool) -> None:
    with serving([head("text/event-stream"), b'data: {"delta":"x"}\n\n']) as server:
        streamed(service, is_async, "chat", url=server.url, text="a")
        streamed(
            service,
            is_async,
            "report",
            url=server.url,
            options={"headers": {"Accept": "text/plain"}},
        )
        chat, report = server.requests
    assert chat.endswith(b'\r\n\r\n{"text":"a","stream":true}')
    assert b"\r\naccept: text/event-stream\r\n" in chat.lower()
    assert b"\r\naccept: text/plain\r\n" in report.lower()
    if is_async:
        return
    with serving([head("application/json"), b'{"text":"x"}']) as server:
        module = service.woven.module("client")
        with module.Client(base_url=server.url) as client:
            client.t.report()
        (request,) = server.requests
    assert b"\r\naccept: application/json\r\n" in request.lower()


def test_an_answer_in_the_place_of_a_stream(service: Service, is_async: bool) -> None:
    errors = service.woven.module("errors")
    with (
        serving([head("application/json"), b'{"text":"x"}']) as server,
        pytest.raises(errors.ResponseValidationError, match="no stream"),
    ):
        streamed(service, is_async, "report", url=server.url)


def test_raw_has_either(service: Service) -> None:
    module = service.woven.module("client")
    with httpx2.Client(verify=TLS) as http:
        client = module.Client(base_url=service.url, http_client=http)
        assert client.raw(client.t.chat)(text="ab").data.text == "ab"
        reply = client.raw(client.t.chat)(text="ab", stream=True)
        assert reply.status_code == 200
        assert [item.delta for item in reply.data] == ["a", "b"]

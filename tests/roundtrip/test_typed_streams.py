"""Streams that `schema` types: a server sends what a client reads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2
import pytest

from tests.runtime_client.test_streams import DOCUMENT, plain
from tests.runtime_client.woven_clients import WovenClients
from tests.weaving import Woven, weave

from .running import TLS, serve


def _handlers(woven: Woven) -> Any:
    module, models = woven.module("server.s"), woven.models
    chunk = models.Chunk(delta="a\nb")

    async def chunks() -> AsyncIterator[Any]:
        yield chunk

    class Api(module.SApi):  # type: ignore[misc, name-defined]
        async def chunks(self, _: Any, /) -> Any:
            return module.Chunks.Ok(chunks())

        async def either(self, _: Any, /) -> Any:
            return module.Either.Ok([chunk, "[DONE]"])

        async def wrapped(self, _: Any, /) -> Any:
            return module.Wrapped.Ok([models.Wrapped(event="e", data=chunk)])

        async def embedded(self, _: Any, /) -> Any:
            said = models.Said(data='{"delta": "a"}')
            return module.Embedded.Ok([models.Added(data=chunk, id="1"), said])

        async def lines(self, _: Any, /) -> Any:
            return module.Lines.Ok(iter([chunk, chunk]))

    return Api()


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(DOCUMENT) as woven:
        yield woven


@pytest.fixture(scope="module")
def url(woven: Woven) -> Iterator[str]:
    app = woven.module("server").create_app(s=_handlers(woven), validate_replies=True)
    with serve(app) as url:
        yield url


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def clients(request: pytest.FixtureRequest, woven: Woven) -> WovenClients:
    return WovenClients(woven, request.param)


CHUNK = {"delta": "a\nb"}
SENT = {
    "chunks": ([CHUNK], b'data: {"delta":"a\\nb"}\n\n'),
    "either": ([CHUNK, "[DONE]"], b'data: {"delta":"a\\nb"}\n\ndata: [DONE]\n\n'),
    "wrapped": (
        [{"event": "e", "data": CHUNK}],
        b'event: e\ndata: {"delta":"a\\nb"}\n\n',
    ),
    "embedded": (
        [
            {"event": "added", "data": CHUNK, "id": "1"},
            {"event": "said", "data": '{"delta": "a"}'},
        ],
        b'event: added\nid: 1\ndata: {"delta":"a\\nb"}\n\n'
        b'event: said\ndata: {"delta": "a"}\n\n',
    ),
    "lines": ([CHUNK, CHUNK], b'{"delta":"a\\nb"}\n{"delta":"a\\nb"}\n'),
}


@pytest.mark.parametrize("operation", SENT)
def test_what_is_sent_is_read(clients: WovenClients, url: str, operation: str) -> None:
    items, text = SENT[operation]
    assert plain(clients.call(url, f"s.{operation}")) == items
    assert httpx2.get(f"{url}/{operation}", verify=TLS).content == text

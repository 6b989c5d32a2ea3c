"""A client whose calls an ASGI application answers: all of HTTP but the socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from threading import Event
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from tests.weaving import Woven


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[dict[str, Any]]:
    app.state.log = ["begun"]
    yield {"name": "Rex"}
    app.state.log.append("ended")


def served(mocked: Woven, **options: Any) -> Starlette:
    """The server of a user."""
    server = mocked.module("server")
    pets, events = mocked.module("server.pets"), mocked.module("server.events")

    class Pets(pets.PetsApi):  # type: ignore[misc, name-defined]
        async def get(self, request: Any) -> Any:
            name = request.http.state.name
            return pets.Get.Ok(mocked.models.Pet(id=request.pet_id, name=name))

        def delete(self, request: Any) -> Any:
            return pets.Delete.NoContent()

    class Events(events.EventsApi):  # type: ignore[misc, name-defined]
        async def list(self, request: Any) -> Any:
            return events.List.Ok(endless(mocked))

    security = server.Security(
        login=lambda name, password, access: name if password == "s" else None,
        key=None,
    )
    app: Starlette = server.create_app(
        pets=Pets(), events=Events(), security=security, lifespan=lifespan, **options
    )
    return app


ended = Event()


async def endless(mocked: Woven) -> AsyncIterator[Any]:
    """Events without an end."""
    number = 0
    try:
        while True:
            yield mocked.models.Event(data=str(number))
            number += 1
    finally:
        ended.set()


def test_the_application_begins_and_ends_with_the_client(mocked: Woven) -> None:
    app = served(mocked)
    with mocked.module("testing").client_for(app, login=("ann", "s")) as client:
        assert client.pets.get(3).name == "Rex"
        client.pets.delete(3)
        assert app.state.log == ["begun"]
    assert app.state.log == ["begun", "ended"]


def test_the_same_async(mocked: Woven) -> None:
    async def using() -> None:
        app = served(mocked)
        testing = mocked.module("testing")
        async with testing.async_client_for(app) as client:
            pets = await asyncio.gather(*(client.pets.get(n) for n in range(20)))
            assert [pet.id for pet in pets] == [*range(20)]
        assert app.state.log == ["begun", "ended"]

    asyncio.run(using())


def test_refusals_are_those_of_the_server(mocked: Woven) -> None:
    errors = mocked.module("errors")
    app = served(mocked)
    with (
        mocked.module("testing").client_for(app, login=("ann", "wrong")) as client,
        pytest.raises(errors.ClientError) as caught,
    ):
        client.pets.delete(3)
    assert caught.value.status_code == 401


def test_streams_are_read_as_they_are_sent(mocked: Woven) -> None:
    ended.clear()
    app = served(mocked)
    with mocked.module("testing").client_for(app, login=("ann", "s")) as client:
        with client.events.list() as events:
            assert [next(events).data for _ in range(3)] == ["0", "1", "2"]
        assert ended.wait(60)


def test_streams_are_read_as_they_are_sent_async(mocked: Woven) -> None:
    async def using() -> None:
        ended.clear()
        testing = mocked.module("testing")
        app = served(mocked)
        async with testing.async_client_for(app, login=("ann", "s")) as client:
            stream = await client.events.list()
            async with stream as events:
                assert [(await anext(events)).data for _ in range(3)] == [*"012"]
            await asyncio.to_thread(ended.wait, 60)
        assert ended.is_set()

    asyncio.run(using())


def test_uploads_are_read_bit_by_bit(mocked: Woven) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http", "it knows no lifespan"
        size, more = 0, True
        while more:
            message = await receive()
            size += len(message["body"])
            more = message["more_body"]
        head = [(b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": b"%d" % size})

    def pieces() -> Iterator[bytes]:
        for _ in range(10):
            yield b"x" * 1000

    with mocked.module("testing").client_for(app, key="k") as client:
        assert client.client.put_photo(1, pieces()) == "10000"
        assert client.client.put_photo(1, b"abc") == "3"


def test_an_application_is_reached_where_it_is_mounted(mocked: Woven) -> None:
    async def pet(request: Any) -> JSONResponse:
        return JSONResponse({"id": 1, "name": request.url.path})

    app = Starlette(routes=[Mount("/v2", routes=[Route("/pets/{n}", pet)])])
    place = "http://testserver/v2"
    with mocked.module("testing").client_for(app, base_url=place) as client:
        assert client.pets.get(1).name == "/v2/pets/1"


def test_what_breaks_is_told(mocked: Woven) -> None:
    async def breaking(scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        if scope["type"] == "lifespan":
            raise NotImplementedError
        if scope["path"].endswith("/1"):
            raise LookupError("before anything")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if scope["path"].endswith("/2"):
            part = {"type": "http.response.body", "body": b"{", "more_body": True}
            await send(part)
            raise LookupError("in the middle")

    testing, errors = mocked.module("testing"), mocked.module("errors")
    with testing.client_for(breaking, max_retries=0) as client:
        with pytest.raises(LookupError, match="before"):
            client.pets.get(1)
        for number in (2, 3):
            with pytest.raises(errors.ConnectionFailed) as caught:
                client.pets.get(number)
            assert isinstance(caught.value.__cause__, httpx2.RemoteProtocolError)


def test_an_application_that_cannot_begin_says_so(mocked: Woven) -> None:
    @asynccontextmanager
    async def broken(app: Starlette) -> AsyncIterator[None]:
        app.state.database.open()
        yield

    app = Starlette(lifespan=broken)
    with (
        mocked.module("testing").client_for(app) as client,
        pytest.raises(RuntimeError, match="database"),
    ):
        client.pets.get(1)

"""Answers that may be streams, and mistakes that checkers report."""

from typing import assert_type

from streams import AsyncClient, Client
from streams._runtime.streams import AsyncStream, Stream
from streams.models import Answer, Chunk, Event


def by_argument(client: Client, wanted: bool) -> str:
    assert_type(client.chats.create("c1", text="Hi"), Answer)
    assert_type(client.chats.create("c1", text="Hi", stream=None), Answer)
    assert_type(client.chats.create("c1", text="Hi", stream=False), Answer)
    assert_type(client.chats.create("c1", {"text": "Hi"}), Answer)
    either = client.chats.create("c1", text="Hi", stream=wanted)
    assert_type(either, Answer | Stream[Chunk])
    with client.chats.create("c1", text="Hi", stream=True) as chunks:
        assert_type(chunks, Stream[Chunk])
        return "".join(chunk.delta for chunk in chunks)


def by_form(client: Client) -> str:
    with client.stream(client.chats.create)("c1", text="Hi") as chunks:
        assert_type(chunks, Stream[Chunk])
    with client.stream(client.chats.create)("c1", body={"text": "Hi"}) as chunks:
        assert_type(chunks, Stream[Chunk])
    assert_type(client.reports.get("r1"), list[Chunk])
    assert_type(client.raw(client.reports.get)("r1").data, list[Chunk])
    with client.stream(client.reports.get)("r1", limit=5) as lines:
        assert_type(lines, Stream[Chunk])
        return next(lines).delta


def of_events(client: Client) -> str:
    with client.events.list() as events:
        assert_type(events, Stream[Event])
        return next(events).data.delta


def sent(client: Client, chunks: list[Chunk]) -> None:
    client.events.append(chunks)
    client.events.append({"delta": text} for text in "abc")
    client.events.append([{"delta": 5}])  # refused
    client.events.append(b"{}")  # refused
    client.events.append(Chunk(delta="a"))  # refused


def of_anything(client: Client) -> bytes:
    with client.stream(client.things.do_anything)({"a": 1}) as response:
        assert_type(response.status_code, int)
        return response.read()


def wrong(client: Client) -> None:
    _ = client.chats.create("c1", text="Hi", stream=True).text  # refused
    _ = client.chats.create("c1", text="Hi").delta  # refused
    client.chats.create("c1", txt="Hi", stream=True)  # refused
    client.stream(client.chats.create)("c1", txt="Hi")  # refused
    client.stream(client.chats.create)(text="Hi")  # refused
    client.stream(client.reports.get)("r1", limit="5")  # refused
    with client.stream(client.reports.get)("r1") as lines:
        _ = next(lines).text  # refused
    client.reports.get("r1", limit="5")  # refused


async def by_form_async(client: AsyncClient) -> str:
    assert_type(await client.chats.create("c1", text="Hi"), Answer)
    stream = await client.chats.create("c1", text="Hi", stream=True)
    assert_type(stream, AsyncStream[Chunk])
    async with client.stream(client.reports.get)("r1") as lines:
        assert_type(lines, AsyncStream[Chunk])
        async for line in lines:
            assert_type(line, Chunk)
    async with client.stream(client.chats.create)("c1", {"text": "Hi"}) as chunks:
        return (await anext(chunks)).delta

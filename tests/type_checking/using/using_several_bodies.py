"""Programs that choose what a body is sent in; as `using_all`."""

from pathlib import Path

from several_bodies import AsyncClient, Client
from several_bodies.models import Link


def send(client: Client) -> None:
    put = client.images.put
    put("a", url="http://x")
    put("a", Link(url="http://x"))
    put("a", {"file": Path("a.png"), "note": "a"}, content_type="multipart/form-data")
    put("a", Link(url="u"), content_type="application/x-www-form-urlencoded")
    put("a", "a,b", content_type="text/csv")
    put("a", b"", content_type="image/png")
    put("a", "a,b")  # refused
    put("a", {"file": b"", "note": 5}, content_type="multipart/form-data")  # refused
    put("a", url="http://x", content_type="text/csv")  # refused
    client.notes.add()
    client.notes.add(content_type="x")
    client.notes.add("a", content_type_="text/plain")
    client.notes.add_label(content_type="x")
    client.notes.add_label("text", content_type_="text/plain")
    client.notes.add_label("text")  # refused


async def async_send(client: AsyncClient) -> None:
    await client.images.put("a", "a,b", content_type="text/csv")
    await client.images.put("a", 5, content_type="text/csv")  # refused

"""None for what is absent, and data that is no class, as users write it."""

from collections.abc import Iterator
from typing import Any, assert_type

import none_is_absent
from none_is_absent import decode, decode_json, encode, encode_json
from none_is_absent.models import Body, Cat, Dog, Ids, Inner, InnerDict, Least, Pet


def every(client: none_is_absent.Client) -> Iterator[Body]:
    """A loop over cursors."""
    cursor: str | None = None
    while True:
        page = client.a.list(needed="x", cursor=cursor)
        yield from page.bodies
        cursor = page.next
        if cursor is None:
            return


def arguments(client: none_is_absent.Client, note: str | None) -> None:
    """What may be None says that nothing is sent."""
    client.a.write(id="x", note=note, nick=note, size=None, class_=None, inner=None)
    client.a.list(needed="x", maybe=note, json=note)
    client.a.list(needed=note)  # refused
    client.a.write(id=note)  # refused
    client.a.write(id="x", note=5)  # refused
    client.a.write({"id": "x", "note": note})  # refused
    client.a.write(id="x", inner={"a": note})  # refused
    inner: InnerDict | None = None if note is None else {"a": note}
    client.a.maybe(inner)
    client.a.maybe(None)
    client.a.maybe(a=note)


def models(note: str | None) -> None:
    """Constructors and assignments."""
    body = Body(id="x", note=note, nick=note, class_=None, inner=None)
    body.note = note
    body.nick = None
    body.inner = Inner(a=note)
    Body(id=note)  # refused
    Body(id="x", size=None)  # refused
    body.id = note  # refused
    body.size = None  # refused
    body.inner = Inner(a=5)  # refused
    assert_type(body.note, str | None)
    assert_type(body.size, int)


def data(parsed: Any, text: str) -> None:
    """To and from JSON."""
    body = Body.from_dict(parsed)
    assert_type(body, Body)
    assert_type(Body.from_json(text), Body)
    assert_type(Body.from_json(text.encode()), Body)
    assert_type(body.to_dict(), dict[str, Any])
    assert_type(body.to_json(), str)
    body.model_dump(exclude_unset=False, mode="json")
    Body.from_json({"id": "x"})  # refused
    Body.from_dict("x")  # refused
    assert_type(decode(Body, parsed), Body)
    assert_type(decode(list[Body], parsed), list[Body])
    assert_type(decode(dict[str, Ids], parsed), dict[str, list[int]])
    assert_type(decode(Ids, parsed), list[int])
    assert_type(decode_json(Body, text), Body)
    assert_type(decode_json(list[Body], text.encode()), list[Body])
    pet: Cat | Dog = decode(Pet, parsed)
    least: float = decode(Least, parsed)
    wrong: Inner = decode(Body, parsed)  # refused
    decode_json(Body, 5)  # refused
    assert_type(encode_json([body]), str)
    encode(body)
    encode([pet, least, wrong], type=list[Any])
    encode_json(pet, Pet)
    assert_type(body.model_dump_json(), str)

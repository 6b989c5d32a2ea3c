"""A method that the document deprecates says so to whoever calls it, and to no other.

What type checkers say is in `tests/type_checking/using/using_deprecated.py`.
"""

from __future__ import annotations

import asyncio
import inspect
import warnings
from collections.abc import Iterator
from typing import Any, Final

import httpx2
import pytest

from tests.shapes import INTEGER, obj
from tests.weaving import Json, Woven, document, weave

MESSAGE: Final = "`make` is deprecated"
OPERATION: Final[Json] = {
    "operationId": "make",
    "tags": ["things"],
    "deprecated": True,
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": obj("size", size=INTEGER)}},
    },
    "responses": {"204": {"description": "Done."}},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    plain = {**OPERATION, "operationId": "deprecated", "deprecated": False}
    paths = {"/a": {"post": OPERATION, "put": plain}}
    with weave(document(paths=paths)) as package:
        yield package


def answer(request: httpx2.Request) -> httpx2.Response:
    assert request.read() == b'{"size":5}'
    return httpx2.Response(204)


def test_who_calls_it_is_warned_where_the_call_is(woven: Woven) -> None:
    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    things = woven.package.Client(base_url="http://x", http_client=http).things
    with pytest.warns(DeprecationWarning, match=MESSAGE) as seen:
        assert things.make(size=5) is None
    (warning,) = seen
    assert warning.filename == __file__
    things.deprecated(size=5)


def test_it_can_still_be_called_in_every_form(woven: Woven) -> None:
    async def main() -> None:
        transport = httpx2.MockTransport(answer)
        async with httpx2.AsyncClient(transport=transport) as http:
            client = woven.package.AsyncClient(base_url="http://x", http_client=http)
            assert await client.things.make(size=5) is None
            raw = await client.raw(client.things.make)({"size": 5})
            assert raw.status_code == 204
            async with client.stream(client.things.make)(size=5) as response:
                assert response.status_code == 204

    with pytest.warns(DeprecationWarning, match=MESSAGE) as seen:
        asyncio.run(main())
    assert len(seen) == 3


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_help_shows_the_method_itself(woven: Woven, prefix: str) -> None:
    method: Any = getattr(woven.module("operations.things"), f"{prefix}Things").make
    assert [*inspect.signature(method).parameters] == [
        *("self", "body", "size", "options")
    ]
    assert (inspect.getdoc(method) or "").startswith("Deprecated.\n\nPOST /a")
    assert method.__deprecated__ == MESSAGE


def test_the_package_itself_warns_of_nothing(woven: Woven) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        handlers = woven.module("server.things").ThingsApi
        assert not hasattr(handlers.make, "__deprecated__")
        woven.module("server").create_app(things=handlers())

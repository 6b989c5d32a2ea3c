"""A mock's list in pages ends: whoever asks for all items has them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pytest

from tests.runtime_client.test_pages import DOCUMENT, RULES
from tests.weaving import Woven, weave

LAST: Final = (
    replace(RULES[0], more=None),
    *RULES[1:-1],
    replace(RULES[-1], next=None, last="/id"),
)
"""The same, but for two lists that only a page without items ends."""
REQUESTS: Final = {
    "last_item": 2,
    "next_cursor": 1,
    "numbered": 2,
    "given_page": 1,
    "counted": 2,
    "linked": 1,
    "addressed": 1,
    "search": 2,
}
"""How many pages are asked for: an empty one where the first cannot say it."""


@pytest.fixture(scope="module")
def paged() -> Iterator[Woven]:
    """A package of lists that come in pages of each kind."""
    with weave(DOCUMENT, targets=("testing",), pages=LAST) as woven:
        yield woven


@pytest.mark.parametrize("name", REQUESTS)
def test_a_list_ends_by_itself(paged: Woven, name: str) -> None:
    api = paged.module("testing").MockApi(defaults=True)

    def keywords() -> dict[str, Any]:
        return {"query": "text"} if name == "search" else {}

    with api.client(strict_responses=True) as client:
        found = [*client.paginate(getattr(client.t, name))(**keywords())]
    assert [item.id for item in found] == ["id"]
    assert len(api.calls) == REQUESTS[name]

    async def collected() -> list[Any]:
        async with api.async_client() as client:
            pages = client.paginate(getattr(client.t, name))(**keywords())
            return [item async for item in pages]

    assert asyncio.run(collected()) == found

"""Redirections that are declared are answers where no success is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.weaving import Woven, document, weave


def _answers(*statuses: str) -> Any:
    return {
        "operationId": "get_" + "_or_".join(statuses).lower(),
        "tags": ["t"],
        "responses": {status: {"description": ""} for status in statuses},
    }


PATHS: Any = {
    "/only": {"get": _answers("302")},
    "/any": {"get": _answers("3XX", "404")},
    "/either": {"get": _answers("200", "302")},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(paths=PATHS), clean=True) as package:
        yield package


def answer(request: httpx2.Request) -> httpx2.Response:
    if request.url.path == "/there":
        return httpx2.Response(200)
    return httpx2.Response(302, headers={"location": "/there"})


@pytest.mark.parametrize("follows", [False, True])
@pytest.mark.parametrize("method", ["get_302", "get_3xx_or_404"])
def test_it_is_returned(woven: Woven, method: str, follows: bool) -> None:
    transport = httpx2.MockTransport(answer)
    with httpx2.Client(transport=transport, follow_redirects=follows) as http:
        client = woven.package.Client(base_url="http://a.test", http_client=http)
        call = getattr(client.t, method)
        assert call() is None
        raw = client.raw(call)()
        assert (raw.status_code, raw.headers["location"]) == (302, "/there")
        with client.stream(call)() as opened:
            assert opened.status_code == 302

    async def asynchronous() -> int:
        async with httpx2.AsyncClient(transport=transport) as http:
            client = woven.package.AsyncClient(
                base_url="http://a.test", http_client=http
            )
            raw = await client.raw(getattr(client.t, method))()
            status: int = raw.status_code
            return status

    assert asyncio.run(asynchronous()) == 302


def test_beside_a_success_it_is_raised_or_followed(woven: Woven) -> None:
    transport = httpx2.MockTransport(answer)
    with httpx2.Client(transport=transport) as http:
        client = woven.package.Client(base_url="http://a.test", http_client=http)
        with pytest.raises(woven.package.errors.StatusError) as caught:
            client.t.get_200_or_302()
        assert caught.value.status_code == 302
    with httpx2.Client(transport=transport, follow_redirects=True) as http:
        client = woven.package.Client(base_url="http://a.test", http_client=http)
        assert client.raw(client.t.get_200_or_302)().status_code == 200


def test_a_status_that_is_not_declared_is_raised(woven: Woven) -> None:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(301))
    with httpx2.Client(transport=transport) as http:
        client = woven.package.Client(base_url="http://a.test", http_client=http)
        with pytest.raises(woven.package.errors.StatusError):
            client.t.get_302()

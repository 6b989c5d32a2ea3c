"""Operations and paths with servers of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.generation.harness import Woven, document, weave

_FINE: Any = {"204": {"description": "fine"}}


def _operation(name: str, **members: Any) -> Any:
    return {"operationId": name, "responses": _FINE, **members}


def _server(url: str, **variables: str) -> Any:
    listed = {name: {"default": value} for name, value in variables.items()}
    return [{"url": url, "variables": listed}]


PATHS: Any = {
    "/plain": {"get": _operation("plain")},
    "/own": {
        "servers": _server("https://path.test/p"),
        "get": _operation("of_path"),
        "put": _operation("own", servers=_server("https://{n}.test", n="operation")),
    },
    "/relative": {"get": _operation("relative", servers=_server("/v2"))},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    whole = document(paths=PATHS, servers=_server("https://api.test/v1"))
    with weave(whole) as package:
        yield package


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("plain", "https://api.test/v1/plain"),
        ("of_path", "https://path.test/p/own"),
        ("own", "https://operation.test/own"),
        ("relative", "https://api.test/v1/relative"),
    ],
)
@pytest.mark.parametrize("base_url", [None, "https://mine.test"])
def test_where_it_goes(
    woven: Woven, method: str, url: str, base_url: str | None
) -> None:
    sent: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(str(request.url))
        return httpx2.Response(204)

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        client = woven.package.Client(base_url=base_url, http_client=http)
        getattr(client.default, method)()
    path = url.rpartition("/")[2]
    assert sent == [f"{base_url}/{path}" if base_url else url]


def test_a_relative_one_is_reported(woven: Woven) -> None:
    assert woven.warnings == [("server-ignored", "/paths/~1relative/get")]

"""What breaks the schema of a parameter is refused on both sides of a socket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from tests.weaving import Woven, document, weave

from .running import TLS, serve

PARAMETERS: list[tuple[str, Any, Any, Any]] = [
    ("code", {"type": "string", "pattern": "^[a-z]+$"}, "ab", "a1"),
    ("short", {"type": "string", "maxLength": 2}, "ab", "abc"),
    ("limit", {"type": "integer", "minimum": 1, "maximum": 9}, 9, 10),
    ("even", {"type": "integer", "multipleOf": 2}, 4, 3),
    ("colour", {"type": "string", "enum": ["red", "blue"]}, "red", "green"),
    ("email", {"type": "string", "format": "email"}, "a@b.c", "nobody"),
    ("some", {"type": "array", "items": {"type": "integer"}, "minItems": 2}, [1, 2], 1),
    ("few", {"type": "array", "items": {"enum": ["a"]}, "maxItems": 1}, ["a"], "ab"),
    ("odd", {"type": "integer", "not": {"const": 6}}, 5, 6),
]
ANSWERS = {"200": {"description": "", "content": {"application/json": {"schema": {}}}}}


@dataclass(frozen=True)
class Running:
    """The package, and where its server is."""

    woven: Woven
    url: str


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    listed = [
        {"name": name, "in": "query", "schema": schema}
        for name, schema, _, _ in PARAMETERS
    ]
    operation = {"operationId": "get", "parameters": listed, "responses": ANSWERS}
    with weave(document(paths={"/a": {"get": operation}}), clean=True) as woven:
        module = woven.module("server.a")

        class Api(module.AApi):  # type: ignore[misc, name-defined]
            async def get(self, request: Any, /) -> Any:
                sent = vars(request).items()
                return module.Get.Ok({k: v for k, v in sent if v is not None})

        with serve(woven.module("server").create_app(a=Api())) as url:
            yield Running(woven, url)


@pytest.mark.parametrize(("name", "schema", "fine", "wrong"), PARAMETERS)
def test_parameter(
    running: Running, name: str, schema: Any, fine: Any, wrong: Any
) -> None:
    del schema
    refused = running.woven.module("errors").RequestValidationError
    with httpx2.Client(verify=TLS, base_url=running.url) as http:
        client = running.woven.package.Client(
            base_url=running.url, http_client=http, max_retries=0
        )
        assert client.a.get(**{name: fine}) == {name: fine}
        given = [wrong] if isinstance(fine, list) else wrong
        with pytest.raises(refused, match=f"query '{name}'"):
            client.a.get(**{name: given})
        sent = ",".join(map(str, given)) if isinstance(given, list) else given
        assert http.get("/a", params={name: sent}).status_code == 400

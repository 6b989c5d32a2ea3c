"""Tuples, values by pattern and typed extras go through a client and a server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx2
import pytest
from pydantic import BaseModel

from tests.shapes import INTEGER, TEXT, obj, ref
from tests.weaving import Woven, document, weave

PAIR: Any = {
    "type": "array",
    "prefixItems": [TEXT, INTEGER],
    "items": False,
    "minItems": 2,
}
BAG = obj(pair=ref("Pair"), days=ref("Days")) | {"additionalProperties": ref("Pair")}
DAY = obj("day", day={"type": "string", "format": "date"})
SCHEMAS: Any = {
    "Pair": PAIR,
    "Day": DAY,
    "Days": {"type": "object", "patternProperties": {"^on-": ref("Day")}},
    "Bag": BAG,
}


def _content(schema: object, media_type: str = "application/json") -> Any:
    return {"content": {media_type: {"schema": schema}}}


def _parameter(place: str, name: str, **keywords: Any) -> Any:
    required = place == "path"
    return {
        "name": name,
        "in": place,
        "required": required,
        "schema": ref("Pair"),
        **keywords,
    }


PATHS: Any = {
    "/bags/{path}": {
        "post": {
            "operationId": "put_bag",
            "tags": ["default"],
            "parameters": [
                _parameter("path", "path"),
                _parameter("query", "exploded"),
                _parameter("query", "joined", explode=False),
                _parameter("query", "piped", style="pipeDelimited", explode=False),
                _parameter("header", "x-pair"),
                _parameter("query", "deep", style="deepObject", schema=BAG),
            ],
            "requestBody": {"required": True, **_content(ref("Bag"))},
            "responses": {
                "200": {
                    "description": "fine",
                    "headers": {"x-pair": {"schema": ref("Pair")}},
                    **_content(ref("Bag")),
                }
            },
        }
    },
    "/forms": {
        "post": {
            "operationId": "put_form",
            "tags": ["default"],
            "requestBody": {
                "required": True,
                **_content(obj(pair=PAIR), "application/x-www-form-urlencoded"),
            },
            "responses": {
                "200": {"description": "fine", **_content(ref("Pair"))},
            },
        }
    },
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS, paths=PATHS)) as package:
        yield package


async def _call(woven: Woven, name: str, **arguments: Any) -> tuple[Any, Any]:
    """What a handler got, and what a client got back."""
    handlers = woven.module("server.default")
    received: list[Any] = []

    async def put_bag(self: Any, request: Any, /) -> Any:
        received.append(request)
        return handlers.PutBag.Ok(request.body, headers={"x-pair": ("a", 2)})

    async def put_form(self: Any, request: Any, /) -> Any:
        received.append(request)
        return handlers.PutForm.Ok(request.body.pair)

    members = {"put_bag": put_bag, "put_form": put_form}
    api = type("Api", (handlers.DefaultApi,), members)
    app = woven.module("server").create_app(default=api())
    async with (
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app)) as http,
        woven.package.AsyncClient(base_url="http://x", http_client=http) as client,
    ):
        answer = await getattr(client.default, name)(**arguments)
    return received[0], answer


def test_a_body_keeps_its_types(woven: Woven) -> None:
    days = {"on-a": woven.models.Day(day=date(2024, 2, 29)), "off": [1]}
    bag = woven.models.Bag(pair=("a", 1), days=days)
    bag.extra_properties["more"] = ("b", 2)
    received, answer = asyncio.run(_call(woven, "put_bag", path=("5", 5), body=bag))
    for read in (received.body, answer):
        assert read.pair == ("a", 1)
        assert read.days["on-a"].day == date(2024, 2, 29)
        assert read.days["off"] == [1]
        assert dict(read.extra_properties) == {"more": ("b", 2)}


@pytest.mark.parametrize("make", [tuple, list])
def test_parameters_are_read_by_their_places(woven: Woven, make: Any) -> None:
    """Text that looks like a number stays text where text is declared."""
    pair = make(["5", 5])
    names = ("path", "exploded", "joined", "piped", "x_pair")
    arguments = dict.fromkeys(names, pair)
    received, _ = asyncio.run(
        _call(woven, "put_bag", **arguments, deep={"pair": ("7", 7)}, body={})
    )
    for name in names:
        assert getattr(received, name) == ("5", 5)
    assert isinstance(received.deep, BaseModel)
    assert received.deep.model_dump(exclude_unset=True) == {"pair": ("7", 7)}


def test_a_form_repeats_its_name(woven: Woven) -> None:
    received, answer = asyncio.run(_call(woven, "put_form", pair=("5", 5)))
    assert received.body.pair == answer == ("5", 5)


@pytest.mark.parametrize("pair", [("a",), ("a", 1, 2), ("a", "1"), (1, 1)])
def test_a_client_judges_them(woven: Woven, pair: Any) -> None:
    with pytest.raises(woven.module("errors").RequestValidationError):
        asyncio.run(_call(woven, "put_bag", path=pair, body={}))

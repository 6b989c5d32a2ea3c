"""An operation without a response that can be used: any status can come."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from tests.weaving import Json, Woven, document, weave

UNUSABLE: dict[str, Any] = {
    "nothing": {},
    "a word": {"abcdef": {"description": "x"}},
    "600": {"600": {"description": "x"}},
    "99": {"99": {"description": "x"}},
    "a space": {"default ": {"description": "x"}},
    "extensions": {"x-one": {"description": "x"}, "x-two": 3},
    "no object": {"ok": 5, "none": None},
    "a number": 3,
    "a list": [{"description": "x"}],
    "null": None,
    "a text": "200",
    "true": True,
}


def _operation(responses: Any, **members: Any) -> Any:
    return {"operationId": "act", "responses": responses, **members}


async def _answered(woven: Woven, tag: str) -> tuple[Any, int]:
    """What a client gets from a server whose handler answers with 418."""
    handlers = woven.module(f"server.{tag}")
    base = getattr(handlers, f"{tag.title()}Api")

    class Api(base):  # type: ignore[misc, valid-type]
        async def act(self, request: Any, /) -> Any:
            return handlers.Act.Default(status=203)

    app = woven.module("server").create_app(**{tag: Api()})
    transport = httpx2.ASGITransport(app=app)
    async with (
        httpx2.AsyncClient(transport=transport) as http,
        woven.module("client").AsyncClient(
            base_url="http://server", http_client=http
        ) as client,
    ):
        raw = await client.raw(getattr(client, tag).act)()
        return raw.data, raw.status_code


def _assert_answers(whole: Json, tag: str = "a") -> None:
    with weave(whole) as woven:
        assert asyncio.run(_answered(woven, tag)) == (None, 203)


@pytest.mark.parametrize("name", UNUSABLE)
def test_any_status_can_come(name: str) -> None:
    _assert_answers(document(paths={"/a": {"get": _operation(UNUSABLE[name])}}))


def test_responses_are_absent() -> None:
    _assert_answers(document(paths={"/a": {"get": {"operationId": "act"}}}))


def test_no_reference_leads_anywhere() -> None:
    responses = {
        "200": {"$ref": "#/components/responses/Nowhere"},
        "404": {"$ref": "#/components/responses/Round"},
    }
    whole = document(
        paths={"/a": {"get": _operation(responses)}},
        components={
            "responses": {"Round": {"$ref": "#/components/responses/Round"}},
        },
    )
    accept = ("unresolved-reference", "circular-reference")
    with weave(whole, accept=accept) as woven:
        assert asyncio.run(_answered(woven, "a")) == (None, 203)


def test_below_a_tag() -> None:
    whole = document(
        paths={"/a": {"get": _operation({"600": {"description": "x"}}, tags=["pets"])}}
    )
    _assert_answers(whole, "pets")


@pytest.mark.parametrize("responses", [{}, {"600": {"description": "x"}}, {"x-a": {}}])
def test_swagger_2(responses: Any) -> None:
    whole = {
        "swagger": "2.0",
        "info": {"title": "Small", "version": "1"},
        "paths": {"/a": {"get": _operation(responses, produces=["text/plain"])}},
    }
    _assert_answers(whole)


@pytest.mark.parametrize("name", UNUSABLE)
def test_webhooks_and_callbacks(name: str) -> None:
    """Nobody is answered there by what is generated: their bodies stay models."""
    body = {"type": "object", "properties": {"id": {"type": "integer"}}}
    heard = {
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": UNUSABLE[name],
    }
    operation = _operation(
        {"204": {"description": "done"}},
        callbacks={"done": {"{$request.body#/url}": {"post": heard}}},
    )
    whole = document(
        paths={"/a": {"post": operation}},
        webhooks={"gone": {"post": {**heard, "operationId": "gone"}}},
    )
    with weave(whole) as woven:
        assert woven.models.GoneBody(id=1).id == 1
        assert woven.models.ActDonePostBody(id=2).id == 2


def test_what_can_be_used_stays_alone() -> None:
    responses = {"600": {"description": "x"}, "204": {"description": "done"}}
    whole = document(paths={"/a": {"get": _operation(responses)}})
    with weave(whole) as woven:
        act = woven.module("server.a").Act
        assert act.Response is act.NoContent
        assert [each.where.pointer for each in woven.reported("unknown-status")] == [
            "/paths/~1a/get/responses/600"
        ]

"""A parameter that no value can have does not stop the others."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2

from tests.weaving import document, weave


def test_the_schema_false() -> None:
    forbidden = {"name": "never", "in": "query", "schema": False}
    answers = {"204": {"description": "fine"}}
    operation = {"parameters": [forbidden], "operationId": "a", "responses": answers}

    async def get(app: Any, target: str) -> int:
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport) as http:
            return (await http.get(f"http://x{target}")).status_code

    with weave(document(paths={"/a": {"get": operation}})) as woven:
        app = woven.module("server").create_app()
        assert asyncio.run(get(app, "/a")) == 501
        assert asyncio.run(get(app, "/a?never=1")) == 400


def test_what_is_no_name_of_a_header_is_left_out() -> None:
    odd = {"name": "X-Ä\r\n", "in": "header", "schema": {"type": "string"}}
    answers = {"204": {"description": "fine"}}
    operation = {"parameters": [odd], "operationId": "a", "responses": answers}
    with weave(document(paths={"/a": {"get": operation}})) as woven:
        assert woven.warnings == [("parameter-unusable", "/paths/~1a/get/parameters/0")]


def test_a_server_that_is_no_base_url_is_not_used() -> None:
    servers = [{"url": "https://user:pass@example.org/x"}]
    with weave(document(servers=servers)) as woven:
        assert "user:pass" not in woven.source("client.py")

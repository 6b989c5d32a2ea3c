"""A default of a parameter is what the handler sees where nothing was sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.weaving import Woven, document, weave

from .running import TLS, serve

POINT: Any = {
    "type": "object",
    "properties": {"x": {"type": "integer"}, "y-pos": {"type": "integer"}},
    "required": ["x"],
}
LONG = [f"a rather long item {number}" for number in range(5)]
DEFAULTS: dict[str, tuple[Any, Any]] = {
    "words": ({"type": "array", "items": {"type": "string"}}, ["a", "b"]),
    "long": ({"type": "array", "items": {"enum": LONG}}, LONG),
    "none": ({"type": "array", "items": {"type": "string"}}, []),
    "days": (
        {"type": "array", "items": {"type": "string", "format": "date"}},
        ["2026-01-02"],
    ),
    "point": ({"$ref": "#/components/schemas/Point"}, {"x": 1, "y-pos": 2}),
    "points": (
        {"type": "array", "items": {"$ref": "#/components/schemas/Point"}},
        [{"x": 1}],
    ),
    "named": (
        {
            "type": "object",
            "additionalProperties": {"$ref": "#/components/schemas/Point"},
        },
        {"a": {"x": 1, "y-pos": 2}},
    ),
    "sizes": (
        {"type": "object", "additionalProperties": {"type": "integer"}},
        {"a": 1},
    ),
    "anything": ({}, {"deep": [1, {"a": None}]}),
}
ANSWERS = {"200": {"description": "", "content": {"application/json": {"schema": {}}}}}


def _parameter(name: str, schema: Any, default: Any) -> Any:
    content = {"application/json": {"schema": {**schema, "default": default}}}
    return {"name": name, "in": "query", "content": content}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    listed = [_parameter(name, *each) for name, each in DEFAULTS.items()]
    operation = {"operationId": "get", "parameters": listed, "responses": ANSWERS}
    whole = document(paths={"/a": {"get": operation}}, schemas={"Point": POINT})
    with weave(whole, clean=True) as package:
        yield package


def test_absent(woven: Woven) -> None:
    module = woven.module("server.a")
    seen: list[Any] = []

    class Api(module.AApi):  # type: ignore[misc, name-defined]
        async def get(self, request: Any, /) -> Any:
            seen.append(request)
            return module.Get.Ok({name: getattr(request, name) for name in DEFAULTS})

    with (
        serve(woven.module("server").create_app(a=Api())) as url,
        httpx2.Client(verify=TLS) as http,
    ):
        client = woven.package.Client(base_url=url, http_client=http)
        expected = {name: default for name, (_, default) in DEFAULTS.items()}
        assert client.a.get() == expected
        seen[0].words.append("mine")
        seen[0].point.x = 5
        assert client.a.get() == expected
        assert client.a.get(words=["x"])["words"] == ["x"]
    assert isinstance(seen[1].point, woven.models.Point)
    assert isinstance(seen[1].points[0], woven.models.Point)
    assert isinstance(seen[1].named["a"], woven.models.Point)

"""Empty arrays and objects: left out where they may be, refused where they may not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.weaving import Woven

from .echo import both_callers, echoing, operation, parameter
from .running import TLS, Served

LIST = {"type": "array", "items": {"type": "integer"}}
TEXTS = {"type": "array", "items": {"type": "string"}}
MAP = {"type": "object", "additionalProperties": {"type": "string"}}
STYLED: dict[str, Any] = {
    "form": parameter("form", "query", LIST, explode=False),
    "exploded": parameter("exploded", "query", LIST),
    "pipes": parameter("pipes", "query", LIST, style="pipeDelimited"),
    "deep": parameter("deep", "query", MAP, style="deepObject"),
    "texts": parameter("texts", "query", TEXTS, explode=False),
    "crumbs": parameter("crumbs", "cookie", LIST, explode=False),
    "x_list": parameter("X-List", "header", LIST),
    "x_map": parameter("X-Map", "header", MAP),
}
CONTENT = {"application/json": {"schema": LIST}}
JSON = {"name": "json", "in": "query", "content": CONTENT}
PATHS = {
    "/optional": {"get": operation("optional", *STYLED.values(), JSON)},
    **{
        f"/required/{name}": {"get": operation(name, {**each, "required": True})}
        for name, each in STYLED.items()
    },
    **{
        f"/{style}/{{ids}}": {
            "get": operation(style, parameter("ids", "path", LIST, style=style))
        }
        for style in ("simple", "label", "matrix")
    },
}


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Woven, Served]]:
    with echoing(PATHS) as both:
        yield both


def _empty(name: str) -> Any:
    return {} if STYLED[name]["schema"] is MAP else []


def test_optional(running: tuple[Woven, Served]) -> None:
    empty = {name: _empty(name) for name in STYLED}
    for call in both_callers(running[1]):
        assert call("default.optional", **empty) == {}
        assert call("default.optional", json=[]) == {"json": []}


def test_required(running: tuple[Woven, Served]) -> None:
    _, served = running
    before = len(served.paths)
    for call in both_callers(served):
        for name in STYLED:
            with pytest.raises(ValueError, match=f"{name}: .*: a value without items"):
                call(f"default.{name}", **{name: _empty(name)})
        for style in ("simple", "label", "matrix"):
            with pytest.raises(ValueError, match=": path 'ids': a value without items"):
                call(f"default.{style}", [])
    assert len(served.paths) == before


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("form=", {"form": []}),
        ("exploded=", {"exploded": []}),
        ("pipes=", {"pipes": []}),
        ("texts=", {"texts": [""]}),
        ("texts=&form=1", {"texts": [""], "form": [1]}),
    ],
)
def test_what_others_send(
    running: tuple[Woven, Served], query: str, seen: dict[str, Any]
) -> None:
    with httpx2.Client(base_url=running[1].url, verify=TLS) as http:
        assert http.get(f"/optional?{query}").json() == seen

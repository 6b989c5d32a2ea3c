"""What can only be null: a constructor fills it in, reading asks for it, and what need
not be there is written as it came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from apiloom.core.model_style import MODEL_STYLES
from tests.shapes import TEXT, obj, ref
from tests.weaving import Woven, document, weave

SCHEMAS: dict[str, Any] = {
    "Gone": obj(
        *("reason", "since", "by", "name"),
        reason={"const": None},
        since={"type": "null"},
        by=ref("Nobody"),
        name=TEXT,
        nick={"type": ["string", "null"], "default": None},
        note={"const": None},
        hint={"enum": [None], "default": None},
    ),
    "Nobody": {"enum": [None], "description": "There was one."},
}
GONE = {"reason": None, "since": None, "by": None, "name": "a"}


@pytest.fixture(scope="module", params=MODEL_STYLES)
def woven(request: pytest.FixtureRequest) -> Iterator[Woven]:
    content = {"application/json": {"schema": ref("Gone")}}
    post = {
        "operationId": "bury",
        "requestBody": {"required": True, "content": content},
        "responses": {"204": {"description": ""}},
    }
    whole = document(schemas=SCHEMAS, paths={"/gone": {"post": post}})
    with weave(whole, models=request.param) as package:
        yield package


def test_a_constructor_fills_it_in(woven: Woven) -> None:
    gone = woven.models.Gone(name="a")
    assert gone.reason is gone.since is gone.by is None
    assert gone.to_dict() == GONE
    assert gone == woven.models.Gone(reason=None, since=None, by=None, name="a")


@pytest.mark.parametrize("key", ["reason", "since", "by"])
def test_reading_asks_for_it(woven: Woven, key: str) -> None:
    wire = {name: value for name, value in GONE.items() if name != key}
    with pytest.raises(ValueError, match=rf"{key}\W+(\n +)?Field required"):
        woven.models.Gone.from_dict(wire)


@pytest.mark.parametrize("more", [{}, {"note": None}, {"nick": None, "hint": None}])
def test_one_that_may_be_absent_is_written_as_it_came(
    woven: Woven, more: dict[str, None]
) -> None:
    assert woven.models.Gone.from_dict(GONE | more).to_dict() == GONE | more
    assert woven.models.Gone(name="a", **more).to_dict() == GONE | more


def test_a_call_sends_it_without_being_told(woven: Woven) -> None:
    encode = woven.module("_runtime.body").encode_body
    missing = woven.module("_runtime.missing").MISSING
    operation = woven.module("operations.gone")._bury()
    assert json.loads(encode(operation, missing, {"name": "a"}).content) == GONE

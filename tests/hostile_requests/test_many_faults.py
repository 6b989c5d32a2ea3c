"""A text with a fault every other byte: a hundred are found, and it says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import httpx2
import pytest

from apiloom.core.model_style import MODEL_STYLES
from apiloom.runtime.decode import Received, decode_success
from apiloom.runtime.errors import ResponseValidationError
from apiloom.runtime.operation import MediaType, Operation, Response
from tests.runtime_server.asgi import call
from tests.shapes import INTEGER, TEXT, array, mapping, obj, ref
from tests.weaving import Json, Woven, document, weave

SCHEMAS: Final[Json] = {
    "Numbers": array(INTEGER),
    "Counts": mapping(INTEGER),
    "Rows": array(ref("Row")),
    "Row": obj("id", id=INTEGER, inner=ref("Tree")),
    "Tree": obj(children=array(ref("Tree")), counts=ref("Counts")),
    "Closed": {**obj(id=INTEGER), "additionalProperties": False},
    "Extras": {**obj(id=INTEGER), "additionalProperties": INTEGER},
    "Either": array({"anyOf": [ref("Counts"), mapping(TEXT)]}),
}
MANY: Final = 30_000
"""Faults; no text here is below 128 KiB."""
FAULTY: Final[dict[str, Any]] = {
    "Numbers": ["x"] * MANY,
    "Counts": {f"k{number}": "x" for number in range(MANY)},
    "Rows": [{}] * 2 * MANY,
    "Row": {"id": 1, "inner": {"children": [{"children": [5] * 2 * MANY}]}},
    "Tree": {"counts": {f"k{number}": "x" for number in range(MANY)}},
    "Closed": {f"k{number}": 1 for number in range(MANY)},
    "Extras": {f"k{number}": "x" for number in range(MANY)},
    "Either": [{f"k{number}": [] for number in range(MANY)}],
}
RIGHT: Final[dict[str, Any]] = {
    "Numbers": [1234] * MANY,
    "Counts": {f"k{number}": 1 for number in range(MANY)},
    "Rows": [{"id": 1, "inner": {"children": [{"counts": {"a": 1}}]}}] * 4000,
    "Row": {"id": 1, "inner": {"children": [{"children": []}] * 10_000}},
    "Extras": {"id": 1} | {f"k{number}": 1 for number in range(MANY)},
    "Either": [
        {f"k{number}": "x" for number in range(MANY)},
        {f"k{number}": 1 for number in range(MANY)},
        *[{f"k{number}": "x" for number in range(200)}] * 5,
    ],
}
OPERATION: Final[Json] = {
    "put": {
        "operationId": "putNumbers",
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": ref("Numbers")}},
        },
        "responses": {"204": {"description": "nothing"}},
    }
}


@pytest.fixture(scope="module", params=MODEL_STYLES)
def woven(request: pytest.FixtureRequest) -> Iterator[Woven]:
    whole = document(schemas=SCHEMAS, paths={"/numbers": OPERATION})
    with weave(whole, targets=("models", "server"), models=request.param) as package:
        yield package


@pytest.mark.parametrize("name", FAULTY)
def test_a_hundred_are_found(woven: Woven, name: str) -> None:
    codec = woven.module("_runtime.codec")
    text = json.dumps(FAULTY[name]).encode()
    with pytest.raises(codec.Invalid) as refused:
        codec.codec_of(getattr(woven.models, name)).read_json(text)
    members = 2 if name == "Either" else 1
    assert 1 <= codec.refusal_count(refused.value) <= 100 * members
    assert codec.is_partial(refused.value)
    assert "there may be more" in str(refused.value)
    assert codec.refusals(refused.value)[0].message


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_read_as_ever(woven: Woven, name: str) -> None:
    codec = woven.module("_runtime.codec").codec_of(getattr(woven.models, name))
    text = json.dumps(RIGHT[name]).encode()
    assert len(text) > 128 * 1024
    assert codec.write(codec.read_json(text)) == RIGHT[name]


def test_the_first_places_of_an_object_are_named(woven: Woven) -> None:
    codec = woven.module("_runtime.codec")
    text = json.dumps(FAULTY["Closed"]).encode()
    with pytest.raises(codec.Invalid) as refused:
        codec.codec_of(woven.models.Closed).read_json(text)
    places = [refusal.location for refusal in codec.refusals(refused.value)]
    assert places == [(f"k{number}",) for number in range(100)]


def put(woven: Woven, count: int) -> list[dict[str, str]]:
    """What a server says of an array with that many faults."""

    class Api(woven.module("server.numbers").NumbersApi):  # type: ignore[misc]
        async def put(self, request: Any) -> Any:
            raise AssertionError(request)

    app = woven.module("server").create_app(numbers=Api())
    head = [("content-type", "application/json")]
    body = json.dumps(["x"] * count).encode()
    answered = call(app, "PUT", "/numbers", headers=head, body=body)
    assert answered.status == 400
    errors: list[dict[str, str]] = answered.json["errors"]
    return errors


def test_a_server_says_that_there_are_more(woven: Woven) -> None:
    errors = put(woven, 500)
    assert [each["pointer"] for each in errors[:100]] == [f"/{n}" for n in range(100)]
    assert len(errors) == 101
    assert "more errors" in errors[-1]["detail"]
    errors = put(woven, MANY)
    assert errors[0]["pointer"] == "/0"
    assert "there may be more" in errors[-1]["detail"]


def test_a_client_stops_after_a_hundred_and_says_so() -> None:
    content = (MediaType("application/json", list[int]),)
    operation: Operation[Any] = Operation(
        id="list",
        method="GET",
        path="/numbers",
        responses={"200": Response(content=content)},
    )
    headers = httpx2.Headers({"content-type": "application/json"})
    received = Received(200, headers, json.dumps(["x"] * MANY).encode())
    with pytest.raises(ResponseValidationError, match=r"/0, /1, .* in more places"):
        decode_success(operation, received, strict=True)
    with pytest.warns(UserWarning, match="breaks the document"):
        assert decode_success(operation, received, strict=False) == ["x"] * MANY

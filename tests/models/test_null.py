"""A schema whose only value is null is `None` wherever it is used."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.shapes import array, obj, ref
from tests.weaving import Woven, document, weave

NULL: dict[str, Any] = {"type": "null"}
COMPONENTS: dict[str, Any] = {
    "Nil": NULL,
    "Listed": {"type": ["null"]},
    "Constant": {"const": None},
    "Enumerated": {"enum": [None]},
    "Both": {"allOf": [ref("Nil"), ref("Constant")]},
    "Either": {"anyOf": [ref("Nil"), NULL]},
    "Deeper": {"anyOf": [ref("Either"), ref("Enumerated")]},
    "Other": {"$ref": "#/components/schemas/Nil"},
    "Described": {**ref("Nil"), "description": "nothing"},
    "Round": {"anyOf": [ref("Round"), NULL]},
    "Defaulted": {"type": "null", "default": None},
}
INLINE: dict[str, Any] = {
    "inline": NULL,
    "inline_list": {"type": ["null"]},
    "inline_constant": {"const": None},
    "inline_enum": {"enum": [None]},
    "inline_all": {"allOf": [ref("Nil")]},
    "inline_any": {"anyOf": [ref("Nil"), NULL]},
    "nothing_twice": {"anyOf": [NULL, NULL]},
}
PROPERTIES: dict[str, Any] = {
    **{name.lower(): ref(name) for name in COMPONENTS},
    **INLINE,
}
HOLDERS: dict[str, Any] = {
    "Optional": obj(**PROPERTIES),
    "Required": {**obj(**PROPERTIES), "required": [*PROPERTIES]},
    "Nulls": array(ref("Nil")),
    "Map": {"type": "object", "additionalProperties": ref("Nil")},
    "Extras": {**obj(a=ref("Nil")), "additionalProperties": ref("Nil")},
    "OrText": {"oneOf": [ref("Nil"), {"type": "string"}]},
    "OrHolder": {"anyOf": [ref("Optional"), ref("Deeper")]},
    "OrNulls": {"anyOf": [ref("Nulls"), ref("Nil")]},
}


def _content(schema: Any) -> Any:
    return {"content": {"application/json": {"schema": schema}}}


def _operation(name: str, *, required: bool) -> Any:
    return {
        "operationId": name,
        "tags": ["default"],
        "parameters": [
            {"name": "q", "in": "query", "schema": ref("Nil")},
            {"name": "X-H", "in": "header", "schema": ref("Nil")},
        ],
        "requestBody": {**_content(ref("Nil")), "required": required},
        "responses": {
            "200": {"description": "a", **_content(ref("Nulls"))},
            "201": {"description": "b", **_content(ref("Nil"))},
            "400": {"description": "c", **_content(ref("Constant"))},
        },
    }


PATHS: Any = {
    "/must": {"post": _operation("must", required=True)},
    "/may": {"post": _operation("may", required=False)},
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    whole = document(schemas={**COMPONENTS, **HOLDERS}, paths=PATHS)
    with weave(whole, clean=True) as package:
        yield package


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_null_alone(woven: Woven, name: str) -> None:
    assert woven.accepts(name, None)
    others: list[Any] = ["", 0, False, [], {}]
    assert not any(woven.accepts(name, each) for each in others)


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_is_null_or_absent(woven: Woven, name: str) -> None:
    fields = woven.models.Optional.model_fields
    assert fields[name].annotation is type(None)
    assert f"    {name}: Omittable[None] = None\n" in woven.source("models/optional.py")
    assert f"    {name}: None = None\n" in woven.source("models/required.py")
    assert woven.read("Optional", {name: None}).model_fields_set == {name}
    assert woven.write("Optional", woven.models.Optional(**{name: None})) == {
        name: None
    }
    assert not woven.accepts("Optional", {name: "text"})


def test_a_required_null_must_be_there(woven: Woven) -> None:
    whole = dict.fromkeys(PROPERTIES)
    assert woven.write("Required", woven.read("Required", whole)) == whole
    for name in PROPERTIES:
        rest = {key: None for key in PROPERTIES if key != name}
        assert not woven.accepts("Required", rest)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("Nulls", [None, None], [0]),
        ("Map", {"a": None}, {"a": 0}),
        ("Extras", {"a": None, "b": None}, {"b": 0}),
        ("OrText", None, 0),
        ("OrText", "text", []),
        ("OrHolder", None, 0),
        ("OrHolder", {"nil": None}, {"nil": 0}),
        ("OrNulls", [None], [0]),
        ("OrNulls", None, 0),
    ],
)
def test_nulls_inside(woven: Woven, name: str, good: Any, bad: Any) -> None:
    assert woven.write(name, woven.read(name, good)) == good
    assert not woven.accepts(name, bad)


def test_nullable_null_of_3_0() -> None:
    """`null` is no type of OpenAPI 3.0, and people write it all the same."""
    nil = {"enum": [None], "nullable": True}
    whole = document("3.0.3", schemas={"Nil": nil, "Holder": obj(a=ref("Nil"))})
    with weave(whole) as package:
        assert package.read("Holder", {"a": None}).a is None
        assert "    a: Omittable[None] = None\n" in package.source("models/holder.py")


async def _called(woven: Woven, name: str, status: int, **arguments: Any) -> Any:
    """What a client gets, and what its handler got."""
    handlers = woven.module("server.default")
    received: list[Any] = []

    async def handle(self: Any, request: Any, /) -> Any:
        received.append((request.q, request.x_h, request.body))
        operation = getattr(handlers, name.title())
        return operation.Ok([None]) if status == 200 else operation.Created(None)

    api = type("Api", (handlers.DefaultApi,), {name: handle})
    app = woven.module("server").create_app(default=api())
    async with (
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app)) as http,
        woven.package.AsyncClient(base_url="http://x", http_client=http) as client,
    ):
        answer = await getattr(client.default, name)(**arguments)
    return answer, received


@pytest.mark.parametrize(("status", "answer"), [(200, [None]), (201, None)])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [("may", {}), ("may", {"body": None}), ("must", {"body": None})],
)
def test_bodies_and_answers(
    woven: Woven, name: str, arguments: Any, status: int, answer: Any
) -> None:
    call = _called(woven, name, status, **arguments)
    assert asyncio.run(call) == (answer, [(None, None, None)])

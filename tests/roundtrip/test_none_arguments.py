"""None for an argument that has no null on the wire means absent: sent, and read."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2
import pytest

from tests.shapes import INTEGER, TEXT, obj, ref
from tests.weaving import Json, Woven, document, weave

from .running import TLS, serve

NULLABLE: Final[Json] = {"type": ["string", "null"]}
ANSWERS: Final[Json] = {
    "200": {"description": "", "content": {"application/json": {"schema": {}}}}
}
PARAMETERS: Final[list[Json]] = [
    {"name": "cursor", "in": "query", "schema": TEXT},
    {"name": "limit", "in": "query", "schema": {**INTEGER, "default": 7}},
    {"name": "maybe", "in": "query", "schema": NULLABLE},
    {"name": "needed", "in": "query", "required": True, "schema": TEXT},
    {"name": "ids", "in": "query", "schema": {"type": "array", "items": INTEGER}},
    {
        "name": "deep",
        "in": "query",
        "style": "deepObject",
        "schema": {"type": "object", "properties": {"a": TEXT}},
    },
    {"name": "X-Trace", "in": "header", "schema": NULLABLE},
    {"name": "theme", "in": "cookie", "schema": TEXT},
    {"name": "plain", "in": "query", "content": {"application/json": {"schema": TEXT}}},
    {
        "name": "null",
        "in": "query",
        "content": {"application/json": {"schema": NULLABLE}},
    },
]
BODY: Final[Json] = obj(
    "id",
    id=TEXT,
    note=TEXT,
    nick=NULLABLE,
    size={"type": "integer", "default": 3},
    either={"oneOf": [TEXT, INTEGER]},
    inner=ref("Inner"),
    anything={},
    **{"foo-bar": TEXT},
)


def _sends(name: str, content: Json, *, required: bool = True) -> Json:
    return {
        "post": {
            "operationId": name,
            "tags": ["a"],
            "requestBody": {"required": required, "content": content},
            "responses": ANSWERS,
        }
    }


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


WHOLE: Final[Json] = document(
    paths={
        "/list": {
            "get": {
                "operationId": "list",
                "tags": ["a"],
                "parameters": PARAMETERS,
                "responses": ANSWERS,
            }
        },
        "/write": _sends("write", _json(ref("Body"))),
        "/form": _sends(
            "form", {"application/x-www-form-urlencoded": {"schema": ref("Form")}}
        ),
        "/parts": _sends("parts", {"multipart/form-data": {"schema": ref("Form")}}),
        "/maybe": _sends("maybe", _json(ref("Inner")), required=False),
        "/nullable": _sends("nullable", _json(NULLABLE), required=False),
        "/text": _sends("text", {"text/plain": {"schema": TEXT}}, required=False),
    },
    schemas={
        "Body": BODY,
        "Inner": obj(a=TEXT),
        "Form": obj("id", id=TEXT, note=TEXT, nick=NULLABLE),
    },
)


@dataclass
class Sides:
    """A client over a socket, and what its peer was sent and has read."""

    woven: Woven
    client: Any
    asynchronous: bool = False
    sent: list[httpx2.Request] = field(default_factory=list)
    read: list[Any] = field(default_factory=list)

    def call(self, name: str, *arguments: Any, **keywords: Any) -> Any:
        """What the handler has read, once the request was sent."""
        self.sent.clear()
        self.read.clear()
        called = getattr(self.client.a, name)(*arguments, **keywords)
        assert called == "fine"
        return self.read[0]

    @property
    def body(self) -> Any:
        """The JSON body that was sent; nothing, as an empty text."""
        content = self.sent[0].content
        return json.loads(content) if content else ""


@pytest.fixture(scope="module")
def sides() -> Iterator[Sides]:
    with weave(WHOLE, clean=True) as woven:
        module = woven.module("server.a")
        both = Sides(woven, None)

        class Api(module.AApi):  # type: ignore[misc, name-defined]
            pass

        for name in ("list", "write", "form", "parts", "maybe", "nullable", "text"):
            reply = getattr(module, name.title()).Ok

            async def handle(self: Any, request: Any, /, reply: Any = reply) -> Any:
                both.read.append(request)
                return reply("fine")

            setattr(Api, "list_" if name == "list" else name, handle)
            setattr(Api, name, handle)
        with (
            serve(woven.module("server").create_app(a=Api())) as url,
            httpx2.Client(
                verify=TLS, event_hooks={"request": [both.sent.append]}
            ) as http,
        ):
            both.client = woven.package.Client(base_url=url, http_client=http)
            yield both


NOTHING: Final = dict.fromkeys(
    ("cursor", "limit", "maybe", "ids", "deep", "x_trace", "theme", "plain")
)


def test_parameters_without_a_null_are_left_out(sides: Sides) -> None:
    for arguments in ({}, NOTHING):
        request = sides.call("list", needed="x", **arguments)
        sent = sides.sent[0]
        assert sent.url.query == b"needed=x"
        assert "x-trace" not in sent.headers
        assert "cookie" not in sent.headers
        assert (request.cursor, request.limit, request.maybe) == (None, 7, None)
        assert (request.x_trace, request.theme, request.plain) == (None, None, None)


def test_a_parameter_in_json_may_be_null(sides: Sides) -> None:
    assert sides.call("list", needed="x", null=None).null is None
    assert sides.sent[0].url.query == b"needed=x&null=null"
    assert sides.call("list", needed="x", null="y").null == "y"
    sides.call("list", needed="x")
    assert sides.sent[0].url.query == b"needed=x"


def test_a_required_parameter_stays_required(sides: Sides) -> None:
    with pytest.raises(ValueError, match="'needed' is required"):
        sides.client.a.list(needed=None)


def test_a_loop_over_cursors_needs_no_word_for_absent(sides: Sides) -> None:
    cursor: str | None = None
    queries = []
    for following in ("a", "b", None):
        sides.call("list", needed="x", cursor=cursor)
        queries.append(sides.sent[0].url.query)
        cursor = following
    assert queries == [
        b"cursor=%s&needed=x" % c if c else b"needed=x" for c in (b"", b"a", b"b")
    ]


@pytest.mark.parametrize("name", ["note", "size", "either", "inner", "foo_bar"])
def test_properties_without_a_null_are_left_out(sides: Sides, name: str) -> None:
    request = sides.call("write", id="x", **{name: None})
    assert sides.body == {"id": "x"}
    assert request.body.model_fields_set == {"id"}


@pytest.mark.parametrize("name", ["nick", "anything"])
def test_absent_null_and_present_are_three_things(sides: Sides, name: str) -> None:
    sides.call("write", id="x")
    assert sides.body == {"id": "x"}
    request = sides.call("write", id="x", **{name: None})
    assert sides.body == {"id": "x", name: None}
    assert request.body.model_fields_set == {"id", name}
    sides.call("write", id="x", **{name: "y"})
    assert sides.body == {"id": "x", name: "y"}


def test_what_is_no_argument_is_judged_as_ever(sides: Sides) -> None:
    errors = sides.woven.module("_runtime.errors")
    for wrong in ({"id": "x", "note": None}, {"id": None}):
        with pytest.raises(errors.RequestValidationError):
            sides.client.a.write(wrong)
    with pytest.raises(errors.RequestValidationError):
        sides.client.a.write(id=None)
    with pytest.raises(errors.RequestValidationError):
        sides.client.a.write(id="x", inner={"a": None})
    with pytest.raises(TypeError, match="nte"):
        sides.client.a.write(id="x", nte=None)


@pytest.mark.parametrize("method", ["form", "parts"])
def test_a_form_has_no_null(sides: Sides, method: str) -> None:
    request = sides.call(method, id="x", note=None, nick=None)
    assert b"note" not in sides.sent[0].content
    assert b"nick" not in sides.sent[0].content
    assert (request.body.id, request.body.note, request.body.nick) == ("x", None, None)


def test_whole_bodies(sides: Sides) -> None:
    assert sides.call("maybe", None).body is None
    assert sides.call("text", None).body is None
    assert sides.sent[0].content == b""
    assert sides.call("maybe", a=None).body is None or sides.body == {}
    sides.call("maybe", {})
    assert sides.body == {}
    sides.call("nullable")
    assert sides.body == ""
    sides.call("nullable", None)
    assert sides.sent[0].content == b"null"


def test_signatures_say_so(sides: Sides) -> None:
    """What `help()` shows is what holds."""
    source = sides.woven.source("operations/a.py")
    assert "cursor: str | None = None," in source
    assert "limit: int | None = None," in source
    assert "maybe: str | None = None," in source
    assert "null: str | Missing | None = MISSING," in source
    assert "nick: str | Missing | None = MISSING," in source
    assert "anything: Any | Missing = MISSING," in source
    assert (
        "body: Inner | InnerDict | None = None," not in source.partition("def text")[0]
    )
    for name in ("list", "write"):
        method = getattr(sides.client.a, name)
        assert "MISSING" not in str(inspect.signature(method).parameters.get("cursor"))


def test_the_async_client_does_the_same(sides: Sides) -> None:
    sent: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(200, json="fine")

    async def calls() -> None:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        async with sides.woven.package.AsyncClient(
            base_url="http://x", http_client=http
        ) as client:
            await client.a.list(needed="x", cursor=None, null=None)
            await client.a.write(id="x", note=None, nick=None)

    asyncio.run(calls())
    assert sent[0].url.query == b"needed=x&null=null"
    assert json.loads(sent[1].content) == {"id": "x", "nick": None}

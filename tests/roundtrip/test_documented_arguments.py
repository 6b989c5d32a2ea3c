"""What `help(client.x.method)` shows: a real signature, and every argument."""

from __future__ import annotations

import inspect
import pkgutil
import pydoc
import re
from collections.abc import Iterator
from typing import Any, Final

import httpx2
import pytest

from tests.shapes import INTEGER, TEXT, obj, ref
from tests.weaving import Json, Woven, document, weave

from .running import Served

NAME: Final[Json] = {
    "type": "string",
    "description": "The name that people see.\n\nMore of it.",
    "minLength": 1,
    "maxLength": 64,
    "pattern": "^[a-z]+$",
}
BODY: Final[Json] = obj(
    "name",
    "kind",
    name=NAME,
    kind={"const": "thing"},
    size={**INTEGER, "minimum": 1, "maximum": 9, "default": 3, "title": "Size"},
    share={"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1.5},
    tags={"type": "array", "items": TEXT, "maxItems": 1, "deprecated": True},
    codes={"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2},
    note={"type": ["string", "null"], "default": "x" * 70},
    labels={"type": "object", "minProperties": 2, "description": "Your own."},
    owner=ref("Owner"),
)
PARAMETERS: Final[list[Json]] = [
    {"name": "X-Trace", "in": "header", "schema": TEXT, "deprecated": True},
    {
        "name": "thing_id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "description": "Which one.\n* a\n* b"},
    },
    {
        "name": "step",
        "in": "query",
        "schema": {**INTEGER, "multipleOf": 5, "default": 10},
    },
]
WHOLE: Final[Json] = document(
    schemas={"Owner": obj(id=TEXT) | {"description": "Who has it."}},
    paths={
        "/things/{thing_id}": {
            "put": {
                "operationId": "replace",
                "tags": ["things"],
                "parameters": PARAMETERS,
                "requestBody": {
                    "required": True,
                    "description": "What it is to be",
                    "content": {"application/json": {"schema": BODY}},
                },
                "responses": {"204": {"description": "Done."}},
            }
        },
        "/plain": {
            "get": {
                "operationId": "plain",
                "tags": ["things"],
                "parameters": [{"name": "q", "in": "query", "schema": TEXT}],
                "responses": {"204": {"description": "Done."}},
            }
        },
    },
)
ARGS: Final = """\
PUT /things/{{thing_id}}

Args:
    thing_id: Which one.
        * a
        * b
    body: What it is to be. The whole body, in place of the arguments for
        its properties.
    name: The name that people see. 1 to 64 characters. Matches
        `^[a-z]+$`.
    kind
    size: Default: `3`. From 1 to 9.
    share: More than 0. Less than 1.5.
    tags: Deprecated. At most 1 item.
    codes: Exactly 2 items.
    note
    labels: Your own. At least 2 properties.
    owner: Who has it.
    x_trace: Deprecated.
    step: Default: `10`. A multiple of 5.

Example:
    {}client.things.replace("thing_id", name="name")"""


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(WHOLE) as package:
        yield package


def _method(woven: Woven, prefix: str) -> Any:
    return getattr(woven.module("operations.things"), f"{prefix}Things").replace


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_every_argument_is_told(woven: Woven, prefix: str) -> None:
    told = ARGS.format("await " if prefix else "")
    assert inspect.getdoc(_method(woven, prefix)) == told


def test_without_anything_to_tell_there_are_no_arguments(woven: Woven) -> None:
    plain = woven.module("operations.things").Things.plain
    example = "Example:\n    client.things.plain()"
    assert inspect.getdoc(plain) == f"GET /plain\n\n{example}"


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_the_signature_names_the_properties(woven: Woven, prefix: str) -> None:
    signature = inspect.signature(_method(woven, prefix))
    assert list(signature.parameters) == [
        *("self", "thing_id", "body", "name", "kind", "size", "share", "tags"),
        *("codes", "note", "labels", "owner", "x_trace", "step", "options"),
    ]
    assert signature.parameters["name"].annotation == "str | Missing"
    assert signature.parameters["size"].annotation == "int | None"
    shown = pydoc.plain(pydoc.render_doc(_method(woven, prefix)))
    assert "name: 'str | Missing'" in shown
    assert "**" not in shown


@pytest.mark.parametrize("name", ["application/xml", "text/plain", "a/b"])
def test_a_body_that_no_model_writes_is_passed_whole(name: str) -> None:
    operation = {
        "operationId": "send",
        "tags": ["a"],
        "requestBody": {"content": {name: {"schema": ref("Thing")}}},
        "responses": {"204": {"description": "Done."}},
    }
    whole = document(schemas={"Thing": BODY}, paths={"/a": {"post": operation}})
    whole["components"]["schemas"]["Owner"] = obj(id=TEXT)
    with weave(whole) as woven:
        send = woven.module("operations.a").A.send
        assert [*inspect.signature(send).parameters] == ["self", "body", "options"]


def test_body_and_properties_are_sent_as_they_are_given(woven: Woven) -> None:
    sent: list[bytes] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.read())
        return httpx2.Response(204)

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    client = woven.package.Client(base_url="https://e.com", http_client=http)
    client.things.replace("a", name="n")
    client.things.replace("a", {"name": "n", "kind": "thing"})
    client.things.replace("a", name="n", size=None, note=None)
    whole, same, with_null = sent
    assert whole == same == b'{"name":"n","kind":"thing"}'
    assert with_null == b'{"name":"n","kind":"thing","note":null}'
    with pytest.raises(TypeError, match="not both"):
        client.things.replace("a", {"name": "n", "kind": "thing"}, size=3)
    with pytest.raises(TypeError, match="colour"):
        client.things.replace("a", name="n", colour="red")


def test_arguments_are_all_of_the_signature_or_none(served: Served) -> None:
    """Over all operations of the document that is served."""
    package = served.module("operations")
    count = 0
    for found in pkgutil.iter_modules(package.__path__):
        for class_ in vars(served.module(f"operations.{found.name}")).values():
            if not inspect.isclass(class_) or class_.__module__ != (
                f"{served.package}.operations.{found.name}"
            ):
                continue
            for method in filter(inspect.isfunction, vars(class_).values()):
                told = _arguments(inspect.getdoc(method) or "")
                named = [*inspect.signature(method).parameters][1:-1]
                assert sorted(told) in ([], sorted(named))
                count += bool(told)
    assert count


def _arguments(text: str) -> list[str]:
    section = re.search(r"^Args:\n((?: {4}.*\n?|\n)+)", text, re.MULTILINE)
    lines = section[1].splitlines() if section else []
    return [line.strip().partition(":")[0] for line in lines if line[4:5].strip()]

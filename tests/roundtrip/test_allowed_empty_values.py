"""`allowEmptyValue`: `?flag=` is sent, typed and read, whatever the schema says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.runtime_client.raw_server import head, serving
from tests.weaving import Json, document, weave

from .echo import echoing, operation, parameter
from .running import TLS, Caller, Served

INTEGER: Json = {"type": "integer"}
EMPTY: Any = {"allowEmptyValue": True}
PARAMETERS = [
    parameter("flag", "query", {"type": "boolean"}, **EMPTY),
    parameter("size", "query", {**INTEGER, "minimum": 1}, **EMPTY),
    parameter("kind", "query", {"type": "string", "enum": ["a", "b"]}, **EMPTY),
    parameter("day", "query", {"type": "string", "format": "date"}, **EMPTY),
    parameter("name", "query", {"type": "string"}, **EMPTY),
    parameter("ids", "query", {"type": "array", "items": INTEGER}, **EMPTY),
    parameter("tags", "query", {"type": "array", "items": {"type": "string"}}, **EMPTY),
    parameter("must", "query", {"type": "boolean"}),
]
NAMES = [each["name"] for each in PARAMETERS if "allowEmptyValue" in each]
PATHS: Json = {"/find": {"get": operation("find", *PARAMETERS)}}


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with echoing(PATHS) as (_, running):
        yield running


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def call(request: pytest.FixtureRequest, served: Served) -> Caller:
    return Caller(served, request.param)


@pytest.mark.parametrize("name", NAMES)
def test_client_and_server_agree(call: Caller, name: str) -> None:
    assert call("default.find", **{name: ""}) == {name: ""}


def test_any_other_value_is_what_it_was(call: Caller) -> None:
    values: Json = {"flag": True, "size": 5, "kind": "b", "ids": [1, 2], "tags": ["a"]}
    assert call("default.find", **values) == values


@pytest.mark.parametrize("name", NAMES)
def test_bytes_on_the_wire(call: Caller, name: str) -> None:
    answer = [head("application/json"), b"{}"]
    with serving(answer) as server:
        call.given(base_url=server.url)("default.find", **{name: ""})
    (request,) = server.requests
    assert request.split(b" ")[1] == f"/find?{name}=".encode()


@pytest.mark.parametrize(
    "query", ["must=", "flag=yes", "size=0", "kind=c", "ids=a", "flag=&flag="]
)
def test_a_server_refuses_all_else(served: Served, query: str) -> None:
    with httpx2.Client(verify=TLS) as http:
        assert http.get(f"{served.url}/find?{query}").status_code == 400


@pytest.mark.parametrize(
    "arguments", [{"must": ""}, {"flag": "yes"}, {"size": 0}, {"kind": "c"}]
)
def test_a_client_refuses_it_before(call: Caller, arguments: Json) -> None:
    error = call.served.module("errors").RequestValidationError
    with pytest.raises(error):
        call("default.find", **arguments)


@pytest.mark.parametrize("models", ["dataclass", "msgspec"])
def test_with_other_models(models: str) -> None:
    with weave(document(paths=PATHS), models=models, targets=("client",)) as woven:
        answer = [head("application/json"), b"{}"]
        with serving(answer) as server, httpx2.Client(verify=TLS) as http:
            client = woven.module("client").Client(
                base_url=server.url, http_client=http
            )
            client.default.find(flag="", day="", ids="")
    assert server.requests[0].split(b" ")[1] == b"/find?flag=&day=&ids="


def test_a_place_that_has_none_is_told() -> None:
    there = [
        parameter("a", "query", {"type": "object"}, style="deepObject", **EMPTY),
        {**EMPTY, "name": "b", "in": "query", "content": {"text/plain": {}}},
        parameter("c", "query", {"type": "string"}, **EMPTY),
    ]
    paths: Json = {"/find": {"get": operation("find", *there)}}
    with weave(document(paths=paths)) as woven:
        assert woven.pointers("empty-value-ignored") == [
            f"/paths/~1find/get/parameters/{n}/allowEmptyValue" for n in (0, 1)
        ]


def test_a_field_of_a_form_is_told() -> None:
    field = {"name": "f", "in": "formData", "type": "integer", **EMPTY}
    whole = {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/a": {
                "post": {
                    "parameters": [field],
                    "responses": {"200": {"description": ""}},
                }
            }
        },
    }
    with weave(whole) as woven:
        assert woven.pointers("empty-value-ignored") == [
            "/paths/~1a/post/parameters/0/allowEmptyValue"
        ]

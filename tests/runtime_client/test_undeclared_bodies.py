"""A success that declares no content: what reads gives bytes, other methods tell."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from tests.weaving import Json, Woven, document, weave

from .raw_server import head, serving
from .woven_clients import WovenClients

NOTHING: Json = {"description": ""}
DATA: Json = {"content": {"application/json": {"schema": {"type": "integer"}}}}


def _operation(name: str, **responses: Json) -> Json:
    return {
        "operationId": name,
        "tags": ["files"],
        "responses": {key.removeprefix("s"): each for key, each in responses.items()},
    }


PATHS: Json = {
    "/file": {
        "get": _operation("read", s200=NOTHING),
        "delete": _operation("delete", s200=NOTHING),
        "head": _operation("stat", s200=NOTHING),
        "post": _operation("create", s201=NOTHING, s200=DATA),
    },
    "/range": {"get": _operation("range", s2XX=NOTHING)},
    "/ready": {"get": _operation("ready", s204=NOTHING)},
    "/either": {"get": _operation("either", s200=NOTHING, s204=NOTHING)},
    "/some": {"get": _operation("some", s200=DATA, s206=NOTHING)},
    "/moved": {"get": _operation("moved", s302=NOTHING)},
    "/unsaid": {"get": _operation("unsaid", default=NOTHING)},
}
BYTES = b"\x00\xff{"
OCTETS = "application/octet-stream"


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(paths=PATHS), targets=("models", "client")) as package:
        yield package


@pytest.fixture(autouse=True)
def _fresh(woven: Woven) -> None:
    """No warning was given yet."""
    woven.module("_runtime.response_warnings")._seen.clear()


@pytest.fixture(params=["sync", "async"])
def clients(woven: Woven, request: pytest.FixtureRequest) -> WovenClients:
    return WovenClients(woven, request.param == "async")


def _called(
    clients: WovenClients, method: str, status: str, body: bytes = BYTES, **how: Any
) -> Any:
    with serving([head(OCTETS, status=status), body]) as server:
        return clients.call(server.url, f"files.{method}", **how)


@pytest.mark.parametrize(
    ("method", "status"),
    [("read", "200 OK"), ("range", "200 OK"), ("either", "200 OK")],
)
def test_what_reads_gives_the_bytes(
    clients: WovenClients, method: str, status: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert _called(clients, method, status) == BYTES
        assert _called(clients, method, status, b"") == b""
        assert _called(clients, method, status, raw=True).data == BYTES


def test_one_answer_has_content_and_the_other_none(clients: WovenClients) -> None:
    assert _called(clients, "some", "200 OK", b"5") == 5
    assert _called(clients, "some", "206 Partial Content") == BYTES


@pytest.mark.parametrize(
    ("method", "status"),
    [
        ("ready", "204 No Content"),
        ("either", "204 No Content"),
        ("stat", "200 OK"),
        ("moved", "302 Found"),
    ],
)
def test_what_has_no_body_gives_none(
    clients: WovenClients, method: str, status: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert _called(clients, method, status, b"") is None


@pytest.mark.parametrize(
    ("method", "status"), [("delete", "200 OK"), ("create", "201 Created")]
)
def test_any_other_tells_of_bytes_that_it_does_not_give(
    clients: WovenClients, method: str, status: str
) -> None:
    with pytest.warns(UserWarning, match=rf"{method}: .* `raw\(method\)\(\.\.\.\)`"):
        assert _called(clients, method, status) is None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer = _called(clients, method, status, raw=True)
        assert _called(clients, method, status, b"") is None
    assert (answer.data, answer.body) == (None, BYTES)


def test_the_type_says_so(woven: Woven) -> None:
    source = woven.source("operations/files.py")
    for method, type_ in (
        ("read", "bytes"),
        ("range", "bytes"),
        ("either", "bytes | None"),
        ("ready", "None"),
        ("delete", "None"),
        ("stat", "None"),
        ("moved", "None"),
        ("unsaid", "None"),
        ("some", "int | bytes"),
    ):
        line = f"    def {method}(self, *, options: RequestOptions | None = None)"
        assert f"{line} -> {type_}:" in source


@pytest.mark.parametrize("status", ["204 No Content", "205 Reset Content"])
def test_bytes_that_are_promised_are_bytes_also_where_none_came(
    clients: WovenClients, status: str
) -> None:
    assert _called(clients, "read", status, b"") == b""


@pytest.mark.parametrize("status", ["204 No Content", "205 Reset Content"])
def test_a_value_that_is_promised_and_does_not_come_is_told(
    clients: WovenClients, status: str
) -> None:
    with pytest.warns(UserWarning, match="some: the response breaks the document"):
        assert _called(clients, "some", status, b"") is None
    strict = WovenClients(clients.woven, clients.is_async, {"strict_responses": True})
    with pytest.raises(Exception, match="it breaks the document at the body"):
        _called(strict, "some", status, b"")

"""What only OpenAPI 3.2 can say, over a real socket."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.dialects.serving import Answer, handlers, package_of, served
from tests.roundtrip.running import TLS, Caller, Served

PACKAGE = "only_32"


def plain(value: Any) -> Any:
    """What a handler was sent, as JSON."""
    return None if value is None else value.model_dump(mode="json", exclude_unset=True)


def services(package: str) -> dict[str, Any]:
    """Handlers that answer with what they were sent."""
    things = importlib.import_module(f"{package}.server.things")
    server = importlib.import_module(f"{package}.server")

    def copied(request: Any) -> Any:
        received = {
            "id": request.id,
            "to": request.destination,
            "body": plain(request.body),
        }
        return things.Copy.Created(received)

    def cookies(request: Any) -> Any:
        received = {"raw": request.raw, "many": request.many, "one": request.one}
        return things.ReadCookies.Ok(received)

    answers: dict[str, Answer] = {
        "query": lambda request: things.Query.Ok(
            {"id": request.id, **plain(request.body)}
        ),
        "copy": copied,
        "search_by_form": lambda request: things.SearchByForm.Ok(
            {"where": plain(request.where)}
        ),
        "search_by_json": lambda request: things.SearchByJson.Ok(plain(request.where)),
        "read_cookies": cookies,
        "send_form": lambda request: things.SendForm.Ok(plain(request.body)),
        "send_parts": lambda request: things.SendParts.Ok(plain(request.body)),
    }
    security = server.Security(device=lambda token, operation: token)
    return {"things": handlers(package, "things", answers), "security": security}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    document = Path(__file__).parent / "only-3.2.yaml"
    with (
        package_of(document, tmp_path_factory.mktemp("only32"), PACKAGE),
        served(PACKAGE, services) as running,
    ):
        yield running


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def call(service: Served, request: pytest.FixtureRequest) -> Caller:
    return Caller(service, request.param, {"device": "token"})


def test_methods(call: Caller) -> None:
    answer = call("things.query", "a/b", word="w")
    assert answer == {"id": "a/b", "word": "w"}
    copied = call("things.copy", "1", destination="there", depth=2)
    assert copied == {"id": "1", "to": "there", "body": {"depth": 2}}


def test_other_methods_are_refused(service: Served) -> None:
    with httpx2.Client(base_url=service.url, verify=TLS) as http:
        reply = http.request("MOVE", "/things/1")
    assert reply.status_code == 405
    assert reply.headers["allow"] == "COPY, OPTIONS, QUERY"


WHERE: dict[str, Any] = {"word": "a&b=ü", "limit": 3, "tags": ["x", "y z"]}


def test_the_whole_query_is_a_form(call: Caller, service: Served) -> None:
    assert call("things.search_by_form", where=WHERE) == {"where": WHERE}
    assert call("things.search_by_form") == {"where": None}
    headers = {"authorization": "Bearer token"}
    with httpx2.Client(base_url=service.url, verify=TLS, headers=headers) as http:
        answer = http.get("/search/form?word=w&tags=1&tags=2&limit=4")
        wrong = http.get("/search/form?limit=four")
    assert answer.json() == {"where": {"word": "w", "tags": ["1", "2"], "limit": 4}}
    assert wrong.status_code == 400


def test_the_whole_query_is_json(call: Caller, service: Served) -> None:
    assert call("things.search_by_json", where=WHERE) == WHERE
    headers = {"authorization": "Bearer token"}
    with httpx2.Client(base_url=service.url, verify=TLS, headers=headers) as http:
        assert http.get("/search/json").status_code == 400
        assert http.get("/search/json?%7B%22word%22").status_code == 400
        assert http.get("/search/json?%7B%22word%22:%22w%22%7D").json() == {"word": "w"}


def test_cookies_as_they_are(call: Caller) -> None:
    answer = call("things.read_cookies", raw="a%20=b", many=[1, 2], one=["x", "y"])
    assert answer == {"raw": "a%20=b", "many": [1, 2], "one": ["x", "y"]}
    with pytest.raises(ValueError, match="cookie"):
        call("things.read_cookies", raw="a; other=b")


FIELDS: dict[str, Any] = {
    "plain": "p&q",
    "list": [1, 2],
    "deep": {"x": 1, "y": 2},
    "flat": {"left": "l", "right": "r+s"},
}


@pytest.mark.parametrize("operation", ["things.send_form", "things.send_parts"])
def test_encodings(call: Caller, operation: str) -> None:
    assert call(operation, body=FIELDS) == FIELDS
    assert call(operation, plain="p") == {"plain": "p"}
    assert call(operation, list=[7]) == {"list": [7]}


def test_encodings_on_the_wire(service: Served) -> None:
    form = "list=[1,2]&deep[x]=1&deep[y]=2&left=l&right=r%2Bs"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    with httpx2.Client(base_url=service.url, verify=TLS, headers=headers) as http:
        answer = http.post("/forms", content=form)
        wrong = http.post("/forms", content="list=[1,")
    assert answer.json() == {field: FIELDS[field] for field in ("list", "deep", "flat")}
    assert wrong.status_code == 400

"""OAuth 2.0: tokens that a client gets by itself, over real sockets."""

import asyncio
import base64
import json
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pytest

from apiloom.runtime.oauth import ClientCredentials, RefreshToken
from tests.weaving import Woven, document, weave

from .harness import Harness, Mode
from .talking_server import Connection, RawServer, ok, raw_server

FINE: Any = {"204": {"description": "fine"}}


def operation(name: str, *scopes: str) -> Any:
    security = [{"oauth": list(scopes)}]
    listed = {"operationId": name, "tags": ["things"], "responses": FINE}
    return {"get": {**listed, "security": security}}


FLOWS = {
    "clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {}},
    "authorizationCode": {
        "authorizationUrl": "https://api.test/authorize",
        "tokenUrl": "/oauth/code",
        "refreshUrl": "/oauth/refresh",
        "scopes": {},
    },
}
PATHS: Any = {
    "/a": operation("read", "read"),
    "/b": operation("write", "write", "read"),
}


def api(flows: Any = FLOWS) -> Any:
    schemes = {"oauth": {"type": "oauth2", "flows": flows}}
    return document(paths=PATHS, components={"securitySchemes": schemes})


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(api()) as package:
        yield package


@dataclass
class Endpoint:
    """A server with an API and a token endpoint, which counts."""

    answers: list[bytes] = field(default_factory=list[bytes])
    pause: float = 0.0
    lifetime: object = 3600
    refuses: set[bytes] = field(default_factory=set[bytes])
    asked: list[bytes] = field(default_factory=list[bytes])
    used: list[bytes] = field(default_factory=list[bytes])
    stopped: threading.Event = field(default_factory=threading.Event)

    def __call__(self, connection: Connection) -> None:
        request = connection.request
        if request.startswith(b"POST /oauth/"):
            self.asked.append(request)
            connection.stopped.wait(self.pause)
            number = len(self.asked)
            if self.answers:
                connection.send(self.answers.pop(0))
                return
            token = {"access_token": f"t{number}", "token_type": "Bearer"}
            if self.lifetime is not None:
                token["expires_in"] = self.lifetime  # type: ignore[assignment]
            connection.send(ok(json.dumps(token).encode()))
            return
        token_line = request.partition(b"authorization: Bearer ")[2]
        used = token_line.partition(b"\r\n")[0]
        self.used.append(used)
        status = b"401 No" if used in self.refuses else b"204 Fine"
        connection.send(b"HTTP/1.1 %s\r\ncontent-length: 0\r\n\r\n" % status)

    def forms(self) -> list[dict[str, str]]:
        bodies = [each.partition(b"\r\n\r\n")[2].decode() for each in self.asked]
        return [dict(parse_qsl(body)) for body in bodies]


@contextmanager
def endpoint(**arguments: Any) -> Iterator[tuple[Endpoint, RawServer]]:
    state = Endpoint(**arguments)
    with raw_server(state) as server:
        yield state, server


class Caller:
    """Runs calls with the generated client of one kind."""

    def __init__(self, woven: Woven, mode: Mode) -> None:
        self.woven = woven
        self.mode = mode

    def run(self, use: Callable[[Any], Any], **arguments: Any) -> list[Any]:
        """What each call that `use` gives returns, one after the other."""
        package = self.woven.package
        if self.mode == "sync":
            with package.Client(**arguments) as client:
                return [call() for call in use(client)]

        async def calls() -> list[Any]:
            async with package.AsyncClient(**arguments) as client:
                return [await call() for call in use(client)]

        return asyncio.run(calls())


@pytest.fixture
def caller(woven: Woven, both: Harness) -> Caller:
    return Caller(woven, both.mode)


def reads(count: int) -> Callable[[Any], Any]:
    return lambda client: [client.things.read] * count


def root(server: RawServer) -> str:
    return server.url.removesuffix("/v1")


def credentials(woven: Woven, kind: Any) -> Any:
    """The class of the package, which has its own copy of the runtime."""
    return getattr(woven.package, kind.__name__)


def test_client_credentials(caller: Caller) -> None:
    """RFC 6749, sections 2.3.1 and 4.4.2."""
    kind = credentials(caller.woven, ClientCredentials)
    with endpoint() as (state, server):
        given = kind("my app", "s3cr3t:%")
        caller.run(reads(3), base_url=root(server), oauth=given)
    assert state.used == [b"t1"] * 3
    (request,) = state.asked
    assert request.startswith(b"POST /oauth/token HTTP/1.1\r\n")
    pair = base64.b64encode(b"my+app:s3cr3t%3A%25")
    assert b"authorization: Basic " + pair + b"\r\n" in request
    assert b"content-type: application/x-www-form-urlencoded" in request
    assert state.forms() == [{"grant_type": "client_credentials", "scope": "read"}]


def test_scopes_are_those_of_the_operation(caller: Caller) -> None:
    kind = credentials(caller.woven, ClientCredentials)
    with endpoint() as (state, server):
        caller.run(
            lambda c: [c.things.read, c.things.write, c.things.read],
            base_url=root(server),
            oauth=kind("a", "b"),
        )
        assert [form["scope"] for form in state.forms()] == ["read", "write read"]
        assert state.used == [b"t1", b"t2", b"t1"]
    with endpoint() as (state, server):
        caller.run(
            lambda c: [c.things.write, c.things.read],
            base_url=root(server),
            oauth=kind("a", "b"),
        )
        assert state.used == [b"t1", b"t1"]
    with endpoint() as (state, server):
        given = kind(
            "a", "b", scopes=("all",), parameters={"audience": "x"}, in_body=True
        )
        caller.run(
            lambda c: [c.things.write, c.things.read],
            base_url=root(server),
            oauth=given,
        )
        assert state.forms() == [
            {
                "grant_type": "client_credentials",
                "audience": "x",
                "scope": "all",
                "client_id": "a",
                "client_secret": "b",
            }
        ]
        assert b"authorization" not in state.asked[0]


def test_a_refresh_token_that_changes(caller: Caller) -> None:
    """RFC 6749, section 6: the new one is used from then on, and told."""
    told: list[str] = []
    kind = credentials(caller.woven, RefreshToken)
    grant = {"access_token": "a1", "token_type": "bearer", "refresh_token": "r2"}
    with endpoint(answers=[ok(json.dumps(grant).encode())]) as (state, server):
        state.refuses.add(b"a1")
        given = kind("r1", "app", on_refresh=told.append)
        caller.run(reads(1), base_url=root(server), oauth=given)
    assert [form["refresh_token"] for form in state.forms()] == ["r1", "r2"]
    assert all(form["client_id"] == "app" for form in state.forms())
    assert all("scope" not in form for form in state.forms())
    assert all(each.startswith(b"POST /oauth/refresh ") for each in state.asked)
    assert told == ["r2"]
    assert state.used == [b"a1", b"t2"]


def test_a_refused_token_is_replaced_once(caller: Caller) -> None:
    kind = credentials(caller.woven, ClientCredentials)
    with endpoint(refuses={b"t1"}) as (state, server):
        caller.run(reads(2), base_url=root(server), oauth=kind("a", "b"))
        assert state.used == [b"t1", b"t2", b"t2"]
    with endpoint(refuses={b"t1", b"t2", b"t3"}) as (state, server):
        errors = caller.woven.package.errors
        with pytest.raises(errors.ClientError) as raised:
            caller.run(reads(1), base_url=root(server), oauth=kind("a", "b"))
        assert raised.value.status_code == 401
        assert state.used == [b"t1", b"t2"]


def test_a_function_is_asked_again_once(caller: Caller) -> None:
    tokens = iter(["old", "new", "never"])
    with endpoint(refuses={b"old"}) as (state, server):
        caller.run(reads(1), base_url=root(server), oauth=lambda: next(tokens))
    assert state.used == [b"old", b"new"]
    with endpoint(refuses={b"same"}) as (state, server):
        errors = caller.woven.package.errors
        with pytest.raises(errors.ClientError):
            caller.run(reads(1), base_url=root(server), oauth=lambda: "same")
        assert state.used == [b"same"]
    with endpoint(refuses={b"text"}) as (state, server):
        with pytest.raises(errors.ClientError):
            caller.run(reads(1), base_url=root(server), oauth="text")
        assert state.used == [b"text"]


def refusal(body: bytes, status: bytes = b"400 Bad Request") -> bytes:
    return b"HTTP/1.1 %s\r\ncontent-length: %d\r\n\r\n%s" % (status, len(body), body)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (
            refusal(b'{"error":"invalid_client","error_description":"s3cr3t"}'),
            "invalid_client",
        ),
        (refusal(b"<html>", b"404 Not Found"), None),
        (ok(b'{"token_type":"bearer"}'), None),
        (ok(b'{"access_token":"x","token_type":"mac"}'), "unsupported_token_type"),
        (b"HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n", None),
    ],
)
def test_errors_of_the_endpoint(
    caller: Caller, answer: bytes, error: str | None
) -> None:
    kind, errors = (
        credentials(caller.woven, ClientCredentials),
        caller.woven.package.errors,
    )
    with endpoint(answers=[answer]) as (state, server):
        with pytest.raises(errors.TokenError) as raised:
            caller.run(reads(1), base_url=root(server), oauth=kind("a", "s3cr3t"))
        assert isinstance(raised.value, errors.ApiError)
        assert raised.value.error == error
        assert "s3cr3t" not in str(raised.value) + repr(raised.value)
        assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
        assert len(state.asked) == 1
        assert state.used == []


def test_a_busy_endpoint_is_asked_again(caller: Caller) -> None:
    busy = b"HTTP/1.1 503 Busy\r\nretry-after-ms: 1\r\ncontent-length: 0\r\n\r\n"
    kind = credentials(caller.woven, ClientCredentials)
    with endpoint(answers=[busy]) as (state, server):
        caller.run(reads(1), base_url=root(server), oauth=kind("a", "b"))
        assert state.used == [b"t2"]


def test_one_flight_for_threads(woven: Woven) -> None:
    given = woven.package.ClientCredentials("a", "b")
    with endpoint(pause=0.3) as (state, server):
        with (
            woven.package.Client(base_url=root(server), oauth=given) as client,
            ThreadPoolExecutor(8) as pool,
        ):
            list(pool.map(lambda _: client.things.read(), range(8)))
        assert len(state.asked) == 1
        assert state.used == [b"t1"] * 8


def test_one_flight_for_tasks(woven: Woven) -> None:
    given = woven.package.ClientCredentials("a", "b")

    async def use(url: str) -> None:
        async with woven.package.AsyncClient(base_url=url, oauth=given) as client:
            first = asyncio.create_task(client.things.read())
            others = [asyncio.create_task(client.things.read()) for _ in range(7)]
            await asyncio.sleep(0.1)
            first.cancel()  # who leads goes; another one takes over
            await asyncio.gather(*others)

    with endpoint(pause=0.3) as (state, server):
        asyncio.run(use(root(server)))
        assert len(state.asked) == 2
        assert len(state.used) == 7


def test_a_flight_that_fails_fails_for_all(woven: Woven) -> None:
    given, errors = woven.package.ClientCredentials("a", "b"), woven.package.errors
    answers = [refusal(b'{"error":"invalid_client"}')]
    with endpoint(pause=0.3, answers=answers) as (state, server):
        with (
            woven.package.Client(base_url=root(server), oauth=given) as client,
            ThreadPoolExecutor(4) as pool,
        ):
            calls = [pool.submit(client.things.read) for _ in range(4)]
            assert all(type(call.exception()) is errors.TokenError for call in calls)
        assert len(state.asked) == 1


def test_a_deadline_bounds_the_wait(caller: Caller) -> None:
    kind, errors = (
        credentials(caller.woven, ClientCredentials),
        caller.woven.package.errors,
    )
    with endpoint(pause=20) as (_, server):
        started = time.monotonic()
        with pytest.raises(errors.RequestTimeout, match="the deadline has passed"):
            caller.run(
                lambda c: [lambda: c.things.read(options={"deadline": 0.4})],
                base_url=root(server),
                oauth=kind("a", "b"),
            )
        assert time.monotonic() - started < 5


def elsewhere(url: str) -> Any:
    return api({"clientCredentials": {"tokenUrl": url, "scopes": {}}})


def test_another_server_is_told_the_secret_only_where_the_caller_says_so(
    both: Harness,
) -> None:
    with (
        endpoint() as (theirs, other),
        weave(elsewhere(f"http://localhost:{other.port}/oauth/token")) as woven,
        endpoint() as (state, server),
    ):
        caller, package = Caller(woven, both.mode), woven.package
        with pytest.raises(package.errors.MissingCredentials, match="another server"):
            caller.run(
                reads(1),
                base_url=root(server),
                oauth=package.ClientCredentials("a", "b"),
            )
        assert (theirs.asked, state.asked, state.used) == ([], [], [])
        url = f"http://localhost:{other.port}/oauth/token"
        caller.run(
            reads(1),
            base_url=root(server),
            oauth=package.ClientCredentials("a", "b", token_url=url),
        )
        assert (len(theirs.asked), state.asked, state.used) == (1, [], [b"t1"])

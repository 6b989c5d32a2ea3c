"""Who answers: async functions and others, found by name, and what is no handler."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import httpx2
import pytest

from apiloom.runtime.server.arriving import BodyStream

from .asgi import call
from .program import Governance, customers, security
from .sample.models import CustomerResponse
from .sample.server import create_app
from .sample.server.governance import GovernanceApi, UpdateCustomer
from .sample.server.things import PostNote, PutBlob, ThingsApi

URL = "/api/governance/customers/cus_123"
HEADERS = (("Authorization", "Bearer secret"), ("Content-Type", "application/json"))
OCTETS = (("Content-Type", "application/octet-stream"),)

Handler = Callable[[Any, UpdateCustomer.Request[str]], Any]


def _put(handler: object, **members: object) -> tuple[int, Any]:
    """What a handler answers that is defined in a class of a user."""
    class_ = type("Own", (GovernanceApi,), {"update_customer": handler, **members})
    app = create_app(governance=class_(), security=security)
    result = call(app, "PUT", URL, headers=HEADERS, body=b'{"name": "New"}')
    return result.status, result.json


def _said(request: UpdateCustomer.Request[str]) -> UpdateCustomer.Ok:
    where = "loop" if threading.current_thread() is threading.main_thread() else "aside"
    return UpdateCustomer.Ok(CustomerResponse(message=f"{request.body.name} {where}"))


def _plain(self: object, request: UpdateCustomer.Request[str]) -> UpdateCustomer.Ok:
    return _said(request)


async def _async(
    self: object, request: UpdateCustomer.Request[str]
) -> UpdateCustomer.Ok:
    return _said(request)


def _wrapped(
    self: object, request: UpdateCustomer.Request[str]
) -> Awaitable[UpdateCustomer.Ok]:
    return _async(self, request)


class _Callable:
    async def __call__(self, request: UpdateCustomer.Request[str]) -> UpdateCustomer.Ok:
        return _said(request)


@pytest.mark.parametrize(
    ("handler", "where"),
    [
        (_plain, "aside"),
        (_async, "loop"),
        (_wrapped, "loop"),
        (_Callable(), "loop"),
        (staticmethod(_said), "aside"),
        (staticmethod(partial(_plain, None)), "aside"),
        (staticmethod(partial(_async, None)), "loop"),
    ],
)
def test_what_can_handle_an_operation(handler: object, where: str) -> None:
    assert _put(handler) == (200, {"message": f"New {where}"})


def test_a_handler_of_the_instance() -> None:
    api = Governance(customers())
    api.update_customer = partial(_async, None)  # type: ignore[method-assign]
    app = create_app(governance=api, security=security)
    result = call(app, "PUT", URL, headers=HEADERS, body=b'{"name": "New"}')
    assert result.json == {"message": "New loop"}


def test_what_is_not_written_is_501() -> None:
    app = create_app(governance=GovernanceApi[str](), security=security)
    assert call(app, "PUT", URL, headers=HEADERS, body=b"{}").status == 501


def test_a_plain_function_does_not_keep_the_others_waiting() -> None:
    """While one handler blocks, another answers, which lets the first one go on."""
    gate = threading.Event()

    class Own(ThingsApi[str]):
        def put_blob(self, request: PutBlob.Request) -> PutBlob.Response:
            return PutBlob.Ok(b"let in" if gate.wait(30) else b"late")

        async def post_note(self, request: PostNote.Request) -> PostNote.Response:
            gate.set()
            return PostNote.Created("open", media_type="text/plain")

    app = create_app(things=Own(), security=security)

    async def both() -> list[bytes]:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://t"
        ) as client:
            text = {"Content-Type": "text/plain"}
            blob = asyncio.create_task(
                client.put("/blob", content=b"x", headers=dict(OCTETS))
            )
            await asyncio.sleep(0)
            note = await client.post("/notes", content="n", headers=text)
            return [(await blob).content, note.content]

    assert asyncio.run(both()) == [b"let in", b"open"]


@pytest.mark.parametrize(
    ("api", "told"),
    [
        (Governance, "an object of Governance, not the class"),
        (
            type("Own", (GovernanceApi,), {"update_custmer": _async})(),
            "Own.update_custmer handles nothing: did you mean update_customer",
        ),
        (
            type("Own", (GovernanceApi,), {"update_customer": lambda self: None})(),
            "Own.update_customer is a handler, and takes the request alone",
        ),
        (
            type("Own", (GovernanceApi,), {"update_customer": lambda s, r, x: None})(),
            "takes the request alone",
        ),
        (
            type("Own", (GovernanceApi,), {"update_customer": "text"})(),
            "Own.update_customer is a handler, and cannot be called",
        ),
    ],
)
def test_what_cannot_handle_is_refused_at_once(api: Any, told: str) -> None:
    with pytest.raises(TypeError, match=told):
        create_app(governance=api, security=security)


def test_generators_are_no_handlers() -> None:
    class Own(GovernanceApi[str]):
        async def update_customer(self, request: Any) -> Any:
            yield request

    with pytest.raises(TypeError, match="is a generator: return a reply"):
        create_app(governance=Own(), security=security)


@pytest.mark.parametrize("name", ["find_customer", "_update_custmer", "save"])
def test_other_methods_are_the_business_of_the_user(name: str) -> None:
    class_ = type("Own", (GovernanceApi,), {name: _plain})
    create_app(governance=class_(), security=security)
    both = {"update_customer": _async, "update_customers": _plain}
    create_app(governance=type("Own", (GovernanceApi,), both)(), security=security)


class TestHttp:
    """What came with a request."""

    def test_what_it_says(self) -> None:
        seen: dict[str, Any] = {}

        async def handler(
            self: object, request: UpdateCustomer.Request[str]
        ) -> UpdateCustomer.Ok:
            http = request.http
            seen["agent"] = http.headers["user-agent"]
            seen["client"] = http.client and http.client.host
            seen["body"] = await http.body()
            seen["parsed"] = await http.json()
            seen["path"] = http.url.path
            seen["state"] = http.app.state.store
            return _said(request)

        class_ = type("Own", (GovernanceApi,), {"update_customer": handler})
        app = create_app(governance=class_(), security=security)
        app.state.store = "store"
        headers = (*HEADERS, ("User-Agent", "raw"))
        body = [b'{ "na', b'me": "New" }']
        assert call(app, "PUT", URL, headers=headers, body=body).status == 200
        assert seen == {
            "agent": "raw",
            "client": "testclient",
            "body": b'{ "name": "New" }',
            "parsed": {"name": "New"},
            "path": URL,
            "state": "store",
        }

    def test_it_is_no_part_of_the_request(self) -> None:
        one, same = (PutBlob.Request(body=BodyStream.of(b"x")) for _ in range(2))
        assert not one.http.headers
        assert one.http.client is None
        assert one == same
        assert repr(one).startswith("PutBlob.Request(body=BodyStream(b'x', ")
        assert vars(one) == {"body": b"x"}  # whose bytes are known


class TestTasks:
    """Work for later."""

    @pytest.mark.parametrize("fails", [False, True])
    def test_they_are_done_once_the_response_is_sent(
        self, fails: bool, caplog: pytest.LogCaptureFixture
    ) -> None:
        events: list[str] = []

        async def first() -> None:
            events.append("first")
            raise LookupError("first")

        def second(word: str, *, end: str) -> None:
            aside = threading.current_thread() is not threading.main_thread()
            events.append(f"{word} {end} {aside}")

        async def handler(
            self: object, request: UpdateCustomer.Request[str]
        ) -> UpdateCustomer.Ok:
            request.http.add_task(first)
            request.http.add_task(second, "second", end="end")
            if fails:
                raise LookupError("handler")
            return _said(request)

        class_ = type("Own", (GovernanceApi,), {"update_customer": handler})
        app = create_app(governance=class_(), security=security)

        async def told(scope: Any, receive: Any, send: Any) -> None:
            async def telling(message: Any) -> None:
                events.append(message["type"])
                await send(message)

            await app(scope, receive, telling)

        with caplog.at_level(logging.ERROR):
            result = call(told, "PUT", URL, headers=HEADERS, body=b"{}")
        response = ["http.response.start", "http.response.body"]
        if fails:
            assert (result.status, events) == (500, response)
        else:
            assert (result.status, events) == (
                200,
                [*response, "first", "second end True"],
            )
            assert "updateCustomer: a task failed" in caplog.text

"""The server of a mocked API, whose handlers answer what a test has said."""

import json
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, partial
from importlib import import_module
from importlib.resources import files
from itertools import chain
from threading import Lock
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..awaitables import awaitable
from ..server.arriving import BodyStream
from ..server.choice import Choice
from ..server.endpoint import Endpoint, Policy
from ..server.paths import PATH_VALUES, PathTable
from ..server.problem import Problem, ProblemError
from ..server.reply import Reply
from ..server.route import Route, routes_of
from ..server.wire import Answer, send_answer
from .default_answers import DefaultAnswers
from .example_replies import examples
from .mock_answers import Failing, Step
from .mock_security import Anybody
from .recordings import Recording

if TYPE_CHECKING:
    from .operation_mock import OperationMock

_INSTEAD = "answered_instead"
"""Where in the ASGI scope the answer is that no handler can give."""


class UndeclaredCallError(AssertionError):
    """A request came that the test has not declared an answer to."""


class Asked(NamedTuple):
    """A request that has come, and what answers it."""

    tag: str
    handler: str
    request: Any
    mock: "OperationMock[Any, Any] | None"


class MockState:
    """What a mocked API has been told, and what it was asked."""

    def __init__(
        self, package: str, defaults: DefaultAnswers | Recording | None
    ) -> None:
        self.defaults = defaults
        self.undeclared: list[str] = []
        self.pauses: list[float] = []
        self.asked: list[Asked] = []
        self.package = package
        self._declared: dict[tuple[str, str], list[OperationMock[Any, Any]]] = {}
        self._lock = Lock()

    @cached_property
    def app(self) -> "MockApp":
        """The API as an ASGI application."""
        return MockApp(self)

    def declare(self, mock: "OperationMock[Any, Any]") -> None:
        """Let a mock answer requests from now on."""
        with self._lock:
            self._declared.setdefault((mock.tag, mock.handler), []).append(mock)

    def asked_of(self, tag: str, handler: str) -> list[Asked]:
        """The requests of one operation."""
        place = (tag, handler)
        return [each for each in self.asked if each[:2] == place]

    def route(self, tag: str, handler: str) -> Route:
        """What the server knows of an operation."""
        return routes(self.package, tag)[handler]

    def example(self, tag: str, handler: str, key: str) -> Mapping[str, Any]:
        """The example of a response."""
        known = examples(self.package, tag).get(handler, {})
        return cast("Mapping[str, Any]", known.get(key, {}))

    def operations(self) -> Mapping[str, Mapping[str, Any]]:
        """Where the operations are, by tag and handler."""
        return places(self.package)

    async def answer(self, tag: str, handler: str, request: Any) -> Reply[Any]:
        """The reply to a request. What no reply can be stands in the ASGI scope."""
        scope = request.http.scope
        if isinstance(body := getattr(request, "body", None), BodyStream):
            request.http.keep(await body.akeep())
        try:
            step = self._step(tag, handler, request)
            if step is None and self.defaults is not None:
                route = self.route(tag, handler)
                step = await self.defaults.of(tag, route, request)
            if step is None:
                arguments = _arguments(request)
                raise self.unknown(f"{tag}.{handler}({arguments}) was called")
            if callable(step) and not isinstance(step, Reply):
                step = await awaitable(step)(request)
            if isinstance(step, Failing):
                raise step.error()
        except Exception as error:
            scope[_INSTEAD] = error
            raise _InsteadError from error
        if isinstance(step, Answer):
            scope[_INSTEAD] = step
            raise _InsteadError
        return cast("Reply[Any]", step)

    def _step(self, tag: str, handler: str, request: Any) -> Step | None:
        """What answers a request, which is noted; None where nothing is declared.

        A test looks at its files after the answer.
        """
        request.http.keep_files()
        with self._lock:
            declared = reversed(self._declared.get((tag, handler), ()))
            mock = next((each for each in declared if each.fits(request)), None)
            self.asked.append(Asked(tag, handler, request, mock))
            if mock is not None:
                step: Step = mock.next_step()
                return step
        return None

    def unknown(self, call: str) -> UndeclaredCallError:
        """The error for a call that nothing was declared for; it is noted."""
        names = sorted({mock.name for mock in self.mocks()})
        declared = f"declared are {', '.join(names)}" if names else "nothing is"
        if isinstance(self.defaults, Recording):
            declared = self.defaults.known
        message = f"{call}, which is not declared ({declared})"
        self.undeclared.append(message)
        return UndeclaredCallError(message)

    def unused(self) -> "list[OperationMock[Any, Any]]":
        """The mocks that have answered nothing."""
        answered = {id(each.mock) for each in self.asked}
        return [mock for mock in self.mocks() if id(mock) not in answered]

    def mocks(self) -> "list[OperationMock[Any, Any]]":
        """All that is declared."""
        return [*chain.from_iterable(self._declared.values())]


def _arguments(request: object) -> str:
    """What a request has, but for who sent it, which may be secret."""
    sent: dict[str, Any] = dict(vars(request))
    for name in ("principal", "_http"):
        sent.pop(name, None)
    return ", ".join(f"{name}={value!r}" for name, value in sent.items())


class _InsteadError(ProblemError):
    """A handler gives no reply: what is sent stands in the ASGI scope."""

    def __init__(self) -> None:
        super().__init__(Problem(500))


class MockApp:
    """The operations of an API as an ASGI application; each is loaded when it is used.

    A server's own application has loaded them all, which takes long where there are
    many.
    """

    answers_operations = True
    """So that its clients know that it is mounted where their server is."""

    def __init__(self, api: MockState) -> None:
        self._api = api
        self._table = PathTable()
        self._bases = base_paths(api.package)
        by_place: dict[tuple[Any, ...], list[tuple[str, str]]] = {}
        elsewhere: dict[tuple[Any, ...], set[str]] = {}
        for tag, handlers in api.operations().items():
            for handler, place in handlers.items():
                key = (place["method"], place["path"], frozenset(place["several"]))
                by_place.setdefault(key, []).append((tag, handler))
                if place["server"] is not None:
                    elsewhere.setdefault(key, set()).add(place["server"])
        for key, names in by_place.items():
            method, path, several = key
            endpoint = _LateEndpoint(api, names)
            self._table.add(method, path, endpoint, several)
            for server in sorted(elsewhere.get(key, ())):
                whole = server.rstrip("/") + path
                self._table.add_elsewhere(method, whole, endpoint, several)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; raises what a test wants in place of an answer."""
        if scope["type"] != "http":
            return
        found = self._found(scope)
        if found is None:
            raise self._api.unknown(f"{scope['method']} {scope['path']} was called")

        async def send_unless(message: Message) -> None:
            if (instead := scope.get(_INSTEAD)) is None:
                await send(message)
            elif isinstance(instead, Exception):
                raise instead
            else:
                raise _AnswerInsteadError

        endpoint, scope[PATH_VALUES] = found
        try:
            await endpoint(scope, receive, send_unless)
        except _AnswerInsteadError:
            await send_answer(scope[_INSTEAD], scope, receive, send)

    def _found(self, scope: Scope) -> tuple[ASGIApp, Mapping[str, str]] | None:
        """What answers a request: at the root, or where servers are said to be."""
        found = self._table.find(scope)
        for base in self._bases:
            if found is None and scope["path"].startswith(f"{base}/"):
                found = self._table.find({**scope, "root_path": base})
        return found


class _AnswerInsteadError(Exception):
    """What was to be sent is no reply of the operation."""


class _LateEndpoint:
    """What answers one method and path, made of its operations when it is asked."""

    def __init__(self, api: MockState, names: Sequence[tuple[str, str]]) -> None:
        self._api = api
        self._names = names
        self._endpoint: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._endpoint is None:
            made = [self._made(tag, handler) for tag, handler in self._names]
            self._endpoint = made[0] if len(made) == 1 else Choice(made)
        await self._endpoint(scope, receive, send)

    def _made(self, tag: str, handler: str) -> Endpoint:
        route = self._api.route(tag, handler)
        answer = partial(self._api.answer, tag, handler)
        policy = Policy(security=Anybody(route.operation))
        return Endpoint(route, SimpleNamespace(**{handler: answer}), policy)


@cache
def _index(package: str) -> Mapping[str, Any]:
    text = (files(package) / "operations.index.json").read_text("utf-8")
    return cast("Mapping[str, Any]", json.loads(text))


def places(package: str) -> Mapping[str, Mapping[str, Any]]:
    """Where the operations of a package are, by tag and handler."""
    return cast("Mapping[str, Mapping[str, Any]]", _index(package)["operations"])


def base_paths(package: str) -> tuple[str, ...]:
    """The paths of the document's servers, if they are not at the root."""
    return tuple(_index(package)["base_paths"])


@cache
def routes(package: str, tag: str) -> Mapping[str, Route]:
    """The routes of a tag by their handlers."""
    server = f"{package.rpartition('.')[0]}.server"
    import_module(server)
    return {route.handler: route for route in routes_of(server, tag)}

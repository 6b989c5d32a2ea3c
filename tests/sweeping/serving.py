"""The generated server, with handlers that keep what they get and answer as told."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.received_forms import in_memory, is_form
from tests.sweeping.cases import Case, Reply
from tests.sweeping.credentials import Credentials
from tests.sweeping.package import Package
from tests.sweeping.witness_bodies import kind_of


@dataclass(slots=True)
class Received:
    """What one handler was given; `items` are those of a body that is a stream.

    `data` are the bytes of one that is nothing else; `form` has what was in one with
    files, which are closed after the answer.
    """

    key: str
    request: Any
    items: list[Any] | None = None
    data: bytes | None = None
    form: dict[str, Any] | None = None


@dataclass(slots=True)
class Stage:
    """What the handlers share with those who call them."""

    reply: Reply | None = None
    received: list[Received] = field(default_factory=list)


class Served:
    """The application of a package, all of its handlers in place."""

    def __init__(
        self, package: Package, cases: Iterable[Case], credentials: Credentials
    ) -> None:
        self.stage = Stage()
        self._package = package
        self._cases = list(cases)
        server = package.module("server")
        services: dict[str, Any] = {
            module.rpartition(".")[2]: self._service(module) for module in self._files()
        }
        if hasattr(server, "Security"):
            services["security"] = credentials.security(server)
        self.app = server.create_app(**services)

    def _files(self) -> set[str]:
        handlers = (names.handler for names in self._package.operations.values())
        return {handler.partition(":")[0] for handler in handlers}

    def _service(self, module: str) -> Any:
        handlers = [names.handler for names in self._package.operations.values()]
        mine = next(each for each in handlers if each.startswith(f"{module}:"))
        base = mine.partition(":")[2].partition(".")[0]
        methods = {
            case.route.handler: self._handler(self._package.module(module), case)
            for case in self._cases
            if case.names.handler.startswith(f"{module}:") and case.keys
        }
        class_ = getattr(self._package.module(module), base)
        return type("Service", (class_,), methods)()

    def _handler(self, module: Any, case: Case) -> Callable[..., Awaitable[Any]]:
        namespace = getattr(module, case.route.request.__qualname__.partition(".")[0])

        async def handle(service: Any, request: Any, /) -> Any:
            del service
            received = Received(case.key, request)
            self.stage.received.append(received)
            body = getattr(request, "body", None)
            if isinstance(body, AsyncIterator):
                received.items = [item async for item in body]
            elif isinstance(body, AsyncIterable):
                received.data = b"".join([piece async for piece in body])
            elif is_form(body):
                received.form = in_memory(body)
            return self._reply(namespace, case)

        return handle

    def _reply(self, namespace: Any, case: Case) -> Any:
        reply = self.stage.reply
        assert reply is not None
        declared = case.operation.responses[reply.described.key]
        key = reply.described.key
        class_: Any = next(
            each
            for each in vars(namespace).values()
            if inspect.isclass(each) and _answers(each, key)
        )
        first = () if key.isdigit() else (reply.status,)
        types = {each.name.lower(): each.type for each in declared.headers}
        headers = {
            name: self._package.python(types[name.lower()], value)
            for name, value in reply.headers.items()
            if name.lower() in types
        }
        fields = _arguments(class_, [each.name for each in declared.headers], headers)
        if reply.body is None:
            return class_(*first, **fields)
        return class_(*first, self._body(reply), **fields)

    def _body(self, reply: Reply) -> Any:
        assert reply.body is not None
        body = reply.body
        if body.media.items and isinstance(body.value, list):
            return [self._package.python(body.type, item) for item in body.value]
        if isinstance(body.value, bytes):
            return body.value
        is_structured = kind_of(body.media.name) in {"json", "multipart"}
        has_type = is_structured or body.type not in (bytes, str)
        if has_type or self._package.is_encoded(body.type):
            return self._package.python(body.type, body.value)
        return body.value


def _arguments(
    class_: type, declared: list[str], headers: dict[str, Any]
) -> dict[str, Any]:
    """The keywords of a reply for its header fields, in the order of the document."""
    keywords = (
        name
        for name, parameter in inspect.signature(class_).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
    )
    distinct = dict.fromkeys(name.lower() for name in declared)
    names = dict(zip(distinct, keywords, strict=False))
    given: dict[str, Any] = dict.fromkeys(names.values())
    again: list[tuple[str, Any]] = []
    for name, value in headers.items():
        keyword = names[name.lower()]
        if given[keyword] is None:
            given[keyword] = value
        else:
            again.append((name, value))
    return {**given, "headers": again}


def _answers(class_: type, key: str) -> bool:
    """Whether a class of replies is the one for a key of `responses`."""
    if key.isdigit():
        return getattr(class_, "status", None) == int(key)
    statuses = vars(class_).get("statuses")
    if key == "default":
        return bool(statuses == range(200, 600))
    first = int(key[0]) * 100
    return bool(statuses == range(first, first + 100))

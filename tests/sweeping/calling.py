"""Calls methods of a generated client against the generated server, in process.

Of operations with the same shape (places and styles of parameters, kinds of bodies)
one is called. The handler answers with an example of what the document declares; what
arrives at either side has to be what was sent.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final, TypeAlias

import httpx2

from tests.sweeping.examples import Examples
from tests.sweeping.pointers import Pointers

_MOST: Final = 100
"""How many shapes are tried in one document."""
_NO_EXAMPLE: Final = object()
Call: TypeAlias = Callable[[Any], Awaitable[None]]


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """One operation, what it is called with, and what it answers."""

    route: Any
    client: str
    service: str
    arguments: dict[str, Any]
    body: Any
    status: int | None
    reply: Any

    @property
    def operation(self) -> Any:
        """The descriptor, as the server has it."""
        return self.route.operation


class Caller:
    """Everything that calls into one package need."""

    def __init__(
        self, package: str, manifest: dict[str, Any], examples: Examples
    ) -> None:
        self._package = package
        self._operations = manifest["operations"]
        self._examples = examples
        self._pointers = Pointers(examples)
        self._received: dict[Any, Any] = {}
        self.skipped = 0
        self._cases = self._chosen()

    def calls(self) -> Iterator[tuple[str, Call]]:
        """Each call with the name of its operation."""
        for case in self._cases:
            name = f"{case.operation.method} {case.operation.path}"
            yield name, partial(self._call, case)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Any]:
        """The asynchronous client, connected to the server; the other one is built."""
        module = self._module("client")
        credentials = {
            each.name: ("user", "pass") if type(each).__name__ == "Basic" else "secret"
            for each in module.API.security
        }
        url = "http://server.test"
        module.Client(base_url=url, **credentials).close()
        transport = httpx2.ASGITransport(app=self._app())
        async with httpx2.AsyncClient(transport=transport) as http:
            yield module.AsyncClient(
                base_url=url,
                http_client=http,
                strict_responses=True,
                max_retries=0,
                **credentials,
            )

    def _module(self, name: str) -> Any:
        return importlib.import_module(f"{self._package}.{name}")

    def _chosen(self) -> list[Case]:
        found: dict[str, Case] = {}
        for key, names in self._operations.items():
            module, _, handler = names["handler"].partition(":")
            route = _route(self._module(module), handler.partition(".")[2])
            shape = _shape(route.operation)
            if shape in found or len(found) >= _MOST:
                continue
            case = self._case(key, route, names["client"], module.rpartition(".")[2])
            if case is None:
                self.skipped += 1
            else:
                found[shape] = case
        return list(found.values())

    def _case(self, key: str, route: Any, client: str, service: str) -> Case | None:
        operation = route.operation
        where = self._pointers.operation(*key.split(" ", 1))
        if where is None:
            return None
        arguments: dict[str, Any] = {}
        declared = self._pointers.parameters(where)
        for name, each in zip(route.arguments, operation.parameters, strict=True):
            schema = declared.get((each.location, each.name))
            value = "text" if schema is None else self._example(schema)
            if each.content is None:
                value = _writable(value)
            if value is _NO_EXAMPLE or value in ([], {}, None):
                if each.required:
                    return None
                continue
            arguments[name] = value
        body = self._body(operation, where)
        status, reply = self._reply(operation, where)
        if body is _NO_EXAMPLE or reply is _NO_EXAMPLE:
            return None
        return Case(route, client, service, arguments, body, status, reply)

    def _example(self, pointer: str) -> Any:
        made = list(self._examples.of(pointer))
        return made[-1] if made else _NO_EXAMPLE

    def _body(self, operation: Any, where: str) -> Any:
        if operation.body is None or not operation.body.content:
            return None
        media = self._runtime("media_types").preferred(operation.body.content)
        schema = self._pointers.body(where, media.name)
        return self._content(media, schema)

    def _content(self, media: Any, schema: str | None) -> Any:
        kind = self._runtime("media_types").kind_of(media.name)
        if media.type is bytes:
            return b"bytes"
        if kind == "text" or media.type is str:
            return "text"
        if kind in {"form", "multipart"} and schema is None:
            return {"key": "text"}
        return "text" if schema is None else self._example(schema)

    def _reply(self, operation: Any, where: str) -> tuple[int | None, Any]:
        """Status and body of the first success; None where none is declared."""
        keys = [key for key in operation.responses if key.startswith("2")]
        keys += [key for key in operation.responses if key == "default"]
        if not keys:
            return None, None
        key = keys[0]
        status = int(key) if key.isdigit() else 200
        content = operation.responses[key].content
        if not content:
            return status, None
        schema = self._pointers.response(where, key, content[0].name)
        return status, self._content(content[0], schema)

    def _runtime(self, name: str) -> Any:
        return self._module(f"_runtime.{name}")

    def _app(self) -> Any:
        server = self._module("server")
        services: dict[str, Any] = {}
        for module in {
            names["handler"].partition(":")[0] for names in self._handlers()
        }:
            services[module.rpartition(".")[2]] = self._service(module)
        if hasattr(server, "Security"):
            schemes = inspect.signature(server.Security.__init__).parameters
            checks = {name: _admit for name in schemes if name != "self"}
            services["security"] = server.Security(**checks)
        return server.create_app(**services)

    def _handlers(self) -> Iterator[dict[str, str]]:
        yield from self._operations.values()

    def _service(self, name: str) -> Any:
        module = self._module(name)
        resource = name.rpartition(".")[2]
        methods = {
            case.route.handler: self._handler(module, case)
            for case in self._cases
            if case.service == resource and case.status is not None
        }
        handlers = {n["handler"] for n in self._handlers()}
        base = next(
            handler.partition(":")[2].partition(".")[0]
            for handler in handlers
            if handler.startswith(f"{name}:")
        )
        return type("Service", (getattr(module, base),), methods)()

    def _handler(self, module: Any, case: Case) -> Callable[..., Awaitable[Any]]:
        namespace = getattr(module, case.route.request.__qualname__.partition(".")[0])

        async def handle(service: Any, request: Any, /) -> Any:
            self._received[case.route.handler, case.service] = request
            return self._made_reply(namespace, case)

        return handle

    def _made_reply(self, namespace: Any, case: Case) -> Any:
        assert case.status is not None
        key = case.operation.response_key(case.status)
        response = case.operation.responses[key]
        class_: Any = next(
            each
            for each in vars(namespace).values()
            if inspect.isclass(each) and _answers(each, key)
        )
        first = () if key.isdigit() else (case.status,)
        headers = self._headers(response)
        if not response.content:
            return class_(*first, headers=headers)
        media = response.content[0]
        body = case.reply
        if self._runtime("media_types").is_json(media.name):
            body = self._python(media.type, body)
        return class_(*first, body, headers=headers)

    def _headers(self, response: Any) -> dict[str, Any]:
        """A value for each required header: text, if that is one."""
        made: dict[str, Any] = {}
        for header in response.headers if response is not None else ():
            if header.required:
                kind = self._adapter(header.type).json_schema().get("type", "string")
                made[header.name] = {"integer": 5, "number": 5, "boolean": True}.get(
                    kind, "text"
                )
        return made

    def _adapter(self, type_: Any) -> Any:
        return self._runtime("adapters").adapter_of(type_)

    async def _call(self, case: Case, client: Any) -> None:
        class_, _, method = case.client.partition(":")[2].partition(".")
        resource = case.client.partition(":")[0].rpartition(".")[2]
        bound = getattr(getattr(client, resource), method)
        positional, named = self._split(case)
        if case.status is None:
            await _expect_501(bound, positional, named)
            return
        reply = await client.raw(bound)(*positional, **named)
        self._compare_request(case)
        assert reply.status_code == case.status, f"status {reply.status_code}: {class_}"
        is_silent = case.operation.method == "HEAD" or case.status in (204, 205)
        if case.reply is not None and not is_silent:
            media = case.operation.responses[
                case.operation.response_key(case.status)
            ].content[0]
            _same("the reply", self._json(media.type, reply.data), case.reply)

    def _split(self, case: Case) -> tuple[list[Any], dict[str, Any]]:
        positional: list[Any] = []
        named: dict[str, Any] = {}
        pairs = zip(case.route.arguments, case.operation.parameters, strict=True)
        for name, parameter in pairs:
            if name not in case.arguments:
                continue
            value = self._python(parameter.type, case.arguments[name])
            if parameter.location == "path":
                positional.append(value)
            else:
                named[name] = value
        if case.body is not None:
            media = self._runtime("media_types").preferred(case.operation.body.content)
            named["body"] = self._python(media.type, case.body)
        return positional, named

    def _python(self, type_: Any, example: Any) -> Any:
        """The Python value of an example, as callers write it."""
        if isinstance(example, bytes):
            return example
        return self._adapter(type_).validate_json(
            json.dumps(example), by_alias=True, by_name=False
        )

    def _compare_request(self, case: Case) -> None:
        request = self._received[case.route.handler, case.service]
        pairs = zip(case.route.arguments, case.operation.parameters, strict=True)
        for name, parameter in pairs:
            if name in case.arguments:
                got = self._json(parameter.type, getattr(request, name))
                what = f"the {parameter.location} parameter"
                _same(what, got, case.arguments[name], parameter.name)
        if case.body is not None:
            media = self._runtime("media_types").preferred(case.operation.body.content)
            _same(
                f"the {media.name.lower()} body",
                self._json(media.type, request.body),
                case.body,
            )

    def _json(self, type_: Any, value: Any) -> Any:
        if isinstance(value, bytes):
            return value
        text = self._adapter(type_).dump_json(value, by_alias=True, exclude_unset=True)
        return json.loads(text)


async def _expect_501(
    bound: Callable[..., Awaitable[Any]], positional: list[Any], named: dict[str, Any]
) -> None:
    try:
        await bound(*positional, **named)
    except Exception as error:
        if getattr(error, "status_code", None) != 501:
            raise
        return
    raise AssertionError("an operation without success returns")


def _writable(value: Any) -> Any:
    """The value without what no style can write: empty arrays and objects, null."""
    if isinstance(value, dict):
        inner = {key: _writable(member) for key, member in value.items()}
        return {key: each for key, each in inner.items() if each not in ([], {}, None)}
    if isinstance(value, list):
        items = map(_writable, value)
        return [each for each in items if each not in ([], {}, None)]
    return value


def _admit(*_: object) -> str:
    return "somebody"


def _same(what: str, got: Any, sent: Any, name: str = "") -> None:
    # A string or an array of strings: of one item nobody can tell which it was.
    alike = got == sent or (got == [sent] and isinstance(sent, str))
    assert alike, f"{what} differs: {name} {got!r:.200} for {sent!r:.200}"


def _route(module: Any, handler: str) -> Any:
    for name, value in vars(module).items():
        if name.endswith("_ROUTES"):
            return next(each for each in value if each.handler == handler)
    raise LookupError(handler)


def _answers(class_: type, key: str) -> bool:
    if key.isdigit():
        return getattr(class_, "status", None) == int(key)
    statuses = vars(class_).get("statuses")
    wanted = range(200, 600) if key == "default" else None
    if wanted is None:
        first = int(key[0]) * 100
        wanted = range(first, first + 100)
    return bool(statuses == wanted)


def _shape(operation: Any) -> str:
    """What tells apart operations that are called in different ways."""
    parameters = sorted(
        {
            f"{each.location} {each.effective_style} {each.effective_explode} "
            f"{each.content} {each.required} {_plain(each.type)}"
            for each in operation.parameters
        }
    )
    body = [media.name for media in operation.body.content] if operation.body else []
    answers = [
        (key[0], [media.name for media in response.content])
        for key, response in operation.responses.items()
        if key.startswith("2") or key == "default"
    ]
    schemes = [sorted(each) for each in operation.security]
    return repr((operation.method, parameters, body, answers, schemes))


def _plain(type_: Any) -> str:
    text = getattr(type_, "__name__", None) or str(type_)
    return text if text in {"str", "int", "bool", "float"} else "other"

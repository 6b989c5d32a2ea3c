"""A server that answers with what its handlers saw, for a document of a test's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic_core import to_jsonable_python

from tests.weaving import Woven, document, weave

from .running import Caller, Counter, Served, serve

ECHO: Any = {
    "200": {"description": "", "content": {"application/json": {"schema": {}}}}
}
"""The responses of an operation that is echoed."""


def parameter(name: str, place: str, schema: Any, **members: Any) -> Any:
    """A parameter object."""
    said = {"required": True} if place == "path" else {}
    return {"name": name, "in": place, "schema": schema, **said, **members}


def operation(name: str, *parameters: Any, **members: Any) -> Any:
    """An operation that is echoed."""
    return {
        "operationId": name,
        "tags": ["default"],
        "parameters": [*parameters],
        "responses": ECHO,
        **members,
    }


def with_body(name: str, content: Any, answer: Any = None, **members: Any) -> Any:
    """An operation that takes this content, and answers with it or with another."""
    body = {"requestBody": {"required": True, "content": content}} if content else {}
    return {
        "operationId": name,
        "tags": ["default"],
        "responses": {"200": {"description": "", "content": answer or content}},
        **body,
        **members,
    }


def echo_app(woven: Woven) -> Any:
    """Every handler of the tag `default` answers with its request."""
    module = woven.module("server.default")

    def handler(route: Any) -> Any:
        namespace = getattr(module, route.request.__qualname__.partition(".")[0])

        async def handle(self: Any, request: Any, /) -> Any:
            sent = {k: v for k, v in vars(request).items() if v is not None}
            return namespace.Ok(to_jsonable_python(sent, by_alias=True))

        return handle

    methods = {route.handler: handler(route) for route in module.DEFAULT_ROUTES}
    api = type("Echo", (module.DefaultApi,), methods)()
    return woven.module("server").create_app(default=api)


@contextmanager
def echoing(
    paths: Mapping[str, Any],
    *,
    version: str = "3.1.0",
    clean: bool = True,
    **members: Any,
) -> Iterator[tuple[Woven, Served]]:
    """The package for these paths, and its server behind a real socket."""
    with weave(document(version, paths=paths, **members), clean=clean) as woven:
        counter = Counter(echo_app(woven))
        with serve(counter) as url:
            yield woven, Served(woven.name, url, counter.paths)


def both_callers(served: Served) -> tuple[Caller, Caller]:
    """The two generated clients."""
    return Caller(served, False), Caller(served, True)

"""A generated server whose handlers remember what they were given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.roundtrip.running import serve
from tests.weaving import Woven, weave

from .raw_client import RawClient


@dataclass(frozen=True)
class Desk:
    """A server, the client that talks to it, and what its handlers were given."""

    woven: Woven
    client: RawClient
    seen: list[Any]

    @property
    def body(self) -> Any:
        """What was in the body of the last request, as data."""
        body = self.seen[-1].body
        return body if isinstance(body, list | dict) else set_values(body)


def set_values(body: Any) -> dict[str, Any]:
    """What a model or a form was given, by the names of fields."""
    if is_dataclass(body):
        declared = {
            key: value for key, value in vars(body).items() if value is not None
        }
        return {**declared, **extra_properties(body)}
    extra = body.__pydantic_extra__ or {}
    given: set[str] = body.model_fields_set
    return {
        name: extra[name] if name in extra else getattr(body, name) for name in given
    }


def extra_properties(body: Any) -> dict[str, Any]:
    """What came in a form beside what is declared."""
    return dict(body.extra_properties)


def with_bytes(request: Any) -> Any:
    """The request with the bytes of files, which are closed after the answer."""
    body: Any = getattr(request, "body", None)
    if not is_dataclass(body) or isinstance(body, type):
        return request
    values = {each.name: read(getattr(body, each.name)) for each in fields(body)}
    extra = {key: read(value) for key, value in extra_properties(body).items()}
    copy = replace(body, **values)
    object.__setattr__(copy, "_extra", extra)
    return replace(request, body=copy)


def read(value: Any) -> Any:
    """The bytes of a file, or of each in a list; anything else as it is."""
    if isinstance(value, list):
        return [read(item) for item in value]
    return value.read() if hasattr(value, "read") else value


def handlers(woven: Woven, seen: list[Any]) -> Any:
    """A handler for each operation, which answers 204."""
    module = woven.module("server.t")

    def method(namespace: Any) -> Any:
        async def handle(self: Any, request: Any) -> Any:
            del self
            request = with_bytes(request)
            seen.append(request)
            return namespace.NoContent()

        return handle

    methods = {
        route.handler: method(getattr(module, route.request.__qualname__.split(".")[0]))
        for route in module.T_ROUTES
    }
    return type("Handlers", (module.TApi,), methods)()


@pytest.fixture(scope="package")
def served() -> Iterator[Desk]:
    document = yaml.safe_load((Path(__file__).parent / "openapi.yaml").read_text())
    seen: list[Any] = []
    with weave(document) as woven:
        app = woven.module("server").create_app(t=handlers(woven, seen))
        with serve(app) as url:
            yield Desk(woven, RawClient(urlsplit(url).port or 0), seen)


@pytest.fixture
def desk(served: Desk) -> Desk:
    """The server, of which nobody has asked anything."""
    served.seen.clear()
    return served

"""A generated server whose handlers remember what they were given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from tests.received_forms import in_memory, is_form
from tests.roundtrip.running import serve
from tests.weaving import Woven, weave

from .raw_client import RawClient


@dataclass(frozen=True)
class Desk:
    """A server, the client that talks to it, and what its handlers were given."""

    woven: Woven
    client: RawClient
    seen: list[Any]
    bodies: list[Any]

    @property
    def body(self) -> Any:
        """What was in the body of the last request, as data."""
        body = self.bodies[-1]
        return body if isinstance(body, list | dict) else set_values(body)


def set_values(body: Any) -> dict[str, Any]:
    """What a model was given, by the names of fields."""
    extra = body.__pydantic_extra__ or {}
    given: set[str] = body.model_fields_set
    return {
        name: extra[name] if name in extra else getattr(body, name) for name in given
    }


def handlers(woven: Woven, seen: list[Any], bodies: list[Any]) -> Any:
    """A handler for each operation, which answers 204."""
    module = woven.module("server.t")

    def method(namespace: Any) -> Any:
        async def handle(self: Any, request: Any) -> Any:
            del self
            seen.append(request)
            body = getattr(request, "body", None)
            bodies.append(in_memory(body) if is_form(body) else body)
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
    bodies: list[Any] = []
    with weave(document, targets=("testing",)) as woven:
        app = woven.module("server").create_app(t=handlers(woven, seen, bodies))
        with serve(app) as url:
            yield Desk(woven, RawClient(urlsplit(url).port or 0), seen, bodies)


@pytest.fixture
def desk(served: Desk) -> Desk:
    """The server, of which nobody has asked anything."""
    served.seen.clear()
    return served

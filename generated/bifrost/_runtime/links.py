"""Links: calls whose arguments are found in the answer of another (4.8.20)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

import httpx2

from .codec import from_json
from .errors import RequestValidationError
from .link_expressions import EMBEDDED, is_expression
from .link_values import Linked, Spelled
from .narrowing import is_array, is_object
from .operation import Link
from .resources import Resource
from .styles import json_text

_NAME: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, as far as links look at them."""

    operation_id: str
    path: str
    links: Sequence[Link]
    request: httpx2.Request
    status_code: int
    headers: httpx2.Headers
    body: bytes

    def __reduce__(self) -> Any:
        """A copy has nothing of it: a request may hold secrets."""
        return _forgotten, ()

    def find(self, expression: str) -> Any:
        """The value of an expression; that of a text is `Spelled`.

        Raises `LookupError` where there is none.
        """
        match expression.removeprefix("$").partition("."):
            case "url", _, _:
                return Spelled(str(self.request.url))
            case "method", _, _:
                return Spelled(self.request.method)
            case "statusCode", _, _:
                return Spelled(self.status_code)
            case "response", _, place:
                return self._inside(place, self.headers, self.body)
            case _, _, place:
                kind, _, name = place.partition(".")
                if kind == "query":
                    return _only(self.request.url.params.get_list(name))
                if kind == "path":
                    return Spelled(self._path_values()[name])
                return self._inside(place, self.request.headers, self.request.read)

    def _inside(
        self, place: str, headers: httpx2.Headers, body: bytes | Callable[[], bytes]
    ) -> Any:
        kind, _, name = place.partition(".")
        if kind == "header":
            return _only(headers.get_list(name))
        try:
            value = from_json(body() if callable(body) else body)
        except (ValueError, httpx2.StreamError):
            raise LookupError(place) from None
        return _at(value, place.partition("#")[2])

    def _path_values(self) -> dict[str, str]:
        """The values that stand in the path of the request, whatever is before it."""
        names = _NAME.findall(self.path)
        parts = map(re.escape, _NAME.split(self.path)[::2])
        path = self.request.url.raw_path.decode("ascii").partition("?")[0]
        found = re.fullmatch(".*?" + "([^/]*)".join(parts), path)
        values = () if found is None else map(unquote, found.groups())
        return dict(zip(names, values, strict=False))


def _forgotten() -> None:
    """What is left of an exchange in a copy."""


def follow(
    exchange: Exchange | None, method: Callable[..., Any], name: str | None
) -> Callable[..., Any]:
    """The method, called with the values that a link of an answer has for it.

    Raises TypeError where there is no such link.
    """
    resource = getattr(method, "__self__", None)
    if not isinstance(resource, Resource):
        raise TypeError(f"no method of a client's resources: {method!r}")
    module = type(resource).__module__.rpartition(".")[2]
    link = _link(exchange, f"{module}.{method.__name__}", name)
    assert exchange is not None

    def call(**keywords: Any) -> Any:
        filled = {
            argument: Linked(link.name, _filled(exchange, link, value))
            for argument, value in link.arguments.items()
            if argument not in keywords
        }
        return method(**filled, **keywords)

    return call


def _link(exchange: Exchange | None, target: str, name: str | None) -> Link:
    links = () if exchange is None else exchange.links
    found = [each for each in links if each.target == target]
    named = [each for each in found if name in (None, each.name)]
    if len(named) == 1:
        return named[0]
    listed = ", ".join(f"{each.name!r} to {each.target}" for each in found or links)
    owner = "the answer" if exchange is None else exchange.operation_id
    if named:
        raise TypeError(f"{owner} has several links there, say which: {listed}")
    raise TypeError(f"{owner} has no such link to {target}, but {listed or 'none'}")


def _filled(exchange: Exchange, link: Link, value: Any) -> Any:
    """The value of a constant or an expression, or of a text with such inside."""
    if not isinstance(value, str):
        return value
    try:
        if is_expression(value):
            return exchange.find(value)
        text = EMBEDDED.sub(lambda found: spelled_text(exchange.find(found[1])), value)
    except LookupError:
        reason = f"the link {link.name!r} needs {value}, which is not there"
        raise RequestValidationError(f"{exchange.operation_id}: {reason}") from None
    return Spelled(text)


def spelled_text(value: Any) -> str:
    """What stands for a value inside of a text."""
    return value if isinstance(value, str) else json_text(value)


def _only(values: list[str]) -> Spelled:
    if not values:
        raise LookupError("it did not come")
    return Spelled(", ".join(values))


def _at(value: Any, pointer: str) -> Any:
    """What a JSON pointer leads to (RFC 6901). Raises `LookupError`."""
    for token in pointer.split("/")[1:]:
        key = unquote(token).replace("~1", "/").replace("~0", "~")
        if is_object(value):
            value = value[key]
        elif is_array(value) and key.isdecimal():
            value = value[int(key)]
        else:
            raise LookupError(pointer)
    return value

"""Handlers as functions that can be awaited; what cannot be one is refused at once."""

from collections.abc import Awaitable, Callable, Iterable
from difflib import get_close_matches
from inspect import isasyncgenfunction, isgeneratorfunction
from typing import TypeAlias

from ..awaitables import awaitable, takes
from .route import NotImplementedOperation, Route

Handler: TypeAlias = Callable[[object], Awaitable[object]]
"""Called with the request of its operation; gives a reply."""


def check_handlers(api: object, routes: Iterable[Route]) -> None:
    """Raise TypeError where `api` cannot be what handles these routes.

    A public method that nearly has the name of a handler that is missing is taken for
    it; other methods are nobody's business.
    """
    if isinstance(api, type):
        raise TypeError(f"give an object of {api.__qualname__}, not the class")
    known = {route.handler: route for route in routes}
    missing = [name for name, route in known.items() if not _is_written(api, route)]
    for name in missing:
        if (own := _misspelt(api, name, known.keys())) is not None:
            raise TypeError(
                f"{type(api).__qualname__}.{own} handles nothing: did you mean {name}?"
            )
    for name in known.keys() - missing:
        _check_shape(f"{type(api).__qualname__}.{name}", getattr(api, name))


def handler_of(api: object | None, route: Route) -> Handler:
    """What answers an operation: in a thread (AnyIO's pool) unless it is async."""
    if api is None or not _is_written(api, route):
        return _not_implemented
    return awaitable(getattr(api, route.handler))


async def _not_implemented(_request: object) -> object:
    raise NotImplementedOperation


def _is_written(api: object, route: Route) -> bool:
    """Whether somebody wrote the handler, and it is not that of generated code."""
    if route.handler in getattr(api, "__dict__", ()):
        return True
    for class_ in type(api).__mro__:
        if route.handler in vars(class_):
            return class_.__module__ != route.request.__module__
    return hasattr(api, route.handler)


def _misspelt(api: object, missing: str, known: Iterable[str]) -> str | None:
    """The method of a user that nearly has the name of a handler."""
    own = {
        name
        for class_ in type(api).__mro__
        if class_ is not object
        for name, value in vars(class_).items()
        if callable(value) and not name.startswith("_")
    }
    candidates = sorted(own.difference(known))
    if not candidates:
        return None
    return next(iter(get_close_matches(missing, candidates, 1, 0.8)), None)


def _check_shape(name: str, handler: object) -> None:
    if not callable(handler):
        raise TypeError(f"{name} is a handler, and cannot be called")
    if isgeneratorfunction(handler) or isasyncgenfunction(handler):
        raise TypeError(f"{name} is a generator: return a reply that has one for body")
    if not takes(handler, None):
        raise TypeError(f"{name} is a handler, and takes the request alone")

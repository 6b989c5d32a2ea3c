"""Handlers that answer with what they received, for every generated operation."""

import dataclasses
import importlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from pydantic_core import to_jsonable_python

TAGS = ("styles", "bodies", "answers", "guarded", "names", "plain")
UNFINISHED = "unfinished"
"""The handler that is not written."""

Answer: TypeAlias = Callable[[Any, Any, Any], Any]
"""From models, the class of the operation, and a request, to a reply."""


def pet(models: Any) -> Any:
    """The pet that answers contain."""
    return models.Pet(name="Rex", weight=None)


def _echo(models: Any, operation: Any, request: Any) -> Any:
    fields = (field.name for field in dataclasses.fields(request))
    found = {name: getattr(request, name) for name in fields}
    return operation.Ok(
        {name: _plain(value) for name, value in found.items() if value is not None}
    )


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", exclude_unset=True)
    return to_jsonable_python(value)


def _body(models: Any, operation: Any, request: Any) -> Any:
    return operation.Ok(request.body)


def _guard(models: Any, operation: Any, request: Any) -> Any:
    return operation.Ok(str(getattr(request, "principal", "anybody")))


def _multipart(models: Any, operation: Any, request: Any) -> Any:
    body = request.body
    assert body.place in (None, models.Point(x=1, y=2))
    return operation.Ok(body.file.read(), x_title=body.title, x_count=body.count)


def _upload(models: Any, operation: Any, request: Any) -> Any:
    return operation.Ok(request.body.file.read())


def _nothing(models: Any, operation: Any, request: Any) -> Any:
    return operation.NoContent()


def _several(models: Any, operation: Any, request: Any) -> Any:
    answers: dict[int, Callable[[], Any]] = {
        200: lambda: operation.Ok(pet(models)),
        201: lambda: operation.Created(models.Point(x=1, y=-2)),
        202: lambda: operation.Accepted("später"),
        204: operation.NoContent,
    }
    return answers[request.which]()


def _range(models: Any, operation: Any, request: Any) -> Any:
    if request.which < 300:
        return operation.Success(request.which, pet(models))
    return operation.Default(request.which, models.Fault(reason="default"))


def _error(models: Any, operation: Any, request: Any) -> Any:
    if request.which == 200:
        return operation.Ok(pet(models))
    if request.which == 404:
        return operation.NotFound(models.NotThere(missing="Rex"))
    if request.which == 409:
        return operation.Conflict(models.Conflict(winner=7))
    return operation.ClientError(request.which, models.Fault(reason="range"))


def _headers(models: Any, operation: Any, request: Any) -> Any:
    return operation.Ok("text", x_left=3, x_names=["a", "b"])


def _object_header(models: Any, operation: Any, request: Any) -> Any:
    partial = models.Point(x=1, y=2)
    whole = models.Point(x=1, y=2, label="l")
    headers = {
        "whole": {"X-Simple": whole},
        "partial": {"X-Simple": partial},
        "exploded": {"X-Exploded": whole},
    }
    return operation.NoContent(headers=headers[request.kind])


_BY_HANDLER: dict[str, Answer] = {
    "post_optional": _echo,
    "post_multipart": _multipart,
    "post_upload": _upload,
    "nothing": _nothing,
    "several": _several,
    "range": _range,
    "error": _error,
    "headers": _headers,
    "object_header": _object_header,
}
_BY_TAG: dict[str, Answer] = {"bodies": _body, "guarded": _guard}


def routes_of(package: str, tag: str) -> tuple[Any, ...]:
    """The generated routes of one tag."""
    module = importlib.import_module(f"{package}.server.{tag}")
    routes: tuple[Any, ...] = getattr(module, f"{tag.upper()}_ROUTES")
    return routes


def _service(package: str, tag: str) -> Any:
    """An object with a method for every operation of a tag but the unfinished."""
    module = importlib.import_module(f"{package}.server.{tag}")
    models = importlib.import_module(f"{package}.models")
    methods: dict[str, object] = {}
    for route in routes_of(package, tag):
        if route.handler == UNFINISHED:
            continue
        operation = getattr(module, route.request.__qualname__.partition(".")[0])
        answer = _BY_HANDLER.get(route.handler) or _BY_TAG.get(tag, _echo)
        methods[route.handler] = _method(answer, models, operation)
    base = getattr(module, f"{tag.title()}Api")
    return type(f"Echo{tag.title()}", (base,), methods)()


def _method(
    answer: Answer, models: Any, operation: Any
) -> Callable[[Any, Any], Awaitable[Any]]:
    async def handle(self: Any, request: Any, /) -> Any:
        return answer(models, operation, request)

    return handle


def create_app(package: str) -> Any:
    """The generated application; it judges its own replies too."""
    server = importlib.import_module(f"{package}.server")

    def key(kind: str, mark: str = " key;") -> Callable[[str, Any], str | None]:
        return lambda token, access: kind if token == f"{kind}{mark}" else None

    async def token(token: str, access: Any) -> str | None:
        return access.operation.id if token == "token" else None

    def login(user: str, password: str, access: Any) -> str | None:
        return user if password == "pass:wörd" else None

    security = server.Security(
        header_key=key("header"),
        query_key=key("query"),
        cookie_key=key("cookie", "%20key%3B"),  # not decoded
        login=login,
        token=token,
    )
    services = {tag: _service(package, tag) for tag in TAGS}
    return server.create_app(**services, security=security, validate_replies=True)

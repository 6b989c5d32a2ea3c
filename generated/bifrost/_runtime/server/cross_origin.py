"""Who may call from pages of other origins (CORS), and with what."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, cast

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from .request_ids import RequestIds
from .route import AnyOperation
from .schemes import ApiKey, Scheme

_ANY = "*"
_USUAL = ("Retry-After", "WWW-Authenticate")
"""What the server says of itself."""


def cross_origin(
    origins: Collection[str],
    operations: Iterable[AnyOperation],
    schemes: Collection[Scheme[Any]],
    middleware: Iterable[Middleware],
) -> Middleware:
    """Starlette's middleware, with the methods and header fields of the document.

    Cookies go along where the document has some for parameters or credentials, and the
    origins are named. Raises `TypeError` for one text in place of a list of them.
    """
    if isinstance(origins, str):
        raise TypeError(f"cors= is a list of origins: [{origins!r}]")
    listed = tuple(operations)
    request_ids = tuple(_request_id_fields(middleware))
    asked = {*_request_fields(listed), *_credential_fields(schemes), *request_ids}
    told = {*_response_fields(listed), *_USUAL, *request_ids}
    return Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=sorted({each.method for each in listed}),
        allow_headers=sorted(asked),
        expose_headers=sorted(told),
        allow_credentials=_ANY not in origins and _has_cookies(listed, schemes),
    )


def _request_fields(operations: Iterable[AnyOperation]) -> Iterator[str]:
    for operation in operations:
        if operation.body is not None:
            yield "Content-Type"
        if operation.key_header is not None:
            yield operation.key_header
        for parameter in operation.parameters:
            if parameter.location == "header":
                yield parameter.name


def _credential_fields(schemes: Iterable[Scheme[Any]]) -> Iterator[str]:
    for scheme in schemes:
        if not isinstance(scheme, ApiKey):
            yield "Authorization"
        elif scheme.location == "header":
            yield scheme.parameter


def _response_fields(operations: Iterable[AnyOperation]) -> Iterator[str]:
    for operation in operations:
        for response in operation.responses.values():
            for header in response.headers:
                yield header.name


def _request_id_fields(middleware: Iterable[Middleware]) -> Iterator[str]:
    for each in middleware:
        if cast("object", each.cls) is RequestIds:
            header = each.kwargs.get("header", "X-Request-ID")
            yield str(header)


def _has_cookies(
    operations: Iterable[AnyOperation], schemes: Iterable[Scheme[Any]]
) -> bool:
    keys = (each for each in schemes if isinstance(each, ApiKey))
    return any(key.location == "cookie" for key in keys) or any(
        parameter.location == "cookie"
        for operation in operations
        for parameter in operation.parameters
    )

"""What a call can raise: one class for each status that the document declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from apiloom.runtime.errors import (
    ApiError,
    ClientError,
    ConnectionFailed,
    MissingCredentials,
    RedirectError,
    RequestTimeout,
    RequestValidationError,
    ResponseValidationError,
    ResponseWarning,
    ServerError,
    StatusError,
    TokenError,
    UnusableClient,
)

if TYPE_CHECKING:
    from .models.sample_error import SampleError

__all__ = [
    "ApiError",
    "BadRequestError",
    "ClientError",
    "ConnectionFailed",
    "DefaultClientError",
    "DefaultError",
    "DefaultServerError",
    "MissingCredentials",
    "NotFoundError",
    "RedirectError",
    "RequestTimeout",
    "RequestValidationError",
    "ResponseValidationError",
    "ResponseWarning",
    "ServerError",
    "StatusError",
    "TokenError",
    "UnusableClient",
]


class BadRequestError(ClientError):
    """400 Bad Request"""

    data: SampleError


class NotFoundError(ClientError):
    """404 Not Found"""

    data: SampleError


class DefaultError(StatusError):
    """Any status that the operation does not name"""

    data: SampleError


class DefaultClientError(DefaultError, ClientError):
    """Any 4xx status that the operation does not name"""


class DefaultServerError(DefaultError, ServerError):
    """Any 5xx status that the operation does not name"""


ERRORS: Mapping[str, type[StatusError]] = {
    "400": BadRequestError,
    "404": NotFoundError,
    "default": DefaultError,
    "default/4XX": DefaultClientError,
    "default/5XX": DefaultServerError,
}

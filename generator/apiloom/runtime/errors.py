"""What can go wrong in a call, as exceptions.

    ApiError
      MissingCredentials        nothing was sent
      UnusableClient            neither: closed, or of another event loop or process
      TokenError                the server gave no access token
      ConnectionFailed          no complete answer came
        RequestTimeout
      ResponseValidationError   a success whose body cannot be read
      ResponseTooLarge          a body beyond what may be read of it
      StatusError               any other status than a success
        RedirectError           3xx
        ClientError             4xx
        ServerError             5xx
    RequestValidationError      a ValueError: nothing was sent

The classes for the statuses of one API are generated and derive from these. None shows
a header, a body or a credential in `str` or `repr`, and all can be pickled.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .statuses import reason

if TYPE_CHECKING:
    from httpx2 import Headers


class ApiError(Exception):
    """Something that went wrong in a call."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.args), self.__dict__


class MissingCredentials(ApiError):
    """The operation needs credentials that the client was not given."""


class UnusableClient(ApiError, RuntimeError):
    """The client is closed, or belongs to another event loop or process."""


class TokenError(ApiError):
    """A token endpoint gave no token (RFC 6749, section 5.2).

    `error` is its code, such as `invalid_client`; what it says beside that is not shown
    by `str`.
    """

    def __init__(self, status_code: int, answer: Mapping[str, str]) -> None:
        error = answer.get("error")
        code = error if error and error.isprintable() and len(error) < 80 else None
        super().__init__(f"no token: {code or 'not an answer'} ({_named(status_code)})")
        self.status_code = status_code
        self.error = code
        self.description = answer.get("error_description")
        self.uri = answer.get("error_uri")


class ConnectionFailed(ApiError):
    """No complete response was received."""


class RequestTimeout(ConnectionFailed):
    """No complete response was received in time."""


class RequestValidationError(ValueError):
    """An argument breaks the document; `__cause__` has pydantic's account of it."""


class ResponseWarning(UserWarning):
    """A response breaks the document; it was decoded as far as possible."""


class _ResponseError(ApiError):
    """What is known of a response that was not a readable success."""

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        headers: "Headers | Mapping[str, str]",
        body: bytes,
        operation: tuple[str, str, str],
    ) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.headers = _as_headers(headers)
        """Header fields of the response: names in any case, `get_list` for several."""
        self.body = body
        self.operation_id, self.method, self.path = operation
        """`path` is the template, without values."""

    @property
    def request_id(self) -> str | None:
        """What the server calls this request, to quote when asking for help."""
        return self.headers.get("x-request-id") or self.headers.get("request-id")


class ResponseValidationError(_ResponseError):
    """A success whose body breaks the document; `body` has it as it came."""


class ResponseTooLarge(_ResponseError):
    """More of a body than may be read, or held; `body` has none of it.

    `max_response_bytes` says how much a call may hold, `max_bytes` how much is read of
    a `StreamedResponse`.
    """


class StatusError(_ResponseError):
    """A status that is not a success (RFC 9110, section 15)."""

    data: Any
    """The parsed body: as the document declares it, else the JSON, else None."""
    typed_headers: Any = None
    """The header fields that the document declares, as values; None without any."""

    def __init__(
        self,
        *,
        status_code: int,
        headers: "Headers | Mapping[str, str]",
        body: bytes,
        data: object = None,
        operation: tuple[str, str, str] = ("", "", ""),
    ) -> None:
        operation_id, method, path = operation
        super().__init__(
            f"{operation_id} ({method} {path}): {_named(status_code)}",
            status_code=status_code,
            headers=headers,
            body=body,
            operation=operation,
        )
        self.data = data

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}, request {self.request_id}" if self.request_id else message

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class RedirectError(StatusError):
    """A redirection (3xx): followed only by an `http_client` that says so."""


class ClientError(StatusError):
    """The server refused the request (4xx)."""


class ServerError(StatusError):
    """The server failed (5xx)."""


def error_class(
    declared: Mapping[str, type[StatusError]],
    own: Mapping[str, str],
    key: str | None,
    status_code: int,
) -> type[StatusError]:
    """The exception for a status, given the key that the operation declares it under.

    A key can have a class for each kind of status, `"default/4XX"`, so that what is
    raised under `"default"` still is a `ClientError` or a `ServerError`. Those of the
    operation alone, if it has any, are known to `declared` by the names in `own`.
    """
    kind = f"{status_code // 100}XX"
    general = {"3XX": RedirectError, "4XX": ClientError, "5XX": ServerError}
    name = own.get(f"{key}/{kind}") or own.get(key or "")
    if name is not None:
        return declared[name]
    found = declared.get(f"{key}/{kind}") or declared.get(key or "")
    return found or general.get(kind, StatusError)


def _as_headers(given: "Headers | Mapping[str, str]") -> "Headers":
    # Imported here: who only handles errors need not load what makes them.
    from httpx2 import Headers

    return given if isinstance(given, Headers) else Headers(given)


def _restored(error: type[ApiError], arguments: tuple[Any, ...]) -> ApiError:
    """The instance, before pickle gives it its attributes; `__init__` is not run."""
    return error.__new__(error, *arguments)


def _named(status_code: int) -> str:
    phrase = reason(status_code)
    return f"{status_code} {phrase}" if phrase else str(status_code)

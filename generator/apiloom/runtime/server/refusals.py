"""What handlers and security functions raise to refuse a request."""

from collections.abc import Iterable, Mapping

from .problem import Problem, ProblemError
from .wire import raw_headers


class HttpError(ProblemError):
    """Ends a request with a status, in the words of the document's schema for it.

    Where the document has none that it fits, it is problem+json (RFC 9457). `detail`
    is for the caller to read. `headers` go with it, such as `Retry-After`.
    """

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        if not 400 <= status < 600:
            raise ValueError(f"{status} is no status of an error")
        lines = raw_headers(headers or {})
        for name, value in lines:
            if not {10, 13, 0}.isdisjoint(name + value):
                raise ValueError(f"the header {name!r} has a line break")
        super().__init__(Problem(status, detail), lines)


class Unauthorized(HttpError):
    """401: nobody is known by these credentials.

    The response has the challenges of the operation (RFC 9110, section 11.6.1), with
    the `scopes` that a token needs (RFC 6750, section 3).
    """

    def __init__(
        self, detail: str | None = None, *, scopes: Iterable[str] = ()
    ) -> None:
        super().__init__(401, detail)
        self.scopes = tuple(scopes)


class Forbidden(HttpError):
    """403: who asks is known, and may not.

    With `scopes`, a token that has them could (RFC 6750, section 3.1).
    """

    def __init__(
        self, detail: str | None = None, *, scopes: Iterable[str] = ()
    ) -> None:
        super().__init__(403, detail)
        self.scopes = tuple(scopes)

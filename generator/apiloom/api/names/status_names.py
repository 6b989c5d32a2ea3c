"""What HTTP calls its statuses (RFC 9110, section 15, and the IANA registry).

A table of our own: `http.HTTPStatus` has other phrases from Python 3.13 on, and these
become names of classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from apiloom.core.identifiers import Identifier, class_name

_PHRASES: Final[Mapping[str, str]] = {
    "100": "Continue",
    "101": "Switching Protocols",
    "102": "Processing",
    "103": "Early Hints",
    "200": "OK",
    "201": "Created",
    "202": "Accepted",
    "203": "Non-Authoritative Information",
    "204": "No Content",
    "205": "Reset Content",
    "206": "Partial Content",
    "207": "Multi-Status",
    "208": "Already Reported",
    "226": "IM Used",
    "300": "Multiple Choices",
    "301": "Moved Permanently",
    "302": "Found",
    "303": "See Other",
    "304": "Not Modified",
    "305": "Use Proxy",
    "307": "Temporary Redirect",
    "308": "Permanent Redirect",
    "400": "Bad Request",
    "401": "Unauthorized",
    "402": "Payment Required",
    "403": "Forbidden",
    "404": "Not Found",
    "405": "Method Not Allowed",
    "406": "Not Acceptable",
    "407": "Proxy Authentication Required",
    "408": "Request Timeout",
    "409": "Conflict",
    "410": "Gone",
    "411": "Length Required",
    "412": "Precondition Failed",
    "413": "Request Entity Too Large",
    "414": "Request-URI Too Long",
    "415": "Unsupported Media Type",
    "416": "Requested Range Not Satisfiable",
    "417": "Expectation Failed",
    "418": "I'm a Teapot",
    "421": "Misdirected Request",
    "422": "Unprocessable Entity",
    "423": "Locked",
    "424": "Failed Dependency",
    "425": "Too Early",
    "426": "Upgrade Required",
    "428": "Precondition Required",
    "429": "Too Many Requests",
    "431": "Request Header Fields Too Large",
    "451": "Unavailable For Legal Reasons",
    "500": "Internal Server Error",
    "501": "Not Implemented",
    "502": "Bad Gateway",
    "503": "Service Unavailable",
    "504": "Gateway Timeout",
    "505": "HTTP Version Not Supported",
    "506": "Variant Also Negotiates",
    "507": "Insufficient Storage",
    "508": "Loop Detected",
    "510": "Not Extended",
    "511": "Network Authentication Required",
}
"""413, 414, 416 and 422 have the names of RFC 7231 and RFC 4918, which people know."""
_RANGES: Final = {
    "1XX": "Informational",
    "2XX": "Success",
    "3XX": "Redirection",
    "4XX": "ClientError",
    "5XX": "ServerError",
}


_RANGE_ERRORS: Final = {
    "3XX": "OtherRedirectError",
    "4XX": "OtherClientError",
    "5XX": "OtherServerError",
    "default": "DefaultError",
    "default/4XX": "DefaultClientError",
    "default/5XX": "DefaultServerError",
}
RUNTIME_ERRORS: Final = (
    "ApiError",
    "ClientError",
    "ConnectionFailed",
    "MissingCredentials",
    "RedirectError",
    "RequestTimeout",
    "RequestValidationError",
    "ResponseTooLarge",
    "ResponseValidationError",
    "ResponseWarning",
    "ServerError",
    "StatusError",
    "TokenError",
    "UnusableClient",
)
"""The exceptions that every client has; a package offers them beside its own."""


def status_name(status: str) -> Identifier:
    """`404` is `NotFound`, `4XX` is `ClientError`, and `default` is `Default`."""
    if status in _RANGES:
        return Identifier(_RANGES[status])
    if status == "default":
        return Identifier("Default")
    phrase = _PHRASES.get(status)
    if phrase is None:
        return Identifier(f"Status{status}")
    return class_name(phrase.title().replace("'", "").replace("-", " "))


def status_phrase(status: str) -> str:
    """`404 Not Found`, or the number alone where HTTP has no phrase for it."""
    return f"{status} {_PHRASES.get(status, '')}".rstrip()


def error_name(key: str) -> Identifier:
    """The exception for a status: `404` is `NotFoundError`.

    What is raised under `default` is told by kind too: `default/4XX`.
    """
    if key in _RANGE_ERRORS:
        return Identifier(_RANGE_ERRORS[key])
    name = status_name(key)
    return name if name.endswith("Error") else Identifier(f"{name}Error")


def error_keys(status: str) -> tuple[str, ...]:
    """The keys that the exceptions for a status of the document are known by.

    Any status may come under `default`: each is caught by its kind as well.
    """
    if status == "default":
        return status, "default/4XX", "default/5XX"
    return (status,)


def is_error(status: str) -> bool:
    """Whether a declared status is raised and not returned."""
    return status[0] not in "12"


STATUS_ERRORS: Final = frozenset(map(error_name, {*_PHRASES, *_RANGE_ERRORS}))
"""What a package may call an exception for a status today, or after any change."""

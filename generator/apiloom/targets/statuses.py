"""What HTTP calls its statuses (RFC 9110, section 15)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from apiloom.pylang.identifier import Identifier, class_name

_RANGES: Final = {
    "1XX": "Informational",
    "2XX": "Success",
    "3XX": "Redirection",
    "4XX": "ClientError",
    "5XX": "ServerError",
}


def status_name(status: str) -> Identifier:
    """`404` is `NotFound`, `4XX` is `ClientError`, and `default` is `Default`."""
    if status in _RANGES:
        return Identifier(_RANGES[status])
    if status == "default":
        return Identifier("Default")
    try:
        phrase = HTTPStatus(int(status)).phrase
    except ValueError:
        return Identifier(f"Status{status}")
    return class_name(phrase.title().replace("'", "").replace("-", " "))


def status_phrase(status: str) -> str:
    """`404 Not Found`, or the number alone where HTTP has no phrase for it."""
    try:
        return f"{status} {HTTPStatus(int(status)).phrase}"
    except ValueError:
        return status

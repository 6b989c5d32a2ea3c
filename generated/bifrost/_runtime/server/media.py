"""Media types (RFC 9110 section 8.3): what is sent, and what is declared."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from ..operation import MediaType

Kind: TypeAlias = Literal["json", "form", "multipart", "text", "bytes"]

_PARAMETER = re.compile(
    r';[ \t]*(?:([^\s=;"]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*)))?[ \t]*'
)


class ContentType(NamedTuple):
    """A media type in lower case, with its parameters (names in lower case)."""

    name: str
    parameters: dict[str, str]


def parse_content_type(value: str) -> ContentType | None:
    """Read a Content-Type header; None where it is malformed (RFC 9110, 8.3.1)."""
    name, semicolon, rest = value.partition(";")
    name = name.strip().lower()
    if name.count("/") != 1 or not all(name.split("/")):
        return None
    parameters: dict[str, str] = {}
    rest, position = semicolon + rest, 0
    while position < len(rest):
        match = _PARAMETER.match(rest, position)
        if match is None:
            return None
        position = match.end()
        if match[1]:
            quoted, plain = match[2], match[3]
            text = plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            parameters.setdefault(match[1].lower(), text)
    return ContentType(name, parameters)


@lru_cache(maxsize=1024)
def kind_of(name: str) -> Kind:
    """How a body of the media type `name` is read and written.

    JSON is `application/json` and every `+json` type (RFC 6839 section 3.1).
    """
    name = name.partition(";")[0].strip().lower()
    if name.endswith(("/json", "+json")):
        return "json"
    if name == "application/x-www-form-urlencoded":
        return "form"
    if name == "multipart/form-data":
        return "multipart"
    return "text" if name.startswith("text/") else "bytes"


def best_match(name: str, declared: Iterable[MediaType]) -> MediaType | None:
    """The declared media type or range that covers `name`, the most specific first.

    OpenAPI 3.1 section 4.8.14.1: `text/plain` before `text/*` before `*/*`.
    """
    matches = [entry for entry in declared if _covers(_essence(entry.name), name)]
    return min(matches, key=lambda entry: entry.name.count("*"), default=None)


def is_plain(name: str) -> bool:
    """Whether `name` is one media type in lower case, without parameters."""
    return not is_range(name) and ";" not in name and name == name.lower()


def is_range(name: str) -> bool:
    """Whether `name` is a range such as `image/*`."""
    return "*" in name


def _essence(name: str) -> str:
    return name.partition(";")[0].strip().lower()


def _covers(declared: str, name: str) -> bool:
    if declared in {name, "*/*"}:
        return True
    return declared.endswith("/*") and name.startswith(declared[:-1])

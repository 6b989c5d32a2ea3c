"""Header fields that are safe to send (RFC 9110, section 5)."""

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def is_token(text: str) -> bool:
    """Whether this can name a header field or a method (section 5.6.2)."""
    return _TOKEN.fullmatch(text) is not None


def field_name(name: str) -> str:
    """The name in lower case; ValueError when it is no token."""
    if not is_token(name):
        raise ValueError(f"{name!r} is not the name of a header field")
    return name.lower()


def field_value(name: str, value: str) -> str:
    """The value without space around it; ValueError for CR, LF and other controls.

    Such characters would end the field and start another (section 5.5). The message
    does not show the value, which can be a secret.
    """
    if _CONTROL.search(value):
        raise ValueError(f"the value of header {name!r} contains a control character")
    return value.strip(" \t")


def fields(given: Mapping[str, str]) -> dict[str, str]:
    """The header fields, names in lower case, each one checked."""
    return {field_name(name): field_value(name, given[name]) for name in given}

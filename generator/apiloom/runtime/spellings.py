"""How strings of a format are spelled (JSON Schema validation, section 7.3).

Only what is surely wrong is refused: a host name may not exist, but it has no spaces.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from .narrowing import is_number

_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_OFFSET = rf"(?:[Zz]|[+-]{_CLOCK})"
_TIME = rf"{_CLOCK}:[0-5][0-9](?:\.[0-9]+)?"
_LOCAL = rf"{_DAY}[Tt]{_TIME}"
_UUID = "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"

_SIXTYFOUR, _URL_SAFE, _THIRTYTWO = "[A-Za-z0-9+/]", "[A-Za-z0-9_-]", "[A-Z2-7]"
BASE64 = rf"(?:{_SIXTYFOUR}{{4}})*(?:{_SIXTYFOUR}{{2}}==|{_SIXTYFOUR}{{3}}=)?"
BASE64URL = rf"(?:{_URL_SAFE}{{4}})*(?:{_URL_SAFE}{{2}}(?:==)?|{_URL_SAFE}{{3}}=?)?"
BASE32 = (
    rf"(?:{_THIRTYTWO}{{8}})*(?:{_THIRTYTWO}{{2}}={{6}}|{_THIRTYTWO}{{4}}={{4}}"
    rf"|{_THIRTYTWO}{{5}}={{3}}|{_THIRTYTWO}{{7}}=)?"
)
BASE16 = "(?:[0-9A-Fa-f]{2})*"

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_WORD = r"[^\s\x1c-\x1f\"(),:;<>@\[\]\\.]+"
_MAILBOX = rf"(?:{_WORD}(?:\.{_WORD})*|\"(?:[^\"\\]|\\.)+\")@(?:{_HOST}|\[[^\s\]]+\])"
_PLAIN = r"[^\s<>\"{}|\\^`%\x00-\x1f]*"
_URI = rf"{_PLAIN}(?:%[0-9A-Fa-f]{{2}}{_PLAIN})*"
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_DURATION = (
    rf"P(?=[0-9T])(?:{_NUMBER}W|(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?"
    rf"(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?)"
)
_FRACTION = "(?:[.,][0-9]{{1,{0}}}0*)?"
"""So many digits of a unit are whole microseconds."""
_SECONDS = rf"[0-9]+{_FRACTION.format(6)}S"
_MINUTES = rf"(?:[0-9]+M(?:{_SECONDS})?|[0-9]+{_FRACTION.format(7)}M)"
_HOURS = (
    rf"(?:[0-9]+H(?:{_MINUTES}|{_SECONDS})?|[0-9]+{_FRACTION.format(8)}H"
    rf"|{_MINUTES}|{_SECONDS})"
)
EXACT_DURATION = rf"P(?:[0-9]+{_FRACTION.format(8)}[DW]|[0-9]+DT{_HOURS}|T{_HOURS})"
"""One that a `timedelta` can say: without years and months; what is least may have a
fraction."""
_JSON_POINTER = "(?:/(?:[^/~]|~[01])*)*"


def is_spelled(name: str, text: str) -> bool:
    """Whether a text is of the format; any text is of a format that is not known."""
    check = _CHECKS.get(name)
    return check is None or check(text)


def is_shaped(name: str, text: str) -> bool:
    """The same, but for what whoever reads the text finds: there is no 30 February."""
    check = _SHAPES.get(name)
    return check is None or check(text)


def is_of_format(name: str, value: Any) -> bool:
    """Whether a JSON value is of the format.

    A format says nothing of values of another type (JSON Schema validation, section
    7.1): those of numbers are integers of some bits beside their sign.
    """
    if isinstance(value, str):
        return is_spelled(name, value)
    if name not in BITS or not is_number(value):
        return True
    limit = 2 ** BITS[name]
    return -limit <= value < limit and value == value // 1


def _matching(pattern: str, longest: int | None = None) -> Callable[[str], bool]:
    """Compiled when it is first needed: most documents use few formats."""
    match: Callable[[str], object] | None = None

    def check(text: str) -> bool:
        nonlocal match
        if match is None:
            match = re.compile(pattern).fullmatch
        return (longest is None or len(text) <= longest) and match(text) is not None

    return check


def _reading(
    read: Callable[[str], object], also: Callable[[str], bool]
) -> Callable[[str], bool]:
    """A format that Python can read, if the text is spelled like it too."""

    def check(text: str) -> bool:
        if not also(text):
            return False
        try:
            read(text)
        except (ValueError, re.error):
            return False
        return True

    return check


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.upper())


def _pattern(text: str) -> None:
    from .patterns import check_pattern

    check_pattern(text)


PATTERNS: Mapping[str, str] = {
    "time": _TIME + _OFFSET,
    "time-local": _TIME,
    "time-any": f"{_TIME}{_OFFSET}?",
    "duration": _DURATION,
    "duration-exact": EXACT_DURATION,
    "byte": BASE64,
    "base64": BASE64,
    "base64url": BASE64URL,
    "base32": BASE32,
    "base16": BASE16,
    "uuid": _UUID,
    "decimal": DECIMAL,
    "email": _MAILBOX,
    "hostname": _HOST,
    "uri": rf"[A-Za-z][A-Za-z0-9+.-]*:{_URI}",
    "uri-reference": _URI,
    "json-pointer": _JSON_POINTER,
    "relative-json-pointer": rf"(?:0|[1-9][0-9]*)(?:#|{_JSON_POINTER})",
}
"""Formats of which a pattern, which all of a text has to match, says everything.

They mean the same to Python and to Rust, which has no lookahead (`(?=`)."""
LONGEST: Mapping[str, int] = {"hostname": 253}
"""But for the length of the text."""
_SHAPES: Mapping[str, Callable[[str], bool]] = {
    "date": _matching(_DAY),
    "date-time": _matching(_LOCAL + _OFFSET),
    "date-time-local": _matching(_LOCAL),
    "date-time-any": _matching(f"{_LOCAL}{_OFFSET}?"),
    "ipv4": _matching("[0-9.]+"),
    "ipv6": _matching("[0-9A-Fa-f:.]+"),
    "regex": _matching(r"[\s\S]*"),
    **{name: _matching(PATTERNS[name], LONGEST.get(name)) for name in PATTERNS},
}
_READERS: Mapping[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "date-time": _moment,
    "date-time-local": _moment,
    "date-time-any": _moment,
    "ipv4": IPv4Address,
    "ipv6": IPv6Address,
    "regex": _pattern,
}
_CHECKS: Mapping[str, Callable[[str], bool]] = {
    **_SHAPES,
    **{name: _reading(read, _SHAPES[name]) for name, read in _READERS.items()},
}
TYPED = frozenset(
    {
        "date",
        "date-time",
        "date-time-local",
        "time",
        "time-local",
        "duration",
        "uuid",
        "decimal",
        "byte",
        "base64",
        "base64url",
        "base32",
        "base16",
    }
)
"""Formats that have a Python type."""
_CONFIGURED = frozenset({"date-time-any", "time-any", "duration-exact"})
"""Names of our own for what no document calls so."""
CHECKED = frozenset(_CHECKS) - TYPED - _CONFIGURED
"""Formats of strings that stay strings."""
BITS: Mapping[str, int] = {"int32": 31, "int64": 63}
"""Formats of numbers (OpenAPI format registry): integers of so many bits and a sign."""

"""Defaults that are strings of a format, as values of its Python type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final

from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    Attribute,
    Call,
    Expression,
    Name,
    Symbol,
    Value,
)


def default_of_format(format_: Text | None, value: object) -> Expression | None:
    """The value that a text of a format, or a number, stands for.

    None if Python cannot write it. It was judged by the format before. A file has no
    default.
    """
    if not isinstance(value, str):
        return _call("decimal", "Decimal", json.dumps(value))
    write = None if format_ is None else _WRITERS.get(format_)
    return None if write is None else write(value)


def _call(module: str, function: str, text: str) -> Expression:
    return Call(Name(Symbol(module, function)), (Value(Text(text)),))


def _from_iso(class_: str) -> Callable[[str], Expression]:
    name = Name(Symbol("datetime", class_))
    read = Attribute(name, Identifier("fromisoformat"))
    return lambda text: Call(read, (Value(Text(text.upper())),))


def _timedelta(text: str) -> Expression:
    # Imported here since it brings pydantic along, which nothing else here needs.
    from apiloom.runtime.durations import read_duration  # noqa: PLC0415

    duration = read_duration(text)
    if duration is None:
        return Value(Text(text))
    parts = {
        "days": duration.days,
        "seconds": duration.seconds,
        "microseconds": duration.microseconds,
    }
    keywords = tuple((Identifier(key), Value(n)) for key, n in parts.items() if n)
    return Call(Name(Symbol("datetime", "timedelta")), (), keywords)


def _urlsafe(text: str) -> Expression:
    return _call("base64", "urlsafe_b64decode", text + "=" * (-len(text) % 4))


def _base64(text: str) -> Expression:
    return _call("base64", "b64decode", text)


_WRITERS: Final[Mapping[Text, Callable[[str], Expression]]] = {
    Text("date-time"): _from_iso("datetime"),
    Text("date-time-local"): _from_iso("datetime"),
    Text("date"): _from_iso("date"),
    Text("date-time-any"): _from_iso("datetime"),
    Text("time"): _from_iso("time"),
    Text("time-any"): _from_iso("time"),
    Text("time-local"): _from_iso("time"),
    Text("duration"): _timedelta,
    Text("duration-exact"): _timedelta,
    Text("ipv4"): lambda text: _call("ipaddress", "IPv4Address", text),
    Text("ipv6"): lambda text: _call("ipaddress", "IPv6Address", text),
    Text("uri"): lambda text: _call("pydantic", "AnyUrl", text),
    Text("uuid"): lambda text: _call("uuid", "UUID", text.upper()),
    Text("decimal"): lambda text: _call("decimal", "Decimal", text.upper()),
    Text("byte"): _base64,
    Text("base64"): _base64,
    Text("base64url"): _urlsafe,
    Text("base32"): lambda text: _call("base64", "b32decode", text),
    Text("base16"): lambda text: _call("base64", "b16decode", text.upper()),
}

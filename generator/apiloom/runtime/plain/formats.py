"""Scalars that are spelled in one way (JSON Schema validation, section 7.3).

On the wire each is a string of the spelling that its specification allows, or a number;
in Python it is a value of its own type.
"""

import re
from base64 import (
    b16decode,
    b16encode,
    b32decode,
    b32encode,
    b64decode,
    b64encode,
    urlsafe_b64decode,
    urlsafe_b64encode,
)
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal as _Decimal
from fractions import Fraction
from ipaddress import IPv4Address, IPv6Address
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from ..decimal_digits import json_number
from ..duration_text import duration_text
from ..encoded_text import EncodedText
from ..json_values import as_written
from ..spellings import is_shaped, is_spelled
from .given import GivenText
from .marks import Mark, Read, Write
from .refusals import refuse


class Spelled(Mark):
    """A string of one spelling on the wire, a value of a type in Python.

    `name` is what `is_spelled` calls the format. `read` makes the value of a text that
    is spelled right, and may raise ValueError; `write` makes the text.
    """

    __slots__ = ("_name", "_read", "_shown", "_type", "_write")

    whole = True

    def __init__(
        self,
        name: str,
        type_: type[Any] | tuple[type[Any], ...],
        read: Callable[[str], Any],
        write: Callable[[Any], str] = str,
        shown: str = "",
    ) -> None:
        self._name = name
        self._type = type_
        self._read = read
        self._write = write
        self._shown = shown or name

    @property
    def spelling(self) -> str:
        return self._name

    @property
    def is_bytes(self) -> bool:
        """Whether it is bytes in Python."""
        return self._type is bytes

    def reading(self, read: Read, plain: Any) -> Read:
        return self._from_wire

    def writing(self, write: Write, plain: Any) -> Write:
        return self._to_wire

    def describing(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {"type": "string", "format": self._name}

    def given(self, value: Any) -> Any:
        """The text of bytes, which are read from it as they are."""
        if not isinstance(value, bytes):
            refuse("format", "Input should be bytes", value)
        try:
            text = self._write(value)
        except UnicodeDecodeError:
            text = value.decode("latin-1")  # of a file, which is in no JSON
        return GivenText.of(text, value)

    def _from_wire(self, data: Any) -> Any:
        if isinstance(data, GivenText):
            return data.instance
        if isinstance(data, str) and is_shaped(self._name, data):
            try:
                return self._read(data)
            except (ValueError, OverflowError):
                pass  # as of a day that no calendar has
        if self.is_bytes and isinstance(data, bytes):
            return data  # of a part of a form
        return refuse("format", f"Input should be a valid {self._shown}", data)

    def _to_wire(self, value: Any) -> str:
        # A datetime is a date to Python, and is none in JSON.
        if not isinstance(value, self._type) or (
            self._type is date and isinstance(value, datetime)
        ):
            names = self._type if isinstance(self._type, tuple) else (self._type,)
            wanted = " or ".join(name.__name__ for name in names)
            refuse("format", f"Input should be {wanted}", value)
        try:
            text = self._write(value)
        except ValueError as error:
            refuse("format", str(error), value)
        if not is_shaped(self._name, text):
            refuse("format", f"Input should be a valid {self._shown}", value)
        return text


class _Encoded(Spelled, EncodedText):
    """Bytes in Python, and their encoding on the wire (RFC 4648)."""

    __slots__ = ("_encoding",)

    def __init__(
        self,
        name: str,
        encoding: str,
        decode: Callable[[str], bytes],
        encode: Callable[[bytes], bytes],
    ) -> None:
        super().__init__(name, bytes, decode, lambda value: encode(value).decode())
        self._encoding = encoding

    def describing(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {"type": "string", "contentEncoding": self._encoding}


class Format(Mark):
    """Strings that are spelled like the format demands, and stay strings."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def keywords(self) -> Mapping[str, Any]:
        return {"format": self._name}

    def reading(self, read: Read, plain: Any) -> Read:
        return self._checked(read)

    def writing(self, write: Write, plain: Any) -> Write:
        return self._checked(write)

    def _checked(self, inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def check(given: Any) -> Any:
            value = inner(given)
            if isinstance(value, str) and not is_spelled(self._name, value):
                refuse("format", f"Input should be a valid {self._name}", given)
            return value

        return check


class _Bits(Mark):
    """Integers that so many bits have room for."""

    __slots__ = ("_limit",)

    def __init__(self, bits: int) -> None:
        self._limit = 2 ** (bits - 1)

    def keywords(self) -> Mapping[str, Any]:
        return {"minimum": -self._limit, "maximum": self._limit - 1}

    def reading(self, read: Read, plain: Any) -> Read:

        def limited(data: Any) -> Any:
            value = read(data)
            if not -self._limit <= value < self._limit:
                refuse("int_size", "Input has more bits than its format", data)
            return value

        return limited

    def writing(self, write: Write, plain: Any) -> Write:
        return self.reading(write, plain)


class _AsNumber(Mark):
    """A `Decimal` that is a number on the wire."""

    __slots__ = ()

    whole = True

    def reading(self, read: Read, plain: Any) -> Read:
        return _decimal

    def writing(self, write: Write, plain: Any) -> Write:
        return _number

    def describing(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {"type": "number", "format": "decimal"}


def _decimal(data: Any) -> _Decimal:
    if isinstance(data, bool) or not isinstance(data, int | float):
        refuse("float_type", "Input should be a valid number", data)
    value = _Decimal(repr(as_written(data)))
    if not value.is_finite():
        refuse("finite_number", "Input should be a finite number", data)
    return value


def _number(value: Any) -> int | float:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return json_number(value)
    except ValueError as error:
        return refuse("decimal_type", str(error), value)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.upper())


def _iso(value: datetime | time) -> str:
    text = value.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def _padded(text: str) -> bytes:
    """It may be left out where the length is known (RFC 4648, section 3.2)."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


_UNITS = {"W": 604800, "D": 86400, "H": 3600, "M": 60, "S": 1}
"""Seconds of each; years and months have no length of their own."""


def read_span(text: str) -> timedelta | None:
    """The span that a text stands for; None where a `timedelta` cannot say it."""
    if not is_spelled("duration-exact", text):
        return None
    parts = re.findall(r"([0-9.,]+)([WDHMS])", text)
    seconds = sum(
        Fraction(number.replace(",", ".")) * _UNITS[unit] for number, unit in parts
    )
    try:
        return timedelta(microseconds=int(seconds * 10**6))
    except OverflowError:
        return None


def _span(text: str) -> timedelta | str:
    """What no `timedelta` can say stays the text that it is."""
    read = read_span(text)
    return text if read is None else read


def _exact_span(text: str) -> timedelta:
    read = read_span(text)
    if read is None:
        raise ValueError("is too long")
    return read


Integer: TypeAlias = int
"""A JSON number without a fraction: `1` and `1.0`, but neither `true` nor `"1"`."""
Number: TypeAlias = float
"""A JSON number: `5` stays an `int`, and `5.0` and `5e-1` are floats."""
Int32 = Annotated[int, _Bits(32)]
"""An integer of the format `int32`."""
Int64 = Annotated[int, _Bits(64)]
"""An integer of the format `int64`."""
DecimalNumber = Annotated[_Decimal, _AsNumber()]
"""A number that counts in tenths, as money does: 0.1 is a tenth."""
DateTime = Annotated[
    datetime,
    Spelled("date-time", datetime, _moment, _iso, "date-time with an offset"),
]
"""A moment (RFC 3339, section 5.6): always with an offset, and to the microsecond."""
NaiveDateTime = Annotated[
    datetime,
    Spelled("date-time-local", datetime, _moment, _iso, "date-time without an offset"),
]
"""A date and a time, which are a moment only where one is: without an offset."""
AnyDateTime = Annotated[
    datetime, Spelled("date-time-any", datetime, _moment, _iso, "date-time")
]
"""A date and a time, with an offset or without."""
Date = Annotated[date, Spelled("date", date, date.fromisoformat)]
"""A day (RFC 3339, `full-date`)."""
Time = Annotated[
    time, Spelled("time", time, time.fromisoformat, _iso, "time with an offset")
]
"""A time of day (RFC 3339, `full-time`): with an offset, and to the microsecond."""
NaiveTime = Annotated[
    time,
    Spelled("time-local", time, time.fromisoformat, _iso, "time without an offset"),
]
"""A time of day wherever one is: without an offset."""
AnyTime = Annotated[time, Spelled("time-any", time, time.fromisoformat, _iso, "time")]
"""A time of day, with an offset or without."""
Duration = Annotated[
    timedelta | str, Spelled("duration", (timedelta, str), _span, duration_text)
]
"""A span of time: a `timedelta` where one can say it exactly, else its text."""
ExactDuration = Annotated[
    timedelta,
    Spelled(
        "duration-exact",
        timedelta,
        _exact_span,
        duration_text,
        "duration without years and months",
    ),
]
"""A span of time: weeks, days and what is less, to the microsecond; it has no sign."""
Uuid = Annotated[UUID, Spelled("uuid", UUID, UUID)]
"""A UUID (RFC 4122, section 3)."""
Decimal = Annotated[_Decimal, Spelled("decimal", _Decimal, _Decimal)]
"""A number of any precision, as a string."""
Binary = Annotated[bytes, Spelled("binary", bytes, str.encode, bytes.decode)]
"""Bytes; in JSON, those of a string in UTF-8."""
Base64 = Annotated[bytes, _Encoded("byte", "base64", b64decode, b64encode)]
"""Bytes as base64 with its padding (RFC 4648, section 4)."""
Base64Url = Annotated[
    bytes, _Encoded("base64url", "base64url", _padded, urlsafe_b64encode)
]
"""Bytes as base64 for URLs (RFC 4648, section 5); read without its padding too."""
Base32 = Annotated[bytes, _Encoded("base32", "base32", b32decode, b32encode)]
"""Bytes as base32 with its padding (RFC 4648, section 6)."""
Base16 = Annotated[
    bytes, _Encoded("base16", "base16", lambda text: b16decode(text, True), b16encode)
]
"""Bytes as hexadecimal digits (RFC 4648, section 8), read in either case."""
Ipv4 = Annotated[IPv4Address, Spelled("ipv4", IPv4Address, IPv4Address)]
"""An IPv4 address."""
Ipv6 = Annotated[IPv6Address, Spelled("ipv6", IPv6Address, IPv6Address)]
"""An IPv6 address, without a zone."""

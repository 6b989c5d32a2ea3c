"""What is told of values and variants that the document does not list."""

import threading
import warnings
from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Any, Final, TypeVar

_MOST: Final = 10_000
_seen: set[str] = set()
_lock = threading.Lock()
Texts = TypeVar("Texts", bound=StrEnum)
Integers = TypeVar("Integers", bound=IntEnum)


class UnknownValueWarning(UserWarning):
    """Something that the document does not list was kept as it is."""


def warn_of(message: str) -> None:
    """Warn once in a process, whatever the filters of warnings say."""
    with _lock:
        if message in _seen or len(_seen) >= _MOST:
            return
        _seen.add(message)
    warnings.warn(message, UnknownValueWarning, stacklevel=2)


def warn_of_variant(keys: Iterable[str]) -> None:
    """Warn of an object that is no variant of its union, by the keys that it has."""
    shown = ", ".join(sorted(keys)[:10]) or "no properties"
    warn_of(f"an object is none of the variants of its union; it has {shown}")


def unlisted_text(cls: type[Texts], value: object) -> Texts | None:
    """A member without a name for a text; an instance, though one nobody keeps."""
    if not isinstance(value, str):
        return None
    member = str.__new__(cls, value)
    _name(member, str(value), str(value))
    return member


def unlisted_integer(cls: type[Integers], value: object) -> Integers | None:
    """The same for an integer; a boolean is none."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    member = int.__new__(cls, value)
    _name(member, str(int(value)), int(value))
    return member


def _name(member: Any, name: str, value: str | int) -> None:
    member._name_, member._value_ = name, value
    warn_of(f"a value of {type(member).__name__} is none that the document lists")

"""Which types are bytes in Python and encoded text on the wire (RFC 4648)."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from .codec import codec_of
from .encoded_text import EncodedText
from .narrowing import is_array

_DEEPEST = 50


@cache
def is_encoded(type_: Any) -> bool:
    """Whether values of the type, or the items of one, are bytes that are encoded.

    Models are not looked into: their properties have types of their own.
    """
    return any(isinstance(mark, EncodedText) for mark in marks_in(type_))


def wire_text(type_: Any, value: Any) -> Any:
    """The text of bytes, or of a list of them, where the type says that they are text.

    Anything else comes back as it is.
    """
    items = value if is_array(value) else [value]
    if not all(isinstance(item, bytes) for item in items) or not is_encoded(type_):
        return value
    return codec_of(type_).write_plain(value)


def marks_in(type_: Any) -> Iterator[Any]:
    """What the type, and what it is made of, is annotated with."""
    level = [type_]
    for _ in range(_DEEPEST):
        below: list[Any] = []
        for part in level:
            if get_origin(part) is Annotated:
                plain, *marks = get_args(part)
                yield from marks
                below.append(plain)
            elif hasattr(part, "__value__"):
                below.append(part.__value__)
            elif not isinstance(part, type) or get_origin(part) is list:
                below.extend(get_args(part))
        level = below

"""Taking a text apart that a style put together (OpenAPI 3.1, section 4.8.12.4).

Delimiters are told apart before the parts are decoded (RFC 6570, section 3.2.1).
"""

from collections.abc import Callable
from typing import TypeAlias

from .shape import Shape

Decode: TypeAlias = Callable[[str], str]


class StyleError(Exception):
    """A text is not in the style that is declared for it."""


def split(
    shape: Shape, text: str, delimiter: str, *, explode: bool, decode: Decode
) -> object:
    """The JSON value of a text whose parts are separated by `delimiter`.

    Raises `StyleError`.
    """
    if "array" in shape.kinds:
        return split_array(shape, text.split(delimiter), decode)
    if "object" not in shape.kinds:
        return shape.read(decode(text))
    parts = text.split(delimiter) if text else []
    if explode:
        pairs = [part.partition("=")[::2] for part in parts]
    elif len(parts) % 2 == 0:
        pairs = list(zip(parts[::2], parts[1::2], strict=True))
    else:
        raise StyleError("Must be pairs of names and values.")
    return paired(shape, pairs, decode)


def split_array(shape: Shape, parts: list[str], decode: Decode) -> list[object]:
    """An array; a single empty part is no item where no item can be empty."""
    kinds = shape.item(0).kinds
    if parts == [""] and kinds and "string" not in kinds:
        return []
    return shape.read_items(map(decode, parts))


def paired(
    shape: Shape, pairs: list[tuple[str, str]] | list[tuple[str, ...]], decode: Decode
) -> object:
    """An object of names and values. Raises `StyleError` where one comes twice."""
    result: dict[str, object] = {}
    for raw_name, text in pairs:
        name = decode(raw_name)
        if name in result:
            raise StyleError(f"Gives {name!r} twice.")
        result[name] = shape.property(name).read(decode(text))
    return result


def stripped(text: str) -> str:
    """A part of a header field, which is never percent-encoded."""
    return text.strip(" \t")

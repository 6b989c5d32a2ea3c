"""Text bodies that stand for a value: `5`, `true`, `2026-01-01T00:00:00Z`.

The schema of a media type such as `text/plain` describes what its text says (OpenAPI
3.1, section 4.8.14): a string as it is, a number or a boolean as JSON writes it.
"""

import re
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from .codec import Invalid, codec_of, to_json
from .styles import primitive

_SCALAR = re.compile(r"true|false|-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_DEEPEST = 50


def read_text(type_: Any, text: str) -> Any:
    """The value that a text stands for. Raises `Invalid`."""
    if type_ is str:
        return text
    codec, trimmed = codec_of(type_), text.strip()
    try:
        return codec.read_json(to_json(text if is_text(type_) else trimmed))
    except Invalid:
        if is_text(type_) or _SCALAR.fullmatch(trimmed) is None:
            raise
    return codec.read_json(trimmed.encode())


def parsed_text(type_: Any, text: str) -> Any:
    """The same as JSON data that nobody has judged: what a lenient reader begins at."""
    trimmed = text.strip()
    is_number = issubclass(_plain(type_), int | float) and _SCALAR.fullmatch(trimmed)
    return primitive_of(trimmed) if is_number else text


def primitive_of(text: str) -> Any:
    """The number or the boolean that a text is."""
    if text in {"true", "false"}:
        return text == "true"
    return float(text) if {*text} & {*".eE"} else int(text)


def written_text(value: Any) -> str:
    """The text of a JSON value. Raises ValueError for what has none."""
    if value is None or isinstance(value, list | dict):
        raise ValueError("it is no value that a text can stand for")
    return primitive(value)


@cache
def is_text(type_: Any) -> bool:
    """Whether a type is a text as it is, however it is judged."""
    return _plain(type_) is str


def _plain(type_: Any) -> type:
    """The class behind aliases and annotations; `object` where there is none."""
    for _ in range(_DEEPEST):
        if get_origin(type_) is Annotated:
            type_ = get_args(type_)[0]
        elif hasattr(type_, "__value__"):
            type_ = type_.__value__
        else:
            break
    return type_ if isinstance(type_, type) else object

"""JSON text (RFC 8259) and what it is parsed to."""

import json
from typing import Any, NoReturn

from ..infinities import TOO_LARGE, has_infinity, may_overflow
from .unreadable_texts import TOO_DEEP

_ASCII = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_UNICODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def from_json(text: str | bytes | bytearray, *, allow_inf_nan: bool = True) -> Any:
    """The data of a JSON text. Raises ValueError for any other text.

    Half of a pair of surrogates stands for no character, and is in no text.
    """
    try:
        if not isinstance(text, str):
            text = text.decode()
        if "\\u" in text:
            data = json.loads(text, parse_constant=_no_constant)
            json.dumps(data, ensure_ascii=False).encode()
        else:
            data = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    del allow_inf_nan  # there are none in JSON
    if may_overflow(text) and has_infinity(data):
        raise ValueError(TOO_LARGE)
    return data


def to_json(value: Any, *, ensure_ascii: bool = False) -> bytes:
    """JSON data as text. Raises ValueError for what is no such data."""
    try:
        return (_ASCII if ensure_ascii else _UNICODE).encode(value).encode()
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    except TypeError as error:
        raise ValueError(str(error)) from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")

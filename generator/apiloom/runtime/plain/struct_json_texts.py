"""JSON text (RFC 8259) and what it is parsed to, as msgspec reads and writes it."""

import json
from typing import Any

from msgspec import MsgspecError
from msgspec.json import decode, encode

from .unreadable_texts import TOO_DEEP


def from_json(text: str | bytes | bytearray, *, allow_inf_nan: bool = True) -> Any:
    """The data of a JSON text. Raises ValueError for any other text."""
    del allow_inf_nan  # there are none in JSON
    try:
        return decode(text)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    except MsgspecError as error:
        raise ValueError(str(error)) from None


def to_json(value: Any, *, ensure_ascii: bool = False) -> bytes:
    """JSON data as text, all numbers being finite. Raises ValueError for other data."""
    try:
        if ensure_ascii:
            return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()
        return encode(value)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    except TypeError as error:
        raise ValueError(str(error)) from None

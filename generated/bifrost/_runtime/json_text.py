"""Parsed JSON as JSON text again, so that it is judged as JSON."""

import json
from typing import Any

from pydantic_core import PydanticCustomError, ValidationError

_NOT_JSON = "not_json"
"""The type of error for data that no JSON text is parsed to."""


def json_text(data: object, title: str) -> str:
    """The JSON text (RFC 8259) of what `json.loads` has returned.

    Raises `ValidationError` for anything else: dates, tuples, keys that are no strings,
    numbers that are not finite. `title` says what was to be read.
    """
    try:
        text = json.dumps(data, allow_nan=False)
        unchanged = json.loads(text) == data
    except RecursionError:
        raise _refused(title, data, "it is nested too deep") from None
    except (TypeError, ValueError) as error:
        raise _refused(title, data, str(error)) from None
    if not unchanged:
        reason = "it has tuples, or keys that are no strings"
        raise _refused(title, data, reason)
    return text


def _refused(title: str, data: Any, reason: str) -> ValidationError:
    error = PydanticCustomError(
        _NOT_JSON,
        "Input should be what JSON is parsed to: {reason}",
        {"reason": reason},
    )
    return ValidationError.from_exception_data(
        title, [{"type": error, "loc": (), "input": data}]
    )

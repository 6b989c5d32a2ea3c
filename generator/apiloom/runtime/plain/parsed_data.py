"""Data that JSON text can be parsed to."""

import json
from typing import Any, NoReturn

from .refusals import refuse


def parsed(data: Any) -> Any:
    """Data that JSON can be parsed to, as it is; anything else is refused."""
    try:
        copied = json.loads(json.dumps(data, allow_nan=False))
        unchanged = copied == data
    except RecursionError:
        _not_json("it is nested too deep", data)
    except (TypeError, ValueError) as error:
        _not_json(str(error), data)
    if not unchanged:
        _not_json("it has tuples, or keys that are no strings", data)
    return copied


def _not_json(reason: str, data: Any) -> NoReturn:
    message = f"Input should be what JSON is parsed to: {reason}"
    refuse("not_json", message, data)

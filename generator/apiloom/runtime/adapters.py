"""One pydantic `TypeAdapter` for each type that crosses the wire, built once."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from .model import WIRE


@cache
def adapter_of(type_: Any) -> TypeAdapter[Any]:
    """The adapter that judges JSON values as `type_`.

    Models bring their own configuration; any other type is judged by the same one.
    """
    if isinstance(type_, type) and hasattr(type_, "model_config"):
        return TypeAdapter(type_)
    return TypeAdapter(type_, config=WIRE)

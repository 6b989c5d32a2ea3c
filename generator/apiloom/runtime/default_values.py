"""Defaults that hold models."""

from typing import Any

from .adapters import adapter_of


def read_default(type_: Any, text: str) -> Any:
    """A value of a type from the JSON text of a default: new for each who asks."""
    return adapter_of(type_).validate_json(text, by_alias=True, by_name=False)

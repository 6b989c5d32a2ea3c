"""Defaults that hold models."""

from typing import Any

from .codec import codec_of


def read_default(type_: Any, text: str) -> Any:
    """A value of a type from the JSON text of a default: new for each who asks."""
    return codec_of(type_).read_json(text)

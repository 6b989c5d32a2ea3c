"""What a library reads by itself, as these readers do: nothing, of dataclasses."""

from collections.abc import Callable
from typing import Any

from .marks import Read


def decoder_of(type_: Any, reader_of: Callable[..., Read]) -> Read | None:
    """What reads JSON texts as values of a type, or raises `RefusedError`."""
    del type_, reader_of
    return None


def converter_of(model: Any, reader_of: Callable[..., Read]) -> Read | None:
    """What reads JSON data as instances of a model, or raises `RefusedError`."""
    del model, reader_of
    return None

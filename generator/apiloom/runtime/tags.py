"""Unions whose members are told apart by a tag that they do not spell as constants."""

from collections.abc import Callable
from typing import Any, cast

from pydantic import BaseModel, Discriminator


def tag_of(wire_name: str) -> Discriminator:
    """Decide a union by the property `wire_name` (OpenAPI 3.1, section 4.8.25)."""
    return Discriminator(_reader(wire_name))


def _reader(wire_name: str) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        tag: object = None
        if isinstance(value, BaseModel):
            tag = getattr(value, _name_of(type(value), wire_name), None)
        elif isinstance(value, dict):
            tag = cast("dict[str, object]", value).get(wire_name)
        return tag if isinstance(tag, str) else None

    return read


def _name_of(model: type[BaseModel], wire_name: str) -> str:
    for name, field in model.model_fields.items():
        if field.alias == wire_name:
            return name
    return wire_name

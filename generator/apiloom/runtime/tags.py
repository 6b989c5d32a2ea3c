"""Unions whose members are told apart by a tag that they do not spell as constants."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, Discriminator


def tag_of(wire_name: str) -> Discriminator:
    """Decide a union by the property `wire_name` (OpenAPI 3.1, section 4.8.25)."""
    return Discriminator(_reader(wire_name))


def _reader(wire_name: str) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        if isinstance(value, BaseModel):
            value = value.model_dump(by_alias=True, include=_named(value, wire_name))
        tag = value.get(wire_name) if isinstance(value, dict) else None
        return tag if isinstance(tag, str) else None

    return read


def _named(model: BaseModel, wire_name: str) -> set[str]:
    fields = type(model).model_fields.items()
    names = {name for name, field in fields if field.alias == wire_name}
    return names or {wire_name}

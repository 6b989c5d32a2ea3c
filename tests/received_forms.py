"""Forms with files as values that stay when the request is over. No tests."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import Any, Protocol, TypeGuard


class Form(Protocol):
    """What a handler gets of a multipart form with files."""

    fields_sent: frozenset[str]
    extra_properties: dict[str, Any]


def is_form(value: Any) -> TypeGuard[Form]:
    """Whether a body is such a form."""
    return is_dataclass(value) and hasattr(value, "fields_sent")


def in_memory(form: Form) -> dict[str, Any]:
    """What was sent, by the names of fields; the bytes of files in their places."""
    named = {name: _bytes(getattr(form, name)) for name in form.fields_sent}
    return named | {key: _bytes(value) for key, value in form.extra_properties.items()}


def _bytes(value: Any) -> Any:
    if isinstance(value, list):
        return [_bytes(item) for item in value]
    return value.read() if hasattr(value, "read") else value

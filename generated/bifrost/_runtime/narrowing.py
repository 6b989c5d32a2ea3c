"""What kind of thing an untyped value is, told so that type checkers follow."""

from typing import Any, TypeGuard


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Whether this is what a JSON array becomes."""
    return isinstance(value, list)


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether this is what a JSON object becomes."""
    return isinstance(value, dict)


def is_number(value: Any) -> TypeGuard[int | float]:
    """Whether this is what a JSON number becomes: neither `true` nor `false`."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_tuple(value: Any) -> TypeGuard[tuple[Any, ...]]:
    """Whether this is a tuple, which no JSON becomes."""
    return isinstance(value, tuple)

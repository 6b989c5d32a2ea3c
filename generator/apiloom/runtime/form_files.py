"""Files in the value of a form, which JSON has no word for."""

from collections.abc import Callable
from typing import Any, Final

from .narrowing import is_array, is_object

LONGEST_TEXT: Final = 256 * 1024


def size_of_bytes(value: Any) -> int | None:
    """How long a file is that is in memory; None for what is none."""
    return len(value) if isinstance(value, bytes) else None


def with_texts(value: Any, size_of: Callable[[Any], int | None] = size_of_bytes) -> Any:
    """The value with a text in place of each file; itself where there is none.

    The text is as long as the file, up to a limit. Files are properties of a form,
    members of a list that is one, or parts that stand in an order.
    """

    def text(value: Any) -> Any:
        size = size_of(value)
        return value if size is None else "-" * min(size, LONGEST_TEXT)

    def inner(value: Any) -> Any:
        if is_array(value):
            texts = [text(item) for item in value]
            is_same = all(map(_is, texts, value))
            return value if is_same else texts
        return text(value)

    if not is_object(value):
        return inner(value)
    changed = {key: inner(item) for key, item in value.items()}
    return value if all(map(_is, changed.values(), value.values())) else changed


def _is(one: object, other: object) -> bool:
    return one is other

"""Files in the value of a form, which JSON has no word for."""

from typing import Any, Final

from .narrowing import is_array, is_object

_LONGEST: Final = 256 * 1024


def with_texts(value: Any) -> Any:
    """The value with a text in place of each file; itself where there is none.

    The text is as long as the file, up to a limit. Files are properties of a form,
    members of a list that is one, or parts that stand in an order.
    """
    if not is_object(value):
        return _with_texts(value)
    changed = {key: _with_texts(item) for key, item in value.items()}
    is_same = all(changed[key] is item for key, item in value.items())
    return value if is_same else changed


def _with_texts(value: Any) -> Any:
    if is_array(value) and any(isinstance(item, bytes) for item in value):
        return [_text(item) for item in value]
    return _text(value)


def _text(value: Any) -> Any:
    return "-" * min(len(value), _LONGEST) if isinstance(value, bytes) else value

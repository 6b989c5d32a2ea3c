"""What an error says of a union that a tag decides: the tags, never the one given."""

from collections.abc import Mapping
from typing import Any, Final

from .narrowing import is_array, is_object, is_tuple

_MOST_MEMBERS: Final = 5
_MOST_TAGS: Final = 20
_LONGEST: Final = 60
_INNER: Final = ("schema", "items_schema", "values_schema", "extras_schema")


def explain_tags(schema: Any) -> None:
    """Let the unions of a core schema that tags decide say which tags there are.

    Of pydantic's own messages one quotes the tag that was given, and the other names
    no tag that could be. Models inside have their own.
    """
    stack = [schema]
    while stack:
        node = stack.pop()
        if not is_object(node) or node.get("type") == "model":
            continue
        if node.get("type") == "tagged-union" and "custom_error_type" not in node:
            _explain(node)
        stack += [node[key] for key in _INNER if key in node]
        choices = node.get("choices", ())
        listed = choices.values() if is_object(choices) else choices
        stack += [part[0] if is_tuple(part) else part for part in listed]


def _explain(union: dict[str, Any]) -> None:
    discriminator = union["discriminator"]
    while is_array(discriminator) and discriminator:
        discriminator = discriminator[0]
    if not isinstance(discriminator, str):
        return
    union.update(tag_error(discriminator, list(union["choices"])))


def message_of(detail: Mapping[str, Any]) -> str:
    """What pydantic says of an error, without the value that it would quote."""
    if detail["type"] == "union_tag_invalid":
        return "Has a tag that leads to none of the union"
    return str(detail["msg"])


def tag_error(name: str, tags: list[Any]) -> Any:
    """What a union of these tags says of a value that has none of them."""
    shown = [short(repr(tag)) for tag in tags]
    return {
        "custom_error_type": "union_tag",
        "custom_error_message": "`{name}` must be {tags}",
        "custom_error_context": {
            "name": name,
            "tags": joined(shown, " or ", _MOST_TAGS),
        },
    }


def joined(names: list[str], last: str, most: int = _MOST_MEMBERS) -> str:
    """Names as a sentence has them, `last` before the last one; not too many."""
    if len(names) > most:
        return f"{', '.join(names[:most])}{last}{len(names) - most} more"
    return last.join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def short(text: str) -> str:
    """A text that is cut where it is too long for a message."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."

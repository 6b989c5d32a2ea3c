"""What marks a union that a tag decides, whoever decides it."""

from typing import Any, TypeAlias

from .narrowing import is_object

Tag: TypeAlias = str | int | bool


class TagsMark:
    """Marks a member of a union with the tags that lead to it.

    `default` marks the one for values whose tag is absent or unknown.
    """

    __slots__ = ("default", "values")

    def __init__(self, *values: Tag, default: bool = False) -> None:
        self.values = values
        self.default = default


class TaggedMark:
    """Decides a union by the property `wire_name` (OpenAPI 3.2, section 4.25).

    Its members are marked with `TagsMark`; one type alone is a union too. `names` are
    the fields that hold the tag where these are called otherwise. The tag may be
    `optional`.
    """

    __slots__ = ("names", "optional", "wire_name")

    def __init__(self, wire_name: str, *names: str, optional: bool = False) -> None:
        self.wire_name = wire_name
        self.names = names
        self.optional = optional

    def read(self, value: Any) -> Any:
        """The tag of a JSON object, `None` if it has none."""
        return value.get(self.wire_name) if is_object(value) else None

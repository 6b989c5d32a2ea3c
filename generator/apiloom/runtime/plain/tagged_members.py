"""The members of a union that a tag decides (OpenAPI 3.2, section 4.25)."""

from typing import Any

from ..json_values import canonical
from ..tag_marks import TaggedMark, TagsMark
from ..tag_messages import joined, short
from .fields import marks_of
from .refusals import refuse

_MOST_TAGS = 20


class TaggedMembers:
    """Which members of a union a tag leads to."""

    __slots__ = ("_by_tag", "_expected", "_mark", "_rest", "default")

    def __init__(self, mark: TaggedMark, members: tuple[Any, ...]) -> None:
        self._mark = mark
        self._by_tag: dict[Any, tuple[Any, ...]] = {}
        self.default: tuple[Any, ...] = ()
        shown: list[str] = []
        for member in members:
            for tags in marks_of(member):
                if isinstance(tags, TagsMark):
                    for tag in tags.values:
                        known = self._by_tag.get(canonical(tag), ())
                        self._by_tag[canonical(tag)] = (*known, member)
                        shown.append(short(repr(tag)))
                    self.default += (member,) * tags.default
        self._rest = self.default or members * mark.optional
        tags_shown = joined(shown, " or ", _MOST_TAGS)
        self._expected = f"`{mark.wire_name}` must be {tags_shown}"

    def of(self, tag: Any, value: Any) -> tuple[Any, ...]:
        """Those of a tag, which is None where a `value` has none; or it is refused."""
        is_scalar = isinstance(tag, str | int | float)
        known = self._by_tag.get(canonical(tag)) if is_scalar else None
        if known is not None:
            return known
        if self._rest and (self.default or tag is None):
            return self._rest
        return refuse("union_tag", self._expected, value)

    def leads(self, tag: Any) -> bool:
        """Whether a tag leads to a member by itself."""
        return isinstance(tag, str | int | float) and canonical(tag) in self._by_tag

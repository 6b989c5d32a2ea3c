"""How a schema that stands nowhere in the document was derived from one that does.

Stages make schemas of their own: what stands beside a `$ref`, one option of a union
that was merged, what callers send. Such a schema is known by the place of the other and
the steps from there. A manifest has both as one text: nothing else reads or writes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, TypeAlias

from apiloom.core.location import escape_token

StepKind: TypeAlias = Literal[
    "additional",
    "beside",
    "children",
    "further",
    "items",
    "keyword",
    "option",
    "own",
    "pattern",
    "position",
    "property",
    "sent",
    "tag",
    "type",
]
_TOKENS: Final[dict[StepKind, str]] = {
    "additional": "~both-additional",
    "beside": "~beside",
    "children": "~children",
    "further": "~and",
    "items": "~both-items",
    "option": "~each",
    "own": "~own",
    "pattern": "~both-pattern",
    "position": "~both-item",
    "property": "~both",
    "sent": "~sent",
    "tag": "~tag",
    "type": "type",
}
"""What the text of a step begins with; that of a keyword is the keyword."""
_WITH_KEY: Final = frozenset[StepKind](
    {"children", "option", "pattern", "position", "property", "tag", "type"}
)


class Step(NamedTuple):
    """One step; `key` tells apart those of a kind that a schema can have several of."""

    kind: StepKind
    key: str = ""

    @property
    def tokens(self) -> tuple[str, ...]:
        """The step as reference tokens, of which a manifest makes its text."""
        if self.kind == "keyword":
            return (self.key,)
        token = _TOKENS[self.kind]
        return (token, self.key) if self.kind in _WITH_KEY else (token,)


BESIDE: Final = Step("beside")
"""What stands beside the keywords that apply other schemas in place."""
OWN: Final = Step("own")
"""What a base says itself, where it is used as the union of all that extend it."""
SENT: Final = Step("sent")
"""What callers send of a schema that readers get too."""
MERGED_ITEMS: Final = Step("items")
"""The items of two arrays at once."""
MERGED_ADDITIONAL: Final = Step("additional")
"""The further properties of two objects at once."""
FURTHER: Final = Step("further")
"""One more merge of what has been merged under the steps before."""


def merged_property(name: str) -> Step:
    """A property that two objects describe, as both do."""
    return Step("property", name)


def merged_pattern(pattern: str) -> Step:
    """What two objects say of values under keys that a pattern matches."""
    return Step("pattern", pattern)


def merged_position(position: int) -> Step:
    """What two arrays say of the item at one position."""
    return Step("position", str(position))


def merged_option(position: int) -> Step:
    """A member of a union together with all that holds beside the union."""
    return Step("option", str(position))


def told_apart(number: int) -> Step:
    """Those members of a union that one property tells apart."""
    return Step("children", str(number))


def tag_of(name: str) -> Step:
    """A property that decides what a value is, as one member of a union has it."""
    return Step("tag", name)


def of_type(name: str) -> Step:
    """What a schema says of values of one JSON type; `other` are those of the rest."""
    return Step("type", name)


def by_keyword(keyword: str) -> Step:
    """What one keyword of a schema says."""
    return Step("keyword", keyword)


def text_of_steps(steps: Iterable[Step]) -> str:
    """The steps as a manifest has them, to be read behind a JSON pointer."""
    return "".join(
        # The oldest of all steps is written without an escape, as it ever was.
        f"/{token}" if step is BESIDE or step == BESIDE else f"/{escape_token(token)}"
        for step in steps
        for token in step.tokens
    )

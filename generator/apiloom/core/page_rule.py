"""How lists come in pages, as the user says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, field, fields
from typing import Final, Literal, TypeAlias, get_args

from apiloom.core.location import Location
from apiloom.core.selection import COMMAND_LINE

PageKind: TypeAlias = Literal["cursor", "page", "offset", "link", "url"]
"""As the runtime has it: by what an argument is for the next page, or by an address."""
PAGE_KINDS: Final[tuple[PageKind, ...]] = get_args(PageKind)
POINTERS: Final = ("items", "next", "last", "more")
NEEDED: Final[dict[PageKind, str]] = {
    "cursor": "a `parameter`, and the pointer `next` or `last`",
    "page": "a `parameter`",
    "offset": "a `parameter`",
    "link": "nothing else",
    "url": "the pointer `next`",
}
"""What each kind needs beside the operation."""


@dataclass(frozen=True, slots=True)
class PageRule:
    """How the operations that a pattern fits lead from page to page.

    `parameter` is what changes: a query parameter, or a property of the body. JSON
    pointers lead, in the answer, to the `items`, to the `next` cursor, page or URL, and
    to whether there is `more`; in the last item, to the cursor (`last`). `first` is the
    number of the first page. A rule that is `shared` by several documents need not
    concern each of them.
    """

    operation: str
    kind: PageKind
    parameter: str | None = None
    items: str = ""
    next: str | None = None
    last: str | None = None
    more: str | None = None
    first: int | None = None
    where: Location = field(default=COMMAND_LINE, compare=False)
    shared: bool = field(default=False, compare=False)

    @property
    def is_exact(self) -> bool:
        """Whether the rule names one operation, which has to be as it says."""
        return "*" not in self.operation


def is_whole(rule: PageRule) -> bool:
    """Whether a rule has all that its kind needs."""
    match rule.kind:
        case "cursor":
            return rule.parameter is not None and bool(rule.next or rule.last)
        case "page" | "offset":
            return rule.parameter is not None
        case "url":
            return bool(rule.next)
        case "link":
            return True


def page_rules_as_data(rules: Iterable[PageRule]) -> list[list[object]]:
    """Rules in order: what the output depends on, for a digest."""
    said = [number for number, each in enumerate(fields(PageRule)) if each.compare]
    return [[astuple(rule)[number] for number in said] for rule in rules]

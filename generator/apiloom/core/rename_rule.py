"""Rules by which the user has many parts of a document called otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from apiloom.core.location import Location
from apiloom.core.selection import COMMAND_LINE

RenameKind: TypeAlias = Literal["operation", "schema", "property", "parameter", "tag"]
RENAME_KINDS: Final[tuple[RenameKind, ...]] = get_args(RenameKind)


@dataclass(frozen=True, slots=True)
class RenameRule:
    """What the document calls something is taken for something else.

    The rule holds for what is of its `kind` and is called, in the document, as the
    regular expression `match` says (`re.search`): the `operationId` of an operation,
    the key of a component schema, the name of a property, parameter or tag. Its name in
    Python is made of what `re.sub` makes of that with `to`.
    """

    kind: RenameKind
    match: str
    to: str
    where: Location = field(default=COMMAND_LINE, compare=False)

    def renamed(self, text: str) -> str | None:
        """What `text` becomes; None where the rule does not hold for it."""
        if re.search(self.match, text) is None:
            return None
        return re.sub(self.match, self.to, text, count=1)


def refusal(rule: RenameRule) -> str | None:
    """Why a rule cannot be used: what is wrong with its expression, or with `to`."""
    try:
        re.compile(rule.match)
    except re.error as error:
        return f"{rule.match!a} is no regular expression: {error}"
    try:
        # A template is read, and judged by the groups that there are, when it is used:
        # the empty alternative makes sure that it is.
        re.sub(f"(?:{rule.match})|", rule.to, "", count=1)
    except (re.error, IndexError) as error:
        return f"{rule.to!a} cannot be filled in: {error}"
    return None


def rules_as_data(rules: Iterable[RenameRule]) -> list[list[str]]:
    """Rules in order: what the output depends on, for a digest."""
    return [[rule.kind, rule.match, rule.to] for rule in rules]

"""What ends a stream, as the user says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from apiloom.core.location import Location
from apiloom.core.selection import COMMAND_LINE


@dataclass(frozen=True, slots=True)
class StreamRule:
    """The text that ends the streams of the operations that a pattern fits.

    It stands where an item would: `data: [DONE]`. A rule that is `shared` by several
    documents need not concern each of them.
    """

    operation: str
    sentinel: str
    where: Location = field(default=COMMAND_LINE, compare=False)
    shared: bool = field(default=False, compare=False)

    @property
    def is_exact(self) -> bool:
        """Whether the rule names one operation, which has to have a stream."""
        return "*" not in self.operation


def stream_rules_as_data(rules: Iterable[StreamRule]) -> list[list[str]]:
    """Rules in order: what the output depends on, for a digest."""
    return [[rule.operation, rule.sentinel] for rule in rules]

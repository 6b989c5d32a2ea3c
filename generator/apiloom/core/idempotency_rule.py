"""Which operations have idempotency keys, as the user says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from apiloom.core.location import Location
from apiloom.core.selection import COMMAND_LINE

KEY_HEADER: Final = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class IdempotencyRule:
    """A header field with a key for each call of the operations that a pattern fits.

    A rule that is `shared` by several documents need not concern each of them.
    """

    operation: str
    header: str = KEY_HEADER
    where: Location = field(default=COMMAND_LINE, compare=False)
    shared: bool = field(default=False, compare=False)

    @property
    def is_exact(self) -> bool:
        """Whether the rule names one operation."""
        return "*" not in self.operation


def idempotency_rules_as_data(rules: Iterable[IdempotencyRule]) -> list[list[str]]:
    """Rules in order: what the output depends on, for a digest."""
    return [[rule.operation, rule.header] for rule in rules]

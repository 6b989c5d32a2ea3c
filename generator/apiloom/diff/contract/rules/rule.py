"""What a rule is."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from apiloom.diff.contract.contract_change import ContractLevel, ContractSide
from apiloom.diff.contract.structure.difference import Kind


class Levels(NamedTuple):
    """What something means for callers, by the way that it travels."""

    request: ContractLevel
    response: ContractLevel

    def on(self, side: ContractSide) -> ContractLevel:
        """The level on one side; where both are concerned, the worse of the two."""
        if side is ContractSide.BOTH:
            return min(self, key=attrgetter("rank"))
        return self.request if side is ContractSide.REQUEST else self.response

    @property
    def turned(self) -> Levels:
        """What the same thing means for servers: they are on the other end."""
        return Levels(self.response, self.request)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of difference in one aspect is judged and told.

    `id` is stable. `sentence` has the fields of a `Difference` in braces. `mirror` is
    the rule for the same difference seen the other way. `servers` says what it means
    for those who answer.
    """

    id: str
    aspect: str
    kind: Kind
    levels: Levels
    servers: Levels
    sentence: str
    mirror: str

"""What a rule is, and the ways to write down two that are each other's mirror."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from apiloom.diff.contract.contract_change import ContractLevel, ContractSide
from apiloom.diff.contract.structure.difference import OPPOSITE, Kind

_WORST_FIRST = tuple(ContractLevel)


class Levels(NamedTuple):
    """What something means for callers, by the way that it travels."""

    request: ContractLevel
    response: ContractLevel

    def on(self, side: ContractSide) -> ContractLevel:
        """The level on one side; where both are concerned, the worse of the two."""
        if side is ContractSide.BOTH:
            return min(self, key=_WORST_FIRST.index)
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


class Half(NamedTuple):
    """One of two rules that mirror each other."""

    id: str
    levels: Levels
    sentence: str
    servers: Levels | None = None


def mirrored(aspect: str, kind: Kind, there: Half, back: Half) -> tuple[Rule, Rule]:
    """Two rules: for a difference of `kind`, and for its opposite."""
    return (
        _rule(aspect, kind, there, back.id),
        _rule(aspect, OPPOSITE[kind], back, there.id),
    )


def own_mirror(aspect: str, half: Half) -> Rule:
    """A rule for what has changed, whichever document is the older one."""
    return _rule(aspect, Kind.CHANGED, half, half.id)


def _rule(aspect: str, kind: Kind, half: Half, mirror: str) -> Rule:
    servers = half.servers or half.levels.turned
    return Rule(half.id, aspect, kind, half.levels, servers, half.sentence, mirror)


def everywhere(level: ContractLevel) -> Levels:
    """The same level on both sides."""
    return Levels(level, level)


BREAKING = everywhere(ContractLevel.BREAKING)
RISKY = everywhere(ContractLevel.RISKY)
COMPATIBLE = everywhere(ContractLevel.COMPATIBLE)
DOCUMENTATION = everywhere(ContractLevel.DOCUMENTATION)
NARROWING = Levels(ContractLevel.BREAKING, ContractLevel.COMPATIBLE)
"""Less is allowed: callers may not send it any more, or need not expect it."""
WIDENING = Levels(ContractLevel.COMPATIBLE, ContractLevel.RISKY)
"""More is allowed: callers may send it, or have to expect it."""
OPENING = Levels(ContractLevel.COMPATIBLE, ContractLevel.BREAKING)
"""More is allowed, of a kind that nobody could expect."""
EITHER = Levels(ContractLevel.BREAKING, ContractLevel.RISKY)
"""Less and more at once, or nobody can tell."""

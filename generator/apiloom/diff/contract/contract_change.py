"""One change of the contract, as every view of it shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from apiloom.core.location import Location


class ContractLevel(StrEnum):
    """What a change means for those who rely on the old document, worst first.

    `BREAKING`: a caller or a server that was right is wrong now. `RISKY`: it may be,
    depending on what it does. `COMPATIBLE`: both go on as they are. `DOCUMENTATION`:
    nothing that travels has changed.
    """

    BREAKING = "breaking"
    RISKY = "risky"
    COMPATIBLE = "compatible"
    DOCUMENTATION = "documentation"

    @property
    def rank(self) -> int:
        """Its place among the levels: 0 is the worst."""
        return tuple(type(self)).index(self)


class ContractSide(StrEnum):
    """Which way travels what has changed; `BOTH` where it is the operation itself."""

    REQUEST = "request"
    RESPONSE = "response"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ContractChange:
    """One change, judged.

    `rule` is the stable id of the rule that judged it, `sentence` says it to people in
    one plain sentence (text of a document in it is quoted and has no control
    characters). `old` and `new` say where it stands in each document; None where it
    stands in one alone. `operations` are those that feel it, each as `METHOD path` (the
    name of a webhook or the expression of a callback in place of a path), in the order
    of the document; `operation` is the first of them, empty where there is none; `tags`
    are those of all of them. `level` is what it means for callers, `servers` what it
    means for those who answer them. `accepted` is the reason why the change is known
    and counts for no gate; empty where it counts. `cause` is the sentence without what
    is told of the one operation: what has happened elsewhere too has the same.
    """

    rule: str
    level: ContractLevel
    side: ContractSide
    sentence: str
    old: Location | None
    new: Location | None
    operation: str = ""
    tags: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    servers: ContractLevel = ContractLevel.COMPATIBLE
    accepted: str = ""
    cause: str = ""

    @property
    def kin(self) -> tuple[str, ...]:
        """What changes have in common of which one cause is told."""
        parts = (self.rule, self.level, self.side, self.servers, self.accepted)
        return *parts, self.cause or self.sentence

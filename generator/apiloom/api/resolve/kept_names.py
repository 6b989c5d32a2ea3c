"""Names that shipped and that today's rules would not give."""

from __future__ import annotations

from dataclasses import dataclass, field

from apiloom.core.identifiers import Identifier


@dataclass(slots=True)
class KeptNames:
    """Collects kept names by kind."""

    pairs: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, kind: str, kept: Identifier, by_rule: Identifier) -> None:
        """A name that was kept where the rules would give another."""
        if kept != by_rule:
            self.pairs.append((kind, kept, by_rule))

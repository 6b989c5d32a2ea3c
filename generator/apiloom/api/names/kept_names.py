"""Names that shipped and that today's rules would not give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from apiloom.core.diagnostics import Report
from apiloom.core.identifiers import Identifier
from apiloom.core.text import and_more

_SHOWN: Final = 3
_HINT: Final = "`generate --rename` takes the names of the rules"


@dataclass(slots=True)
class KeptNames:
    """Collects kept names by kind, and tells of each kind once.

    A kind is what the names are of, in the plural: "methods", "arguments", "classes".
    """

    pairs: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, kind: str, kept: Identifier, by_rule: Identifier) -> None:
        """A name that was kept where the rules would give another."""
        if kept != by_rule:
            self.pairs.append((kind, kept, by_rule))

    def report_to(self, report: Report, document: str) -> None:
        """One note for each kind: how many names, and the first few of them."""
        kinds: dict[str, dict[str, None]] = {}
        for kind, kept, by_rule in self.pairs:
            kinds.setdefault(kind, {})[f"{kept!a} (else {by_rule!a})"] = None
        for kind, kept_names in kinds.items():
            shown = ", ".join(list(kept_names)[:_SHOWN])
            rest = and_more(len(kept_names) - _SHOWN)
            message = f"{kind} keep the names that they shipped with: {shown}{rest}"
            report.note("name-kept", message, document, hint=_HINT)

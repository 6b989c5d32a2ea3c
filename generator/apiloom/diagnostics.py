"""Problems as values: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from apiloom.location import ROOT, Location, Pointer


class Severity(StrEnum):
    """How much a problem costs.

    `ERROR`: nothing is generated. `WARNING`: generated, but something of the document
    is not honoured; fatal under `--strict`. `NOTE`: nothing is lost.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `code` is stable and kebab-case; `hint` says what to do."""

    code: str
    severity: Severity
    message: str
    where: Location
    hint: str = ""

    def __str__(self) -> str:
        place = self.where.document
        if self.where.line:
            place += f":{self.where.line}:{self.where.column}"
        pointer = f" at #{self.where.pointer}" if self.where.pointer else ""
        hint = f"\n    hint: {self.hint}" if self.hint else ""
        return f"{place}: {self.severity}[{self.code}]: {self.message}{pointer}{hint}"


@dataclass(slots=True)
class Report:
    """A collecting list of diagnostics: the one mutable thing that stages share."""

    items: list[Diagnostic] = field(default_factory=list)
    _known: set[Diagnostic] = field(default_factory=set)

    def add(self, diagnostic: Diagnostic) -> None:
        """Record a finished diagnostic; saying the same thing twice says it once."""
        if diagnostic not in self._known:
            self._known.add(diagnostic)
            self.items.append(diagnostic)

    def error(
        self,
        code: str,
        message: str,
        document: str,
        pointer: Pointer = ROOT,
        hint: str = "",
    ) -> None:
        """Record a problem that stops the run."""
        where = Location(document, pointer)
        self.add(Diagnostic(code, Severity.ERROR, message, where, hint))

    def warning(
        self,
        code: str,
        message: str,
        document: str,
        pointer: Pointer = ROOT,
        hint: str = "",
    ) -> None:
        """Record something that the output does not honour."""
        where = Location(document, pointer)
        self.add(Diagnostic(code, Severity.WARNING, message, where, hint))

    def note(
        self,
        code: str,
        message: str,
        document: str,
        pointer: Pointer = ROOT,
        hint: str = "",
    ) -> None:
        """Record something worth knowing that loses nothing."""
        where = Location(document, pointer)
        self.add(Diagnostic(code, Severity.NOTE, message, where, hint))

    @property
    def failed(self) -> bool:
        """Whether anything recorded stops the run."""
        return has_errors(self.items)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them stops the run."""
    return any(item.severity is Severity.ERROR for item in diagnostics)

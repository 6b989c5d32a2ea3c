"""Problems as values: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from apiloom.core.location import ROOT, Location, Pointer, child

BUG: Final = "nothing was written; this is a bug of apiloom, please report it"
"""The hint of every error `internal-…`: no document can be blamed for it."""


class Severity(StrEnum):
    """How much a problem costs.

    `ERROR`: nothing is generated. `WARNING`: generated, but something of the document
    is not honoured; fatal under `--strict`. `NOTE`: nothing is lost.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class FaultKind(StrEnum):
    """In which way the place of a diagnostic is at fault.

    `VALUE`: what stands there is missing or is not what may stand there. `UNEXPECTED`:
    nothing may stand there. `COMBINATION`: its members do not go together.
    `ALTERNATIVES`: it, or something inside of it, fits none of several descriptions.
    """

    VALUE = "value"
    UNEXPECTED = "unexpected"
    COMBINATION = "combination"
    ALTERNATIVES = "alternatives"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `code` is stable and kebab-case; `hint` says what to do.

    `fallback` says what is generated where an error is accepted; empty where nothing
    sensible can be. `accepted` is what the user knows of and can live with.
    `members` are the members at fault of what stands at `where`, those that are missing
    too; empty where it is the whole. They and `fault` tell which diagnostics name the
    same mistake, and are not printed.
    """

    code: str
    severity: Severity
    message: str
    where: Location
    hint: str = ""
    fallback: str = ""
    accepted: bool = False
    members: tuple[str, ...] = ()
    fault: FaultKind = FaultKind.VALUE

    def __str__(self) -> str:
        return "\n    ".join((self.headline, *self.advice))

    @property
    def headline(self) -> str:
        """`file:line:column: severity[code]: message at #pointer`, in one line."""
        place = self.where.document
        if self.where.line:
            place += f":{self.where.line}:{self.where.column}"
        pointer = f" at #{self.where.pointer}" if self.where.pointer else ""
        return f"{place}: {self.severity}[{self.code}]: {self.message}{pointer}"

    @property
    def faulty(self) -> tuple[Location, ...]:
        """The places at fault: more exact than `where`; perhaps nothing is there."""
        document, pointer = self.where.document, self.where.pointer
        if not self.members:
            return (Location(document, pointer),)
        return tuple(Location(document, child(pointer, name)) for name in self.members)

    @property
    def advice(self) -> tuple[str, ...]:
        """Lines that say what to do, and how to go on with the document as it is."""
        lines = (f"hint: {self.hint}",) if self.hint else ()
        if self.severity is Severity.ERROR and self.fallback:
            return (*lines, f"or: --accept {self.code}, and {self.fallback}")
        return lines


@dataclass(slots=True)
class Report:
    """A collecting list of diagnostics: the one mutable thing that stages share."""

    items: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, bytes] = field(default_factory=dict, repr=False)
    """The bytes of files that could not be parsed, to be shown where they are wrong."""
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

    def recoverable(
        self,
        code: str,
        message: str,
        where: Location,
        fallback: str,
        hint: str = "",
        members: tuple[str, ...] = (),
    ) -> None:
        """Record a problem that stops the run unless the user accepts it.

        The caller goes on with `fallback`, as if it had been accepted: that is judged
        when all is known.
        """
        error = Diagnostic(code, Severity.ERROR, message, where, hint, fallback)
        self.add(replace(error, members=members))

    def warning(
        self,
        code: str,
        message: str,
        document: str,
        pointer: Pointer = ROOT,
        hint: str = "",
        members: tuple[str, ...] = (),
    ) -> None:
        """Record something that the output does not honour."""
        where = Location(document, pointer)
        warning = Diagnostic(code, Severity.WARNING, message, where, hint)
        self.add(replace(warning, members=members) if members else warning)

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

    @contextmanager
    def aside(self) -> Iterator[list[Diagnostic]]:
        """Keep what is recorded meanwhile apart from the rest: a list of it."""
        outer = self.items, self._known
        self.items, self._known = [], set()
        try:
            yield self.items
        finally:
            self.items, self._known = outer

    @property
    def failed(self) -> bool:
        """Whether anything recorded stops the run."""
        return has_errors(self.items)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them stops the run."""
    return any(item.severity is Severity.ERROR for item in diagnostics)


def named_in(diagnostics: Iterable[Diagnostic]) -> set[str]:
    """The documents in which any of them has a line."""
    return {item.where.document for item in diagnostics if item.where.line}

"""What a run has to say: everything found, by places of the files as written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apiloom.core.acceptance import Accepted, judge, unused
from apiloom.core.diagnostics import Diagnostic, Report, Severity, has_errors
from apiloom.core.location import Location

if TYPE_CHECKING:
    from apiloom.document.bundle import Part
    from apiloom.document.revision import Opened
    from apiloom.document.source import DocumentSet
    from apiloom.document.upgrade import NormalDocument


@dataclass(slots=True)
class RunDiagnostics:
    """The report of one run, and what is needed to trace it back to the files.

    Stages report by pointers of what they work on; how a place was lifted or bundled is
    known to the records set here as they are made.
    """

    report: Report
    accept: tuple[Accepted, ...]
    opened: Opened | None = None
    documents: DocumentSet | None = None
    normal: NormalDocument | None = None
    part: Part | None = None
    """What is left of the document as written, where not all of it is selected."""
    before_upgrade: int = 0
    """How many problems were found in the document as it was written."""
    complete: bool = False
    """Whether every stage that may find something has had its turn."""

    def failed(self) -> bool:
        """Whether there is an error that nobody has accepted."""
        return self.report.failed and has_errors(self.judged())

    def hopeless(self) -> bool:
        """Whether there is an error after which nothing sensible can be found out.

        The others are collected on the way, so that people see all of them at once.
        """
        return self.report.failed and any(
            diagnostic.severity is Severity.ERROR and not diagnostic.fallback
            for diagnostic in self.judged()
        )

    def losses(self) -> int:
        """How many warnings nobody has accepted."""
        return sum(
            diagnostic.severity is Severity.WARNING and not diagnostic.accepted
            for diagnostic in self.judged()
        )

    def judged(self) -> tuple[Diagnostic, ...]:
        """Everything reported, by pointers of the files as written, and accepted.

        What is said of parts that are not selected is left out.
        """
        reported = tuple(self.report)
        if self.normal is not None:
            later = self.normal.trace(reported[self.before_upgrade :])
            reported = reported[: self.before_upgrade] + later
        if self.documents is None:
            return judge(reported, self.accept)
        # Imported here for start-up time.
        from apiloom.document.validation.repeated_diagnostics import (  # noqa: PLC0415
            with_validator_failure_noted,
            without_repeated_diagnostics,
        )

        selected = tuple(filter(self._is_selected, reported))
        traced = without_repeated_diagnostics(self.documents.trace(selected))
        return with_validator_failure_noted(judge(traced, self.accept))

    def located(self) -> tuple[Diagnostic, ...]:
        """Everything reported, with lines and columns, in their order."""
        diagnostics = self.judged()
        if self.complete:
            diagnostics += unused(diagnostics, self.accept)
        if self.documents is not None:
            diagnostics = self.documents.locate(diagnostics)
        if self.opened is not None:
            diagnostics = tuple(map(self.opened.placed_diagnostic, diagnostics))
        return tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.where.place))

    def located_places(self, places: Sequence[Location]) -> tuple[Location, ...]:
        """Places in the parsed API as those of the files, with line and column."""
        carriers = tuple(Diagnostic("", Severity.NOTE, "", place) for place in places)
        if self.normal is not None:
            carriers = self.normal.trace(carriers)
        if self.documents is not None:
            carriers = self.documents.locate(carriers)
        if self.opened is not None:
            carriers = tuple(map(self.opened.placed_diagnostic, carriers))
        return tuple(carrier.where for carrier in carriers)

    def sources(self, names: Iterable[str]) -> dict[str, bytes]:
        """What was read of the documents that the user calls by these names."""
        read = dict(self.report.sources)
        documents = self.documents.documents if self.documents else {}
        read |= {uri: document.data for uri, document in documents.items()}
        asked_for = set(names)
        named = ((self._named(uri), data) for uri, data in read.items())
        return {name: data for name, data in named if name in asked_for}

    def _named(self, uri: str) -> str:
        """What the user calls a document."""
        where = Location(uri)
        return (self.opened.placed(where) if self.opened else where).document

    def _is_selected(self, diagnostic: Diagnostic) -> bool:
        part, documents, where = self.part, self.documents, diagnostic.where
        if part is None or documents is None or where.line:
            return True
        return where.document != documents.entry.uri or not part.lacks(where.pointer)

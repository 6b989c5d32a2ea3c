"""One of the two documents on its way to the files of a package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import Location
from apiloom.core.shipped import Shipped
from apiloom.core.text import reveal
from apiloom.diff.surface.surface_package import SurfacePackage
from apiloom.document.revision import Opened
from apiloom.package.disk import Disk
from apiloom.pipeline import stages
from apiloom.pipeline.job import Job, Progress
from apiloom.pipeline.run import Run
from apiloom.python.targets.planned_files import ready

if TYPE_CHECKING:
    from apiloom.api.ir import ApiSpec
    from apiloom.api.resolve import ResolvedApi
    from apiloom.document.upgrade import NormalDocument
    from apiloom.python.extensions import Extensions
    from apiloom.python.targets.package_options import Target
    from apiloom.python.targets.planned_files import PlannedFile


@dataclass(slots=True)
class PreviewSide:
    """A document, and what has been made of it so far.

    Where a package is made of it, `strictly`, errors that nobody has accepted stop it
    as they stop `generate`. Otherwise those that have a fallback stop nothing: what is
    past need not be mended. `version` is what the document says of itself.
    """

    run: Run
    strictly: bool
    planned: Mapping[str, PlannedFile] = field(default_factory=dict)
    resolved: ResolvedApi | None = None
    extensions: Extensions | None = None
    version: str = ""

    @classmethod
    def of(
        cls, opened: Opened, job: Job, progress: Progress, *, strictly: bool
    ) -> PreviewSide:
        """Begin with a document; the file that `job` names is not looked at."""

        def report_stage(stage: str) -> None:
            progress(f"{stage} {opened.revision.name}")

        return cls(Run(job, Report(), False, report_stage, opened), strictly)

    def stops(self, diagnostic: Diagnostic) -> bool:
        """Whether nothing can be compared with this problem in the document."""
        if diagnostic.severity is not Severity.ERROR:
            return False
        return self.strictly or not diagnostic.fallback

    def stopped(self) -> bool:
        """Whether there is such a problem."""
        return any(map(self.stops, self.run.diagnostics.judged()))

    def read(self) -> NormalDocument | None:
        """The document as one tree; None where it is unusable."""
        normal = self.run.read()
        return None if self.run.diagnostics.hopeless() else normal

    def parse(self, normal: NormalDocument) -> ApiSpec | None:
        """The API as typed values; None where the document is unusable."""
        api = self.run.parse(normal)
        self.version = version_of(api)
        return None if self.run.diagnostics.hopeless() else api

    @property
    def size(self) -> int:
        """How many bytes its files have."""
        documents = self.run.documents
        files = documents.documents.values() if documents else ()
        return sum(len(document.data) for document in files)

    def digests(self) -> dict[str, str]:
        """The digests of all its files, called as they are seen from the first."""
        documents = self.run.documents
        assert documents is not None
        entry = documents.entry
        named = {
            document.named_from(entry): document.digest
            for document in documents.documents.values()
        }
        return named | {"": entry.digest}

    def plan(self, api: ApiSpec, shipped: Shipped) -> ResolvedApi | None:
        """Decide all names and plan all files; None where that is not possible."""
        normal = self.run.diagnostics.normal
        assert normal is not None
        self.resolved = self.run.resolve(api, normal, shipped)
        if self.stopped():
            return None
        run = self.run
        self.extensions = run.extensions()
        drafts = stages.plan(self.resolved, run.options, self.extensions, run.report)
        self.planned = {file.path: file for file in (draft() for draft in drafts)}
        run.diagnostics.complete = True
        return None if self.stopped() else self.resolved

    def printed(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Some of the planned files as they would be written."""
        assert self.extensions is not None
        ordered = sorted(paths)
        nowhere = Disk(self.run.job.output, exists=False, entries={})
        drafts = [ready(self.planned[path]) for path in ordered]
        return {
            file.path: file.content
            for file in self.run.print_files(drafts, nowhere, self.extensions)
            if file.path in ordered
        }

    def selected(self) -> frozenset[str]:
        """`METHOD path` of each operation that the user has selected."""
        assert self.resolved is not None
        return frozenset(self.resolved.operation_tags())

    def package(self, files: Mapping[str, bytes]) -> SurfacePackage:
        """What is planned, with some of its `files`, to be compared."""
        assert self.resolved is not None
        return surface_package(self.resolved, self.run.options.targets, files)

    def located(self, places: Sequence[Location]) -> tuple[Location, ...]:
        """Places of the parsed API as those of the files, with line and column."""
        return self.run.diagnostics.located_places(places)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was found in the document, with lines and columns."""
        return self.run.diagnostics.located()


def surface_package(
    resolved: ResolvedApi, targets: tuple[Target, ...], files: Mapping[str, bytes]
) -> SurfacePackage:
    """A package with some of its `files`, to be compared."""
    from apiloom.api.resolve.read_write_split import (  # noqa: PLC0415 - start-up time
        sent_and_read,
    )

    names = resolved.types
    sent, read = (
        frozenset(
            f"{names[schema_id].module}:{names[schema_id].name}"
            for schema_id in schemas
            if schema_id in names
        )
        for schemas in sent_and_read(resolved.spec, resolved.shapes)
    )
    return SurfacePackage(
        files,
        resolved.names_by_pointer(),
        resolved.operation_names(targets),
        resolved.operation_tags(),
        targets,
        sent,
        read,
    )


def version_of(api: ApiSpec) -> str:
    """The version that a document says it has (OpenAPI 3.1, 4.8.2)."""
    return reveal(api.info.version)

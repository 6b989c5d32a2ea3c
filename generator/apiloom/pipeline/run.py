# ruff: noqa: PLC0415 - stages are imported when their turn comes, for start-up time
"""One call on its way through the stages, from its job to a package in memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from apiloom.core import version
from apiloom.core.diagnostics import Report, Severity, named_in
from apiloom.core.exit_codes import DIFFERS, FINE, INTERNAL, UNUSABLE
from apiloom.core.selection import Selection
from apiloom.core.shipped import Shipped
from apiloom.package.comparison import Comparison
from apiloom.package.disk import Disk
from apiloom.package.file_set import FileSet, guard
from apiloom.package.formatting import FinalFile, formatter_id
from apiloom.package.manifest import Listing, Manifest
from apiloom.package.output_folder import files_of, origin_of
from apiloom.pipeline import stages
from apiloom.pipeline.job import Job, Outcome, Progress
from apiloom.pipeline.run_diagnostics import RunDiagnostics
from apiloom.pipeline.unchanged import options_digest, options_of
from apiloom.python.targets.package_options import PackageOptions

if TYPE_CHECKING:
    from apiloom.api.ir import ApiSpec
    from apiloom.api.resolve import ResolvedApi
    from apiloom.document.revision import Opened
    from apiloom.document.source import DocumentSet, LoadPolicy
    from apiloom.document.upgrade import NormalDocument
    from apiloom.python.extensions import Extensions
    from apiloom.python.targets.client.method_list import ListedResource
    from apiloom.python.targets.planned_files import Draft


@dataclass(slots=True)
class Run:
    """One call: its job, and what has come of it so far."""

    job: Job
    report: Report
    strict: bool
    progress: Progress
    opened: Opened | None = None
    """What to read in place of the file that the job names."""
    pins: Mapping[str, str] = field(default_factory=dict)
    """Documents on other hosts, with the digests that the last run found."""
    resolved: ResolvedApi | None = None
    diagnostics: RunDiagnostics = field(init=False)

    def __post_init__(self) -> None:
        self.diagnostics = RunDiagnostics(self.report, self.job.accept, self.opened)

    @property
    def options(self) -> PackageOptions:
        """What the targets have to know of the job."""
        return options_of(self.job)

    @property
    def documents(self) -> DocumentSet | None:
        """What has been read; None before, and where the entry is no document."""
        return self.diagnostics.documents

    def read(self, *, thorough: bool = False) -> NormalDocument | None:
        """The first three stages, and judging; None where the document is unusable.

        `thorough` asks openapi-spec-validator as well.
        """
        from apiloom.document.validation import check_official, check_semantics

        diagnostics = self.diagnostics
        policy = self._policy()
        self.progress("reading")
        diagnostics.documents = stages.load(
            self.opened or self.job.spec, policy, self.report
        )
        if diagnostics.documents is None or diagnostics.hopeless():
            return None
        diagnostics.documents = stages.bundle(
            diagnostics.documents, policy, self.report
        )
        self.progress("validating")
        check_official(diagnostics.documents.entry, self.report)
        diagnostics.normal = stages.upgrade(diagnostics.documents, self.report)
        if thorough and diagnostics.normal is not None:
            self.progress("validating with openapi-spec-validator")
            check_semantics(diagnostics.documents, self.report)
        diagnostics.before_upgrade = len(self.report.items)
        return diagnostics.normal

    def _policy(self) -> LoadPolicy:
        from apiloom.document.source import LoadPolicy

        references = self.job.references
        policy = LoadPolicy(
            allowed_roots=references.roots,
            allowed_hosts=references.hosts,
            pins=self.pins,
            update=references.update,
        )
        return policy if self.opened is None else self.opened.policy(policy)

    def parse(self, normal: NormalDocument) -> ApiSpec:
        """The API as typed values."""
        self.progress("walking")
        exact = not self.options.implied_types
        return stages.parse(normal, self.report, exact=exact)

    def resolve(
        self, api: ApiSpec, normal: NormalDocument, shipped: Shipped
    ) -> ResolvedApi:
        """The API as Python will have it, or the part of it that is selected."""
        from apiloom.api.names.placed_types import placed_types
        from apiloom.api.resolve import NameOverrides, RenameRules

        self.progress("naming")
        overrides = NameOverrides.placed(self.job.names, normal.lifted, self.report)
        RenameRules(self.job.rename, self.report).apply(api, overrides)
        overrides.methods = self.options.methods
        overrides.types = placed_types(self.job.types, normal.lifted)
        overrides.enums = self.options.enums
        overrides.pages = self.job.pages
        overrides.streams = self.job.streams
        overrides.webhooks = self.job.webhooks
        overrides.idempotency = self.job.idempotency
        whole = stages.resolve(api, shipped, overrides, self.options, self.report)
        self.resolved = self._selected(whole, normal) if self.job.select else whole
        return self.resolved

    def _selected(self, whole: ResolvedApi, normal: NormalDocument) -> ResolvedApi:
        """The part that the user selects; the document to publish becomes that part."""
        from apiloom.api.resolve import select, selected_keys
        from apiloom.document.bundle import PartSelection, part_of

        resolved = select(whole, self.job.select, self.report)
        operations, webhooks, places = selected_keys(resolved)
        components = frozenset(map(normal.original, places))
        selection = PartSelection(operations, webhooks, components)
        part = part_of(normal.documents.entry.root, selection)
        self.diagnostics.part = part
        return replace(resolved, spec=replace(resolved.spec, original=part.root))

    def extensions(self) -> Extensions:
        """What the user adds to apiloom: templates, and targets of others."""
        from apiloom.python.extensions import Extensions

        return Extensions.load(self.job.templates, self.options.targets, self.report)

    def judge_plan(self, resolved: ResolvedApi) -> None:
        """Plan all files and throw them away: some losses show only there."""
        from apiloom.python.targets.package_plan import plan

        for _ in plan(resolved, self.options, self.report):
            pass
        self.diagnostics.complete = True

    def methods(
        self, shipped: Shipped, chosen: Selection
    ) -> tuple[ListedResource, ...]:
        """The methods of the client, of those operations that are `chosen`."""
        from apiloom.api.resolve import select
        from apiloom.python.targets.client.method_list import methods_of

        with uncollected():
            normal = self.read()
            if normal is None or self.diagnostics.hopeless():
                return ()
            resolved = self.resolve(self.parse(normal), normal, shipped)
            part = select(resolved, chosen, self.report)
            if self.diagnostics.failed() or "client" not in self.options.targets:
                return ()
            self.diagnostics.complete = True
            return methods_of(part, self.report)

    def weave(self, disk: Disk, *, afresh: bool = False) -> FileSet | None:
        """All stages: the whole package in memory; None where there is an error.

        `afresh` takes the names that the rules give, whatever has shipped.
        """
        if disk.manifest is not None:
            self.pins = disk.manifest.origin.documents
        with uncollected():
            return self._woven(disk, afresh=afresh)

    def _woven(self, disk: Disk, *, afresh: bool) -> FileSet | None:
        extensions = self.extensions()
        normal = self.read()
        if normal is None or self.diagnostics.hopeless():
            return None
        shipped = Shipped() if afresh else disk.shipped
        resolved = self.resolve(self.parse(normal), normal, shipped)
        if self.diagnostics.failed():
            return None
        drafts = stages.plan(resolved, self.options, extensions, self.report)
        final = self.print_files(drafts, disk, extensions)
        if self.diagnostics.failed():
            return None
        # Modules were judged before if the manifest can be trusted to list them.
        trusted = disk.manifest if disk.trusted else None
        contents = guard(final, trusted, self.report)
        if self.diagnostics.failed():
            return None
        self.diagnostics.complete = True
        return FileSet(contents, self._manifest(final, resolved))

    def print_files(
        self, drafts: Sequence[Draft], disk: Disk, extensions: Extensions
    ) -> tuple[FinalFile, ...]:
        """The last two stages: files as they will be written, the runtime with them."""
        self.progress("rendering")
        rendered = stages.render(drafts, extensions, self.job.models, self.report)
        self.progress("formatting")
        formatter = formatter_id(self.job.formatter)
        return stages.emit(rendered, disk, formatter, self.report)

    def _manifest(self, final: Sequence[FinalFile], resolved: ResolvedApi) -> Manifest:
        from apiloom.python.render.template_files import templates_digest

        assert self.documents is not None
        return Manifest(
            origin_of(
                version.__version__,
                self.documents,
                options_digest(self.job),
                formatter_id(self.job.formatter),
                templates_digest(self.job.templates),
            ),
            warnings=self.diagnostics.losses(),
            files={file.path: file.digests for file in final},
            shipped=resolved.shipped(self.options.targets),
        )

    def inputs(self, manifest: Listing | None = None) -> tuple[Path, ...]:
        """The files that decide the output: those read, or those `manifest` lists."""
        entry = self.job.spec.resolve()
        if manifest is not None:
            files = files_of(manifest.origin, entry)
        else:
            files = self.documents.files if self.documents is not None else (entry,)
        if self.job.templates is None:
            return files
        from apiloom.python.render.template_files import templates_in

        return tuple(sorted((*files, *templates_in(self.job.templates))))

    def failed(self) -> bool:
        """Whether there is an error that nobody has accepted."""
        return self.diagnostics.failed()

    def stopped(self) -> bool:
        """Whether what is known so far forbids to write anything."""
        return self.failed() or (self.strict and self.diagnostics.losses() > 0)

    def outcome(self, comparison: Comparison | None = None) -> Outcome:
        """The result of a call that wrote nothing."""
        diagnostics = self.diagnostics.located()
        errors = {
            diagnostic.code
            for diagnostic in diagnostics
            if diagnostic.severity is Severity.ERROR
        }
        code = DIFFERS if self.stopped() else FINE
        if errors:
            code = UNUSABLE
        if any(error.startswith("internal-") for error in errors):
            code = INTERNAL
        return self.concluded(code, comparison)

    def concluded(self, exit_code: int, comparison: Comparison | None) -> Outcome:
        """What the call has found, and what it comes to."""
        diagnostics = self.diagnostics.located()
        documents = self.documents
        return Outcome(
            diagnostics,
            exit_code,
            comparison=comparison,
            inputs=self.inputs(),
            unread=documents.unread if documents is not None else (),
            sources=self.diagnostics.sources(named_in(diagnostics)),
        )


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of circles: no stage leaves any behind.

    The data of a large document are millions of objects that live to the end, and the
    collector would look through all of them again and again: a quarter of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()

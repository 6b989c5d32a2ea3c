# ruff: noqa: PLC0415 - stages are imported when their turn comes, for start-up time
"""One document on its way through the stages, from its bytes to a package in memory.

The only module that knows every stage.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from apiloom.core import version
from apiloom.core.acceptance import judge, unused
from apiloom.core.diagnostics import Diagnostic, Report, Severity, has_errors
from apiloom.core.exit_codes import DIFFERS, FINE, INTERNAL, UNUSABLE
from apiloom.core.name_override import overrides_as_data
from apiloom.core.selection import selection_as_data
from apiloom.package.comparison import Comparison
from apiloom.package.disk import Disk
from apiloom.package.file_set import FileSet, guard
from apiloom.package.formatting import FinalFile, finish, formatter_id
from apiloom.package.manifest import Manifest, digest
from apiloom.package.output_folder import files_of, origin_of, same_documents
from apiloom.pipeline.job import Job, Outcome, Progress
from apiloom.python.targets.package_options import TARGETS, PackageOptions, in_order

if TYPE_CHECKING:
    from apiloom.api.ir import ApiSpec
    from apiloom.api.resolve import ResolvedApi, Shipped
    from apiloom.core.location import Location
    from apiloom.document.bundle import Part
    from apiloom.document.revision import Opened
    from apiloom.document.source import DocumentSet
    from apiloom.document.upgrade import NormalDocument
    from apiloom.python.extensions import Extensions
    from apiloom.python.targets.planned_files import Draft


@dataclass(slots=True)
class Run:
    """One call: its input, and what it has found so far."""

    job: Job
    report: Report
    strict: bool
    progress: Progress
    opened: Opened | None = None
    """What to read in place of the file that the job names."""
    documents: DocumentSet | None = None
    normal: NormalDocument | None = None
    part: Part | None = None
    """What is left of the document as written, where not all of it is wanted."""
    resolved: ResolvedApi | None = None
    early: int = 0
    """How many problems were found in the document as it was written."""
    pins: Mapping[str, str] = field(default_factory=dict)
    """Documents on other hosts, with the digests that the last run found."""
    whole: bool = False
    """Whether every stage that may find something has had its turn."""

    def nothing_changed(self, disk: Disk) -> bool:
        """Whether the package is what this apiloom makes of the same documents.

        What the manifest says of them counts only where apiloom is known to have left
        the package so: it could have been edited together with a module.
        """
        manifest = disk.manifest if disk.trusted else None
        if manifest is None or (self.strict and manifest.warnings):
            return False
        if self.job.references.update:
            return False
        origin = manifest.origin
        if origin.apiloom != version.__version__ or not same_documents(
            origin, self.job.spec
        ):
            return False
        from apiloom.python.render.template_files import templates_digest

        return (
            origin.options == self.options_digest
            and origin.templates == templates_digest(self.job.templates)
            and origin.formatter == formatter_id(self.job.formatter)
        )

    @property
    def options(self) -> PackageOptions:
        name, targets = self.job.output.absolute().name, in_order(self.job.targets)
        return PackageOptions(name, targets, self.job.implied_types)

    @property
    def options_digest(self) -> str:
        """One digest over all that the user chose and the output depends on."""
        accepted = sorted({str(entry) for entry in self.job.accept})
        chosen = asdict(self.options) | ({"accept": accepted} if accepted else {})
        if hosts := sorted(self.job.references.hosts):
            chosen["hosts"] = hosts
        if set(self.job.targets) - set(TARGETS):
            from apiloom.python.extensions.target_plugins import targets_digest

            chosen["plugins"] = targets_digest(self.job.targets)
        chosen |= selection_as_data(self.job.select)
        if self.job.names:
            chosen["names"] = overrides_as_data(self.job.names)
        return digest(json.dumps(chosen, sort_keys=True).encode())

    def read(self, *, thorough: bool = False) -> NormalDocument | None:
        """Load, judge and normalise the document; None where that is impossible."""
        from apiloom.document.bundle import bundle
        from apiloom.document.source import LoadPolicy, load
        from apiloom.document.upgrade import normalise
        from apiloom.document.validation import check_official, check_semantics

        self.progress("reading")
        references = self.job.references
        policy = LoadPolicy(
            allowed_roots=references.roots,
            allowed_hosts=references.hosts,
            pins=self.pins,
            update=references.update,
        )
        if self.opened is None:
            loaded = load(self.job.spec, policy, self.report)
        else:
            policy = self.opened.policy(policy)
            loaded = self.opened.load(policy, self.report)
        self.documents = loaded
        if loaded is None or self.hopeless():
            return None
        self.documents = bundle(loaded, policy, self.report)
        self.progress("validating")
        check_official(self.documents.entry, self.report)
        self.normal = normalise(self.documents, self.report)
        if thorough and self.normal is not None:
            self.progress("validating with openapi-spec-validator")
            check_semantics(self.documents, self.report)
        self.early = len(self.report.items)
        return self.normal

    def resolve(self, normal: NormalDocument, made: Manifest | None) -> ResolvedApi:
        """Walk the document and decide all names; those that `made` shipped stay."""
        from apiloom.api.resolve import Shipped

        shipped = Shipped(made.names, made.operations) if made else Shipped()
        return self.analyse(self.walk(normal), normal, shipped)

    def walk(self, normal: NormalDocument) -> ApiSpec:
        """The API as typed values."""
        from apiloom.api.parse import parse_document

        self.progress("walking")
        exact = not self.options.implied_types
        return parse_document(normal, self.report, exact=exact)

    def analyse(
        self, api: ApiSpec, normal: NormalDocument, shipped: Shipped
    ) -> ResolvedApi:
        """The API as Python will have it; names that were `shipped` stay."""
        from apiloom.api.resolve import NameOverrides, resolve_api

        self.progress("naming")
        resolved = resolve_api(
            api,
            inputs="client" in self.options.targets,
            shipped=shipped,
            report=self.report,
            exact=not self.options.implied_types,
            overrides=NameOverrides.placed(self.job.names, normal.lifted, self.report),
        )
        if self.job.select:
            resolved = self._selected(resolved, normal)
        self.resolved = resolved
        return resolved

    def _selected(self, whole: ResolvedApi, normal: NormalDocument) -> ResolvedApi:
        """The part that the user selects; the document to publish becomes that part."""
        from apiloom.api.resolve import select, selected_keys
        from apiloom.document.bundle import PartSelection, part_of

        resolved = select(whole, self.job.select, self.report)
        operations, webhooks, places = selected_keys(resolved)
        components = map(normal.original, places)
        kept = PartSelection(operations, webhooks, frozenset(components))
        self.part = part_of(normal.documents.entry.root, kept)
        published = replace(resolved.spec, original=self.part.root)
        return replace(resolved, spec=published)

    def extensions(self) -> Extensions:
        """What the user adds to apiloom: templates, and targets of others."""
        from apiloom.python.extensions import Extensions

        job = self.job
        return Extensions.load(job.templates, self.options.targets, self.report)

    def judge_plan(self, resolved: ResolvedApi) -> None:
        """Plan all files and throw them away: some losses show only there."""
        from apiloom.python.targets.package_plan import plan

        for _ in plan(resolved, self.options, self.report):
            pass
        self.whole = True

    def weave(self, disk: Disk) -> FileSet | None:
        """The whole package in memory; None where there is an error."""
        if disk.manifest is not None:
            self.pins = disk.manifest.origin.documents
        with uncollected():
            return self._woven(disk)

    def _woven(self, disk: Disk) -> FileSet | None:
        extensions = self.extensions()
        normal = self.read()
        if normal is None or self.documents is None or self.hopeless():
            return None
        resolved = self.resolve(normal, disk.manifest)
        if self.failed():
            return None
        from apiloom.python.render.template_files import templates_digest

        drafts = extensions.drafts(resolved, self.options, self.report)
        self.progress("rendering")
        final = self.printed(drafts, disk, extensions)
        if self.failed():
            return None
        known = disk.manifest if disk.trusted else None
        contents = guard(final, known, self.report)
        if self.failed():
            return None
        origin = origin_of(
            version.__version__,
            self.documents,
            self.options_digest,
            formatter_id(self.job.formatter),
            templates_digest(self.job.templates),
        )
        self.whole = True
        manifest = Manifest(
            origin,
            warnings=_losses(self.judged()),
            files={file.path: file.digests for file in final},
            names=resolved.names_by_pointer(),
            operations=resolved.operation_names(self.options.targets),
        )
        return FileSet(contents, manifest)

    def printed(
        self, drafts: Sequence[Draft], disk: Disk, extensions: Extensions
    ) -> tuple[FinalFile, ...]:
        """Files as they will be written, with the runtime that they use."""
        rendered = extensions.render(drafts, self.report)
        self.progress("formatting")
        formatter = formatter_id(self.job.formatter)
        return finish(rendered, disk, formatter, self.report)

    def inputs(self, made: Manifest | None = None) -> tuple[Path, ...]:
        """The files that decide the output: those read, or those that `made` names."""
        entry, found = self.job.spec.resolve(), self.documents
        if made is not None:
            files = files_of(made.origin, entry)
        else:
            files = found.files if found is not None else (entry,)
        if self.job.templates is None:
            return files
        from apiloom.python.render.template_files import templates_in

        return tuple(sorted((*files, *templates_in(self.job.templates))))

    @property
    def unread(self) -> tuple[Path, ...]:
        """The files that the document refers to and that could not be read."""
        return self.documents.unread if self.documents is not None else ()

    def failed(self) -> bool:
        """Whether there is an error that nobody has accepted."""
        return self.report.failed and has_errors(self.judged())

    def hopeless(self) -> bool:
        """Whether there is an error after which nothing sensible can be found out.

        The others are collected on the way, so that people see all of them at once.
        """
        return self.report.failed and any(
            item.severity is Severity.ERROR and not item.fallback
            for item in self.judged()
        )

    def stopped(self) -> bool:
        """Whether what was found so far forbids to go on."""
        return self.failed() or (self.strict and _losses(self.judged()) > 0)

    def judged(self) -> tuple[Diagnostic, ...]:
        """Everything reported, by pointers of the files as written, and accepted.

        What is said of parts that are not wanted is left out.
        """
        items = tuple(self.report)
        if self.normal is not None:
            items = items[: self.early] + self.normal.trace(items[self.early :])
        if self.documents is not None:
            items = self.documents.trace(tuple(filter(self._is_wanted, items)))
        return judge(items, self.job.accept)

    def _is_wanted(self, item: Diagnostic) -> bool:
        part, documents, where = self.part, self.documents, item.where
        if part is None or documents is None or where.line:
            return True
        return where.document != documents.entry.uri or not part.lacks(where.pointer)

    def found(self) -> tuple[Diagnostic, ...]:
        """Everything reported, with lines and columns, in their order."""
        items = self.judged()
        if self.whole:
            items += unused(items, self.job.accept)
        placed = items if self.documents is None else self.documents.locate(items)
        if self.opened is not None:
            placed = tuple(map(self.opened.placed_diagnostic, placed))
        return tuple(sorted(placed, key=lambda item: item.where.place))

    def placed(self, places: Sequence[Location]) -> tuple[Location, ...]:
        """Places in the walked API as those of the files, with line and column."""
        items = tuple(Diagnostic("", Severity.NOTE, "", place) for place in places)
        if self.normal is not None:
            items = self.normal.trace(items)
        if self.documents is not None:
            items = self.documents.locate(items)
        if self.opened is not None:
            items = tuple(map(self.opened.placed_diagnostic, items))
        return tuple(item.where for item in items)

    def outcome(self, comparison: Comparison | None = None) -> Outcome:
        """The result of a call that wrote nothing."""
        found = self.found()
        errors = {item.code for item in found if item.severity is Severity.ERROR}
        code = DIFFERS if self.stopped() else FINE
        if errors:
            code = UNUSABLE
        if any(error.startswith("internal-") for error in errors):
            code = INTERNAL
        return Outcome(
            found,
            code,
            comparison=comparison,
            inputs=self.inputs(),
            unread=self.unread,
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


def _losses(items: Iterable[Diagnostic]) -> int:
    """How many warnings nobody has accepted."""
    return sum(
        item.severity is Severity.WARNING and not item.accepted for item in items
    )

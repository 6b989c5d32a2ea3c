"""Makes the preview of a change: two documents, or a document and a package on disk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from apiloom.core.diagnostics import Diagnostic, Report, Severity, named_in
from apiloom.core.exit_codes import INTERNAL, UNUSABLE
from apiloom.core.shipped import Shipped
from apiloom.core.workers import share
from apiloom.diff.accepted_changes import Today, mark_accepted
from apiloom.diff.preview import Preview, View
from apiloom.diff.surface.surface_differences import compare_surface
from apiloom.document.revision import Opened, Revision, RevisionError, opened
from apiloom.document.source import LoadPolicy
from apiloom.package.comparison import compare, ignoring_provenance
from apiloom.package.destination import Destination
from apiloom.pipeline.differing_files import print_differing
from apiloom.pipeline.excerpts import excerpts
from apiloom.pipeline.job import Job, Progress, silent
from apiloom.pipeline.preview_side import PreviewSide, surface_package, version_of
from apiloom.pipeline.run import Run, uncollected

if TYPE_CHECKING:
    from apiloom.api.ir import ApiSpec

_CONTRACT: Final[tuple[View, ...]] = ("contract",)
_WORTH_WORKERS: Final = 1_000_000
"""Bytes of the documents; starting the workers takes a tenth of a second."""
_WITHOUT: Final = frozenset({"revision-path-missing", "revision-unusable"})
"""Codes that say that there is no older document."""


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """What the user wants to see of a change, and how the package is made.

    `today` is the day that what is accepted until a day is judged by.
    """

    job: Job
    views: tuple[View, ...]
    progress: Progress
    today: date

    @property
    def code(self) -> bool:
        """Whether any view of the generated code is wanted."""
        return "surface" in self.views or "files" in self.views


def preview_documents(old: str | None, new: str, request: PreviewRequest) -> Preview:
    """Compare two documents, and what would be generated from each.

    What the old one names keeps its name, as it does when people regenerate. None
    stands for what the last commit has of the new one, which is a file then.
    """
    report = Report()
    empty = Preview(old or "", new, request.job.output.name)
    with ExitStack() as open_documents, uncollected():
        try:
            new_revision = Revision.parse(new)
            old_revision = (
                Revision.head_of(new_revision) if old is None else Revision.parse(old)
            )
        except RevisionError as error:
            return _failure(empty, (_diagnostic(error),))
        empty = Preview(old_revision.name, new_revision.name, request.job.output.name)
        sides: list[PreviewSide] = []
        for revision in (old_revision, new_revision):
            document = _open(open_documents, revision, report)
            if document is not None:
                strict = revision is new_revision and request.code
                job, progress = request.job, request.progress
                sides.append(PreviewSide.of(document, job, progress, strictly=strict))
        if len(sides) < 2:
            return _failure(empty, tuple(report))
        preview = _compare(empty, sides[0], sides[1], request)
        return _judged(preview, request, sides[1].version)


def preview_disk(request: PreviewRequest) -> Preview:
    """Compare the package on disk with what its document gives now.

    The contract is compared with the document of the last commit. Without one there is
    no such view, and a note says so.
    """
    job = request.job
    preview = Preview(str(job.output), str(job.spec), job.output.name)
    if "contract" in request.views:
        preview = _with_contract(preview, request)
    if request.code and not preview.exit_code:
        with uncollected():
            preview = _against_disk(preview, request)
    return preview


def _with_contract(preview: Preview, request: PreviewRequest) -> Preview:
    only = replace(request, views=_CONTRACT)
    contract = preview_documents(None, str(request.job.spec), only)
    if contract.exit_code and all(
        diagnostic.code in _WITHOUT for diagnostic in contract.diagnostics
    ):
        notes = tuple(
            replace(diagnostic, severity=Severity.NOTE)
            for diagnostic in contract.diagnostics
        )
        return replace(preview, diagnostics=notes)
    return replace(
        preview,
        contract=contract.contract,
        excerpts=contract.excerpts,
        sources=contract.sources,
        diagnostics=contract.diagnostics,
        exit_code=contract.exit_code,
    )


def _compare(
    empty: Preview, old: PreviewSide, new: PreviewSide, request: PreviewRequest
) -> Preview:
    trees = [side.read() for side in (old, new)]
    if trees[0] is None or trees[1] is None:
        return _with_diagnostics(empty, old, new)
    if old.digests() == new.digests():
        return _unchanged(empty, old, new, request)
    apis = [
        side.parse(tree) for side, tree in zip((old, new), trees, strict=True) if tree
    ]
    before, after = apis
    if before is None or after is None:
        return _with_diagnostics(empty, old, new)
    if request.job.select and not _plan_both(old, new, before, after):
        # What is selected decides which changes of the contract are of concern.
        return _with_diagnostics(empty, old, new)
    tasks: list[Callable[[], Preview]] = []
    if "contract" in request.views:
        request.progress("comparing the contracts")
        tasks.append(lambda: _contract_view(empty, old, new, before, after))
    if request.code:
        request.progress("comparing the packages")
        tasks.append(
            lambda: _code_views(empty, old, new, (before, after), request.views)
        )
    views = _run_tasks(tasks, (old, new))
    if not request.code:
        return _with_diagnostics(views[0], old, new)
    contract, code = views[0], views[-1]
    if code.exit_code or contract is code:
        return code
    return replace(code, contract=contract.contract, excerpts=contract.excerpts)


def _run_tasks(
    tasks: list[Callable[[], Preview]], sides: tuple[PreviewSide, PreviewSide]
) -> list[Preview]:
    """What each task comes to; large documents are worked on side by side."""
    worth_it = len(tasks) > 1 and sum(side.size for side in sides) > _WORTH_WORKERS
    if worth_it:
        # Several processes cannot share one line of a terminal.
        for side in sides:
            side.run.progress = silent
    return share(lambda task: task(), tasks, chunk=1, worth_it=worth_it)


def _unchanged(
    empty: Preview, old: PreviewSide, new: PreviewSide, request: PreviewRequest
) -> Preview:
    """The same bytes: there is nothing to be seen in any view."""
    preview = replace(
        empty,
        contract=() if "contract" in request.views else None,
        surface=() if "surface" in request.views else None,
        files=() if "files" in request.views else None,
    )
    return _with_diagnostics(preview, old, new)


def _contract_view(
    empty: Preview, old: PreviewSide, new: PreviewSide, before: ApiSpec, after: ApiSpec
) -> Preview:
    """The view of the contract."""
    # Imported here for start-up time.
    from apiloom.diff.contract import compare_contracts  # noqa: PLC0415

    changes = compare_contracts(before, after, policy=old.run.job.changes)
    if old.run.job.select:
        # What belongs to no operation is of concern whatever was selected.
        selected = {"", *old.selected(), *new.selected()}
        changes = tuple(change for change in changes if change.operation in selected)
    old_places = old.located([change.old for change in changes if change.old])
    new_places = new.located([change.new for change in changes if change.new])
    old_place, new_place = iter(old_places), iter(new_places)
    placed = tuple(
        replace(
            change,
            old=next(old_place) if change.old else None,
            new=next(new_place) if change.new else None,
        )
        for change in changes
    )
    texts = excerpts(old.run, old_places) | excerpts(new.run, new_places)
    return replace(empty, contract=placed, excerpts=texts)


def _code_views(
    empty: Preview,
    old: PreviewSide,
    new: PreviewSide,
    apis: tuple[ApiSpec, ApiSpec],
    views: tuple[View, ...],
) -> Preview:
    """The views of the code, and what was found in the documents."""
    if new.resolved is None and not _plan_both(old, new, *apis):
        return _with_diagnostics(empty, old, new)
    differing = print_differing(old, new)
    if "surface" in views:
        packages = old.package(differing.before), new.package(differing.after)
        empty = replace(empty, surface=compare_surface(*packages))
    if "files" in views:
        empty = replace(empty, files=differing.differences())
    return _with_diagnostics(empty, old, new)


def _plan_both(
    old: PreviewSide, new: PreviewSide, before: ApiSpec, after: ApiSpec
) -> bool:
    """Plan the files of both; False where a document is unusable."""
    resolved = old.plan(before, Shipped())
    if resolved is None:
        return False
    return new.plan(after, resolved.shipped(old.run.options.targets)) is not None


def _against_disk(preview: Preview, request: PreviewRequest) -> Preview:
    """Add the views of the code, between the package on disk and a new one."""
    job = request.job
    run = Run(job, Report(), False, request.progress)
    disk = Destination(job.output, job.spec, run.report).scanned()
    if disk is None:
        return _failure(preview, (*preview.diagnostics, *run.diagnostics.located()))
    files = run.weave(disk)
    seen = set(preview.diagnostics)
    diagnostics = tuple(
        diagnostic for diagnostic in run.diagnostics.located() if diagnostic not in seen
    )
    preview = replace(preview, diagnostics=preview.diagnostics + diagnostics)
    preview = _with_sources(preview, diagnostics, run)
    if files is None or run.failed():
        return _failure(preview, preview.diagnostics)
    request.progress("comparing the packages")
    differences = compare(ignoring_provenance(files, disk), disk).differences
    if "files" in request.views:
        preview = replace(preview, files=differences)
    if "surface" not in request.views:
        return preview
    before = {item.path: item.before for item in differences if item.before is not None}
    after = {item.path: item.after for item in differences if item.after is not None}
    assert run.resolved is not None
    inherited = run.resolved.modules_of_bases(after) - after.keys()
    same = {path: files.files[path] for path in inherited & files.files.keys()}
    before, after = before | same, after | same
    new = surface_package(run.resolved, run.options.targets, after)
    old = replace(
        new,
        files=before,
        names=disk.shipped.types,
        operations=disk.shipped.operations,
    )
    surface = compare_surface(old, new)
    # What is accepted in the contract has been judged with the documents.
    version = version_of(run.resolved.spec)
    alone = replace(preview, contract=None, diagnostics=(), surface=surface)
    judged = _judged(alone, request, version)
    return replace(
        preview,
        surface=judged.surface,
        diagnostics=(*preview.diagnostics, *judged.diagnostics),
    )


def _judged(preview: Preview, request: PreviewRequest, version: str) -> Preview:
    """The preview with what is accepted marked, for a new document of this version."""
    entries = request.job.changes.accepted
    return mark_accepted(preview, entries, Today(request.today, version))


def _open(stack: ExitStack, revision: Revision, report: Report) -> Opened | None:
    """The document, ready to be read; None where there is none, which is reported."""
    try:
        return stack.enter_context(opened(revision, LoadPolicy().max_bytes))
    except RevisionError as error:
        report.add(_diagnostic(error))
        return None


def _diagnostic(error: RevisionError) -> Diagnostic:
    return Diagnostic(
        error.code, Severity.ERROR, error.message, error.where, error.hint
    )


def _with_diagnostics(preview: Preview, old: PreviewSide, new: PreviewSide) -> Preview:
    """The preview with what was found on the way, or nothing but that."""
    before, after = old.diagnostics(), new.diagnostics()
    known = {_essence(diagnostic) for diagnostic in before}
    fatal = tuple(diagnostic for diagnostic in before if old.stops(diagnostic))
    news = tuple(
        diagnostic
        for diagnostic in after
        if diagnostic.severity is Severity.ERROR or _essence(diagnostic) not in known
    )
    diagnostics = (*preview.diagnostics, *fatal, *news)
    preview = _with_sources(preview, diagnostics, old.run, new.run)
    if fatal or any(map(new.stops, after)):
        return _failure(preview, diagnostics)
    return replace(preview, diagnostics=diagnostics)


def _essence(diagnostic: Diagnostic) -> tuple[object, ...]:
    """What makes a problem of one document that of the other."""
    return (
        diagnostic.code,
        diagnostic.severity,
        diagnostic.message,
        diagnostic.where.pointer,
    )


def _failure(preview: Preview, diagnostics: tuple[Diagnostic, ...]) -> Preview:
    internal = any(
        diagnostic.code.startswith("internal-") for diagnostic in diagnostics
    )
    code = INTERNAL if internal else UNUSABLE
    failed = Preview(
        preview.old, preview.new, preview.package, diagnostics, exit_code=code
    )
    return replace(failed, sources=preview.sources)


def _with_sources(
    preview: Preview, diagnostics: tuple[Diagnostic, ...], *runs: Run
) -> Preview:
    """The preview with what the runs have read of the documents that these name."""
    sources = dict(preview.sources)
    for run in runs:
        sources |= run.diagnostics.sources(named_in(diagnostics))
    return replace(preview, sources=sources)

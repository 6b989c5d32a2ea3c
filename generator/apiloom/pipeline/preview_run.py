"""Makes the preview of a change: two documents, or a document and a package on disk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.exit_codes import INTERNAL, UNUSABLE
from apiloom.core.workers import share
from apiloom.diff.preview import Preview, View
from apiloom.diff.surface.surface_differences import compare_surface
from apiloom.document.revision import Opened, Revision, RevisionError, opened
from apiloom.document.source import LoadPolicy
from apiloom.package.comparison import compare, ignoring_provenance
from apiloom.package.destination import Destination
from apiloom.pipeline.differing_files import differing
from apiloom.pipeline.excerpts import excerpts
from apiloom.pipeline.job import Job, Progress, silent
from apiloom.pipeline.preview_side import PreviewSide, package_of
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
    """What the user wants to see of a change, and how the package is made."""

    job: Job
    views: tuple[View, ...]
    progress: Progress

    @property
    def code(self) -> bool:
        """Whether any view of the generated code is wanted."""
        return "surface" in self.views or "files" in self.views


def preview_documents(old: str | None, new: str, asked: PreviewRequest) -> Preview:
    """Compare two documents, and what would be generated from each.

    What the old one names keeps its name, as it does when people regenerate. None
    stands for what the last commit has of the new one, which is a file then.
    """
    report = Report()
    empty = Preview(old or "", new, asked.job.output.name)
    with ExitStack() as open_documents, uncollected():
        try:
            now = Revision.parse(new)
            was = Revision.head_of(now) if old is None else Revision.parse(old)
        except RevisionError as error:
            return _failed(empty, (_told(error),))
        empty = Preview(was.name, now.name, asked.job.output.name)
        halves: list[PreviewSide] = []
        for revision in (was, now):
            document = _opened(open_documents, revision, report)
            if document is not None:
                strictly = revision is now and asked.code
                job, progress = asked.job, asked.progress
                halves.append(
                    PreviewSide.of(document, job, progress, strictly=strictly)
                )
        if len(halves) < 2:
            return _failed(empty, tuple(report))
        return _compared(empty, halves[0], halves[1], asked)


def preview_disk(asked: PreviewRequest) -> Preview:
    """Compare the package on disk with what its document gives now.

    The contract is compared with the document of the last commit. Without one there is
    no such view, and a note says so.
    """
    job = asked.job
    preview = Preview(str(job.output), str(job.spec), job.output.name)
    if "contract" in asked.views:
        preview = _with_contract(preview, asked)
    if asked.code and not preview.exit_code:
        with uncollected():
            preview = _on_disk(preview, asked)
    return preview


def _with_contract(preview: Preview, asked: PreviewRequest) -> Preview:
    only = PreviewRequest(asked.job, _CONTRACT, asked.progress)
    found = preview_documents(None, str(asked.job.spec), only)
    if found.exit_code and all(item.code in _WITHOUT for item in found.diagnostics):
        notes = tuple(
            replace(item, severity=Severity.NOTE) for item in found.diagnostics
        )
        return replace(preview, diagnostics=notes)
    return replace(
        preview,
        contract=found.contract,
        excerpts=found.excerpts,
        diagnostics=found.diagnostics,
        exit_code=found.exit_code,
    )


def _compared(
    empty: Preview, old: PreviewSide, new: PreviewSide, asked: PreviewRequest
) -> Preview:
    trees = [half.read() for half in (old, new)]
    if trees[0] is None or trees[1] is None:
        return _ended(empty, old, new)
    if old.texts() == new.texts():
        return _same(empty, old, new, asked)
    apis = [
        half.walk(tree) for half, tree in zip((old, new), trees, strict=True) if tree
    ]
    before, after = apis
    if before is None or after is None:
        return _ended(empty, old, new)
    if asked.job.select and not _planned(old, new, before, after):
        # What is selected decides which changes of the contract are of concern.
        return _ended(empty, old, new)
    tasks: list[Callable[[], Preview]] = []
    if "contract" in asked.views:
        asked.progress("comparing the contracts")
        tasks.append(lambda: _contract(empty, old, new, before, after))
    if asked.code:
        asked.progress("comparing the packages")
        tasks.append(lambda: _code(empty, old, new, (before, after), asked.views))
    found = _done(tasks, (old, new))
    if not asked.code:
        return _ended(found[0], old, new)
    contract, code = found[0], found[-1]
    if code.exit_code or contract is code:
        return code
    return replace(code, contract=contract.contract, excerpts=contract.excerpts)


def _done(
    tasks: list[Callable[[], Preview]], halves: tuple[PreviewSide, PreviewSide]
) -> list[Preview]:
    """What each task comes to; large documents are worked on side by side."""
    worth_it = len(tasks) > 1 and sum(half.size for half in halves) > _WORTH_WORKERS
    if worth_it:
        # Several processes cannot share one line of a terminal.
        for half in halves:
            half.run.progress = silent
    return share(lambda task: task(), tasks, chunk=1, worth_it=worth_it)


def _same(
    empty: Preview, old: PreviewSide, new: PreviewSide, asked: PreviewRequest
) -> Preview:
    """The same bytes: there is nothing to be seen in any view."""
    preview = replace(
        empty,
        contract=() if "contract" in asked.views else None,
        surface=() if "surface" in asked.views else None,
        files=() if "files" in asked.views else None,
    )
    return _ended(preview, old, new)


def _contract(
    empty: Preview, old: PreviewSide, new: PreviewSide, before: ApiSpec, after: ApiSpec
) -> Preview:
    """The view of the contract."""
    # Imported here for start-up time.
    from apiloom.diff.contract import compare_contracts  # noqa: PLC0415

    changes = compare_contracts(before, after)
    if old.run.job.select:
        # What belongs to no operation is of concern whatever was selected.
        kept = {"", *old.selected(), *new.selected()}
        changes = tuple(item for item in changes if item.operation in kept)
    was = old.run.placed([item.old for item in changes if item.old])
    is_now = new.run.placed([item.new for item in changes if item.new])
    olds, news = iter(was), iter(is_now)
    placed = tuple(
        replace(
            item,
            old=next(olds) if item.old else None,
            new=next(news) if item.new else None,
        )
        for item in changes
    )
    texts = excerpts(old.run, was) | excerpts(new.run, is_now)
    return replace(empty, contract=placed, excerpts=texts)


def _code(
    empty: Preview,
    old: PreviewSide,
    new: PreviewSide,
    apis: tuple[ApiSpec, ApiSpec],
    views: tuple[View, ...],
) -> Preview:
    """The views of the code, and what was found in the documents."""
    if new.resolved is None and not _planned(old, new, *apis):
        return _ended(empty, old, new)
    found = differing(old, new)
    if "surface" in views:
        packages = old.package(found.before), new.package(found.after)
        empty = replace(empty, surface=compare_surface(*packages))
    if "files" in views:
        empty = replace(empty, files=found.differences())
    return _ended(empty, old, new)


def _planned(
    old: PreviewSide, new: PreviewSide, before: ApiSpec, after: ApiSpec
) -> bool:
    """Plan the files of both; False where a document is unusable."""
    # Imported here for start-up time.
    from apiloom.api.resolve import Shipped  # noqa: PLC0415

    made = old.plan(before, Shipped())
    if made is None:
        return False
    operations = made.operation_names(old.run.options.targets)
    shipped = Shipped(made.names_by_pointer(), operations)
    return new.plan(after, shipped) is not None


def _on_disk(preview: Preview, asked: PreviewRequest) -> Preview:
    """Add the views of the code, between the package on disk and a new one."""
    job = asked.job
    run = Run(job, Report(), False, asked.progress)
    disk = Destination(job.output, job.spec, run.report).look()
    if disk is None:
        return _failed(preview, (*preview.diagnostics, *run.found()))
    files = run.weave(disk)
    seen = set(preview.diagnostics)
    found = tuple(item for item in run.found() if item not in seen)
    preview = replace(preview, diagnostics=preview.diagnostics + found)
    if files is None or run.failed():
        return _failed(preview, preview.diagnostics)
    asked.progress("comparing the packages")
    differences = compare(ignoring_provenance(files, disk), disk).differences
    if "files" in asked.views:
        preview = replace(preview, files=differences)
    if "surface" not in asked.views:
        return preview
    before = {item.path: item.before for item in differences if item.before is not None}
    after = {item.path: item.after for item in differences if item.after is not None}
    assert run.resolved is not None
    new = package_of(run.resolved, run.options.targets, after)
    made = disk.manifest
    old = replace(
        new,
        files=before,
        names=made.names if made else {},
        operations=made.operations if made else {},
    )
    surface = compare_surface(old, new)
    return replace(preview, surface=surface)


def _opened(stack: ExitStack, revision: Revision, report: Report) -> Opened | None:
    """The document, ready to be read; None where there is none, which is reported."""
    try:
        return stack.enter_context(opened(revision, LoadPolicy().max_bytes))
    except RevisionError as error:
        report.add(_told(error))
        return None


def _told(error: RevisionError) -> Diagnostic:
    return Diagnostic(
        error.code, Severity.ERROR, error.message, error.where, error.hint
    )


def _ended(preview: Preview, old: PreviewSide, new: PreviewSide) -> Preview:
    """The preview with what was found on the way, or nothing but that."""
    before, after = old.told(), new.told()
    known = {_essence(item) for item in before}
    fatal = tuple(item for item in before if old.stops(item))
    news = tuple(
        item
        for item in after
        if item.severity is Severity.ERROR or _essence(item) not in known
    )
    found = (*preview.diagnostics, *fatal, *news)
    if fatal or any(map(new.stops, after)):
        return _failed(preview, found)
    return replace(preview, diagnostics=found)


def _essence(item: Diagnostic) -> tuple[object, ...]:
    """What makes a problem of one document that of the other."""
    return item.code, item.severity, item.message, item.where.pointer


def _failed(preview: Preview, found: tuple[Diagnostic, ...]) -> Preview:
    internal = any(item.code.startswith("internal-") for item in found)
    code = INTERNAL if internal else UNUSABLE
    return Preview(preview.old, preview.new, preview.package, found, exit_code=code)

"""The library API: one function for each job of apiloom.

Nothing here prints, and nothing is remembered between calls: each function takes a
document and returns an `Outcome`; `preview` takes two and returns a `Preview`. Problems
with the input are values in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from apiloom.core.acceptance import Accepted
from apiloom.core.diagnostics import Report
from apiloom.core.exit_codes import DIFFERS, FINE
from apiloom.core.reference_policy import NEARBY, ReferencePolicy
from apiloom.core.selection import WHOLE, Selection
from apiloom.core.shipped import Renamed, Shipped, renamed
from apiloom.package.comparison import (
    Comparison,
    compare,
    ignoring_provenance,
    shadowing,
)
from apiloom.package.destination import Destination, changes_of
from apiloom.package.disk import Disk
from apiloom.package.file_set import FileSet
from apiloom.package.produced_packages import record_produced
from apiloom.pipeline.job import Job, Outcome, Progress, silent
from apiloom.pipeline.run import Run
from apiloom.pipeline.unchanged import is_unchanged

if TYPE_CHECKING:
    # Not at run time: the other calls compare no documents.
    from apiloom.diff.preview import Preview, View


def generate(
    job: Job,
    *,
    force: bool = False,
    strict: bool = False,
    verify: bool = False,
    rename: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Generate the package and write what differs, in one step or not at all.

    `force` overwrites files edited by hand, `strict` writes nothing where there are
    warnings that are not accepted, `verify` nothing that cannot be imported. `rename`
    gives everything the name that today's rules give it, as in a new folder, and lists
    those that change. Where
    nothing that decides the output has changed, the document is not even parsed, and
    what the last run warned about is not repeated.
    """
    run = Run(job, Report(), strict, progress or silent)
    destination = Destination(job.output, job.spec, run.report, force, verify)
    disk = destination.scanned()
    if disk is None:
        return run.outcome()
    as_before = not verify and not rename
    if as_before and is_unchanged(job, disk, strict=strict):
        inputs = run.inputs(disk.manifest)
        return Outcome((), unchanged=disk.listed, inputs=inputs)
    files = run.weave(disk, afresh=rename)
    if files is None or run.stopped():
        return run.outcome()
    run.progress("writing")
    comparison = destination.write(files, disk.root)
    if comparison is None or run.failed():
        return run.outcome(comparison)
    changes = changes_of(comparison)
    return replace(
        run.concluded(FINE, comparison),
        written=tuple(changes.write),
        removed=tuple(changes.remove),
        unchanged=comparison.unchanged,
        renamed=_renamed(disk, files) if rename else (),
    )


def _renamed(disk: Disk, files: FileSet) -> tuple[Renamed, ...]:
    """The names of the package on disk that are others in the new one.

    What has moved in a list of the document is compared with what it is now.
    """
    # Imported here for start-up time: names are seldom taken afresh.
    from apiloom.api.names.listed_identity import before_at_places_of  # noqa: PLC0415

    if disk.manifest is None:
        return ()
    before, now = disk.shipped, files.manifest.shipped
    return tuple(renamed(before_at_places_of(before, now), now))


def check(
    job: Job, *, strict: bool = False, progress: Progress | None = None
) -> Outcome:
    """Generate in memory and compare with the disk; writes nothing.

    The exit code is 1 where `generate` would change a file. That a newer apiloom made
    the same files is no difference; a file that would be imported in the place of one
    of them is. What the manifest says of files is believed only where apiloom itself,
    on this machine, has left the package as it stands.
    """
    run = Run(job, Report(), strict, progress or silent)
    disk = Destination(job.output, job.spec, run.report).scanned()
    if disk is None:
        return run.outcome()
    in_place = shadowing(disk, disk.listed)
    if not in_place and is_unchanged(job, disk, strict=strict):
        inputs, same = run.inputs(disk.manifest), Comparison((), ())
        return Outcome((), unchanged=disk.listed, comparison=same, inputs=inputs)
    files = run.weave(disk)
    if files is None or run.stopped():
        return run.outcome()
    run.progress("comparing")
    comparison = compare(ignoring_provenance(files, disk), disk)
    in_place = shadowing(disk, files.contents())
    if in_place:
        differences = sorted(
            (*comparison.differences, *in_place), key=lambda item: item.path
        )
        comparison = Comparison(tuple(differences), comparison.unchanged)
    if not comparison.differences:
        record_produced(disk.root, files)
    exit_code = DIFFERS if comparison.differences else FINE
    concluded = run.concluded(exit_code, comparison)
    return replace(concluded, unchanged=comparison.unchanged)


def validate(
    spec: Path,
    *,
    accept: tuple[Accepted, ...] = (),
    references: ReferencePolicy = NEARBY,
    strict: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Judge a document: the official schema, openapi-spec-validator, our own walk."""
    job = Job(spec, spec.parent / "package", accept=accept, references=references)
    # Imported here for start-up time: an unchanged package needs no names.

    run = Run(job, Report(), strict, progress or silent)
    normal = run.read(thorough=True)
    if normal is not None:
        resolved = run.resolve(run.parse(normal), normal, Shipped())
        if not run.failed():
            run.judge_plan(resolved)
    return run.outcome()


def list_methods(
    job: Job,
    *,
    chosen: Selection = WHOLE,
    afresh: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """The methods of the client of a job, by resource; writes nothing.

    They have the names of the package on disk, or `afresh` those that a new one would
    have. `chosen` leaves out what is not asked for. A job without a client has none.
    """
    run = Run(job, Report(), strict, progress or silent)
    shipped = Shipped()
    if not afresh:
        disk = Destination(job.output, job.spec, run.report).scanned()
        if disk is None:
            return run.outcome()
        shipped = disk.shipped
    methods = run.methods(shipped, chosen)
    return replace(run.outcome(), methods=methods)


def preview(
    old: str | Path | None,
    new: str | Path | None = None,
    job: Job | None = None,
    *,
    views: tuple[View, ...] = (),
    progress: Progress | None = None,
    today: date | None = None,
) -> Preview:
    """Preview what a change of a document does, in `views` or all; writes nothing.

    `old` and `new` are files, `git:REVISION:PATH`, or URLs on hosts that `job` allows.
    Its other settings say how the package is made; without one, all targets are. Names
    that the old document gives stay, as when people regenerate.

    Without `new`, it is the file `old`, compared with what the last commit has of it.
    Without either, the package of `job` on disk is compared with what its document
    gives now, and that document with the one of the last commit, if there is one.

    Changes that `job.changes` accepts are marked; entries with an end are judged by
    `today`, by default the day of the clock.
    """
    # Imported here for start-up time: the other calls compare no documents.
    from apiloom.diff.preview import VIEWS  # noqa: PLC0415
    from apiloom.pipeline.preview_run import (  # noqa: PLC0415
        PreviewRequest,
        preview_disk,
        preview_documents,
    )

    previewed_job = job or Job(Path(new or old or ""), Path("api"))
    day = today or datetime.now().astimezone().date()
    request = PreviewRequest(previewed_job, views or VIEWS, progress or silent, day)
    if old is None:
        if new is not None or job is None:
            raise TypeError(
                "without an old document, diff compares the package of a job"
            )
        return preview_disk(request)
    if new is None:
        return preview_documents(None, str(old), request)
    return preview_documents(str(old), str(new), request)

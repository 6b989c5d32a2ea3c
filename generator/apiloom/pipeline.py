# ruff: noqa: PLC0415 - stages are imported when their turn comes, for start-up time
"""The library API, and the only module that knows every stage.

Nothing here prints, and nothing is remembered between calls: each function takes a
document and returns an `Outcome`. Problems with the input are values in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import apiloom
from apiloom.compare.files import Comparison, State, compare, ignoring_provenance
from apiloom.diagnostics import Diagnostic, Report, Severity
from apiloom.emit.disk import Disk, scan
from apiloom.emit.fileset import FileSet, guard
from apiloom.emit.format import finish, formatter_id
from apiloom.emit.lock import locked
from apiloom.emit.manifest import MANIFEST, Manifest, Origin, digest
from apiloom.emit.place import complaint, same_documents
from apiloom.emit.writer import Changes, publish, recover
from apiloom.targets.options import TARGETS, PackageOptions, Target

if TYPE_CHECKING:
    from apiloom.source import DocumentSet
    from apiloom.upgrade import NormalDocument

FINE: Final = 0
DIFFERS: Final = 1
UNUSABLE: Final = 2

Progress: TypeAlias = Callable[[str], None]
"""Is told the name of each stage as it begins."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to generate from and the package folder to generate.

    The last component of `output` is the import name. Models come with every target,
    since client and server are written in terms of them.
    """

    spec: Path
    output: Path
    targets: tuple[Target, ...] = TARGETS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call found and did.

    `exit_code` is 0 where all is well, 1 where the output is out of date or a warning
    met `strict`, 2 where the input or the call is unusable. `written`, `removed` and
    `unchanged` are paths inside the package; a call that failed wrote nothing.
    `comparison` is None where the work stopped before there was anything to compare.
    """

    diagnostics: tuple[Diagnostic, ...]
    exit_code: int = FINE
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    comparison: Comparison | None = None


def generate(
    job: Job,
    *,
    force: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Generate the package and write what differs, in one step or not at all.

    `force` overwrites files edited by hand, `strict` writes nothing where there are
    warnings. Where nothing that decides the output has changed, the document is not
    even parsed, and what the last run warned about is not repeated.
    """
    run = _Run(job, Report(), strict, progress or _silent)
    place = run.place()
    disk = run.look(place, force) if place else None
    if disk is None:
        return run.outcome()
    if run.nothing_changed(disk):
        return Outcome((), unchanged=_listed(disk))
    files = run.weave(disk)
    if files is None or run.stopped():
        return run.outcome()
    run.progress("writing")
    return run.write(files, disk.root, force)


def check(
    job: Job, *, strict: bool = False, progress: Progress | None = None
) -> Outcome:
    """Generate in memory and compare with the disk; writes nothing.

    The exit code is 1 where `generate` would change a file. That a newer apiloom made
    the same files is no difference.
    """
    run = _Run(job, Report(), strict, progress or _silent)
    place = run.place()
    disk = run.look(place, force=False) if place else None
    if disk is None:
        return run.outcome()
    if run.nothing_changed(disk):
        return Outcome((), unchanged=_listed(disk), comparison=Comparison((), ()))
    files = run.weave(disk)
    if files is None or run.stopped():
        return run.outcome()
    run.progress("comparing")
    comparison = compare(ignoring_provenance(files, disk), disk)
    return Outcome(
        run.found(),
        DIFFERS if comparison.differences else FINE,
        unchanged=comparison.unchanged,
        comparison=comparison,
    )


def validate(
    spec: Path, *, strict: bool = False, progress: Progress | None = None
) -> Outcome:
    """Judge a document: the official schema, openapi-spec-validator, our own walk."""
    run = _Run(Job(spec, spec), Report(), strict, progress or _silent)
    normal = run.read(thorough=True)
    if normal is not None:
        from apiloom.analyse import Shipped, analyse
        from apiloom.build import build

        run.progress("walking")
        api = build(normal, run.report)
        analyse(api, inputs=True, shipped=Shipped(), report=run.report)
    return run.outcome()


def _silent(stage: str) -> None:
    del stage


@dataclass(slots=True)
class _Run:
    """One call: its input, and what it has found so far."""

    job: Job
    report: Report
    strict: bool
    progress: Progress
    documents: DocumentSet | None = None
    normal: NormalDocument | None = None
    early: int = 0
    """How many problems were found in the document as it was written."""

    def place(self) -> Path | None:
        """The folder to write, links resolved; None where it cannot be one."""
        output = self.job.output.absolute()
        found = complaint(output, self.job.spec)
        if found is None:
            return output.resolve()
        reason, hint = found
        message = f"the output {output.name!a} cannot be used: {reason}"
        self._error("output-unusable", message, hint)
        return None

    def look(self, place: Path, force: bool) -> Disk | None:
        """What stands in the output folder; None where we may not write there."""
        try:
            recover(place)
            disk = scan(place)
        except OSError as error:
            self._unwritable(error)
            return None
        if disk.foreign:
            message = "the output folder has files and no manifest.json of apiloom"
            hint = "choose another folder, or empty this one"
            self._error("output-not-ours", message, hint)
        if disk.damage and not force:
            message = f"the manifest of the package cannot be used: {disk.damage}"
            hint = (
                "restore it from version control, or use --force to overwrite every "
                "file that is generated (nothing stale is removed then)"
            )
            self._error("manifest-damaged", message, hint, MANIFEST)
        return None if self.report.failed else disk

    def nothing_changed(self, disk: Disk) -> bool:
        """Whether the package is what this apiloom makes of the same documents."""
        manifest = disk.manifest
        if manifest is None or (self.strict and manifest.warnings):
            return False
        origin = manifest.origin
        if origin.apiloom != apiloom.__version__ or not same_documents(
            origin, self.job.spec
        ):
            return False
        from apiloom.render.locate import templates_digest

        return (
            origin.options == _digest_of(self.options)
            and origin.templates == templates_digest()
            and origin.formatter == formatter_id()
            and disk.as_listed()
        )

    @property
    def options(self) -> PackageOptions:
        chosen = {"models", *self.job.targets}
        targets = tuple(target for target in TARGETS if target in chosen)
        return PackageOptions(self.job.output.absolute().name, targets)

    def read(self, *, thorough: bool = False) -> NormalDocument | None:
        """Load, judge and normalise the document; None where that is impossible."""
        from apiloom.source import LoadPolicy, load
        from apiloom.upgrade import normalise
        from apiloom.validate import check_official, check_semantics

        self.progress("reading")
        self.documents = load(self.job.spec, LoadPolicy(), self.report)
        if self.documents is None:
            return None
        self.progress("validating")
        check_official(self.documents.entry, self.report)
        self.normal = normalise(self.documents, self.report)
        if thorough and self.normal is not None:
            self.progress("validating with openapi-spec-validator")
            check_semantics(self.documents, self.report)
        self.early = len(self.report.items)
        return self.normal

    def weave(self, disk: Disk) -> FileSet | None:
        """The whole package in memory; None where there is an error."""
        normal = self.read()
        if normal is None or self.documents is None or self.failed():
            return None
        from apiloom.build import build

        self.progress("walking")
        api = build(normal, self.report)
        from apiloom.analyse import Shipped, analyse

        made = disk.manifest
        shipped = Shipped(made.names, made.operations) if made else Shipped()
        inputs = "client" in self.options.targets
        resolved = analyse(api, inputs=inputs, shipped=shipped, report=self.report)
        if self.failed():
            return None
        from apiloom.render.locate import templates_digest
        from apiloom.render.render import render
        from apiloom.targets.plan import plan

        self.progress("rendering")
        rendered = render(plan(resolved, self.options, self.report))
        self.progress("formatting")
        formatter = formatter_id()
        final = finish(rendered, disk, formatter, self.report)
        contents = guard(final, disk.manifest, self.report)
        if self.failed():
            return None
        origin = _origin(self.documents, self.options, formatter, templates_digest())
        manifest = Manifest(
            origin,
            warnings=_count(self.report, Severity.WARNING),
            files={file.path: file.digests for file in final},
            names=resolved.names_by_pointer(),
            operations=resolved.operation_names(self.options.targets),
        )
        return FileSet(contents, manifest)

    def write(self, files: FileSet, place: Path, force: bool) -> Outcome:
        """Write what differs, unless something there is not ours to overwrite."""
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with locked(place.parent):
                # Looked at once more: another run may have written since.
                disk = self.look(place, force)
                if disk is None:
                    return self.outcome()
                comparison = compare(files, disk)
                self._protect(comparison, force, disk)
                if not self.report.failed and comparison.differences:
                    publish(disk, _changes(comparison))
        except TimeoutError:
            self._error("output-busy", "another run is writing the output folder")
            return self.outcome()
        except OSError as error:
            self._unwritable(error)
            return self.outcome()
        if self.report.failed:
            return self.outcome(comparison)
        changes = _changes(comparison)
        return Outcome(
            self.found(),
            written=tuple(changes.write),
            removed=tuple(changes.remove),
            unchanged=comparison.unchanged,
            comparison=comparison,
        )

    def failed(self) -> bool:
        """Whether there is an error."""
        return self.report.failed

    def stopped(self) -> bool:
        """Whether what was found so far forbids to go on."""
        warned = _count(self.report, Severity.WARNING) > 0
        return self.report.failed or (self.strict and warned)

    def found(self) -> tuple[Diagnostic, ...]:
        """Everything reported, with lines and columns in the files as written."""
        items = tuple(self.report)
        if self.normal is not None:
            items = items[: self.early] + self.normal.trace(items[self.early :])
        return items if self.documents is None else self.documents.locate(items)

    def outcome(self, comparison: Comparison | None = None) -> Outcome:
        """The result of a call that wrote nothing."""
        code = DIFFERS if self.stopped() else FINE
        if self.report.failed:
            code = UNUSABLE
        return Outcome(self.found(), code, comparison=comparison)

    def _protect(self, comparison: Comparison, force: bool, disk: Disk) -> None:
        """Refuse to overwrite what somebody else wrote."""
        for item in () if force else comparison.of(State.EDITED):
            message = f"{item.path!a} has been edited by hand since it was generated"
            hint = "move your change out of the package, or use --force to discard it"
            self._error("file-edited", message, hint, item.path)
        # With the manifest damaged nothing tells our files from others: --force
        # then covers every path that is generated.
        known = not (force and disk.damage)
        for item in comparison.of(State.FOREIGN) if known else ():
            message = f"{item.path!a} would be generated but is not apiloom's"
            hint = "move it out of the package"
            self._error("file-not-ours", message, hint, item.path)

    def _unwritable(self, error: OSError) -> None:
        reason = error.strerror or str(error)
        message = f"the output folder cannot be read or written: {reason}"
        self._error("output-unwritable", message)

    def _error(self, code: str, message: str, hint: str = "", path: str = "") -> None:
        self.report.error(code, message, str(self.job.output / path), hint=hint)


def _listed(disk: Disk) -> tuple[str, ...]:
    files = disk.manifest.files if disk.manifest else {}
    return tuple(sorted((*files, MANIFEST)))


def _digest_of(options: PackageOptions) -> str:
    return digest(json.dumps(asdict(options), sort_keys=True).encode())


def _origin(
    documents: DocumentSet, options: PackageOptions, formatter: str, templates: str
) -> Origin:
    entry = documents.entry.path
    named = {
        Path(os.path.relpath(document.path, entry.parent)).as_posix(): document.digest
        for document in documents.documents.values()
    }
    return Origin(
        apiloom=apiloom.__version__,
        entry=entry.name,
        formatter=formatter,
        options=_digest_of(options),
        templates=templates,
        documents=named,
    )


def _changes(comparison: Comparison) -> Changes:
    wanted = [item for item in comparison.differences if item.after is not None]
    return Changes(
        write={item.path: item.after for item in wanted if item.after is not None},
        remove=[item.path for item in comparison.differences if item.after is None],
    )


def _count(report: Report, severity: Severity) -> int:
    return sum(item.severity is severity for item in report)

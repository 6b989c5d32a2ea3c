"""The output folder of one run: whether it may be written, what stands in it, and how
it is brought to its new state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from apiloom.core.diagnostics import BUG, Report
from apiloom.package.comparison import Comparison, FileState, compare
from apiloom.package.disk import Disk, scan
from apiloom.package.file_set import FileSet
from apiloom.package.lock import locked
from apiloom.package.manifest import MANIFEST
from apiloom.package.output_folder import complaint
from apiloom.package.package_writer import Changes, publish, recover
from apiloom.package.produced_packages import record_produced, scan_trusted


class UnusablePackageError(Exception):
    """A finished package that failed its inspection; the report says why."""


@dataclass(frozen=True, slots=True)
class Destination:
    """The package folder as the user named it, for the document `spec`.

    What forbids to go on becomes an error in `report`. `force` overwrites files that
    were edited by hand, `verify` imports the package before it takes its place.
    """

    output: Path
    spec: Path
    report: Report
    force: bool = False
    verify: bool = False

    def scanned(self) -> Disk | None:
        """What stands in the folder; None where it cannot or must not be written."""
        unusable = complaint(self.output.absolute(), self.spec)
        if unusable is not None:
            reason, hint = unusable
            name = self.output.absolute().name
            message = f"the output {name!a} cannot be used: {reason}"
            self._error("output-unusable", message, hint)
            return None
        return self._scanned(self.output.absolute().resolve(), scan_trusted)

    def _scanned(self, place: Path, scan_folder: Callable[[Path], Disk]) -> Disk | None:
        try:
            recover(place)
            disk = scan_folder(place)
        except OSError as error:
            self._unwritable(error)
            return None
        if disk.foreign:
            message = "the output folder has files and no manifest.json of apiloom"
            hint = "choose another folder, or empty this one"
            self._error("output-not-ours", message, hint)
            return None
        if disk.damage and not self.force:
            message = f"the manifest of the package cannot be used: {disk.damage}"
            hint = (
                "restore it from version control, or use --force to overwrite every "
                "file that is generated (nothing stale is removed then)"
            )
            self._error("manifest-damaged", message, hint, MANIFEST)
            return None
        return disk

    def write(self, files: FileSet, root: Path) -> Comparison | None:
        """Bring the folder `root` to the state of `files`, in one step or not at all.

        Returns what differed, where it came to that. Nothing has been written where
        there is an error in `report`.
        """
        comparison: Comparison | None = None
        try:
            root.parent.mkdir(parents=True, exist_ok=True)
            with locked(root.parent):
                # Scanned once more: another run may have written since.
                disk = self._scanned(root, scan)
                if disk is None:
                    return None
                comparison = compare(files, disk)
                if self._is_ours(comparison, disk) and self._publish(comparison, disk):
                    record_produced(root, files)
        except TimeoutError:
            self._error("output-busy", "another run is writing the output folder")
        except OSError as error:
            self._unwritable(error)
        return comparison

    def inspect(self, folder: Path) -> None:
        """Import the package that stands in `folder`, where that is asked for.

        Raises `UnusablePackageError` after having reported it.
        """
        if not self.verify:
            return
        # Imported here for start-up time: most runs start no process.
        from apiloom.package.verify import failure_of  # noqa: PLC0415

        failure = failure_of(folder, self.output.absolute().name)
        if failure is None:
            return
        if failure.lacking:
            message = f"the package cannot be imported without {failure.lacking}"
            hint = "install what generated code needs: pip install 'apiloom[generated]'"
            self._error("verify-impossible", message, hint)
        else:
            message = f"the generated package does not import:\n{failure.traceback}"
            self._error("internal-import-failed", message, BUG)
        raise UnusablePackageError

    def _publish(self, comparison: Comparison, disk: Disk) -> bool:
        """Whether the folder is now as it should be."""
        try:
            if comparison.differences:
                publish(disk, changes_of(comparison), self.inspect)
            else:
                self.inspect(disk.root)
        except UnusablePackageError:
            return False
        return True

    def _is_ours(self, comparison: Comparison, disk: Disk) -> bool:
        """Refuse to overwrite what somebody else wrote."""
        edited = () if self.force else comparison.of(FileState.EDITED)
        for item in edited:
            message = f"{item.path!a} has been edited by hand since it was generated"
            hint = "move your change out of the package, or use --force to discard it"
            self._error("file-edited", message, hint, item.path)
        # With the manifest damaged nothing tells our files from others: --force
        # then covers every path that is generated.
        known = not (self.force and disk.damage)
        foreign = comparison.of(FileState.FOREIGN) if known else ()
        for item in foreign:
            message = f"{item.path!a} would be generated but is not apiloom's"
            hint = "move it out of the package"
            self._error("file-not-ours", message, hint, item.path)
        return not (edited or foreign)

    def _unwritable(self, error: OSError) -> None:
        reason = error.strerror or str(error)
        message = f"the output folder cannot be read or written: {reason}"
        self._error("output-unwritable", message)

    def _error(self, code: str, message: str, hint: str = "", path: str = "") -> None:
        self.report.error(code, message, str(self.output / path), hint=hint)


def changes_of(comparison: Comparison) -> Changes:
    """What has to be written and removed so that nothing differs."""
    return Changes(
        write={
            item.path: item.after
            for item in comparison.differences
            if item.after is not None
        },
        remove=[item.path for item in comparison.differences if item.after is None],
    )

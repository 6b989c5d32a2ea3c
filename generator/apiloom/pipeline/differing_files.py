"""The files in which the packages of two documents differ, and nothing else of them.

Planning a file is cheap beside printing it: what is planned alike is not printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from apiloom.package.comparison import FileDifference, FileState
from apiloom.pipeline.preview_side import PreviewSide


@dataclass(frozen=True, slots=True)
class DifferingFiles:
    """The files that differ, as they were and as they will be."""

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    def differences(self) -> tuple[FileDifference, ...]:
        """One for each path, sorted."""
        return tuple(self._differences())

    def _differences(self) -> Iterator[FileDifference]:
        for path in sorted({*self.before, *self.after}):
            old, new = self.before.get(path), self.after.get(path)
            state = FileState.DIFFERENT
            if old is None:
                state = FileState.MISSING
            elif new is None:
                state = FileState.STALE
            if old != new:
                yield FileDifference(path, state, old, new)


def print_differing(old: PreviewSide, new: PreviewSide) -> DifferingFiles:
    """Print the files that the two have planned differently."""
    paths = {*old.planned, *new.planned}
    changed = {path for path in paths if not _alike(old, new, path)}
    for side in (old, new):
        if side.resolved is not None:
            # What a class inherits is in another file, which may be the same in both.
            changed |= side.resolved.modules_of_bases(changed) & side.planned.keys()
    before = old.printed(changed & old.planned.keys())
    after = new.printed(changed & new.planned.keys())
    before_runtime, after_runtime = _runtime(old, new, changed)
    return DifferingFiles(before | before_runtime, after | after_runtime)


def _alike(old: PreviewSide, new: PreviewSide, path: str) -> bool:
    try:
        return old.planned.get(path) == new.planned.get(path)
    except RecursionError:
        # Views nest as deeply as schemas do; then the printed text decides.
        return False


def _runtime(
    old: PreviewSide, new: PreviewSide, changed: set[str]
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of the runtime that only one of the two needs."""
    # Imported here for start-up time.
    from apiloom.python.render.render_files import runtime_modules  # noqa: PLC0415
    from apiloom.python.render.runtime_files import runtime_files  # noqa: PLC0415

    needs = [
        runtime_modules(side.planned[path] for path in changed & side.planned.keys())
        for side in (old, new)
    ]
    if needs[0] == needs[1]:
        return {}, {}
    shared = runtime_modules(new.planned[path] for path in new.planned.keys() - changed)
    before, after = (dict(runtime_files(sorted(needed | shared))) for needed in needs)
    return (
        {path: before[path] for path in before.keys() - after.keys()},
        {path: after[path] for path in after.keys() - before.keys()},
    )

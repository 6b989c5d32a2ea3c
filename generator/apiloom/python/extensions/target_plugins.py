"""Targets that other distributions bring, by an entry point of the group
`apiloom.targets`.

One is used only where the user names it: as `targets` in the configuration or as
`--target`. Nothing in a document can choose one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from traceback import extract_tb
from typing import Final, Protocol, runtime_checkable

from apiloom.api.resolved_api import ResolvedApi
from apiloom.core.diagnostics import Report
from apiloom.core.text import exception_text
from apiloom.python.render.template_files import add_files
from apiloom.python.targets.package_options import TARGETS, PackageOptions
from apiloom.python.targets.planned_files import PlannedFile

GROUP: Final = "apiloom.targets"
VERSION: Final = 1
"""Which `apiloom.plugin` this is: within one version, names and fields only come."""


@runtime_checkable
class TargetPlugin(Protocol):
    """What such an entry point leads to.

    `templates` is the folder of its own templates, None where it has none. It prints
    Python by a `TemplateFile`, everything else by a `DataFile`; no path may be one of
    another target's.
    """

    @property
    def version(self) -> int:
        """The `VERSION` of `apiloom.plugin` that the target was written for."""

    @property
    def templates(self) -> Path | None:
        """Where the templates are that its files name."""

    def plan(
        self, api: ResolvedApi, options: PackageOptions, report: Report
    ) -> Iterable[PlannedFile]:
        """The files of this target; what cannot be honoured goes to `report`."""


@dataclass(frozen=True, slots=True)
class LoadedTarget:
    """A target that is there, by name; `brought_by` says which distribution has it."""

    name: str
    plugin: TargetPlugin
    brought_by: str

    def plan(
        self, api: ResolvedApi, options: PackageOptions, report: Report
    ) -> tuple[PlannedFile, ...]:
        """The files it plans; none, and `target-failed`, where it raises anything."""
        try:
            return tuple(self.plugin.plan(api, options, report))
        except Exception as error:  # noqa: BLE001 - not ours: anything may come
            message = (
                f"the target {self.name!a} failed{_place(error)}: "
                f"{exception_text(error)}"
            )
            hint = f"please report it to the makers of {self.brought_by}"
            report.error("target-failed", message, _place_named(self.name), hint=hint)
            return ()


def installed() -> tuple[str, ...]:
    """The names of the targets that other distributions bring, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def is_target(name: str) -> bool:
    """Whether there is a target of this name; apiloom's own cost no search."""
    return name in TARGETS or name in installed()


def complaint(name: str) -> tuple[str, str]:
    """What to say of a name that is no target, and what to do."""
    known = (*TARGETS, *installed())
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!a}?" if near else "there are " + ", ".join(known)
    return f"there is no target {name!a}", hint


def load_targets(names: Sequence[str], report: Report) -> tuple[LoadedTarget, ...]:
    """The targets of these names that are not apiloom's own.

    Reports `target-unknown`, and `target-unusable` where one does not load.
    """
    return tuple(_loaded(names, report))


def targets_digest(names: Iterable[str]) -> dict[str, str]:
    """What decides the output of each target that is not apiloom's own: its files.

    Names that are no target, and targets whose files cannot be found, are left out.
    """
    return {
        point.name: digest
        for point in _points(names)
        if (digest := _digest(point)) is not None
    }


def _loaded(names: Sequence[str], report: Report) -> Iterator[LoadedTarget]:
    points = {point.name: point for point in _points(names)}
    for name in names:
        if name in TARGETS:
            continue
        if name not in points:
            message, hint = complaint(name)
            report.error("target-unknown", message, _place_named(name), hint=hint)
            continue
        point = points[name]
        brought_by = f"{point.dist.name} {point.dist.version}" if point.dist else "it"
        hint = f"look at {brought_by}"
        try:
            plugin = point.load()
        except Exception as error:  # noqa: BLE001 - whatever its module raises
            message = f"the target {name!a} cannot be loaded: {exception_text(error)}"
            report.error("target-unusable", message, _place_named(name), hint=hint)
            continue
        if not isinstance(plugin, TargetPlugin):
            message = f"the entry point of the target {name!a} leads to no target"
            report.error("target-unusable", message, _place_named(name), hint=hint)
            continue
        if plugin.version != VERSION:
            message = (
                f"the target {name!a} was written for version {plugin.version!a} of "
                f"apiloom.plugin, and this is version {VERSION}"
            )
            report.error("target-unusable", message, _place_named(name), hint=hint)
            continue
        yield LoadedTarget(name, plugin, brought_by)


def _points(names: Iterable[str]) -> list[EntryPoint]:
    foreign = {name for name in names if name not in TARGETS}
    if not foreign:
        return []
    return [point for point in entry_points(group=GROUP) if point.name in foreign]


def _digest(point: EntryPoint) -> str | None:
    try:
        spec = find_spec(point.module)
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.origin:
        return None
    file = Path(spec.origin)
    folder = file.parent if spec.submodule_search_locations else None
    digest = hashlib.sha256()
    add_files(digest, [file] if folder is None else folder.rglob("*"), file.parent)
    return digest.hexdigest()


def _place_named(name: str) -> str:
    """What stands in the place of a file, since nothing in a document is to blame."""
    return f"target {name}"


def _place(error: BaseException) -> str:
    """Where the exception came up, by the name of the file alone."""
    frames = extract_tb(error.__traceback__)
    return f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""

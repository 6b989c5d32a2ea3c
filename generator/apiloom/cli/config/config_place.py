"""A value of the configuration file and where it stands, to complain with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from apiloom.cli.config.toml_positions import Positions, Steps, positions_of
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import ROOT, Location


@dataclass(frozen=True)
class Source:
    """The configuration file; positions are looked up when something asks for one."""

    path: Path
    text: str
    report: Report

    @cached_property
    def positions(self) -> Positions:
        """Where everything in the file stands."""
        return positions_of(self.text)


@dataclass(frozen=True, slots=True)
class Place:
    """The way to a value of `source`.

    `shared` says that the value holds for several documents, `plugins` that it may name
    what runs as code: targets of other distributions.
    """

    source: Source
    steps: Steps
    shared: bool = field(default=False, kw_only=True)
    plugins: bool = field(default=True, kw_only=True)

    def below(self, *steps: str | int) -> Place:
        """The place of a member or an item."""
        return replace(self, steps=(*self.steps, *steps))

    @property
    def where(self) -> Location:
        """File, line and column."""
        line, column = self.source.positions.of(self.steps)
        return Location(str(self.source.path), ROOT, line, column)

    @property
    def folder(self) -> Path:
        """The folder that paths are relative to."""
        return self.source.path.parent

    def error(self, code: str, message: str, hint: str = "") -> None:
        """Report a problem of the value, which makes the configuration unusable."""
        diagnostic = Diagnostic(code, Severity.ERROR, message, self.where, hint)
        self.source.report.add(diagnostic)

    def wrong(self, expected: str) -> None:
        """Report that the value is not what its key takes."""
        name = next(step for step in reversed(self.steps) if isinstance(step, str))
        self.error("config-wrong-type", f"{name!a} must be {expected}")

    def unknown(self, key: str, known: Collection[str], what: str = "key") -> None:
        """Report that there is no such key here, with the nearest that there is."""
        # Imported here for start-up time: a call without a mistake needs none of it.
        from difflib import get_close_matches  # noqa: PLC0415

        near = get_close_matches(key, known, n=1)
        hint = f"did you mean {near[0]!a}?" if near else ""
        if not near:
            hint = f"known {what}s: " + ", ".join(known)
        self.below(key).error("config-unknown-key", f"unknown {what} {key!a}", hint)


def text_of(value: Any) -> str | None:
    """A text that can be a name or a path; None for everything else."""
    usable = isinstance(value, str) and value != "" and "\0" not in value
    return value if usable else None

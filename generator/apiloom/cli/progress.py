"""What long work shows: a bar where a person looks, now and then a line elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import dataclass, field
from typing import Final

from apiloom.cli.streams import to_people
from apiloom.core.text import visible

_QUIET: Final = 0.4
"""Seconds before anything is shown: most calls are over by then."""
_RARELY: Final = 10.0
"""Seconds between two lines where nobody looks, as in the log of a build."""
_WIDTH: Final = 24
_BEGINS: Final = {
    "reading": 0.0,
    "validating": 0.05,
    "walking": 0.1,
    "naming": 0.2,
    "rendering": 0.4,
    "formatting": 0.85,
    "comparing": 0.95,
    "writing": 0.95,
}
"""The share of the work on a large document that is done when a stage begins."""


@dataclass(slots=True)
class ProgressBar:
    """Is told each stage as it begins; `wipe` clears the way for other output."""

    shown: bool = False
    _begun: float = field(default_factory=time.monotonic)
    _last_line: float = field(default_factory=time.monotonic)

    def stage(self, name: str) -> None:
        """Show that the stage `name` begins; its first word says which it is."""
        now = time.monotonic()
        waited = now - self._begun
        if sys.stderr.isatty():
            if waited >= _QUIET:
                self.wipe()
                to_people(_bar(visible(name), waited), end=False, error=True)
                self.shown = True
        elif now - self._last_line >= _RARELY:
            to_people(f"{visible(name)} ... {waited:.0f} s", error=True)
            self._last_line = now

    def wipe(self) -> None:
        """Take the bar away, if there is one."""
        if self.shown:
            to_people("\r\033[K", end=False, error=True)
            self.shown = False


def _bar(name: str, waited: float) -> str:
    filled = round(_WIDTH * _BEGINS.get(name.partition(" ")[0], 0.0))
    bar = (
        f"[{'#' * filled}{'-' * (_WIDTH - filled)}] {visible(name)} ... {waited:.0f} s"
    )
    return bar[: shutil.get_terminal_size().columns - 1]

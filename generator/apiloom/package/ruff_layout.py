"""Lays whole modules out by `ruff format`, for teams who lay out their code so."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from apiloom.core.text import visible

NAME: Final = "ruff"
SUFFIXES: Final = (".py", ".pyi")
_FORMAT: Final = (
    # Nothing that stands in the folder of the modules is imported in its place.
    *(sys.executable, "-P", "-m", NAME, "format"),
    *("--isolated", "--no-cache", "--target-version=py311"),
)

_NOT_PYTHON: Final = re.compile(
    r"^error: Failed to parse (?P<path>.+?):(?P<complaint>\d+:.*)$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class NotPython:
    """What ruff says of a module that is not Python."""

    complaint: str


def format_modules(
    modules: Mapping[str, str], width: int
) -> Mapping[str, str | NotPython]:
    """The modules, by their paths, laid out in lines of `width`.

    `--isolated`: no configuration of the user's can change what is written.
    """
    if not modules:
        return {}
    with tempfile.TemporaryDirectory(prefix="apiloom-ruff-") as name:
        folder = Path(name)
        for path, text in modules.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
        finished = subprocess.run(  # noqa: S603 - our own arguments
            [*_FORMAT, f"--line-length={width}", "."],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        complaints = _complaints(finished.stderr) if finished.returncode else {}
        return {
            path: complaints.get(path)
            or complaints.get("")
            or (folder / path).read_text("utf-8")
            for path in modules
        }


def _complaints(said: str) -> Mapping[str, NotPython]:
    """What is said of each module; of all of them, by no name, where none is named."""
    named = {
        found["path"]: NotPython(visible(found["complaint"]))
        for found in _NOT_PYTHON.finditer(said)
    }
    return named or {"": NotPython(visible(said.strip()))}

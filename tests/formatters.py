"""What black and ruff have to say of generated packages, as anybody runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import black

from apiloom.package.formatting import KEEP_OFF

_MODE: Final = black.Mode(
    target_versions={black.TargetVersion.PY311}, line_length=black.DEFAULT_LINE_LENGTH
)
_RUFF: Final = (["check", "--no-cache"], ["format", "--check", "--diff", "--no-cache"])


def is_laid_out_by_black(source: str) -> bool:
    """Whether black would leave a module alone if the module did not ask it to."""
    try:
        black.format_file_contents(
            source.replace(KEEP_OFF, "\n", 1), fast=True, mode=_MODE
        )
    except black.NothingChanged:
        return True
    return False


def said_by_ruff(folder: Path) -> str:
    """All that ruff finds by the rules that it has without any configuration."""
    said = [
        subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--isolated", str(folder)],
            check=False,
            capture_output=True,
            text=True,
        )
        for command in _RUFF
    ]
    return "".join(done.stdout + done.stderr for done in said if done.returncode)

"""Schemathesis in an environment of its own, made once for a checkout.

It needs releases of libraries that are older than those which apiloom is tested with,
so the two cannot be installed side by side.
"""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path
from typing import Final

RELEASE: Final = "4.32.5"
_ROOT: Final = Path(__file__).resolve().parents[2]


def schemathesis() -> Path:
    """The command, installed if it is not."""
    folder = _ROOT / "build" / f"schemathesis-{RELEASE}"
    command = folder / "bin" / "schemathesis"
    if not command.exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, f"schemathesis=={RELEASE}"], check=True)
    return command

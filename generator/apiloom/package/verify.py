"""Whether a finished package can be imported, tried in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PROGRAM: Final = Path(__file__).with_name("import_all.py")
_SHOWN_LINES: Final = 6
_LACKING: Final = re.compile(r"No module named '(pydantic|msgspec|httpx2|starlette)\b")


@dataclass(frozen=True, slots=True)
class ImportFailure:
    """The end of the traceback; `lacking` is a distribution that is not installed."""

    traceback: str
    lacking: str = ""


def failure_of(folder: Path, name: str) -> ImportFailure | None:
    """Import every module of the package in `folder` as `name` and build its models.

    Leaves no byte code behind. None where all went well.
    """
    # The arguments are ours, and no shell reads them.
    process = subprocess.run(  # noqa: S603
        [sys.executable, "-P", "-B", str(_PROGRAM), str(folder), name],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if process.returncode == 0:
        return None
    output = process.stderr.decode(errors="replace").strip()
    # The folder has another name for now, which would mean nothing to anybody.
    lines = output.replace(f"{folder}/", f"{name}/").splitlines()[-_SHOWN_LINES:]
    lacking = _LACKING.search(lines[-1] if lines else "")
    return ImportFailure("\n".join(lines), lacking[1] if lacking else "")

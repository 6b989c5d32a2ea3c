"""mypy and pyright, each run once over a folder of programs and packages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

import bifrost

GENERATED: Final = Path(bifrost.__file__).parents[1]
MARK: Final = "# refused"
"""At the end of a line that a checker has to report."""


class Finding(NamedTuple):
    """An error that a checker reports: where, relative to the folder, and what."""

    file: str
    line: int
    message: str


def marked(programs: Iterable[Path]) -> set[tuple[str, int]]:
    """The lines that have the mark, by the name of the file and their number."""
    return {
        (program.name, number)
        for program in programs
        for number, line in enumerate(program.read_text("utf-8").splitlines(), start=1)
        if line.endswith(MARK)
    }


def mypy(folder: Path) -> list[Finding]:
    """What `mypy --strict` reports of everything below a folder."""
    finished = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--output=json"),
            "--enable-error-code=deprecated",
            *("--config-file=", "--cache-dir=.mypy_cache", "."),
        ],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(GENERATED)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode in {0, 1}, finished.stderr + finished.stdout
    return [
        Finding(report["file"], report["line"], report["message"])
        for report in map(json.loads, finished.stdout.strip().splitlines())
        if report["severity"] == "error"
    ]


def pyright(folder: Path) -> list[Finding]:
    """What pyright reports when it is strict; a runtime is judged where it is used."""
    configuration = {
        "typeCheckingMode": "strict",
        "include": ["."],
        "exclude": ["**/_runtime"],
        "extraPaths": [str(GENERATED)],
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(configuration), "utf-8")
    finished = subprocess.run(
        [
            *(sys.executable, "-m", "pyright", "--outputjson"),
            *("--pythonpath", sys.executable),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode in {0, 1}, finished.stderr + finished.stdout
    return [
        Finding(
            Path(report["file"]).relative_to(folder.resolve()).as_posix(),
            report["range"]["start"]["line"] + 1,
            report["message"],
        )
        for report in json.loads(finished.stdout)["generalDiagnostics"]
    ]

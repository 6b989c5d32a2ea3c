"""Every folder of `cases_bad`: exactly these diagnostics, and nothing is harmed.

A case holds what the current folder shall hold, and beside it: `expected.txt`, what is
printed and the exit code; `command`, the arguments where they are not `generate
openapi.yaml -o out`; `before/`, what stands there instead of an earlier package `out`.
With `APILOOM_REWRITE=1` the files `expected.txt` are written anew: read the diff.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from apiloom.cli.main import main
from tests.package.packages import OLD, photograph, write

CASES = Path(__file__).parents[1] / "cases_bad"
ABOUT = ("expected.txt", "command", "before")


def arguments_of(case: Path) -> list[str]:
    """What the case wants to be called with."""
    if (case / "command").exists():
        return (case / "command").read_text().split()
    name = "openapi.json" if (case / "openapi.json").exists() else "openapi.yaml"
    return ["generate", name, "-o", "out"]


@pytest.mark.parametrize(
    "case", sorted(CASES.iterdir()), ids=lambda case: str(case.name)
)
def test_case(
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(
        case, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*ABOUT)
    )
    if (case / "before").exists():
        shutil.copytree(case / "before", tmp_path, dirs_exist_ok=True)
    else:
        write(OLD, tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    before = photograph(tmp_path)
    code = main(arguments_of(case))
    printed = capsys.readouterr()
    found = f"{printed.out}{printed.err}exit code: {code}\n"
    if os.environ.get("APILOOM_REWRITE"):
        (case / "expected.txt").write_text(found)
    assert found == (case / "expected.txt").read_text()
    assert code in {1, 2}
    assert photograph(tmp_path) == before


def test_the_cases_are_there() -> None:
    assert len(list(CASES.iterdir())) >= 10

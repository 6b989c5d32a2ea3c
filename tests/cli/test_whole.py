"""The real stages from the command line: the project's own document, start to end."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import apiloom
from tests.package.packages import contents, photograph

GENERATOR = Path(apiloom.__file__).parents[1]
SPEC = GENERATOR.parent / "spec/openapi.yaml"


def call(
    folder: Path, *arguments: str, seed: str = "0"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apiloom", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(GENERATOR), "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )


def processor_time() -> float:
    """Seconds that finished child processes have used: not those that others took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The package generated once."""
    done = call(tmp_path, "generate", str(SPEC), "-o", "bifrost")
    assert done.returncode == 0, done.stderr
    return tmp_path / "bifrost"


def test_folder_and_hash_seed_do_not_matter(out: Path, tmp_path: Path) -> None:
    other = tmp_path / "else/where"
    other.mkdir(parents=True)
    done = call(other, "generate", str(SPEC), "-o", "bifrost", seed="7")
    assert done.returncode == 0, done.stderr
    assert contents(other / "bifrost") == contents(out)


def test_an_unchanged_run_is_fast_and_touches_nothing(out: Path) -> None:
    before = photograph(out.parent)
    took = []
    for _ in range(5):
        begun = processor_time()
        done = call(out.parent, "generate", str(SPEC), "-o", "bifrost")
        took.append(processor_time() - begun)
        assert done.returncode == 0
        assert "unchanged" in done.stderr
    assert photograph(out.parent) == before
    assert min(took) < 0.3


def test_check_and_validate_agree(out: Path) -> None:
    assert call(out.parent, "check", str(SPEC), "-o", "bifrost").returncode == 0
    assert call(out.parent, "validate", str(SPEC), "--strict").returncode == 0


def test_black_has_nothing_to_do(out: Path) -> None:
    command = [sys.executable, "-m", "black", "--check", "--quiet", "--fast", "."]
    assert subprocess.run(command, cwd=out, check=False).returncode == 0

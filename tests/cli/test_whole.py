"""The real stages from the command line: the project's own document, start to end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import apiloom
from tests.package.packages import contents, photograph

GENERATOR = Path(apiloom.__file__).parents[1]
SPEC = GENERATOR.parent / "spec/openapi.yaml"
GENERATE = ("generate", str(SPEC), "-o", "bifrost")


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


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The package generated once."""
    done = call(tmp_path, *GENERATE)
    assert done.returncode == 0, done.stderr
    return tmp_path / "bifrost"


def test_folder_and_hash_seed_do_not_matter(out: Path, tmp_path: Path) -> None:
    other = tmp_path / "else/where"
    other.mkdir(parents=True)
    done = call(other, *GENERATE, seed="7")
    assert done.returncode == 0, done.stderr
    assert contents(other / "bifrost") == contents(out)


def test_an_unchanged_run_touches_nothing(out: Path) -> None:
    before = photograph(out.parent)
    done = call(out.parent, *GENERATE)
    assert done.returncode == 0
    assert "unchanged" in done.stderr
    assert photograph(out.parent) == before


def test_an_unchanged_run_imports_no_stage(out: Path) -> None:
    """What makes it fast; how fast it is stands in `tests/bench/bench_generate.py`."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "apiloom", *GENERATE],
        cwd=out.parent,
        env={**os.environ, "PYTHONPATH": str(GENERATOR)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "apiloom.package.comparison" in loaded
    stages = ("apiloom.api.", "apiloom.python.targets.models", "apiloom.diff")
    assert not [name for name in loaded if name.startswith(stages)]
    assert not loaded & {"jinja2", "black", "jsonschema_rs", "openapi_spec_validator"}


def test_check_and_validate_agree(out: Path) -> None:
    assert call(out.parent, "check", str(SPEC), "-o", "bifrost").returncode == 0
    assert call(out.parent, "validate", str(SPEC), "--strict").returncode == 0


def test_black_has_nothing_to_do(out: Path) -> None:
    command = [sys.executable, "-m", "black", "--check", "--quiet", "--fast", "."]
    assert subprocess.run(command, cwd=out, check=False).returncode == 0

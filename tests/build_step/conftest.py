from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.build_step.projects import ROOT, Environment, run
from tests.build_step.runner import Runner, make_runner


@pytest.fixture(scope="session")
def apiloom_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of apiloom, built from this checkout."""
    dist = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    run([*build, "--outdir", str(dist), str(ROOT)], ROOT)
    (wheel,) = dist.iterdir()
    return wheel


@pytest.fixture(scope="session")
def builder(
    apiloom_wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Environment:
    """An environment with both backends and apiloom from its wheel."""
    return Environment.make(tmp_path_factory.mktemp("env") / "builder", apiloom_wheel)


@pytest.fixture(scope="session")
def isolated_python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python that sees this checkout without being told to (`-I`)."""
    made = Environment.make(tmp_path_factory.mktemp("action") / "python")
    # By name it comes before what is installed beside.
    (made.packages / "apiloom.pth").write_text(f"{ROOT / 'generator'}\n", "utf-8")
    return made.python


@pytest.fixture
def runner(tmp_path: Path, isolated_python: str) -> Runner:
    """A repository whose last commit has the sample, generated."""
    return make_runner(tmp_path, isolated_python)

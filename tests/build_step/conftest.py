from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.build_step.projects import ROOT, Environment, run


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

"""A regeneration killed at 100 random moments leaves the old package or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.nothing_lost.killed import KILLS

ROOT = Path(__file__).parents[2]
PATHS = os.pathsep.join([str(ROOT), str(ROOT / "generator")])


@pytest.mark.skipif(sys.platform == "win32", reason="runs are forked")
@pytest.mark.parametrize("way", ["exchange", "two steps"])
def test_a_killed_regeneration_leaves_the_old_or_the_new(
    tmp_path: Path, way: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.nothing_lost.killed", str(tmp_path), way],
        env={**os.environ, "PYTHONPATH": PATHS},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    killed, interrupted, broken = json.loads(done.stdout)
    assert killed == KILLS
    assert broken == 0
    # Otherwise the kills fell before the writing or after it, and nothing was tried.
    assert interrupted > 5

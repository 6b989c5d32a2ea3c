"""A writer that dies at any moment leaves the old package or the new one, whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from apiloom.package.package_writer import recover
from tests.package.packages import contents, write

TESTS = Path(__file__).parents[1]
FILES = 300
# How a busy machine divides its time decides which kills fall into a write.
INTERRUPTIONS = 5
KILLS = 100
PATHS = [str(TESTS), str(TESTS.parent / "generator")]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(PATHS)}

_WRITER = """
import sys
from pathlib import Path
from tests.package.packages import write
from tests.package.test_emit_killed import package
root = Path(sys.argv[1])
if sys.argv[2] == "two steps":
    from apiloom.package import exchange
    exchange._exchange = lambda new, root: False
print("ready", flush=True)
for turn in range(int(sys.argv[3])):
    write(package(turn % 2), root)
"""


def package(version: int) -> dict[str, bytes]:
    """One of two packages: they share files, change some, and have some alone."""
    files = {f"shared/m{number}.py": b"same = 1\n" for number in range(FILES)}
    files |= {
        f"changed/m{number}.py": b"version = %d\n" % version for number in range(FILES)
    }
    return files | {f"only{version}/m.py": b"x = 1\n"}


@pytest.mark.parametrize("way", ["exchange", "two steps"])
def test_a_killed_writer_leaves_one_whole_package(tmp_path: Path, way: str) -> None:
    root = tmp_path / "out"
    write(package(0), root)
    (root / "mine.txt").write_text("mine")
    whole = []
    for version in (0, 1):
        write(package(version), root)
        whole.append(contents(root))
    assert whole[0] != whole[1]
    chance = random.Random(1)
    interrupted = 0
    for _ in range(KILLS):
        if interrupted == INTERRUPTIONS:
            break
        command = [sys.executable, "-c", _WRITER, str(root), way, "10000"]
        with subprocess.Popen(
            command, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
        ) as running:
            assert running.stdout is not None
            assert running.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.01, 0.3))
            running.kill()
        interrupted += len(list(tmp_path.iterdir())) > 1
        recover(root)
        assert contents(root) in whole
        assert list(tmp_path.iterdir()) == [root]
    # Otherwise every kill fell between two writes and nothing was tried.
    assert interrupted == INTERRUPTIONS


@pytest.mark.parametrize("way", ["exchange", "two steps"])
def test_two_writers_at_once_leave_one_whole_package(tmp_path: Path, way: str) -> None:
    root = tmp_path / "out"
    write(package(0), root)
    (root / "mine.txt").write_text("mine")
    command = [sys.executable, "-c", _WRITER, str(root), way, "5"]
    writers = [subprocess.Popen(command, env=ENVIRONMENT) for _ in range(3)]
    assert [running.wait() for running in writers] == [0, 0, 0]
    assert list(tmp_path.iterdir()) == [root]
    assert (root / "mine.txt").read_text() == "mine"
    assert not write(package(0), root).differences

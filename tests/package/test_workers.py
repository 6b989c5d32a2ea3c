"""Work is shared out in order among other processes, and never where that is unsafe."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from apiloom.core import workers
from apiloom.core.workers import share

_APART = """
import multiprocessing, os
from apiloom.core import workers

workers._cores = lambda: 2
base = 100

def shifted(number):
    return base + number, os.getpid()

found = workers.share(shifted, range(50), chunk=3, worth_it=True)
assert [number for number, _ in found] == [base + each for each in range(50)]
assert os.getpid() not in {process for _, process in found}, "nothing was shared out"

def unpicklable(number):
    return lambda: number

assert [each() for each in workers.share(unpicklable, [4, 5], chunk=1, worth_it=True)] \
    == [4, 5]

def nested(number):
    return workers.share(shifted, [number], chunk=1, worth_it=True)[0]

inner = workers.share(nested, [1, 2], chunk=1, worth_it=True)
assert [number for number, _ in inner] == [101, 102]
assert os.getpid() not in {process for _, process in inner}

def failing(number):
    raise ValueError(f"no {number}")

try:
    workers.share(failing, [7, 8], chunk=1, worth_it=True)
except ValueError as error:
    assert str(error) == "no 7", error
else:
    raise AssertionError("the error is lost")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="work is shared out by forking")
def test_other_processes_do_the_work_in_order() -> None:
    generator = Path(workers.__file__).parents[1]
    subprocess.run(
        [sys.executable, "-c", _APART],
        env={**os.environ, "PYTHONPATH": str(generator)},
        check=True,
    )


def test_little_work_stays_here() -> None:
    assert share(_process, [1, 2], chunk=1, worth_it=False) == [os.getpid()] * 2


def test_beside_other_threads_nothing_is_forked() -> None:
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        assert share(_process, [1, 2], chunk=1, worth_it=True) == [os.getpid()] * 2
    finally:
        end.set()
        other.join()


def _process(_: int) -> int:
    return os.getpid()

"""Run as a program: regenerates, and is killed at 100 random moments.

The stages are imported once; each regeneration is a fork of this process, which dies of
SIGKILL, half of the times at any moment of its life, half of the times while it writes.
Writes what came of it as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from apiloom.package import exchange
from apiloom.package.package_writer import recover
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.nothing_lost.documents import leftovers, version
from tests.package.packages import contents

KILLS = 100
_NO_MOMENT = 5.0


def main(folder: Path, way: str) -> None:
    """Kill and look, over and over, in `folder`."""
    if way == "two steps":
        exchange._exchange = lambda new, root: False
    jobs = [_job(folder, number) for number in (0, 1)]
    whole = []
    for job in jobs:
        assert generate(job).exit_code == 0
        whole.append(contents(job.output))
    begun = time.perf_counter()
    assert generate(jobs[0]).exit_code == 0
    usual = time.perf_counter() - begun
    output = jobs[0].output
    chance = random.Random(1)
    killed = interrupted = broken = 0
    turn = 1
    while killed < KILLS:
        writing = killed % 2 == 1
        delay = chance.uniform(0, usual / 4 if writing else usual * 1.2)
        if not _killed(jobs[turn], delay, writing=writing):
            # It was done before: the other way round now.
            turn = 1 - turn
            continue
        killed += 1
        found = leftovers(output)
        interrupted += bool(found)
        # With one atomic step the package is whole even before the next run.
        broken += way == "exchange" and contents(output) not in whole
        recover(output)
        broken += contents(output) not in whole or leftovers(output) != []
        turn = int(contents(output) == whole[0])
    sys.stdout.write(json.dumps([killed, interrupted, broken]))


def _job(folder: Path, number: int) -> Job:
    document = folder / str(number) / "openapi.json"
    document.parent.mkdir()
    document.write_text(json.dumps(version(number)))
    return Job(document, folder / "pets", ("models",))


def _killed(job: Job, delay: float, *, writing: bool) -> bool:
    """Whether a regeneration was killed before it had ended."""
    child = os.fork()
    if child == 0:
        os._exit(generate(job).exit_code)
    if writing:
        ends = time.perf_counter() + _NO_MOMENT
        while not leftovers(job.output) and time.perf_counter() < ends:
            if os.waitpid(child, os.WNOHANG)[0]:
                return False
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

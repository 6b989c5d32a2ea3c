"""What a call through the generated client costs beside the same call in bare httpx2.

`python tests/bench/bench_client.py [--rounds N] [--calls N] [--over memory|socket]
[--peer PYTHON]`

In memory nothing is sent: a mock transport answers with the same bytes to all of them.
Over a socket, a small server answers in a process of its own, and what is counted is
the CPU of the caller alone. `--peer` is the interpreter of a virtual environment that
has openapi-python-client, which then makes the same call over the socket. That every
way to make the call comes to the same result is checked first.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from call_costs import BARE, KEYWORDS, MODELS, PEER, Cost
from customers import TEAMS
from measure import (
    HERE,
    SPEC,
    Worker,
    environment,
    heading,
    interleaved,
    middle,
    say,
    table,
    verdict,
)

Peer: TypeAlias = tuple[str, Path]
"""An interpreter, and the folder of the package that it generated."""
MOST: Final = 1.10
"""Times the CPU of bare httpx2 and `json()`, for a call over a socket."""
MOST_OF_PEER: Final = 0.95
"""Times that of openapi-python-client: clearly less."""


def report(found: Mapping[str, Sequence[Cost]], title: str) -> None:
    """Print the medians of the costs, and of the ratios of CPU times."""
    rows = [
        (
            name,
            f"{middle(wall for wall, _ in costs):.0f}",
            f"{middle(cpu for _, cpu in costs):.0f}",
            f"{min(cpu for _, cpu in costs):.0f}",
            f"{times(found, name, BARE):.2f}",
            f"{times(found, name, MODELS):.2f}",
        )
        for name, costs in found.items()
    ]
    table((title, "wall us", "CPU us", "least", "x dict", "x by hand"), rows)


def times(found: Mapping[str, Sequence[Cost]], name: str, other: str) -> float:
    """How much more CPU one takes than another, round by round: the median."""
    pairs = zip(found[name], found[other], strict=True)
    return middle(cost[1] / base[1] for cost, base in pairs)


@contextmanager
def peer_package(python: str | None) -> Iterator[Path | None]:
    """The folder of what openapi-python-client generates; None if it is not there."""
    missing = "--peer PYTHON says which interpreter has it"
    if python is not None:
        command = [python, "-c", "import openapi_python_client"]
        done = subprocess.run(command, check=False, capture_output=True)
        missing = f"{python} does not have it" if done.returncode else ""
    if python is None or missing:
        say(f"openapi-python-client is left out: {missing}\n")
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        chosen = (
            "--path",
            str(SPEC),
            "--meta",
            "none",
            "--output-path",
            f"{folder}/peer",
        )
        script = "from openapi_python_client.cli import app; app()"
        subprocess.run(
            [python, "-c", script, "generate", *chosen], check=True, capture_output=True
        )
        yield Path(folder)


def measured(
    style: str, teams: int, over: str, peer: Peer | None, options: argparse.Namespace
) -> dict[str, list[Cost]]:
    """The costs of all ways to make one call."""
    with ExitStack() as stack:
        where = "memory"
        if over == "socket":
            server = _worker("answering.py", str(teams))
            where = f"http://127.0.0.1:{stack.enter_context(server).hello}"
        given = style, str(teams), where
        workers = [stack.enter_context(_worker("calls.py", *given))]
        if peer is not None and over == "socket":
            worker = _worker("calls_peer.py", *given, peer=peer)
            workers.append(stack.enter_context(worker))
        tasks = {
            name: _batch(worker, name, options.calls)
            for worker in workers
            for name in json.loads(worker.hello)
        }
        return interleaved(tasks, options.rounds)


def _worker(script: str, *given: str, peer: Peer | None = None) -> Worker:
    python, env = sys.executable, None
    if peer is not None:
        python, env = peer[0], environment(peer[1])
    return Worker((python, str(HERE / script), *given), env)


def _batch(worker: Worker, name: str, count: int) -> Callable[[], Cost]:
    def ask() -> Cost:
        wall, cpu = json.loads(worker.ask(f"{count} {name}"))
        return wall, cpu

    return ask


def main() -> None:
    """Measure sync and async calls with a small and with a large answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--calls", type=int, default=50)
    parser.add_argument("--over", choices=("memory", "socket"), action="append")
    parser.add_argument("--peer", metavar="PYTHON")
    options = parser.parse_args()
    heading(f"a call: median of {options.rounds} batches of {options.calls} calls")
    with peer_package(options.peer) as folder:
        peer = None if folder is None else (options.peer, folder)
        for over in options.over or ("memory", "socket"):
            for title, teams in (("no teams", 0), (f"{TEAMS} teams", TEAMS)):
                for style in ("sync", "async"):
                    found = measured(style, teams, over, peer, options)
                    report(found, f"{over}: {style}, {title}")
                    if over == "socket":
                        judge(found, is_small=not teams)


def judge(found: Mapping[str, Sequence[Cost]], *, is_small: bool) -> None:
    """Whether a call over a socket costs no more than is promised.

    Of a large answer only beside the peer: to make models of it is most of the work.
    """
    if is_small:
        ours = times(found, KEYWORDS, BARE)
        verdict("times bare httpx2 with json()", ours, MOST)
    if PEER in found:
        ours = times(found, KEYWORDS, PEER)
        verdict("times openapi-python-client", ours, MOST_OF_PEER)
    say()


if __name__ == "__main__":
    main()

"""Requests per second of the generated PUT handler, and of others written by hand.

`python tests/bench/bench_server.py [--rounds N] [--seconds N] [--connections N]`

Needs wrk (`apt-get install wrk`). One is written for FastAPI, one for bare Starlette,
with the same models. All run under uvicorn with one worker and are loaded in turns, so
that what slows the machine slows all. The promise is about uvicorn as it is deployed,
`uvicorn[standard]`; with `--http h11 --loop asyncio` most of the time is uvicorn's own,
which the last application, answering a constant, shows.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx2
from customers import TEAMS, TOKEN, UPDATE
from measure import HERE, environment, heading, interleaved, middle, say, table, verdict

BODY: Final = json.dumps(UPDATE)
OURS: Final = "generated"
THEIRS: Final = "FastAPI"
BY_HAND: Final = "Starlette"
APPS: Final = {
    OURS: "served_generated",
    THEIRS: "served_fastapi",
    BY_HAND: "served_starlette",
    "constant": "served_nothing",
}
COMPARED: Final = (OURS, THEIRS, BY_HAND)
PROMISED: Final = {THEIRS: 2.6, BY_HAND: 0.95}
"""How many times more requests in a CPU second."""
CASES: Final = {
    "bare": "customer of two members",
    "flat": "customer with a budget",
    "teams": f"customer with {TEAMS} teams",
}


@dataclass(frozen=True, slots=True)
class Server:
    """One running server."""

    url: str
    process: int

    def address(self, customer: str) -> str:
        """Where a customer is updated."""
        return f"{self.url}/api/governance/customers/{customer}"

    def cpu(self) -> float:
        """CPU seconds until now; 0 where the system does not say."""
        stat = Path(f"/proc/{self.process}/stat")
        if not stat.exists():
            return 0.0
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))


@dataclass(frozen=True, slots=True)
class Load:
    """What one run of wrk saw: rate, CPU microseconds a request, latencies in ms."""

    rate: float
    cpu: float
    p50: float
    p99: float


@contextmanager
def running(module: str, *options: str) -> Iterator[Server]:
    """Serve one of the applications on a free port, with more options for uvicorn."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", f"{module}:app", "--port", str(port)]
    process = subprocess.Popen(
        [
            *command,
            "--workers",
            "1",
            "--log-level",
            "warning",
            "--no-access-log",
            *options,
        ],
        env=environment(),
        cwd=HERE,
    )
    try:
        _pin(process.pid, 0)
        _wait(process, port)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
        if process.poll() is not None:
            break
    sys.exit("a server did not start")


def _pin(process: int, core: int) -> None:
    """Keep the servers on the first core and wrk on the others."""
    if sys.platform == "linux" and (os.cpu_count() or 1) > 1:
        cores = {core} if core == 0 else set(range(1, os.cpu_count() or 1))
        os.sched_setaffinity(process, cores)


def verify(servers: Mapping[str, Server]) -> None:
    """See that all answer the same: status and JSON, with and without the token."""
    good = {"authorization": f"Bearer {TOKEN}"}
    bad = {"authorization": "Bearer wrong"}
    with httpx2.Client(trust_env=False) as http:

        def ask(name: str, customer: str, headers: Mapping[str, str]) -> object:
            url = servers[name].address(customer)
            answer = http.put(url, json=UPDATE, headers=headers)
            seen = answer.json() if answer.is_success else None
            return answer.status_code, seen

        for customer in CASES:
            ours, *others = (ask(name, customer, good) for name in COMPARED)
            for theirs in others:
                if ours != theirs:
                    sys.exit(f"the answers differ ({customer}):\n{ours}\n{theirs}")
            assert isinstance(ours, tuple)
            assert ours[0] == 200, ours
            size = len(json.dumps(ours[1], separators=(",", ":")))
            say(f"same answer from all: {CASES[customer]}, {size:,} bytes")
        for customer, headers, status in (("flat", bad, 401), ("none", good, 404)):
            for name in COMPARED:
                assert ask(name, customer, headers) == (status, None), (name, status)
    say("same refusals from all: 401 for a wrong token, 404 for a missing customer")
    say()


def load(server: Server, customer: str, seconds: int, connections: int) -> Load:
    """Load one server with wrk."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    command += ["-s", str(HERE / "put.lua"), server.address(customer)]
    before = server.cpu()
    done = subprocess.run(
        [*command, "--", TOKEN, BODY], check=True, capture_output=True, text=True
    )
    used = server.cpu() - before
    last = done.stdout.strip().rpartition("\n")[2]
    count, took, failed, p50, p99 = map(float, last.split())
    if failed or not count:
        sys.exit(f"wrk saw {failed:.0f} failures:\n{done.stdout}")
    return Load(count / took, used / count * 1e6, p50, p99)


def _range(values: Sequence[float]) -> str:
    return f"{min(values):,.0f}-{max(values):,.0f}"


@dataclass(frozen=True, slots=True)
class Ratios:
    """How many times more requests ours answers in a second, and in a CPU second.

    On a machine with other work the second says more: it is what the first comes to
    where the server has a core to itself. `p99` is how many times as long as theirs
    the slowest in a hundred of ours takes.
    """

    rate: float
    cpu: float | None
    p99: float


def report(found: Mapping[str, Sequence[Load]], title: str) -> None:
    """Print the medians of one case."""
    rate = {name: middle(run.rate for run in runs) for name, runs in found.items()}
    rows = [
        (
            name,
            f"{rate[name]:,.0f}",
            _range([run.rate for run in runs]),
            f"{middle(run.cpu for run in runs):.0f}",
            f"{middle(run.p50 for run in runs):.2f}",
            f"{middle(run.p99 for run in runs):.2f}",
            f"{rate[name] / rate[THEIRS]:.2f}",
        )
        for name, runs in found.items()
    ]
    head = (title, "requests/s", "range", "CPU us", "p50 ms", "p99 ms", "x FastAPI")
    table(head, rows)


def ratios_to(found: Mapping[str, Sequence[Load]], other: str) -> Ratios:
    """Round by round: the two were loaded one after the other."""
    pairs = list(zip(found[OURS], found[other], strict=True))
    cpu = [theirs.cpu / ours.cpu for ours, theirs in pairs if ours.cpu]
    return Ratios(
        middle(ours.rate / theirs.rate for ours, theirs in pairs),
        middle(cpu) if cpu else None,
        middle(ours.p99 / theirs.p99 for ours, theirs in pairs),
    )


def _either(better: str, plain: str) -> str:
    """What uvicorn chooses by itself."""
    return better if importlib.util.find_spec(better) else plain


def main() -> None:
    """Start the servers, compare their answers, then their speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--http", default=_either("httptools", "h11"))
    parser.add_argument("--loop", default=_either("uvloop", "asyncio"))
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed: apt-get install wrk")
    heading(f"PUT under uvicorn, one worker: median of {options.rounds} rounds of wrk")
    say(f"uvicorn with {options.http} and {options.loop}")
    uvicorn = ("--http", options.http, "--loop", options.loop)
    seen = {}
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(running(module, *uvicorn))
            for name, module in APPS.items()
        }
        verify(servers)
        _pin(0, 1)
        for case, title in CASES.items():
            seen[title] = measured(servers, case, options)
            report(seen[title], title)
    for title, found in seen.items():
        for other, promised in PROMISED.items():
            ratio = ratios_to(found, other)
            what = f"{title}, times {other}"
            verdict(f"{what}, requests per second", ratio.rate, promised, at_least=True)
            if ratio.cpu is not None:
                verdict(f"{what}, per CPU second", ratio.cpu, promised, at_least=True)
            if other == THEIRS:
                verdict(f"{what}, p99", ratio.p99, 1.0)


def measured(
    servers: Mapping[str, Server], case: str, options: argparse.Namespace
) -> dict[str, list[Load]]:
    """Load the servers in turns."""

    def task(server: Server) -> Load:
        return load(server, case, options.seconds, options.connections)

    tasks = {name: (lambda s=server: task(s)) for name, server in servers.items()}
    return interleaved(tasks, options.rounds)


if __name__ == "__main__":
    main()

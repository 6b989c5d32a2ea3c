"""CPU time of one request in the application itself, without a socket and a server.

`python tests/bench/bench_handlers.py [--rounds N] [--requests N]`

The applications of `bench_server.py` are called as ASGI applications, in turns, so the
figures say what each adds to uvicorn's own work; they hold on a busy machine too.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

import served_fastapi
import served_generated
import served_starlette
from bench_server import BODY, BY_HAND, CASES, OURS, PROMISED, THEIRS
from customers import TOKEN
from measure import heading, interleaved, middle, table, verdict

APPS: Final[dict[str, Any]] = {
    OURS: served_generated.app,
    THEIRS: served_fastapi.app,
    BY_HAND: served_starlette.app,
}


def scope_of(customer: str) -> dict[str, Any]:
    """What uvicorn says of the request."""
    path = f"/api/governance/customers/{customer}"
    headers = {
        "host": "127.0.0.1:8000",
        "authorization": f"Bearer {TOKEN}",
        "content-type": "application/json",
        "content-length": str(len(BODY)),
    }
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "PUT",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), text.encode()) for name, text in headers.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }


async def asked(app: Any, customer: str, count: int) -> float:
    """CPU microseconds of a request, over so many."""
    message = {"type": "http.request", "body": BODY.encode(), "more_body": False}
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return message

    async def send(each: dict[str, Any]) -> None:
        sent.append(each)

    call: Callable[..., Awaitable[None]] = app
    started = time.process_time()
    for _ in range(count):
        sent.clear()
        await call(scope_of(customer), receive, send)
    spent = time.process_time() - started
    assert sent[0]["status"] == 200, sent
    return spent / count * 1e6


def used(app: Any, customer: str, count: int) -> float:
    """The same, in a loop of its own."""
    return asyncio.run(asked(app, customer, count))


def main() -> None:
    """Print a row for each application and each case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--requests", type=int, default=400)
    options = parser.parse_args()
    heading(f"CPU of a PUT without a socket: median of {options.rounds} rounds")
    ratios: dict[str, dict[str, float]] = {}
    for case, title in CASES.items():
        tasks = {
            name: partial(used, app, case, options.requests)
            for name, app in APPS.items()
        }
        for task in tasks.values():
            task()
        found = interleaved(tasks, options.rounds)
        ours = middle(found[OURS])
        ratios[title] = {name: middle(each) / ours for name, each in found.items()}
        rows = [
            (name, f"{middle(each):.1f}", f"{ratios[title][name]:.2f}")
            for name, each in found.items()
        ]
        table((title, "CPU us", "x generated"), rows)
    for title, ratio in ratios.items():
        for other, promised in PROMISED.items():
            what = f"{title}, times {other}, without uvicorn"
            verdict(what, ratio[other], promised, at_least=True)


if __name__ == "__main__":
    main()

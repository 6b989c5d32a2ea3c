"""What reading and writing values of a format costs beside plain pydantic.

`python tests/bench/bench_formats.py [--rounds N]`

A list of a thousand different values of each; plain pydantic takes more spellings
than the specifications have.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter

from apiloom.runtime import durations, formats

_RANDOM: Final = random.Random(1)
_START: Final = datetime(2020, 1, 1, tzinfo=UTC)
_STRICT: Final = ConfigDict(strict=True)
_TYPES: Final[dict[str, tuple[Any, Any, Callable[[], Any]]]] = {
    "date-time": (
        datetime,
        formats.DateTime,
        lambda: _START + timedelta(seconds=_RANDOM.random() * 1e8),
    ),
    "date": (
        date,
        formats.Date,
        lambda: _START.date() + timedelta(days=_RANDOM.randrange(9999)),
    ),
    "uuid": (UUID, formats.Uuid, lambda: UUID(int=_RANDOM.getrandbits(128))),
    "decimal": (
        Decimal,
        formats.Decimal,
        lambda: Decimal(_RANDOM.randrange(10**6)) / 100,
    ),
    "duration": (
        timedelta,
        durations.ExactDuration,
        lambda: timedelta(seconds=_RANDOM.randrange(10**6)),
    ),
}


def nanoseconds(work: Callable[[], object], rounds: int) -> float:
    """The least that one of the thousand values took."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time_ns()
        for _ in range(20):
            work()
        best = min(best, (time.process_time_ns() - start) / 20 / 1000)
    return best


def main() -> None:
    """Measure each format and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    print("nanoseconds a value, plain pydantic / generated")  # noqa: T201
    for name, (plain, ours, make) in _TYPES.items():
        values = [make() for _ in range(1000)]
        by_hand = TypeAdapter(list[plain], config=_STRICT)
        adapter: TypeAdapter[Any] = TypeAdapter(list[ours], config=_STRICT)
        text = adapter.dump_json(values)
        read = [
            nanoseconds(partial(judge.validate_json, text), rounds)
            for judge in (by_hand, adapter)
        ]
        write = [
            nanoseconds(partial(judge.dump_json, values), rounds)
            for judge in (by_hand, adapter)
        ]
        print(  # noqa: T201
            f"{name:10} read {read[0]:5.0f} / {read[1]:5.0f}"
            f"   write {write[0]:5.0f} / {write[1]:5.0f}"
        )


if __name__ == "__main__":
    main()

"""What one way to have models costs.

`python orders.py MODULE decode|encode|memory|import` prints, as JSON, the CPU
milliseconds of some rounds, or the bytes that an order takes. `MODULE` has a class
`Order`. `bench_models.py` runs it.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any, Final

ORDERS: Final = 1_000
KEPT: Final = 20_000
ROUNDS: Final = 5


def order(number: int) -> dict[str, Any]:
    """One order of about 800 bytes."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012x}",
        "status": ("new", "paid", "sent", "closed")[number % 4],
        "created_at": f"2026-05-{number % 28 + 1:02}T10:20:30.{number % 1000:03}Z",
        "customer": {
            "id": number,
            "name": f"Customer {number}",
            "email": f"customer{number}@example.com",
            "vip": number % 5 == 0,
            "address": {
                "street": f"{number} Long Street",
                "city": "Springfield",
                "country": "US",
                "post_code": f"{number:05}",
            },
        },
        "items": [
            {
                "sku": f"SKU-{number}-{line}",
                "quantity": line + 1,
                "price": 9.99 + line,
                "discount": 0.5,
                "tags": ["fragile", "gift", "blue"],
            }
            for line in range(4)
        ],
        "total": 39.96,
        "note": "please ring twice and leave it with the neighbour",
        "due": "2026-06-30",
        "labels": {"source": "web", "campaign": "spring"},
    }


def timed(task: Callable[[], object]) -> list[float]:
    """CPU milliseconds of each round, after one that is thrown away."""
    task()
    spent: list[float] = []
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        start = time.process_time()
        task()
        spent.append((time.process_time() - start) * 1e3)
        gc.enable()
    return spent


def reader_of(model: Any) -> Callable[[bytes], Any]:
    """How a class of models reads JSON."""
    return getattr(model, "model_validate_json", None) or model.from_json


def writer_of(model: Any) -> Callable[[Any], str]:
    """How a class of models writes it, without what was not set."""
    dump = getattr(model, "model_dump_json", None)
    return model.to_json if dump is None else partial(dump, exclude_unset=True)


def importing(module: str) -> list[float]:
    """CPU milliseconds from nothing to the first order that is read."""
    text = json.dumps(order(0)).encode()
    start = time.process_time()
    reader_of(importlib.import_module(module).Order)(text)
    return [(time.process_time() - start) * 1e3]


def memory(model: Any, texts: list[bytes]) -> list[float]:
    """Bytes that an order takes, all that belongs to it included."""
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    decode = reader_of(model)
    kept = [decode(texts[at % ORDERS]) for at in range(KEPT)]
    return [(tracemalloc.get_traced_memory()[0] - before) / len(kept)]


def main(module: str, what: str) -> list[float]:
    """The figures that were asked for."""
    if what == "import":
        if "pydantic" in module or module == "orders_by_hand":
            import pydantic  # noqa: F401  (both need it)

        return importing(module)
    model = importlib.import_module(module).Order
    texts = [json.dumps(order(number)).encode() for number in range(ORDERS)]
    decode, encode = reader_of(model), writer_of(model)
    orders = [decode(text) for text in texts]
    match what:
        case "decode":
            return timed(lambda: [decode(text) for text in texts])
        case "encode":
            return timed(lambda: [encode(each) for each in orders])
        case _:
            return memory(model, texts)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))

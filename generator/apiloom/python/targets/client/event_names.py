"""What webhooks and callbacks are called: by their names on the wire alone.

They are values of a `Literal`, so nothing has to be invented for them, and none moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from apiloom.api.ir import Incoming
from apiloom.core.text import Text, reveal


def event_names(
    incoming: tuple[Incoming, ...],
) -> Iterator[tuple[Text, Incoming, Text | None]]:
    """Each event with its name, and once for each of several; a callback with its URL.

    A webhook has its key, a callback `OPERATION.KEY`. Where a path item has several
    methods, or a callback several expressions, the method follows, or the pointer.
    """
    listed = [
        (reveal(name), event, expression)
        for event in incoming
        for name, expression in _names(event)
    ]
    plain = Counter(name for name, _, _ in listed)
    with_method = Counter((name, event.method) for name, event, _ in listed)
    for name, event, expression in listed:
        if plain[name] == 1:
            yield Text(name), event, expression
        elif with_method[name, event.method] == 1:
            yield Text(f"{name} {event.method}"), event, expression
        else:
            yield Text(f"{name} {event.where.pointer}"), event, expression


def _names(event: Incoming) -> Iterator[tuple[Text, Text | None]]:
    for name in event.webhooks:
        yield name, None
    yield from zip(event.callbacks, event.expressions, strict=True)

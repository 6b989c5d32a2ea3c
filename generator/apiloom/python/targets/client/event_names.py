"""What webhooks and callbacks are called: by their names on the wire alone.

They are values of a `Literal`, so nothing has to be invented for them, and none moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from apiloom.api.ir import Incoming
from apiloom.core.text import Text, reveal


def event_names(incoming: tuple[Incoming, ...]) -> Iterator[tuple[Text, Incoming]]:
    """Each event with its name, and once for each of several.

    A webhook has its key, a callback `OPERATION.KEY`. Where a path item has several
    methods, or a callback several expressions, the method follows, or the pointer.
    """
    listed = [
        (reveal(name), event)
        for event in incoming
        for name in (*event.webhooks, *event.callbacks)
    ]
    plain = Counter(name for name, _ in listed)
    with_method = Counter((name, event.method) for name, event in listed)
    for name, event in listed:
        if plain[name] == 1:
            yield Text(name), event
        elif with_method[name, event.method] == 1:
            yield Text(f"{name} {event.method}"), event
        else:
            yield Text(f"{name} {event.where.pointer}"), event

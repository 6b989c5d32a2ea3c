"""Objects that are told when the process was forked: locks and sockets are copied."""

import os
from typing import Protocol
from weakref import WeakSet


class Forked(Protocol):
    """What has to know that it is a copy in a child."""

    def note_fork(self) -> None:
        """Runs in the child, before anything else does."""
        ...


_ALL: WeakSet[Forked] = WeakSet()


def tell_of_forks(what: Forked) -> None:
    """Calls its `note_fork` in every child, as long as it lives."""
    _ALL.add(what)


def _tell() -> None:
    for each in list(_ALL):
        each.note_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_tell)

"""How far the references of a document may lead: what the user allows, no more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class ReferencePolicy:
    """Where references may lead, besides files below the folder of the document.

    `roots` are further folders. `hosts` are names of hosts, `name` or `name:port`, that
    documents may be fetched from; nothing is fetched while it is empty. `update` takes
    what has changed there since the last run, which is an error otherwise.
    """

    roots: tuple[Path, ...] = ()
    hosts: tuple[str, ...] = ()
    update: bool = False

    def __or__(self, other: ReferencePolicy) -> ReferencePolicy:
        """What either of the two allows."""
        return ReferencePolicy(
            tuple(dict.fromkeys((*self.roots, *other.roots))),
            tuple(dict.fromkeys((*self.hosts, *other.hosts))),
            self.update or other.update,
        )


NEARBY: Final = ReferencePolicy()
"""Nothing but files below the folder of the document."""

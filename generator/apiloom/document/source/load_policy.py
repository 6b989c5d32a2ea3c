"""What loading may cost and touch: documents are not trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


class Store(Protocol):
    """Where files come from that are to be read and do not stand on the disk yet."""

    def bring(self, path: Path) -> None:
        """Put the file at `path` there, and the links on the way; nothing if it has
        none."""


@dataclass(frozen=True, slots=True)
class LoadPolicy:
    """The budgets and permissions of one load.

    `max_bytes` holds for each file, `max_total_bytes` for all of them together.
    `max_depth` counts nested arrays and objects; for YAML there is a limit of 1,000 in
    its parser as well.
    `max_nodes` counts values after expanding YAML aliases, for that is what every
    later stage walks: nine lines of aliases can stand for a billion values, and
    honest documents use aliases too, so the aliases themselves are not counted.
    `max_repeated` counts those that stand in place of references once more.

    `max_documents`, `allowed_roots` (folders, besides the entry's own, that local
    references may reach) and `allowed_hosts` (nothing is fetched while it is empty)
    bound references that leave the file. What is fetched is kept in `cache`, by default
    the user's own; `pins` has the digests that URLs must have, unless `update` says
    that what is new there is welcome. `max_seconds` is for each document.

    `store` is asked for each local file before it is looked for.
    """

    max_bytes: int = 100_000_000
    max_total_bytes: int = 200_000_000
    max_depth: int = 5_000
    max_nodes: int = 5_000_000
    max_repeated: int = 300_000
    max_documents: int = 10_000
    allowed_roots: tuple[Path, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    pins: Mapping[str, str] = field(default_factory=dict)
    cache: Path | None = None
    update: bool = False
    max_seconds: int = 30
    store: Store | None = None

"""Files of a commit, put into a folder of their own when they are wanted."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from apiloom.document.revision.git import Blobs, Entry

_MAX_LINKS: Final = 40
_LONGEST_LINK: Final = 4096


@dataclass(slots=True)
class Stored:
    """The tree `entries` below the folder `root`: only what was asked for is there.

    Links are there as they are in the tree, so that what may be reached through them
    is judged as it always is; one that leads out of the tree is not there at all. Of a
    file, no more than `limit` bytes and one are.
    """

    root: Path
    entries: Mapping[str, Entry]
    blobs: Blobs
    limit: int
    _brought: set[str] = field(default_factory=set)

    def bring(self, path: Path) -> None:
        """Put the file at `path` there, and the links on the way to it."""
        try:
            below = Path(os.path.normpath(path)).relative_to(self.root)
        except ValueError:
            return
        prefix: list[str] = []
        waiting = list(reversed(below.parts))
        links = 0
        while waiting and links <= _MAX_LINKS:
            step = waiting.pop()
            if step == "..":
                if not prefix:
                    return
                prefix.pop()
                continue
            prefix.append(step)
            name = "/".join(prefix)
            entry = self.entries.get(name)
            if entry is None:
                continue
            if not entry.is_link:
                self._put(name, entry)
                return
            links += 1
            prefix.pop()
            steps = self._link(name, prefix, entry)
            if not steps:
                return
            waiting.extend(reversed(steps))

    def _link(self, name: str, folder: list[str], entry: Entry) -> list[str]:
        """The steps of a link that stands in `folder`; none where it leads out."""
        target = os.fsdecode(self.blobs.read(entry, _LONGEST_LINK) or b"")
        end = posixpath.normpath(posixpath.join("/".join(folder), target))
        if not target or "\0" in target or end == ".." or end.startswith(("../", "/")):
            return []
        if name not in self._brought:
            self._place(name).symlink_to(target)
        return [step for step in target.split("/") if step not in {"", "."}]

    def _put(self, name: str, entry: Entry) -> None:
        if name in self._brought or not entry.is_file:
            return
        content = self.blobs.read(entry, self.limit + 1)
        if content is not None:
            self._place(name).write_bytes(content)

    def _place(self, name: str) -> Path:
        self._brought.add(name)
        place = self.root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

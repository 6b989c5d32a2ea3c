"""Waiting for files to change, without work while they do not.

What counts is how the files stand: that is the same on every file system, across the
mounts of containers too, and nothing is missed when a folder is replaced as a whole, as
git does on a checkout. When to look is told by the system where watchfiles is
installed; else a look is taken as often as costs little.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Generator

    from apiloom.cli.file_snapshots import Snapshot

Sleep: TypeAlias = Callable[[float], None]

PAUSE: Final = 0.2
"""Seconds between two looks, at least."""
_SHARE: Final = 50
"""How many times as long as a look takes is waited for the next: 2 % of a core."""
_LOOK_ANYWAY: Final = 5.0
"""Seconds after which a look is taken though nothing was told, as of network mounts."""
_LONGEST: Final = 5.0
"""Seconds that changes may go on before they are acted upon all the same."""


def wait(
    before: Snapshot, sleep: Sleep = time.sleep, *, told: bool = True
) -> tuple[Path, ...]:
    """Return the paths that are not as `before`, once they have come to rest.

    A file that is being saved changes more than once: only when two looks in a row find
    the same is it taken to be whole. Not `told`, it goes by looks alone.
    """
    with closing(_moments(before, sleep, told=told)) as moments:
        for _ in moments:
            if before.differing(before.again()) and (
                changed := before.differing(_at_rest(before, sleep))
            ):
                return changed
    raise AssertionError("moments have no end")


def _moments(before: Snapshot, sleep: Sleep, *, told: bool) -> Generator[None]:
    """When to look: as soon as something is told, or now and then; without end."""
    if told:
        yield from _told(before)
    while True:
        begun = time.perf_counter()
        yield
        sleep(max(PAUSE, _SHARE * (time.perf_counter() - begun)))


def _told(before: Snapshot) -> Iterator[None]:
    """The same by watchfiles; it ends where that is not there, or cannot go on."""
    try:
        from watchfiles import watch  # noqa: PLC0415 - nobody needs to have it
    except ImportError:
        return
    folders = sorted({_standing(path) for path in before.folders()})
    try:
        for _ in watch(
            *folders,
            watch_filter=None,
            recursive=False,
            debounce=int(PAUSE * 1000),
            rust_timeout=int(_LOOK_ANYWAY * 1000),
            yield_on_timeout=True,
        ):
            yield
    except (OSError, RuntimeError):
        # A folder has gone, or the system has no room for more watches.
        return


def _standing(folder: Path) -> Path:
    """The nearest folder above that is there."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _at_rest(before: Snapshot, sleep: Sleep) -> Snapshot:
    """The same paths once nothing moves any more, or after a while anyway."""
    last = before.again()
    waited = 0.0
    while waited < _LONGEST:
        sleep(PAUSE)
        waited += PAUSE
        now = before.again()
        if not now.differing(last):
            break
        last = now
    return last

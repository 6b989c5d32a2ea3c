"""Which relative paths may name a file of the output package."""

from __future__ import annotations


def is_inside(path: str) -> bool:
    """Whether `path` is relative, normalised, with `/`, and stays inside its folder.

    Judged as text and for every platform at once: a backslash, a colon or a control
    character is refused everywhere, because a manifest travels between systems.
    """
    if not path or not path.isprintable() or "\\" in path or ":" in path:
        return False
    return all(step not in {"", ".", ".."} for step in path.split("/"))


def folders_of(path: str) -> tuple[str, ...]:
    """Every folder above `path` inside the package, nearest first."""
    steps = path.split("/")[:-1]
    return tuple("/".join(steps[:size]) for size in range(len(steps), 0, -1))

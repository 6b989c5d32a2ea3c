"""What rendering hands to the package wing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file of the output package before formatting.

    `path` is relative to the package, with `/`. `rough` are the lines of each statement
    whose layout the formatter has to judge, counted from 0: there are none in a data
    file, and hardly any where every line was laid out within 88 columns. `by_user` says
    that a template of the user's has had a part in it.
    """

    path: str
    content: bytes
    rough: tuple[range, ...] = ()
    by_user: bool = False

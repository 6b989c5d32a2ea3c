"""What rendering hands to emit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One file of the output package before formatting.

    `path` is relative to the package, with `/`. `settled` says that the layout is
    known to be the formatter's own (a built-in template whose every line was laid out
    within 88 columns, or a data file): such a file needs no formatting.
    """

    path: str
    content: bytes
    settled: bool

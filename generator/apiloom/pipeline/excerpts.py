"""The lines of a document at a place: what people look for first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from apiloom.core.location import Location
from apiloom.document.source.text_lines import lines_of
from apiloom.pipeline.run import Run

_LINES: Final = 12
_WIDEST: Final = 400


def excerpts(run: Run, places: Iterable[Location]) -> dict[Location, str]:
    """The text at each place that has a line, as `located_places` gives them.

    That is the line and those below it that are indented more, a dozen at most. A
    document that is one long line has none to show.
    """
    locations = list(places)
    sources = run.diagnostics.sources(where.document for where in locations)
    lines_by_name = {name: lines_of(data) for name, data in sources.items()}
    blocks: dict[Location, str] = {}
    for where in locations:
        lines = lines_by_name.get(where.document)
        if lines is None or not 0 < where.line <= len(lines) or where in blocks:
            continue
        blocks[where] = "\n".join(_block(lines, where.line - 1))
    return {where: text for where, text in blocks.items() if text}


def _block(lines: list[str], start: int) -> list[str]:
    first = lines[start]
    depth = _depth(first)
    block = [first]
    for line in lines[start + 1 : start + 2 * _LINES]:
        if line.strip() and _depth(line) <= depth:
            # What closes a block of JSON belongs to it.
            if line.strip().startswith(("}", "]")):
                block.append(line)
            break
        block.append(line)
    if len(block) > _LINES:
        block = [*block[: _LINES - 1], f"{' ' * (depth + 2)}…"]
    while not block[-1].strip():
        block.pop()
    if any(len(line) > _WIDEST for line in block):
        return []
    return [line[depth:] for line in block]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

"""The lines of a document at a place: what people look for first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from apiloom.core.location import Location
from apiloom.pipeline.run import Run

_LINES: Final = 12
_WIDEST: Final = 400


def excerpts(run: Run, places: Iterable[Location]) -> dict[Location, str]:
    """The text at each place that has a line, as `run.placed` returns them.

    That is the line and those below it that are indented more, a dozen at most. A
    document that is one long line has none to show.
    """
    texts = dict(_texts(run))
    found: dict[Location, str] = {}
    for where in places:
        lines = texts.get(where.document)
        if lines is None or not 0 < where.line <= len(lines) or where in found:
            continue
        found[where] = "\n".join(_block(lines, where.line - 1))
    return {where: text for where, text in found.items() if text}


def _texts(run: Run) -> Iterable[tuple[str, list[str]]]:
    documents = run.documents.documents if run.documents else {}
    for uri, document in documents.items():
        name = Location(uri)
        if run.opened is not None:
            name = run.opened.placed(name)
        text = document.data.decode("utf-8", "replace").removeprefix("\ufeff")
        yield name.document, text.split("\n")


def _block(lines: list[str], start: int) -> list[str]:
    first = lines[start].rstrip("\r")
    depth = _depth(first)
    block = [first]
    for line in lines[start + 1 : start + 2 * _LINES]:
        if line.strip() and _depth(line) <= depth:
            # What closes a block of JSON belongs to it.
            if line.strip().startswith(("}", "]")):
                block.append(line.rstrip("\r"))
            break
        block.append(line.rstrip("\r"))
    if len(block) > _LINES:
        block = [*block[: _LINES - 1], f"{' ' * (depth + 2)}…"]
    while not block[-1].strip():
        block.pop()
    if any(len(line) > _WIDEST for line in block):
        return []
    return [line[depth:] for line in block]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))

"""Writes `[tool.apiloom]` into a `pyproject.toml`; every other byte stays."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.cli.config.toml_positions import positions_of
from apiloom.python.targets.package_options import TARGETS, Target

_TABLE: Final = ("tool", "apiloom")
_BASIC_PLANE: Final = 0xFFFF
_BLANK: Final = re.compile(r"[ \t]*(?:#.*)?\r?\n")


class CannotEditError(ValueError):
    """A file in which the table cannot be put; the text says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to be configured, as its keys have it."""

    spec: str
    output: str
    targets: tuple[Target, ...] = TARGETS
    further: str = ""
    """Lines of other keys."""


def table_text(entries: Sequence[Entry]) -> str:
    """The table for one document, or those for several."""
    header = "[tool.apiloom]" if len(entries) == 1 else "[[tool.apiloom.documents]]"
    return "\n".join("\n".join(_lines(header, entry)) + "\n" for entry in entries)


def with_table(text: str, table: str) -> str:
    """The file `text` with `table` at its end, in place of one that it has.

    Raises `CannotEditError` where the file says it in another way than by tables of
    their own.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    remaining = _without(text)
    if remaining.strip():
        remaining += "" if remaining.endswith("\n") else end
        remaining += "" if remaining.endswith(end * 2) else end
    whole = remaining + table.replace("\n", end)
    try:
        parsed = tomllib.loads(whole)
    except tomllib.TOMLDecodeError as error:
        raise CannotEditError(str(error)) from error
    tool = parsed["tool"]
    expected = tomllib.loads(table)["tool"]["apiloom"]
    if not isinstance(tool, dict) or tool["apiloom"] != expected:
        raise CannotEditError("what it says of apiloom stands in other tables as well")
    return whole


def _without(text: str) -> str:
    """The text without the tables of apiloom; comments above other tables stay."""
    starts = positions_of(text).headers
    pieces: list[str] = []
    position = 0
    for number, (offset, way) in enumerate(starts):
        if way[:2] != _TABLE:
            continue
        following = starts[number + 1] if number + 1 < len(starts) else None
        begin = text.rfind("\n", 0, offset) + 1
        pieces.append(text[position:begin])
        position = len(text)
        if following is not None:
            position = text.rfind("\n", 0, following[0]) + 1
            if following[1][:2] != _TABLE:
                position = _above(text, begin, position)
    return "".join([*pieces, text[position:]])


def _above(text: str, begin: int, offset: int) -> int:
    """Where the blank lines and comments begin that stand right above `offset`."""
    while begin < offset:
        line = text.rfind("\n", 0, offset - 1) + 1
        if not _BLANK.fullmatch(text[line:offset]):
            break
        offset = line
    return offset


def _lines(header: str, entry: Entry) -> Iterator[str]:
    yield header
    yield f"spec = {quoted(entry.spec)}"
    yield f"output = {quoted(entry.output)}"
    if entry.targets != TARGETS:
        yield "targets = [" + ", ".join(map(quoted, entry.targets)) + "]"
    yield from entry.further.splitlines()


def quoted(text: str) -> str:
    """A basic string of TOML (1.0): JSON's strings are, but for one character.

    What cannot be seen is spelled out.
    """
    return "".join(map(_seen, json.dumps(text, ensure_ascii=False)))


def _seen(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"

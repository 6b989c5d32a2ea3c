"""What the user says of changes that `diff` finds: known ones, levels, moved paths."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from apiloom.core.acceptance import place_pattern
from apiloom.core.location import Location
from apiloom.core.selection import COMMAND_LINE
from apiloom.core.star_patterns import path_pattern, text_pattern

_NUMBERS: Final = re.compile(r"[vV]?(\d+(?:[.-]\d+)*)")


@dataclass(frozen=True, slots=True)
class AcceptedChange:
    """An entry for changes that are known, and do not fail a gate.

    It is for the contract by the id of a `rule`, or for the package by the `python`
    name of what changes, in which `*` stands for any characters. `operation` is a
    pattern of `METHOD path` (`*` for any characters but `/`, `**` for any): a change is
    meant where all operations that feel it fit. `pointer` is a place in either
    document, as in `accept`; everything below it is meant too. From the day `until` on,
    and from the version `until_version` of the new document on, the changes count
    again. An entry that is `shared` by several documents need not concern each of them.
    """

    reason: str
    rule: str = ""
    python: str = ""
    operation: str = ""
    pointer: str = ""
    document: str = ""
    until: date | None = None
    until_version: str = ""
    where: Location = field(default=COMMAND_LINE, compare=False)
    shared: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        place = f"{self.document}#{self.pointer}" if self.document else self.pointer
        parts = (self.rule or self.python, self.operation, place)
        return " ".join(part for part in parts if part)

    def is_expired(self, version: str, today: date) -> bool:
        """Whether the changes count again, for a new document of this version.

        A version without numbers cannot be compared: then they count.
        """
        if self.until is not None and today >= self.until:
            return True
        if not self.until_version:
            return False
        reached, limit = numbers_of(version), numbers_of(self.until_version)
        if not reached or not limit:
            return True
        size = max(len(reached), len(limit))
        return _padded(reached, size) >= _padded(limit, size)

    def fits_operations(self, operations: Iterable[str]) -> bool:
        """Whether all of them are meant, and there is one, if any are named."""
        if not self.operation:
            return True
        labels = [label for label in operations if label]
        pattern = path_pattern(self.operation)
        return bool(labels) and all(map(pattern.fullmatch, labels))

    def fits_place(self, places: Iterable[Location | None]) -> bool:
        """Whether one of the places is meant, or no place is named."""
        if not self.pointer and not self.document:
            return True
        pattern = place_pattern(self.document, self.pointer)
        return any(
            place is not None and pattern.match(f"{place.document}\0{place.pointer}")
            for place in places
        )

    def fits_name(self, name: str) -> bool:
        """Whether a name of the package is meant."""
        return text_pattern(self.python).fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class ChangePolicy:
    """How changes are judged.

    `levels` are pairs of a rule of the contract and the level that it has for callers
    here. `prefixes` are pairs of what paths of the old document begin with and what
    they begin with in the new one.
    """

    accepted: tuple[AcceptedChange, ...] = ()
    levels: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()


NO_POLICY: Final = ChangePolicy()


def numbers_of(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with: those of `v2.1-rc1` are 2 and 1."""
    match = _NUMBERS.match(version)
    # A number of thousands of digits is none of a version.
    if match is None or len(match[1]) > 100:
        return ()
    return tuple(int(number) for number in re.split("[.-]", match[1]))


def _padded(numbers: tuple[int, ...], size: int) -> tuple[int, ...]:
    return numbers + (0,) * (size - len(numbers))

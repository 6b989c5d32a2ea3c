"""What the user knows of and can live with: accepted diagnostics.

An accepted warning is not printed and does not count under `--strict`. An accepted
error that has a fallback becomes such a warning; any other error stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Self

from apiloom.core import codes
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.location import ROOT, Location, Pointer
from apiloom.core.star_patterns import steps_pattern

UNUSED: Final = "accept-unused"
_INSIDE: Final = "[^/\0]"
"""What `*` stands for: anything inside of one step."""
_COMMAND_LINE: Final = Location("--accept")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One entry: a code, and the part of the documents where it is accepted.

    `pointer` is a JSON pointer as diagnostics show it; everything below it is meant
    too, and `*` stands for any run of characters inside one token. Empty, it is
    everywhere. `document` is the end of the name of one file of several, whole steps of
    its path; empty, it is any. `where` is the place of the entry itself; `shared` says
    that it stands there for several documents, none of which has to need it.
    """

    code: str
    pointer: Pointer = ROOT
    where: Location = field(default=_COMMAND_LINE, compare=False)
    shared: bool = field(default=False, compare=False)
    document: str = ""

    @classmethod
    def parse(cls, text: str, where: Location = _COMMAND_LINE) -> Self:
        """Read `CODE`, `CODE:POINTER` or `CODE:FILE#POINTER`.

        A `ValueError` says what is wrong.
        """
        code, _, pointer = text.partition(":")
        return cls.entry(code, pointer, where)

    @classmethod
    def entry(
        cls, code: str, pointer: str, where: Location, shared: bool = False
    ) -> Self:
        """An entry from its parts; a `ValueError` says what is wrong.

        The name of a file may stand before the pointer, with a `#` between them.
        """
        document, plain = place_of(pointer)
        return cls(code.strip(), plain, where, shared, document)

    def __str__(self) -> str:
        place = f"{self.document}#{self.pointer}" if self.document else self.pointer
        return f"{self.code}:{place}" if place else self.code

    def covers(self, pattern: re.Pattern[str], item: Diagnostic) -> bool:
        """Whether `item` is meant; `pattern` is that of `compiled`."""
        if item.code != self.code or not acceptable(item):
            return False
        return pattern.match(f"{item.where.document}\0{item.where.pointer}") is not None

    def compiled(self) -> re.Pattern[str]:
        """The entry as a pattern for document and pointer, whole steps only."""
        return place_pattern(self.document, self.pointer)


def place_of(text: str) -> tuple[str, Pointer]:
    """The end of a file's name and the pointer of `POINTER` or `FILE#POINTER`.

    A `ValueError` says what is wrong.
    """
    document, plain = "", text.strip()
    if not plain.startswith("/") and "#" in plain:
        document, _, plain = plain.partition("#")
    plain = plain.rstrip("/")
    if plain and not plain.startswith("/"):
        raise ValueError(f"the pointer {text!a} does not begin with '/'")
    return document.strip().removeprefix("./"), Pointer(plain)


def place_pattern(document: str, pointer: str) -> re.Pattern[str]:
    """A pattern for `DOCUMENT\\0POINTER` at a place or below it, whole steps only."""
    file = "[^\0]*"
    if document:
        file = f"(?:[^\0]*/)?{steps_pattern(document, _INSIDE)}"
    return re.compile(f"{file}\0{steps_pattern(pointer, _INSIDE)}(?:/|$)")


def refusal(name: str) -> tuple[str, str] | None:
    """Why the code `name` cannot be accepted, and what to do; None where it can."""
    page = codes.page(name)
    if page is None:
        return f"unknown code {name!a}", codes.suggestion(name)
    if not page.acceptable:
        return f"{name!a} cannot be accepted", "nothing could be generated then"
    return None


def acceptable(item: Diagnostic) -> bool:
    """Whether there is anything to go on with: not where an error has no fallback."""
    return item.severity is not Severity.ERROR or bool(item.fallback)


def judge(
    items: Iterable[Diagnostic], entries: tuple[Accepted, ...]
) -> tuple[Diagnostic, ...]:
    """The same diagnostics, accepted where an entry covers them."""
    if not entries:
        return tuple(items)
    patterns = [(entry, entry.compiled()) for entry in entries]
    return tuple(
        (
            _accepted(item)
            if any(entry.covers(pattern, item) for entry, pattern in patterns)
            else item
        )
        for item in items
    )


def unused(
    items: Iterable[Diagnostic], entries: tuple[Accepted, ...]
) -> tuple[Diagnostic, ...]:
    """A note for each entry that covers none of `items`, which `judge` has judged."""
    accepted = [item for item in items if item.accepted]
    idle: list[Diagnostic] = []
    for entry in dict.fromkeys(entry for entry in entries if not entry.shared):
        pattern = entry.compiled()
        if not any(entry.covers(pattern, item) for item in accepted):
            message = f"nothing is accepted by {str(entry)!a}"
            hint = "remove it, or look for a typing error in its pointer"
            idle.append(Diagnostic(UNUSED, Severity.NOTE, message, entry.where, hint))
    return tuple(idle)


def _accepted(item: Diagnostic) -> Diagnostic:
    if item.severity is not Severity.ERROR:
        return replace(item, accepted=True)
    message = f"{item.message}; {item.fallback}"
    return replace(item, severity=Severity.WARNING, message=message, accepted=True)

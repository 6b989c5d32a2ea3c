"""What the user knows of and can live with: accepted diagnostics.

An accepted warning is not printed and does not count under `--strict`. An accepted
error that has a fallback becomes such a warning; any other error stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Self

from apiloom import codes
from apiloom.diagnostics import Diagnostic, Severity
from apiloom.location import ROOT, Location, Pointer

UNUSED: Final = "accept-unused"
_COMMAND_LINE: Final = Location("--accept")


@dataclass(frozen=True, slots=True)
class Accepted:
    """One entry: a code, and the part of the documents where it is accepted.

    `pointer` is a JSON pointer as diagnostics show it; everything below it is meant
    too, and `*` stands for any run of characters inside one token. Empty, it is
    everywhere. `where` is the place of the entry itself; `shared` says that it stands
    there for several documents, none of which has to need it.
    """

    code: str
    pointer: Pointer = ROOT
    where: Location = field(default=_COMMAND_LINE, compare=False)
    shared: bool = field(default=False, compare=False)

    @classmethod
    def parse(cls, text: str, where: Location = _COMMAND_LINE) -> Self:
        """Read `CODE` or `CODE:POINTER`; a `ValueError` says what is wrong."""
        code, _, pointer = text.partition(":")
        return cls.entry(code, pointer, where)

    @classmethod
    def entry(
        cls, code: str, pointer: str, where: Location, shared: bool = False
    ) -> Self:
        """An entry from its parts; a `ValueError` says what is wrong."""
        plain = pointer.strip().removeprefix("#").rstrip("/")
        if plain and not plain.startswith("/"):
            raise ValueError(f"the pointer {pointer!a} does not begin with '/'")
        return cls(code.strip(), Pointer(plain), where, shared)

    def __str__(self) -> str:
        return f"{self.code}:{self.pointer}" if self.pointer else self.code

    def covers(self, pattern: re.Pattern[str], item: Diagnostic) -> bool:
        """Whether `item` is meant; `pattern` is that of `compiled`."""
        if item.code != self.code or not acceptable(item):
            return False
        return pattern.match(item.where.pointer) is not None

    def compiled(self) -> re.Pattern[str]:
        """The pointer as a pattern for the beginning of pointers, whole tokens only."""
        parts = (re.escape(part) for part in self.pointer.split("*"))
        return re.compile("[^/]*".join(parts) + "(?:/|$)")


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
    for entry in dict.fromkeys(each for each in entries if not each.shared):
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

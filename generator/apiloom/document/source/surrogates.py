"""Halves of surrogate pairs in JSON, which are no characters (RFC 8259, 8.2)."""

from __future__ import annotations

import re
from typing import Final

from apiloom.core.diagnostics import Severity
from apiloom.document.source.reading_outcome import Problem

_HINT: Final = re.compile(r"\\u[dD][89a-fA-F]")
# In JSON a backslash stands in a string alone, and each begins an escape.
_ESCAPE: Final = re.compile(
    r"\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}"
    r"|(u[dD][89a-fA-F][\da-fA-F]{2})|.)",
    re.DOTALL,
)


def whole_characters(text: str) -> tuple[str, Problem | None]:
    """The text of a JSON document with U+FFFD in place of each half, as long as before.

    And the first one as a warning (`lone-surrogate`): what is generated is UTF-8.
    """
    if _HINT.search(text) is None:
        return text, None
    halves: list[re.Match[str]] = []

    def whole(escape: re.Match[str]) -> str:
        if escape[1] is None:
            return escape[0]
        halves.append(escape)
        return "\\ufffd"

    changed = _ESCAPE.sub(whole, text)
    if not halves:
        return text, None
    more = f", and {len(halves) - 1:,} more are none" if halves[1:] else ""
    problem = Problem(
        "lone-surrogate",
        f"{halves[0][0]} is half of a surrogate pair and no character{more}",
        halves[0].start(),
        hint="write both halves, or the character itself",
        severity=Severity.WARNING,
    )
    return changed, problem

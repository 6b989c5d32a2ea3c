"""Patterns of ECMA 262 and who can judge them."""

from __future__ import annotations

import re
from math import prod
from typing import Final

from apiloom.runtime.patterns import compiled

_PLAIN: Final = re.compile(
    r"""(?:
        [^\\.\[\](){}*+?^$|]                       # a character
      | [\^$|)] | \((?:\?:|(?!\?))                 # anchors, alternatives, groups
      | (?: [*+?] | \{[0-9]+(?:,[0-9]*)?\} ) \?? (?![*+?{])
      | \\[.\-/+*?()\[\]{}|^$\\]
      | \[ \^? (?:
            [^\\\[\]&~^-] (?: - [^\\\[\]&~^-] )?
          | \\[.\-/+*?()\[\]{}|^$\\]
        )+ -? \]
    )*""",
    re.VERBOSE,
)
"""Patterns that mean the same to ECMA 262 and to the engine of pydantic."""
_COUNT: Final = re.compile(r"\{(?:[0-9]+,)?([0-9]*)\}")
_MOST_REPEATS: Final = 500
"""The engine unrolls what is counted; beyond this it may refuse."""
_MOST_GROUPS: Final = 100
"""It refuses groups that nest 250 deep."""


def is_plain(pattern: str) -> bool:
    """Whether pydantic itself can judge the pattern, and judges it as ECMA 262 does."""
    counts = (int(count[:9] or 1) for count in _COUNT.findall(pattern))
    small = prod(max(count, 1) for count in counts) <= _MOST_REPEATS
    if not small or pattern.count("(") > _MOST_GROUPS:
        return False
    return _PLAIN.fullmatch(pattern) is not None and is_usable(pattern)


def is_usable(pattern: str) -> bool:
    """Whether the pattern can be judged at all."""
    try:
        compiled(pattern)
    except re.error:
        return False
    return True

"""Patterns of documents, searched for in time that is bounded: nobody knows them.

Python's engine tries one way to match after the other, of which `^(a+)+$` has more than
anybody can wait for.
"""

from __future__ import annotations

import re
from typing import Final

import jsonschema_rs

from apiloom.runtime.patterns import Search, use_engine

_SPELLINGS: Final = {"\\Z": "$", "\\b": "(?-u:\\b)", "\\B": "(?-u:\\B)"}
"""What stands for the anchors of a translated pattern, which has no other `$`."""
_ENGINES: Final = (
    jsonschema_rs.RegexOptions(),
    # For lookaround and references back; beyond the limit nothing is found.
    jsonschema_rs.FancyRegexOptions(backtrack_limit=1_000_000),
)


def bound_patterns() -> None:
    """Have the patterns that the generator judges values by searched for so."""
    use_engine(_search_for)


def _search_for(expression: re.Pattern[str]) -> Search | None:
    written = re.sub(r"\\[ZbB]", lambda each: _SPELLINGS[each[0]], expression.pattern)
    for engine in _ENGINES:
        try:
            judge = jsonschema_rs.validator_for(
                {"pattern": written}, pattern_options=engine
            )
        except jsonschema_rs.ValidationError:
            continue

        def search(text: str, judge: jsonschema_rs.Validator = judge) -> bool:
            if _is_unicode(text):
                return judge.is_valid(text)
            return expression.search(text) is not None

        return search
    return None


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

"""Patterns of documents, searched for in time that is bounded: nobody knows them.

Python's engine tries one way to match after the other, of which `^(a+)+$` has more than
anybody can wait for.
"""

from __future__ import annotations

from typing import Final

import jsonschema_rs

from apiloom.runtime.patterns import Search, use_engine

_ENGINES: Final = (
    jsonschema_rs.RegexOptions(),
    # For lookaround and references back; beyond the limit nothing is found.
    jsonschema_rs.FancyRegexOptions(backtrack_limit=1_000_000),
)


def bound_patterns() -> None:
    """Have the patterns that the generator judges values by searched for so."""
    use_engine(_search_for)


def _search_for(pattern: str) -> Search | None:
    for engine in _ENGINES:
        try:
            return jsonschema_rs.validator_for(
                {"pattern": pattern}, pattern_options=engine
            ).is_valid
        except jsonschema_rs.ValidationError:
            continue
    return None

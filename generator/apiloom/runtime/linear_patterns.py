"""Patterns judged in time that grows with the text, whatever strangers send.

Python's engine tries one way after the other, and `^(\\d+)+$` has a great many of them.
That of pydantic does not; in return it has no lookaround and no references back. What
it has not is left to Python.
"""

import re

from pydantic_core import SchemaError, SchemaValidator, core_schema

from .patterns import Search, use_engine

_SPELLINGS = {"\\Z": "\\z", "\\b": "(?-u:\\b)", "\\B": "(?-u:\\B)"}
"""What stands for the anchors of a translated pattern, which has no other `\\Z`."""


def judge_linearly() -> None:
    """Have all patterns judged so from now on, by whoever judges them."""
    use_engine(_search_for)


def _search_for(expression: re.Pattern[str]) -> Search | None:
    written = re.sub(r"\\[ZbB]", lambda each: _SPELLINGS[each[0]], expression.pattern)
    try:
        judge = SchemaValidator(
            core_schema.str_schema(pattern=written, regex_engine="rust-regex")
        ).isinstance_python
    except SchemaError:
        return None

    def search(text: str) -> bool:
        if judge(text):
            return True
        # It takes no halves of surrogate pairs, which no JSON that was read has.
        return not _is_unicode(text) and expression.search(text) is not None

    return search


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

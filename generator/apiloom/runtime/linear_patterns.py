"""Patterns judged in time that grows with the text, whatever strangers send.

Python's engine tries one way after the other, and `^(\\d+)+$` has a great many of them.
That of pydantic does not; in return it has no lookaround and no references back. What
it has not is left to Python.
"""

from pydantic_core import SchemaError, SchemaValidator, core_schema

from .patterns import Search, use_engine


def judge_linearly() -> None:
    """Have all patterns judged so from now on, by whoever judges them."""
    use_engine(_search_for)


def _search_for(pattern: str) -> Search | None:
    schema = core_schema.str_schema(pattern=pattern, regex_engine="rust-regex")
    try:
        return SchemaValidator(schema).isinstance_python
    except SchemaError:
        return None

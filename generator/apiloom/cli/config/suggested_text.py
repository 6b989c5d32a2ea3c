"""Suggestions as people paste them into `pyproject.toml`, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from apiloom.api.suggestions import Rule, Suggestion
from apiloom.cli.config.table_edit import quoted
from apiloom.core.page_rule import PageRule
from apiloom.core.rename_rule import RenameRule
from apiloom.core.stream_rule import StreamRule
from apiloom.core.text import visible
from apiloom.core.type_choice import TypeChoice

_KEYS: Final = ((PageRule, "pages"), (StreamRule, "streams"), (RenameRule, "rename"))
_PAGES: Final = ("operation", "kind", "parameter", "items", "next", "last", "more")


def suggested_text(suggestions: Sequence[Suggestion]) -> str:
    """Keys of `[tool.apiloom]` as TOML 1.0; nothing for nothing."""
    return "".join(f"{line}\n" for line in _lines(suggestions))


def _lines(suggestions: Sequence[Suggestion]) -> Iterator[str]:
    for kind, key in _KEYS:
        rules = [each for each in suggestions if isinstance(each.rule, kind)]
        if rules:
            yield f"{key} = ["
            for each in rules:
                yield f"    # {visible(each.reason)}"
                yield f"    {_table(each.rule)},"
            yield "]"
    for each in suggestions:
        if isinstance(each.rule, TypeChoice):
            yield f"# {visible(each.reason)}"
            yield f"types.{quoted(each.rule.key)} = {quoted(each.rule.to)}"


def _table(rule: Rule) -> str:
    entries = (
        f"{key} = {quoted(value) if isinstance(value, str) else value}"
        for key, value in _values(rule)
    )
    return "{ " + ", ".join(entries) + " }"


def _values(rule: Rule) -> Iterator[tuple[str, str | int]]:
    """What a rule says, in the order of the README."""
    match rule:
        case PageRule():
            for key in _PAGES:
                value = getattr(rule, key)
                if value:
                    yield key, value
            if rule.first is not None:
                yield "first", rule.first
        case StreamRule():
            yield "operation", rule.operation
            yield "sentinel", rule.sentinel
        case RenameRule():
            yield "kind", rule.kind
            yield "match", rule.match
            yield "to", rule.to

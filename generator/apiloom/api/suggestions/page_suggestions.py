"""Rules for pages: one for each operation, or one by pattern for many that are alike.

Each is tried as one of the configuration is, so nothing is suggested that is refused. A
pattern fits the operations that it is meant for, and else only those of rules before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from apiloom.api.resolve.operation_rules import UnfitError
from apiloom.api.resolve.paged_operations import PagedOperations
from apiloom.api.resolved_api import NamedOperation, ResolvedApi, operation_key
from apiloom.api.suggestions.answer_members import AnswerMembers
from apiloom.api.suggestions.operation_labels import label_of, pattern_for
from apiloom.api.suggestions.page_shapes import PageShape
from apiloom.api.suggestions.suggestion import Suggestion
from apiloom.core.diagnostics import Report
from apiloom.core.page_rule import PageRule

_Alike: TypeAlias = dict[str, tuple[NamedOperation, str]]
"""Operations by `METHOD path` that have one rule, each with the reason for it."""


class PageSuggestions:
    """Suggestions for the pages of an API; what the configuration says is left out."""

    def __init__(self, resolved: ResolvedApi) -> None:
        self._resolved = resolved
        self._operations = [
            named for resource in resolved.resources for named in resource.operations
        ]
        self._paged = PagedOperations(resolved.shapes, resolved.field_names, Report())

    def all(self) -> Iterator[Suggestion]:
        """Rules in the order in which they count: those for few operations first."""
        claimed = set(self._resolved.paging)
        groups = self._groups()
        paged = claimed.union(*groups.values())
        for rule in sorted(groups, key=lambda rule: len(groups[rule])):
            # An answer without a header `Link` is one page, whatever a rule says.
            free = self._keys - paged if rule.kind == "link" else set[str]()
            yield from self._for_all(rule, groups[rule], claimed | free)
            claimed |= groups[rule].keys()

    @property
    def _keys(self) -> set[str]:
        return {operation_key(named.operation) for named in self._operations}

    def _groups(self) -> dict[PageRule, _Alike]:
        """By a rule without a name, the operations that it is likeliest for."""
        groups: dict[PageRule, _Alike] = {}
        for named in self._operations:
            key = operation_key(named.operation)
            if key in self._resolved.paging:
                continue
            for rule, reason in self._candidates(named):
                if self._fits(rule, named):
                    groups.setdefault(rule, {})[key] = named, reason
                    break
        return groups

    def _candidates(self, named: NamedOperation) -> Sequence[tuple[PageRule, str]]:
        members = AnswerMembers(self._resolved.shapes)
        try:
            return [*PageShape(members, named).rules()]
        except UnfitError:  # it answers no JSON
            return ()

    def _fits(self, rule: PageRule, named: NamedOperation) -> bool:
        try:
            self._paged.paging(rule, named)
        except UnfitError:
            return False
        return True

    def _for_all(
        self, rule: PageRule, alike: _Alike, claimed: set[str]
    ) -> Iterator[Suggestion]:
        operations = [named for named, _ in alike.values()]
        pattern = pattern_for(
            operations, self._operations, lambda named: self._fits(rule, named), claimed
        )
        if pattern is not None:
            reason = next(iter(alike.values()))[1]
            said = f"{len(operations)} operations: {reason}"
            yield Suggestion(replace(rule, operation=pattern), said)
            return
        for named, own in alike.values():
            yield Suggestion(replace(rule, operation=label_of(named.operation)), own)

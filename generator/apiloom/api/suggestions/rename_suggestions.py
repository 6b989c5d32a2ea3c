"""Names that all begin alike: what they share says nothing of any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from apiloom.api.resolved_api import ResolvedApi
from apiloom.api.suggestions.operation_labels import common_start
from apiloom.api.suggestions.suggestion import Suggestion
from apiloom.core.location import tokens_of
from apiloom.core.rename_rule import RenameKind, RenameRule
from apiloom.core.text import reveal, visible

_SEPARATED: Final = re.compile(r".*[._/:-]", re.DOTALL)
"""As much of a text as ends with a sign that parts words."""
_ENOUGH: Final = 4
"""So many names make a habit."""


def rename_suggestions(resolved: ResolvedApi) -> Iterator[Suggestion]:
    """Rules that leave out what all operations, or all schemas, begin with."""
    api = resolved.spec
    ids = [
        reveal(operation.operation_id)
        for operation in api.operations
        if operation.operation_id is not None
    ]
    if len(ids) == len(api.operations):
        yield from _shorter("operation", ids)
    components = [tokens_of(each.pointer)[-1] for each in api.components]
    yield from _shorter("schema", components)


def _shorter(kind: RenameKind, names: Sequence[str]) -> Iterator[Suggestion]:
    if len(names) < _ENOUGH:
        return
    match = _SEPARATED.match(common_start(names))
    if match is None:
        return
    prefix = match[0]
    rest = [name.removeprefix(prefix) for name in names]
    if all(rest) and all(each[0].isalpha() for each in rest):
        rule = RenameRule(kind, f"^{re.escape(prefix)}(.*)$", "\\1")
        yield Suggestion(rule, f"all {len(names)} begin with `{visible(prefix)}`")

"""What a rule calls one operation, and patterns that may fit several."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from typing import Final

from apiloom.api.ir import Operation
from apiloom.api.resolve.operation_rules import fitting
from apiloom.api.resolved_api import NamedOperation, operation_key
from apiloom.core.text import reveal

_PLAIN: Final = re.compile(r"[^\s*]+")
_SHORTEST: Final = 3
"""Letters that a pattern begins or ends with, to be one that people would write."""


def label_of(operation: Operation) -> str:
    """Its `operationId` where a rule can have that, else method and path."""
    operation_id = operation.operation_id
    if operation_id is not None and _PLAIN.fullmatch(reveal(operation_id)):
        return reveal(operation_id)
    return f"{operation.method} {reveal(operation.path)}"


def common_start(texts: Sequence[str]) -> str:
    """What all of some texts begin with."""
    first, last = min(texts), max(texts)
    ends = (n for n, letter in enumerate(first) if letter != last[n])
    return first[: next(ends, len(first))]


def pattern_for(
    meant: Sequence[NamedOperation],
    operations: Sequence[NamedOperation],
    fits: Callable[[NamedOperation], bool],
    claimed: Container[str],
) -> str | None:
    """A pattern for several operations; None where it would take others with it.

    Of the `operations` that a pattern names, a rule holds for those that it `fits`, and
    an earlier one counts for what is `claimed`.
    """
    if len(meant) == 1:
        return None
    keys = {operation_key(named.operation) for named in meant}
    for pattern in _patterns(meant):
        held = {
            operation_key(named.operation)
            for named in fitting(pattern, operations)
            if fits(named)
        }
        if keys <= held and all(key in claimed for key in held - keys):
            return pattern
    return None


def _patterns(operations: Sequence[NamedOperation]) -> Iterator[str]:
    """Patterns that fit all of them, and maybe others: the widest first."""
    methods = {named.operation.method for named in operations}
    method = methods.pop() if len(methods) == 1 else "*"
    yield f"{method} /**"
    paths = [reveal(named.operation.path) for named in operations]
    above = common_start(paths).rpartition("/")[0]
    if above and "*" not in above:
        yield f"{method} {above}/**"
    labels = [label_of(named.operation) for named in operations]
    if not all(map(_PLAIN.fullmatch, labels)):
        return
    begin = common_start(labels)
    if len(begin) >= _SHORTEST:
        yield f"{begin}*"
    end = common_start([label[::-1] for label in labels])[::-1]
    if len(end) >= _SHORTEST:
        yield f"*{end}"

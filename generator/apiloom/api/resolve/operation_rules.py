"""Rules of the configuration for operations: which these are, and why one is not fit.

A rule that names one operation has to fit it; one with a `*` holds for those that are
as it says, of which there has to be one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Protocol, TypeVar

from apiloom.api.ir import Operation
from apiloom.api.resolve.selection_patterns import Patterns, Subject
from apiloom.api.resolved_api import NamedOperation, Resource, operation_key
from apiloom.core.location import Location
from apiloom.core.selection import OperationFilter, SelectionPattern
from apiloom.core.text import reveal

T = TypeVar("T")


class OperationRule(Protocol):
    """A rule for operations."""

    @property
    def operation(self) -> str:
        """An `operationId`, or method and path; `*` stands for any characters."""

    @property
    def is_exact(self) -> bool:
        """Whether it names one operation."""

    @property
    def where(self) -> Location:
        """Where it was written."""

    @property
    def shared(self) -> bool:
        """Whether it stands beside several documents."""


R = TypeVar("R", bound=OperationRule)


class UnfitError(Exception):
    """Why a rule does not hold for an operation, and what it might have meant."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint


def ruled(
    rules: Iterable[R],
    resources: Iterable[Resource],
    result: Callable[[R, NamedOperation], T],
    report: Callable[[R, UnfitError], None],
) -> Mapping[str, T]:
    """By `METHOD path`, what the first rule that holds comes to.

    `result` raises `UnfitError` for an operation that is not as the rule says.
    """
    found: dict[str, T] = {}
    operations = [named for resource in resources for named in resource.operations]
    for rule in rules:
        concerned = [*fitting(rule.operation, operations)]
        problems: list[UnfitError] = []
        for named in concerned:
            try:
                value = result(rule, named)
            except UnfitError as problem:
                problems.append(problem)
            else:
                found.setdefault(operation_key(named.operation), value)
        if not concerned:
            if not rule.shared:
                report(rule, _nothing(rule, operations))
        elif problems and (rule.is_exact or len(problems) == len(concerned)):
            report(rule, problems[0])
    return found


def near(name: str, known: Sequence[str]) -> str:
    """A hint: the nearest of the names that there are, or else some of them."""
    closest = get_close_matches(name, known, n=1)
    if closest:
        return f"did you mean {closest[0]!a}?"
    return "there are " + ", ".join(map(ascii, known[:20])) if known else ""


def fitting(
    pattern: str, operations: Iterable[NamedOperation]
) -> Iterable[NamedOperation]:
    """The operations that a pattern of a rule names."""
    patterns = Patterns(OperationFilter(operations=(SelectionPattern(pattern),)))
    return (named for named in operations if patterns.fit(_subject(named.operation)))


def _subject(operation: Operation) -> Subject:
    operation_id = operation.operation_id
    return Subject(
        (),
        None if operation_id is None else reveal(operation_id),
        operation.method,
        reveal(operation.path),
    )


def _nothing(rule: OperationRule, operations: Iterable[NamedOperation]) -> UnfitError:
    ids = [
        reveal(named.operation.operation_id)
        for named in operations
        if named.operation.operation_id is not None
    ]
    return UnfitError("there is no such operation", near(rule.operation, ids))

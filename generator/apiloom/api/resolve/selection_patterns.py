"""The patterns of a selection, and which of them have fitted anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from apiloom.core.selection import OperationFilter, SelectionPattern
from apiloom.core.star_patterns import path_pattern, text_pattern

_METHOD_AND_PATH: Final = re.compile(r"([A-Za-z*]+)\s+(\S.*)", re.DOTALL)


@dataclass(slots=True)
class _CompiledPattern:
    """A pattern that has been read; `fits` says that it fitted something."""

    source: SelectionPattern
    expression: re.Pattern[str]
    method: re.Pattern[str] | None = None
    fits: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What is said of an operation: tags, `operationId`, method, path.

    The `name` of a webhook stands where operations have a path.
    """

    tags: Sequence[str]
    operation_id: str | None
    method: str
    path: str | None = None
    name: str = ""


@dataclass(slots=True)
class Patterns:
    """The patterns of one `OperationFilter`, each tried on all there is."""

    choice: OperationFilter
    _tags: list[_CompiledPattern] = field(default_factory=list)
    _paths: list[_CompiledPattern] = field(default_factory=list)
    _operations: list[_CompiledPattern] = field(default_factory=list)
    _schemas: list[_CompiledPattern] = field(default_factory=list)

    def __post_init__(self) -> None:
        choice = self.choice
        self._tags = [
            _CompiledPattern(pattern, text_pattern(pattern.text))
            for pattern in choice.tags
        ]
        self._paths = [
            _CompiledPattern(pattern, path_pattern(pattern.text))
            for pattern in choice.paths
        ]
        self._operations = [_operation(pattern) for pattern in choice.operations]
        self._schemas = [
            _CompiledPattern(pattern, text_pattern(pattern.text))
            for pattern in choice.schemas
        ]

    def fit(self, subject: Subject) -> bool:
        """Whether any pattern fits an operation."""
        fitting = [_try(self._tags, subject.tags)]
        if subject.path is not None:
            fitting.append(_try(self._paths, [subject.path]))
        for pattern in self._operations:
            fits = self._names(pattern, subject)
            pattern.fits = pattern.fits or fits
            fitting.append(fits)
        return any(fitting)

    def fit_schema(self, names: Iterable[str]) -> bool:
        """Whether any pattern fits one of the names of a schema."""
        return _try(self._schemas, tuple(names))

    def unused(self) -> list[SelectionPattern]:
        """The patterns that have fitted nothing, in the order of their kinds."""
        patterns = [*self._tags, *self._paths, *self._operations, *self._schemas]
        return [pattern.source for pattern in patterns if not pattern.fits]

    def _names(self, pattern: _CompiledPattern, subject: Subject) -> bool:
        if pattern.method is None:
            name = subject.operation_id
            return name is not None and pattern.expression.fullmatch(name) is not None
        where = subject.name if subject.path is None else subject.path
        return (
            pattern.method.fullmatch(subject.method) is not None
            and pattern.expression.fullmatch(where) is not None
        )


def _operation(source: SelectionPattern) -> _CompiledPattern:
    """`GET /pets/*`, or an `operationId`."""
    parts = _METHOD_AND_PATH.fullmatch(source.text)
    if parts is None:
        return _CompiledPattern(source, text_pattern(source.text))
    return _CompiledPattern(
        source, path_pattern(parts[2]), text_pattern(parts[1].upper())
    )


def _try(patterns: Iterable[_CompiledPattern], texts: Sequence[str]) -> bool:
    """Whether any pattern fits any text; all are tried, so that unused ones show."""
    any_fits = False
    for pattern in patterns:
        fits = any(pattern.expression.fullmatch(text) for text in texts)
        pattern.fits = pattern.fits or fits
        any_fits = any_fits or fits
    return any_fits

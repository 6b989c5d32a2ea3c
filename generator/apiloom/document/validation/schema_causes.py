"""What a failed JSON Schema means: the causes that help, in short words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from jsonschema_rs import ValidationError, ValidationErrorKind

from apiloom.core.diagnostics import FaultKind
from apiloom.core.location import ROOT, Pointer, child
from apiloom.core.text import shown
from apiloom.document.source import Json, JsonObject
from apiloom.document.validation.official_schemas import names_of_all

_COMPARED: Final = 200
_DECIDING: Final = ("in", "type")
"""Members by which OpenAPI itself tells its objects apart."""
_LISTED: Final = 6
_WITH_OR: Final = 3


class Sort(Enum):
    """What kind of keyword failed, where that says what else fails with it."""

    TYPE = auto()
    LISTED = auto()
    """A value is none of those that are listed."""
    MISSING = auto()
    EMPTY = auto()
    UNEVALUATED = auto()
    """A name that no part of the schema which holds has heard of."""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is wrong, and where; `members` and `fault` as in `Diagnostic`."""

    pointer: Pointer
    message: str
    members: tuple[str, ...] = ()
    fault: FaultKind = FaultKind.VALUE
    sort: Sort = Sort.OTHER
    known: bool = False
    """Whether the official schemas have such a name, if anywhere."""


def causes_of(error: ValidationError, root: Json) -> Iterator[Cause]:
    """Why `error` happened in the document `root`.

    "Valid under none of the alternatives" helps nobody, so the alternative that was
    most likely meant is followed down to what fails in it.
    """
    work = [error]
    while work:
        current = work.pop()
        branches = _without_references(current, root)
        if not branches:
            yield from _in_words(current, root)
            continue
        tags = Tags.of(current, branches)
        if tags is not None and not tags.fitting:
            pointer, value = _follow(root, tags.path)
            yield Cause(pointer, _not_listed(tags.options, value), sort=Sort.LISTED)
            continue
        if tags is not None:
            branches = tags.fitting
        work += reversed(_closest(current, branches))


@dataclass(frozen=True, slots=True)
class Tags:
    """The member by which alternatives are told apart: each wants other values of it.

    `options` are the values that are wanted by those that it excludes, `fitting` the
    alternatives that are left.
    """

    path: tuple[str | int, ...]
    options: tuple[Json, ...]
    fitting: list[list[ValidationError]]

    @classmethod
    def of(
        cls, error: ValidationError, branches: list[list[ValidationError]]
    ) -> Tags | None:
        """The member whose value excludes more alternatives than any other does."""
        depth = len(error.instance_path)
        excluded = [_excluding(branch, depth) for branch in branches]
        path = _deciding_path(excluded)
        if path is None:
            return None
        options = [option for paths in excluded for option in paths.get(path, ())]
        fitting = [
            branch
            for branch, paths in zip(branches, excluded, strict=True)
            if path not in paths
        ]
        return cls(path, tuple(options), fitting)


def _deciding_path(
    excluded: Sequence[Mapping[tuple[str | int, ...], object]],
) -> tuple[str | int, ...] | None:
    """The path by which alternatives are told apart; None where nobody can tell."""
    counts = Counter(path for paths in excluded for path in paths)
    known = [
        path
        for name in _DECIDING
        for path in counts
        if path[-1] == name and counts[path] < len(excluded)
    ]
    if known:
        return max(known, key=counts.__getitem__)
    most = counts.most_common(2)
    if not most or (len(most) > 1 and most[0][1] == most[1][1]):
        return None
    return most[0][0]


def _excluding(
    branch: list[ValidationError], depth: int
) -> dict[tuple[str | int, ...], list[Json]]:
    """The members of the value at `depth` that forbid an alternative: path, values."""
    paths: dict[tuple[str | int, ...], list[Json]] = {}
    for error in branch:
        path, kind = tuple(error.instance_path), error.kind
        inner = [_excluding(alternative, depth) for alternative in _branches(kind)]
        if inner and len(path) == depth:
            for common in set(inner[0]).intersection(*inner):
                options = [option for excluded in inner for option in excluded[common]]
                paths.setdefault(common, []).extend(options)
        elif len(path) != depth + 1 or not isinstance(path[-1], str):
            continue
        elif isinstance(kind, ValidationErrorKind.Enum):
            paths.setdefault(path, []).extend(kind.options)
        elif isinstance(kind, ValidationErrorKind.Constant):
            paths.setdefault(path, []).append(kind.expected_value)
    return paths


def _branches(kind: ValidationErrorKind) -> list[list[ValidationError]]:
    if isinstance(kind, ValidationErrorKind.AnyOf | ValidationErrorKind.OneOfNotValid):
        return [branch for branch in kind.context if branch]
    return []


def _without_references(
    error: ValidationError, root: Json
) -> list[list[ValidationError]]:
    """The alternatives that failed, if it has any, that can be meant.

    A reference object is meant where there is a `$ref`, and only there.
    """
    branches = _branches(error.kind)
    if len(branches) < 2:
        return branches
    _, value = _follow(root, error.instance_path)
    if isinstance(value, Mapping) and "$ref" in value:
        return branches
    return [branch for branch in branches if not _lacks_reference(branch)] or branches


def _closest(
    error: ValidationError, branches: list[list[ValidationError]]
) -> list[ValidationError]:
    """The alternative that fails deepest inside, and then in the fewest places."""
    own_depth = len(error.instance_path)

    def closeness(branch: list[ValidationError]) -> tuple[bool, int, int]:
        depth = max(len(inner_error.instance_path) for inner_error in branch)
        wrong_type = any(
            isinstance(inner_error.kind, ValidationErrorKind.Type)
            and len(inner_error.instance_path) == own_depth
            for inner_error in branch
        )
        return not wrong_type, depth, -len(branch)

    return max(branches, key=closeness)


def _lacks_reference(branch: list[ValidationError]) -> bool:
    return any(
        isinstance(error.kind, ValidationErrorKind.Required)
        and error.kind.property == "$ref"
        for error in branch
    )


def _in_words(error: ValidationError, root: Json) -> Iterator[Cause]:
    pointer, value = _follow(root, error.instance_path)
    kind = error.kind
    if isinstance(
        kind,
        ValidationErrorKind.AdditionalProperties
        | ValidationErrorKind.UnevaluatedProperties,
    ):
        for name in kind.unexpected:
            message = f"{shown(name)} is not expected here"
            unevaluated = isinstance(kind, ValidationErrorKind.UnevaluatedProperties)
            yield Cause(
                child(pointer, name),
                message,
                fault=FaultKind.UNEXPECTED,
                sort=Sort.UNEVALUATED if unevaluated else Sort.OTHER,
                known=name in names_of_all(),
            )
        return
    members: tuple[str, ...] = ()
    if isinstance(kind, ValidationErrorKind.Required):
        members = (kind.property,)
    elif isinstance(kind, ValidationErrorKind.UniqueItems):
        members = _repeated(value)
    fault = next(
        (
            fault_kind
            for kind_type, fault_kind in _FAULTS.items()
            if isinstance(kind, kind_type)
        ),
        None,
    )
    sort = next(
        (sort for kind_type, sort in _SORTS.items() if isinstance(kind, kind_type)),
        None,
    )
    sentence = _sentence(kind, value)
    yield Cause(
        pointer, sentence, members, fault or FaultKind.VALUE, sort or Sort.OTHER
    )


def _repeated(items: Json) -> tuple[str, ...]:
    """The position of the first item that stands there before; of short lists only."""
    for position, item in enumerate(items[:_COMPARED]):
        if item in items[:position]:
            return (str(position),)
    return ()


def _sentence(kind: ValidationErrorKind, value: Json) -> str:
    for kind_type, words in _WORDS.items():
        if isinstance(kind, kind_type):
            return str(words(kind, value))
    return f"does not satisfy the keyword {shown(kind.name)}"


def _expected_type(kind: Any, value: Json) -> str:
    return f"must be {_either(kind.types)}, is {_type_of(value)}"


def _expected_value(kind: Any, value: Json) -> str:
    return _not_listed(kind.options, value)


def _not_listed(options: Sequence[Json], value: Json) -> str:
    listed = list(dict.fromkeys(_brief(option) for option in options))
    return f"must be {_either(listed)}, is {_brief(value)}"


_FAULTS: Final[Mapping[type, FaultKind]] = {
    ValidationErrorKind.FalseSchema: FaultKind.UNEXPECTED,
    ValidationErrorKind.Not: FaultKind.COMBINATION,
    ValidationErrorKind.OneOfMultipleValid: FaultKind.ALTERNATIVES,
    ValidationErrorKind.MinProperties: FaultKind.COMBINATION,
    ValidationErrorKind.MaxProperties: FaultKind.COMBINATION,
    ValidationErrorKind.PropertyNames: FaultKind.COMBINATION,
}
"""What is wrong where it is not the value itself."""
_SORTS: Final[Mapping[type, Sort]] = {
    ValidationErrorKind.Type: Sort.TYPE,
    ValidationErrorKind.Enum: Sort.LISTED,
    ValidationErrorKind.Constant: Sort.LISTED,
    ValidationErrorKind.Required: Sort.MISSING,
    ValidationErrorKind.MinProperties: Sort.EMPTY,
}


_WORDS: Final[Mapping[type, Any]] = {
    ValidationErrorKind.Required: lambda kind, _: (
        f"the member {shown(kind.property)} is missing"
    ),
    ValidationErrorKind.Type: _expected_type,
    ValidationErrorKind.Enum: _expected_value,
    ValidationErrorKind.Constant: lambda kind, value: (
        f"must be {_brief(kind.expected_value)}, is {_brief(value)}"
    ),
    ValidationErrorKind.Pattern: lambda kind, value: (
        f"{_brief(value)} does not match {shown(kind.pattern)}"
    ),
    ValidationErrorKind.Format: lambda kind, value: (
        f"{_brief(value)} is not a valid {shown(kind.format)}"
    ),
    ValidationErrorKind.UniqueItems: lambda _kind, _value: "the same item stands twice",
    ValidationErrorKind.MinItems: lambda kind, _: f"needs at least {kind.limit} items",
    ValidationErrorKind.MinProperties: lambda kind, _: (
        f"needs at least {kind.limit} members"
    ),
    ValidationErrorKind.MaxProperties: lambda kind, _: (
        f"must not have more than {kind.limit} members"
    ),
    ValidationErrorKind.Minimum: lambda kind, value: (
        f"must be at least {kind.limit}, is {_brief(value)}"
    ),
    ValidationErrorKind.ExclusiveMinimum: lambda kind, value: (
        f"must be more than {kind.limit}, is {_brief(value)}"
    ),
    ValidationErrorKind.OneOfMultipleValid: lambda _kind, _value: (
        "fits several alternatives where it must fit one"
    ),
    ValidationErrorKind.Not: lambda _kind, _value: "combines what must not be combined",
    ValidationErrorKind.FalseSchema: lambda _kind, _value: "is not expected here",
    ValidationErrorKind.PropertyNames: lambda _kind, _value: (
        "a member has a name that is not allowed"
    ),
}


def _either(options: Sequence[str]) -> str:
    if len(options) <= _WITH_OR:
        return " or ".join(options)
    rest = ", …" if len(options) > _LISTED else ""
    return f"one of {', '.join(options[:_LISTED])}{rest}"


def _brief(value: Json) -> str:
    """A value in a message: containers by their kind alone."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, list | dict):
        return _type_of(value)
    return {True: "true", False: "false", None: "null"}.get(value, f"{value!r:.40}")


def _type_of(value: Json) -> str:
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", list: "array", dict: "object", int: "integer"}
    return "null" if value is None else names.get(type(value), "number")


def _follow(root: Json, path: Sequence[str | int]) -> tuple[Pointer, Json]:
    """Where an error's path leads: its pointer and the value there.

    jsonschema-rs takes keys made of digits for indices ("200", even "007"), and
    responses have such keys.
    """
    tokens: list[str] = []
    value = root
    for step in path:
        token = str(step)
        if isinstance(value, list):
            value = value[int(step)]
        else:
            token = _spelling(value, token)
            value = value[token]
        tokens.append(token)
    return child(ROOT, *tokens), value


def _spelling(value: JsonObject, token: str) -> str:
    if token in value:
        return token
    return next(key for key in value if (key.lstrip("0") or "0") == token)

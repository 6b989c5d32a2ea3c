"""What a failed JSON Schema means: the causes that help, in short words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jsonschema_rs import ValidationError, ValidationErrorKind

from apiloom.core.location import ROOT, Pointer, child
from apiloom.core.text import shown
from apiloom.document.source import Json, JsonObject

_LISTED: Final = 6
_WITH_OR: Final = 3


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is wrong, and where."""

    pointer: Pointer
    message: str


def causes_of(error: ValidationError, root: Json) -> Iterator[Cause]:
    """Why `error` happened in the document `root`.

    "Valid under none of the alternatives" helps nobody, so the alternative that was
    most likely meant is followed down to what fails in it.
    """
    work = [error]
    while work:
        current = work.pop()
        branches = _branches(current.kind)
        if branches:
            work += reversed(_meant(current, branches, root))
        else:
            yield from _in_words(current, root)


def _branches(kind: ValidationErrorKind) -> list[list[ValidationError]]:
    if isinstance(kind, ValidationErrorKind.AnyOf | ValidationErrorKind.OneOfNotValid):
        return [branch for branch in kind.context if branch]
    return []


def _meant(
    error: ValidationError, branches: list[list[ValidationError]], root: Json
) -> list[ValidationError]:
    """The alternative whose failure is the most specific.

    A reference object is meant where there is a `$ref`, and only there. Otherwise the
    alternative that fails deepest inside, and then in the fewest places, came closest.
    """
    _, value = _follow(root, error.instance_path)
    here = len(error.instance_path)
    referring = isinstance(value, Mapping) and "$ref" in value
    fitting = [
        branch for branch in branches if referring or not _lacks_reference(branch)
    ]

    def closeness(branch: list[ValidationError]) -> tuple[bool, int, int]:
        depth = max(len(inner.instance_path) for inner in branch)
        wrong_type = any(
            isinstance(inner.kind, ValidationErrorKind.Type)
            and len(inner.instance_path) == here
            for inner in branch
        )
        return not wrong_type, depth, -len(branch)

    return max(fitting or branches, key=closeness)


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
            yield Cause(child(pointer, name), f"{shown(name)} is not expected here")
        return
    yield Cause(pointer, _sentence(kind, value))


def _sentence(kind: ValidationErrorKind, value: Json) -> str:
    for known, words in _WORDS.items():
        if isinstance(kind, known):
            return str(words(kind, value))
    return f"does not satisfy the keyword {shown(kind.name)}"


def _expected_type(kind: Any, value: Json) -> str:
    return f"must be {_either(kind.types)}, is {_type_of(value)}"


def _expected_value(kind: Any, value: Json) -> str:
    options = [_brief(option) for option in kind.options]
    return f"must be {_either(options)}, is {_brief(value)}"


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

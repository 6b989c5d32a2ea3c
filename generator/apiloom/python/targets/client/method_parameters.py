"""Parameters of methods: what need not be given, and what tells overloads apart."""

from __future__ import annotations

from typing import Final

from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.expression import (
    NONE,
    Expression,
    Parameter,
    either,
    runtime,
)

_MISSING: Final = runtime("missing", "MISSING")
_MISSING_TYPE: Final = runtime("missing", "Missing")


def optional(name: Identifier, type_: Expression, *, has_null: bool) -> Parameter:
    """An argument that need not be given, and is not sent then.

    None says so, unless it stands for null, which can be sent.
    """
    if has_null:
        return Parameter(name, either((type_, _MISSING_TYPE)), _MISSING)
    return Parameter(name, either((type_, NONE)), NONE)


def omitted(parameter: Parameter) -> Parameter:
    """The same argument where it need not be given, since the other form may be."""
    annotation = parameter.annotation
    if annotation is None or parameter.default in {NONE, _MISSING}:
        return parameter
    return optional(parameter.name, annotation, has_null=True)


def required(parameter: Parameter) -> Parameter:
    """The same argument, which tells one overload from the other, without a default."""
    type_ = parameter.annotation
    members = getattr(type_, "members", ())
    present = tuple(member for member in members if member != _MISSING_TYPE)
    return Parameter(parameter.name, either(present) if present else type_)

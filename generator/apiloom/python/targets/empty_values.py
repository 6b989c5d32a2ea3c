"""Parameters that may be sent without a value: `?flag=` (`allowEmptyValue`)."""

from __future__ import annotations

from typing import Final

from apiloom.api.ir import Parameter
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    Expression,
    Subscript,
    Value,
    builtin,
    either,
    typing,
)

_EMPTY: Final = Subscript(typing("Literal"), (Value(Text("")),))


def with_empty(parameter: Parameter, type_: Expression) -> Expression:
    """The type of a parameter, and the empty text where that is no value of it."""
    if not parameter.allow_empty or type_ in (builtin("str"), typing("Any")):
        return type_
    return either((type_, _EMPTY))

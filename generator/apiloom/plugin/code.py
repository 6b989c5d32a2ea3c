"""What the views of a target are made of: Python as values, not as text.

A view's field that holds one of these is printed by the filter `code`, a `Doc` by the
filter `doc`; text of the document stays opaque on the way. Imports follow from each
`Symbol`.
"""

from __future__ import annotations

from apiloom.python.syntax.docstring import Doc, Section
from apiloom.python.syntax.expression import (
    Assignment,
    Attribute,
    Call,
    ClassHeader,
    Expression,
    Mapping,
    Name,
    Parameter,
    Return,
    Sequence,
    Signature,
    Subscript,
    Symbol,
    Value,
    annotated,
    builtin,
    either,
    module,
    runtime,
    typing,
    typing_only,
)

__all__ = [
    "Assignment",
    "Attribute",
    "Call",
    "ClassHeader",
    "Doc",
    "Expression",
    "Mapping",
    "Name",
    "Parameter",
    "Return",
    "Section",
    "Sequence",
    "Signature",
    "Subscript",
    "Symbol",
    "Value",
    "annotated",
    "builtin",
    "either",
    "module",
    "runtime",
    "typing",
    "typing_only",
]

"""The functions that make the descriptors of operations, and of events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apiloom.api.resolved_api import NamedOperation
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    Expression,
    Name,
    Return,
    Signature,
    Subscript,
    Symbol,
    runtime,
    typing_only,
)
from apiloom.python.syntax.scope import LocalImports, imported_inside
from apiloom.python.targets.client.client_methods import descriptor_name
from apiloom.python.targets.descriptors import Descriptors


@dataclass(frozen=True, slots=True)
class DescriptorView:
    """A function that makes the descriptor of an operation when it is first called.

    It imports the models that the operation needs, so that those of the others, and
    what builds models, are not loaded.
    """

    decorator: Expression
    signature: Signature
    imports: LocalImports | None
    result: Return


def descriptor_view(
    descriptors: Descriptors,
    named: NamedOperation,
    tag: Text | None,
    headers: Iterable[tuple[str, Expression]] = (),
) -> DescriptorView:
    """The function for an operation of a tag, or for an event.

    `headers` says what header fields of its responses are read as.
    """
    success = descriptors.answer_type(named.operation)
    call = descriptors.operation(named, tag, headers)
    result, symbols = imported_inside(call, _is_light)
    type_ = Subscript(runtime("operation", "Operation"), (typing_only(success),))
    return DescriptorView(
        Name(Symbol("functools", "cache")),
        Signature(descriptor_name(named), (), type_),
        LocalImports(symbols) if symbols else None,
        Return(result),
    )


def _is_light(symbol: Symbol) -> bool:
    """Whether a module may import a symbol before anything is called."""
    if symbol.local:
        return symbol.module == runtime("operation", "Operation").symbol.module
    return symbol.module in {"builtins", "typing"}

"""Expressions of the generated code, as values that name symbols, not text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.identifiers import Identifier
from apiloom.core.record import record
from apiloom.core.text import Text


class Symbol(NamedTuple):
    """Something importable. `module` is absolute, or inside the package if `local`.

    The module `""` is the package itself; the name `""` is the module itself.
    """

    module: str
    name: str
    local: bool = False


Literal: TypeAlias = Text | JsonValue | Identifier | int | float | bool | None


@record
class Value:
    """A literal; text and JSON values are encoded by `python.syntax.literal`."""

    value: Literal


@record
class Name:
    """A use of a symbol; `typing_only` when no running code needs it, `nested` where
    the function that uses it imports it."""

    symbol: Symbol
    typing_only: bool = False
    nested: bool = False


@record
class Bare:
    """A name that this file binds itself: a parameter, an attribute of `self`."""

    name: Identifier


@record
class Attribute:
    """`base.name`."""

    base: Expression
    name: Identifier


@record
class Subscript:
    """`base[args]`."""

    base: Expression
    args: tuple[Expression, ...]


@record
class Call:
    """`function(args, key=value)`."""

    function: Expression
    args: tuple[Expression, ...] = ()
    keywords: tuple[tuple[Identifier, Expression], ...] = ()


@record
class Either:
    """`a | b | c`."""

    members: tuple[Expression, ...]


@record
class Quoted:
    """An expression inside a string literal, for names that do not exist yet."""

    inner: Expression


@record
class Deferred:
    """`lambda: value`: made anew at each call."""

    value: Expression


@record
class Sequence:
    """A tuple display."""

    items: tuple[Expression, ...]


@record
class Listing:
    """A list display."""

    items: tuple[Expression, ...]


@record
class Mapping:
    """A dict display."""

    entries: tuple[tuple[Expression, Expression], ...]


Expression: TypeAlias = (
    Value
    | Name
    | Bare
    | Attribute
    | Subscript
    | Call
    | Either
    | Quoted
    | Deferred
    | Sequence
    | Listing
    | Mapping
)

NONE: Final = Value(None)


@record
class Assignment:
    """`name: annotation = value`; either of the two may be missing."""

    name: Identifier
    annotation: Expression | None = None
    value: Expression | None = None


@record
class Parameter:
    """A parameter of a function."""

    name: Identifier
    annotation: Expression | None = None
    default: Expression | None = None


@record
class Signature:
    """`def name(positional, /, plain, *, keyword_only, **rest) -> returns`.

    `stub` ends it with `: ...`, as an overload does.
    """

    name: Identifier
    parameters: tuple[Parameter, ...]
    returns: Expression
    keyword_only: tuple[Parameter, ...] = ()
    rest: Parameter | None = None
    positional_only: bool = False
    is_async: bool = False
    stub: bool = False


@record
class ClassHeader:
    """`class name(bases, key=value):`."""

    name: Identifier
    bases: tuple[Expression, ...] = ()
    keywords: tuple[tuple[Identifier, Expression], ...] = ()


@record
class Return:
    """`return value`."""

    value: Expression
    awaits: bool = False


@cache
def typing(name: str) -> Name:
    """A name of the standard library's `typing`."""
    return Name(Symbol("typing", name))


@cache
def builtin(name: str) -> Name:
    """A built-in, which may be shadowed and then has to be imported."""
    return Name(Symbol("builtins", name))


@cache
def module(name: str) -> Name:
    """A module as a whole."""
    return Name(Symbol(name, ""))


@cache
def runtime(module: str, name: str) -> Name:
    """A name of the package's own `_runtime`."""
    return Name(Symbol(f"_runtime.{module}", name, local=True))


def either(members: tuple[Expression, ...]) -> Expression:
    """A union without repeats, `None` last; flat."""
    flat: dict[Expression, None] = {}
    for member in members:
        inner = member.members if isinstance(member, Either) else (member,)
        flat.update(dict.fromkeys(inner))
    if NONE in flat:
        del flat[NONE]
        flat[NONE] = None
    distinct = tuple(flat)
    return distinct[0] if len(distinct) == 1 else Either(distinct)


def annotated(inner: Expression, *metadata: Expression) -> Expression:
    """`Annotated[inner, metadata]`, joined with what is already annotated."""
    if not metadata:
        return inner
    if isinstance(inner, Subscript) and _is_annotated(inner):
        return Subscript(inner.base, (*inner.args, *metadata))
    return Subscript(typing("Annotated"), (inner, *metadata))


def typing_only(expression: Expression) -> Expression:
    """The same expression, its symbols imported for type checkers alone."""
    return _with_names(expression, lambda name: Name(name.symbol, typing_only=True))


def imported_inside(
    expression: Expression, kept: Callable[[Symbol], bool]
) -> tuple[Expression, tuple[Symbol, ...]]:
    """The same expression for the body of a function that imports what it needs, and
    what that is; symbols that are `kept` are imported by the module."""
    symbols: dict[Symbol, None] = {}

    def nested(name: Name) -> Name:
        if kept(name.symbol):
            return name
        symbols[name.symbol] = None
        return Name(name.symbol, nested=True)

    changed = _with_names(expression, nested)
    return changed, tuple(symbols)


def for_checkers(signature: Signature) -> Signature:
    """The same signature; what its annotations name is for type checkers alone."""
    rest = signature.rest
    return replace(
        signature,
        parameters=tuple(map(_annotated_for_checkers, signature.parameters)),
        returns=typing_only(signature.returns),
        keyword_only=tuple(map(_annotated_for_checkers, signature.keyword_only)),
        rest=None if rest is None else _annotated_for_checkers(rest),
    )


def _annotated_for_checkers(parameter: Parameter) -> Parameter:
    annotation = parameter.annotation
    if annotation is None:
        return parameter
    return Parameter(parameter.name, typing_only(annotation), parameter.default)


def _with_names(expression: Expression, change: Callable[[Name], Name]) -> Expression:
    """The same expression with other names; its depth is bounded by the planner."""
    match expression:
        case Name():
            return change(expression)
        case Value() | Bare():
            return expression
        case Attribute(base, name):
            return Attribute(_with_names(base, change), name)
        case Subscript(base, args):
            return Subscript(_with_names(base, change), _all_with_names(args, change))
        case Call(function, args, keywords):
            values = _all_with_names((value for _, value in keywords), change)
            return Call(
                _with_names(function, change),
                _all_with_names(args, change),
                tuple(zip((key for key, _ in keywords), values, strict=True)),
            )
        case Quoted(inner) | Deferred(inner):
            return type(expression)(_with_names(inner, change))
        case _:
            return _display_with_names(expression, change)


def _display_with_names(
    display: Either | Sequence | Listing | Mapping, change: Callable[[Name], Name]
) -> Expression:
    match display:
        case Mapping(entries):
            keys = _all_with_names((key for key, _ in entries), change)
            values = _all_with_names((value for _, value in entries), change)
            return Mapping(tuple(zip(keys, values, strict=True)))
        case Either(members):
            return Either(_all_with_names(members, change))
        case Sequence(items) | Listing(items):
            return type(display)(_all_with_names(items, change))


def _all_with_names(
    expressions: Iterable[Expression], change: Callable[[Name], Name]
) -> tuple[Expression, ...]:
    return tuple([_with_names(expression, change) for expression in expressions])


def evaluated(expression: Expression) -> Expression:
    """A type as an argument, where checkers refuse `Annotated[...] | None`."""
    match expression:
        case Either(members):
            inner = tuple(map(evaluated, members))
            if any(map(_is_annotated, inner)):
                return Subscript(typing("Union"), inner)
            return Either(inner)
        case Subscript(base, args):
            return Subscript(base, tuple(map(evaluated, args)))
        case _:
            return expression


def _is_annotated(expression: Expression) -> bool:
    return isinstance(expression, Subscript) and expression.base == typing("Annotated")

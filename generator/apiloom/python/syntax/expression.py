"""Expressions of the generated code, as values that name symbols, not text."""

from __future__ import annotations

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
class LongText:
    """A text that is longer than a line, as a literal on several."""

    value: Text


@record
class Name:
    """A use of a symbol; `typing_only` when no running code needs it."""

    symbol: Symbol
    typing_only: bool = False


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


@record
class ForCheckers:
    """A type that no running code needs: what it names is for type checkers alone."""

    inner: Expression


@record
class Inside:
    """What is in a function that imports those symbols itself which are `imported`."""

    inner: Expression
    imported: frozenset[Symbol]


Expression: TypeAlias = (
    Value
    | LongText
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
    | ForCheckers
    | Inside
)

NONE: Final = Value(None)
_NUMBERS: Final = {"Integer": "int", "Int32": "int", "Int64": "int", "Number": "float"}
"""What numbers of the runtime are to checkers."""


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
    """A union without repeats, `None` last; flat, and with one `Literal[...]`."""
    flat: dict[Expression, None] = {}
    listed: dict[Expression, None] = {}
    literal = typing("Literal")
    for member in members:
        for inner in member.members if isinstance(member, Either) else (member,):
            if isinstance(inner, Subscript) and inner.base == literal:
                listed.update(dict.fromkeys(inner.args))
                flat[literal] = None
            else:
                flat[inner] = None
    if NONE in flat:
        del flat[NONE]
        flat[NONE] = None
    whole = Subscript(literal, tuple(listed))
    distinct = tuple([whole if member is literal else member for member in flat])
    return distinct[0] if len(distinct) == 1 else Either(distinct)


def annotated(inner: Expression, *metadata: Expression) -> Expression:
    """`Annotated[inner, metadata]`, joined with what is already annotated."""
    if not metadata:
        return inner
    if isinstance(inner, Subscript) and is_annotated(inner):
        return Subscript(inner.base, (*inner.args, *metadata))
    return Subscript(typing("Annotated"), (inner, *metadata))


def unannotated(expression: Expression) -> Expression:
    """The type as checkers see it: without what is annotated, or named for that."""
    match expression:
        case Either(members):
            return either(tuple(map(unannotated, members)))
        case Subscript(base, args) if is_annotated(expression):
            return unannotated(args[0])
        case Subscript(base, args) if base == runtime("model", "Maybe"):
            return either((unannotated(args[0]), NONE))
        case Subscript(base, args):
            return Subscript(base, tuple(map(unannotated, args)))
        case Name(symbol) if symbol.name in _NUMBERS:
            return builtin(_NUMBERS[symbol.name])
        case _:
            return expression


def typing_only(expression: Expression) -> Expression:
    """The same expression, its symbols imported for type checkers alone."""
    return ForCheckers(expression)


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


def evaluated(expression: Expression) -> Expression:
    """A type as an argument, where checkers refuse `Annotated[...] | None`."""
    if isinstance(expression, Either) and any(map(is_annotated, expression.members)):
        return Call(runtime("alternatives", "either"), expression.members)
    return expression


def is_annotated(expression: Expression) -> bool:
    """Whether it is `Annotated[...]`."""
    return isinstance(expression, Subscript) and expression.base == typing("Annotated")

"""Expressions and statements to layout trees."""

from __future__ import annotations

from typing import TypeAlias

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.identifiers import Identifier
from apiloom.python.syntax.expression import (
    Assignment,
    Attribute,
    Bare,
    Call,
    ClassHeader,
    Deferred,
    Either,
    Expression,
    ForCheckers,
    Inside,
    Listing,
    LongText,
    Mapping,
    Name,
    Parameter,
    Quoted,
    Return,
    Sequence,
    Signature,
    Subscript,
    Value,
)
from apiloom.python.syntax.layout import (
    Alternatives,
    Brackets,
    Chain,
    Declaration,
    Definition,
    Line,
    Returned,
    Tree,
    flat,
)
from apiloom.python.syntax.literal import scalar_literal, string_literal, string_pieces
from apiloom.python.syntax.scope import LocalImport, Scope

Statement: TypeAlias = Assignment | ClassHeader | Signature | Return | LocalImport


def expression_tree(expression: Expression, scope: Scope) -> Tree:
    """The layout tree of an expression; its depth is bounded by the planner."""
    # The four that are by far the most frequent.
    if isinstance(expression, Name):
        return scope.names[expression.symbol]
    if isinstance(expression, Value):
        value = expression.value
        if isinstance(value, JsonValue):
            return _json_tree(value.value)
        return scalar_literal(value)
    if isinstance(expression, Subscript):
        args = _trees(expression.args, scope)
        brackets = Brackets("[", args, "]", comma=len(args) > 1)
        return Chain((expression_tree(expression.base, scope), brackets))
    if isinstance(expression, Call):
        brackets = _arguments_tree(expression.args, expression.keywords, scope)
        return Chain((expression_tree(expression.function, scope), brackets))
    return _other_tree(expression, scope)


def _other_tree(
    expression: (
        Bare
        | LongText
        | Attribute
        | Quoted
        | Deferred
        | Either
        | Sequence
        | Listing
        | Mapping
        | ForCheckers
        | Inside
    ),
    scope: Scope,
) -> Tree:
    match expression:
        case ForCheckers(inner) | Inside(inner, _):
            return expression_tree(inner, scope)
        case Bare(name):
            return name
        case LongText(value):
            pieces = string_pieces(value)
            return Brackets("(", pieces, ")", comma=False, separator=" ")
        case Attribute(base, name):
            return Chain((expression_tree(base, scope), f".{name}"))
        case Quoted(inner):
            return string_literal(flat(expression_tree(inner, scope)))
        case Deferred(result):
            return Chain(("lambda: ", expression_tree(result, scope)))
        case _:
            return _display_tree(expression, scope)


def _display_tree(display: Either | Sequence | Listing | Mapping, scope: Scope) -> Tree:
    match display:
        case Either(members):
            return Alternatives(_trees(members, scope))
        case Sequence(items):
            return _tuple_tree(_trees(items, scope))
        case Listing(items):
            return Brackets("[", _trees(items, scope), "]")
        case Mapping(entries):
            pairs = (
                (expression_tree(key, scope), expression_tree(value, scope))
                for key, value in entries
            )
            return _dict_tree(tuple(pairs))
        case _:
            raise TypeError(f"no code for {type(display).__name__}")


def code_tree(code: Statement | Expression, scope: Scope) -> Line:
    """The layout tree of a statement or an expression."""
    if isinstance(code, Assignment | ClassHeader | Signature | Return | LocalImport):
        return _statement_tree(code, scope)
    return expression_tree(code, scope)


def _statement_tree(statement: Statement, scope: Scope) -> Line:
    if isinstance(statement, Signature):
        return _signature_tree(statement, scope)
    if isinstance(statement, ClassHeader):
        return _class_tree(statement, scope)
    if isinstance(statement, LocalImport):
        return scope.local_import(statement)
    if isinstance(statement, Return):
        value = expression_tree(statement.value, scope)
        return Returned(Chain(("await ", value)) if statement.awaits else value)
    annotation, given = statement.annotation, statement.value
    return Declaration(
        statement.name,
        None if annotation is None else expression_tree(annotation, scope),
        None if given is None else expression_tree(given, scope),
    )


def _class_tree(header: ClassHeader, scope: Scope) -> Tree:
    brackets = _arguments_tree(header.bases, header.keywords, scope)
    return Chain((f"class {header.name}", brackets if brackets.items else "", ":"))


def _arguments_tree(
    args: tuple[Expression, ...],
    keywords: tuple[tuple[Identifier, Expression], ...],
    scope: Scope,
) -> Brackets:
    named = [
        _joined(f"{key}=", expression_tree(value, scope)) for key, value in keywords
    ]
    return Brackets("(", (*_trees(args, scope), *named), ")")


def _joined(start: str, rest: Tree) -> Tree:
    """One item inside of brackets."""
    return start + rest if isinstance(rest, str) else Chain((start, rest))


def _signature_tree(signature: Signature, scope: Scope) -> Line:
    items = [_parameter_tree(parameter, scope) for parameter in signature.parameters]
    if signature.positional_only:
        items.append("/")
    if signature.keyword_only:
        items.append("*")
        items += [
            _parameter_tree(parameter, scope) for parameter in signature.keyword_only
        ]
    if signature.rest is not None:
        items.append(Chain(("**", _parameter_tree(signature.rest, scope))))
    start = "async def " if signature.is_async else "def "
    end = ": ..." if signature.stub else ":"
    return Definition(
        f"{start}{signature.name}",
        Brackets("(", tuple(items), ")"),
        expression_tree(signature.returns, scope),
        end,
    )


def _parameter_tree(parameter: Parameter, scope: Scope) -> Tree:
    pieces: list[Tree] = [parameter.name]
    if parameter.annotation is not None:
        pieces += [": ", expression_tree(parameter.annotation, scope)]
    if parameter.default is not None:
        spaced = " = " if parameter.annotation is not None else "="
        pieces += [spaced, expression_tree(parameter.default, scope)]
    return pieces[0] if len(pieces) == 1 else Chain(tuple(pieces))


def _trees(expressions: tuple[Expression, ...], scope: Scope) -> tuple[Tree, ...]:
    return tuple([expression_tree(expression, scope) for expression in expressions])


def _tuple_tree(items: tuple[Tree, ...]) -> Tree:
    if len(items) == 1:
        return Brackets("(", (Chain((items[0], ",")),), ")", comma=False)
    return Brackets("(", items, ")")


def _dict_tree(entries: tuple[tuple[Tree, Tree], ...]) -> Tree:
    return Brackets("{", tuple(Chain((k, ": ", v)) for k, v in entries), "}")


def _json_tree(value: object) -> Tree:
    if isinstance(value, list):
        return Brackets("[", tuple(_json_tree(item) for item in value), "]")
    if isinstance(value, dict):
        return _dict_tree(
            tuple((scalar_literal(k), _json_tree(v)) for k, v in value.items())
        )
    return scalar_literal(value)

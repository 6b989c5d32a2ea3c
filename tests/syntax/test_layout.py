"""Layout: valid Python of the same meaning, and nothing left for black to do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Bare,
    Call,
    ClassHeader,
    Either,
    Expression,
    Mapping,
    Parameter,
    Return,
    Sequence,
    Signature,
    Subscript,
    Value,
    annotated,
    builtin,
    typing,
)
from apiloom.python.syntax.layout import WIDTH, Tree, flat
from apiloom.python.syntax.printer import Statement
from apiloom.python.syntax.statement_layout import lay_out
from apiloom.python.syntax.width import width_of
from tests.syntax import trees
from tests.syntax.printing import formatted, meaning, print_statement

_DEPTHS = st.integers(0, 2)


def _check(statement: Statement, depth: int) -> None:
    printed = print_statement(statement, depth)
    assert meaning(printed.source) == meaning(printed.one_line)
    is_behind_parentheses = ": (\n" in printed.source
    assert printed.settled or printed.widest > WIDTH or is_behind_parentheses
    if printed.settled:
        assert formatted(printed.source) == printed.source


@settings(max_examples=300, deadline=None)
@given(trees.assignments(), _DEPTHS)
def test_assignments(statement: Assignment, depth: int) -> None:
    _check(statement, depth)


@settings(max_examples=200, deadline=None)
@given(trees.signatures(), _DEPTHS)
def test_signatures(statement: Signature, depth: int) -> None:
    _check(statement, depth)


@settings(max_examples=100, deadline=None)
@given(trees.class_headers(), _DEPTHS)
def test_class_headers(statement: ClassHeader, depth: int) -> None:
    _check(statement, depth)


@settings(max_examples=150, deadline=None)
@given(trees.returns(), _DEPTHS)
def test_returns(statement: Return, depth: int) -> None:
    _check(statement, depth)


def word(letter: str, length: int) -> Identifier:
    return Identifier(letter * length)


def name(letter: str, length: int) -> Bare:
    return Bare(word(letter, length))


FIELD = Bare(Identifier("Field"))
NAME = Identifier("name")


def field(*names: str) -> Call:
    keywords = tuple((Identifier(name), Value(1)) for name in names)
    return Call(FIELD, (), keywords)


def union(*lengths: int) -> Either:
    return Either(tuple(name("t", length) for length in lengths))


def several(count: int, length: int = 30) -> tuple[Expression, ...]:
    return tuple(name(letter, length) for letter in "abcdefgh"[:count])


LONG_TEXT = Value(Text("word " * 30))
LITERAL = Subscript(typing("Literal"), (Value(Text("iban")), Value(Text("sepa"))))
ANNOTATED = annotated(union(30, 30), field("ge", "le"), field("multiple_of"))
CASES: dict[str, Statement] = {
    "union in an annotation": Assignment(NAME, union(40, 40, 40)),
    "union and default": Assignment(NAME, union(40, 40), NONE),
    "union and default, just too long": Assignment(NAME, union(36, 35), NONE),
    "union as an alias": Assignment(NAME, typing("TypeAlias"), union(40, 40, 40)),
    "metadata": Assignment(NAME, ANNOTATED, NONE),
    "one metadata": Assignment(NAME, annotated(name("t", 75), field()), NONE),
    "single argument": Assignment(
        NAME, Subscript(builtin("list"), (name("t", 79),)), None
    ),
    "single argument, union": Assignment(
        NAME, Subscript(builtin("list"), (union(40, 40),)), None
    ),
    "nested single arguments": Assignment(
        NAME,
        Subscript(builtin("list"), (Subscript(builtin("list"), (union(45, 45),)),)),
        NONE,
    ),
    "single argument and long value": Assignment(
        NAME, Subscript(builtin("list"), (name("t", 50),)), LONG_TEXT
    ),
    "one-tuple": Assignment(NAME, None, Sequence((name("t", 10),))),
    "one-tuple that is too long": Assignment(NAME, None, Sequence((ANNOTATED,))),
    "empty tuple": Assignment(NAME, None, Sequence(())),
    "empty call": Assignment(NAME, None, Call(name("f", 10))),
    "empty mapping": Assignment(NAME, None, Mapping(())),
    "nested mappings": Assignment(
        NAME, None, Mapping(((LONG_TEXT, Mapping(((NONE, LONG_TEXT),))),))
    ),
    "nested calls": Assignment(
        NAME, None, Call(name("f", 20), (Call(name("g", 30), several(3)),))
    ),
    "json": Assignment(
        NAME, None, Value(JsonValue({"a": [1, {"b": ["x" * 40, "y" * 40]}], "c": []}))
    ),
    "long text": Assignment(NAME, None, LONG_TEXT),
    "long text in a call": Assignment(NAME, None, Call(FIELD, (LONG_TEXT,))),
    "wide text": Assignment(NAME, None, Value(Text("\u9867\u5ba2" * 25))),
    "wide arguments": Assignment(
        NAME,
        None,
        Call(FIELD, (Value(Text("\u9867" * 20)), Value(Text("\u5ba2" * 22)))),
    ),
    "narrow accents": Assignment(
        NAME, None, Call(FIELD, (Value(Text("e\u0301" * 35)), Value(Text("e" * 30))))
    ),
    "bases": ClassHeader(word("C", 30), several(3)),
    "no bases": ClassHeader(word("C", 30)),
    "one base": ClassHeader(word("C", 30), (Subscript(name("G", 30), several(1)),)),
    "return": Return(Call(name("f", 10), several(3)), awaits=True),
    "return of a union": Return(union(40, 40, 40)),
    "long alias": Assignment(word("A", 66), typing("TypeAlias"), LITERAL),
    "longer alias": Assignment(word("A", 75), typing("TypeAlias"), LITERAL),
    "longest alias": Assignment(word("A", 84), typing("TypeAlias"), LITERAL),
    "long alias of a long list": Assignment(
        word("A", 75), typing("TypeAlias"), Subscript(typing("Literal"), several(6))
    ),
    "long alias of a union": Assignment(
        word("A", 75), typing("TypeAlias"), union(40, 40)
    ),
    "long alias of a name": Assignment(
        word("A", 40), typing("TypeAlias"), name("t", 60)
    ),
    "long annotation": Assignment(NAME, name("t", 80), None),
    "long annotation of a long name": Assignment(word("n", 50), name("t", 60), NONE),
    "default that is too much": Assignment(NAME, name("t", 70), LONG_TEXT),
    "operation": Assignment(
        word("O", 45),
        Subscript(Bare(Identifier("Operation")), (name("t", 27),)),
        Call(Bare(Identifier("Operation")), several(6)),
    ),
    "operation of many results": Assignment(
        word("O", 45),
        Subscript(Bare(Identifier("Operation")), (union(27, 30, 40),)),
        Call(Bare(Identifier("Operation")), several(6)),
    ),
    "name as a return type": Signature(
        NAME, (Parameter(Identifier("self")),), name("t", 75), stub=True
    ),
    "parameters": Signature(
        NAME, (Parameter(Identifier("self")), Parameter(NAME, union(40, 40))), NONE
    ),
    "union as a return type": Signature(
        NAME, (Parameter(Identifier("self")),), union(40, 40, 40), is_async=True
    ),
    "subscript as a return type": Signature(
        NAME, (Parameter(Identifier("self")),), Subscript(name("G", 30), several(3))
    ),
    **{
        f"a return type of {length} letters, and no parameter": Signature(
            NAME, (), Subscript(builtin("list"), (name("t", length),))
        )
        for length in (65, 70, 76, 77, 90)
    },
    "a long text in a return type, and no parameter": Signature(
        NAME,
        (),
        Subscript(
            builtin("list"), (annotated(union(40, 40), Call(FIELD, (LONG_TEXT,))),)
        ),
    ),
    "metadata in a return type, and no parameter": Signature(
        NAME, (), Subscript(builtin("list"), (ANNOTATED,))
    ),
    "a union as a return type, and no parameter": Signature(
        NAME, (), union(40, 40, 40)
    ),
    "keywords with defaults": Signature(
        NAME,
        (Parameter(Identifier("self")),),
        NONE,
        tuple(Parameter(word(letter, 20), union(20, 20), NONE) for letter in "ab"),
        Parameter(Identifier("rest"), union(10, 10)),
        stub=True,
    ),
    "a parameter too long for a line": Signature(
        NAME,
        (Parameter(word("p", 20), union(40, 40), NONE),),
        NONE,
        positional_only=True,
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_cases_that_generated_code_is_full_of(case: str, depth: int) -> None:
    _check(CASES[case], depth)


@pytest.mark.parametrize("case", CASES)
def test_cases_at_the_margin(case: str) -> None:
    """The same statement at every width around the limit."""
    for depth in range(3, 12):
        _check(CASES[case], depth)


def test_a_statement_that_cannot_fit_is_not_settled() -> None:
    printed = print_statement(Assignment(NAME, name("t", 100), NONE), 0)
    assert not printed.settled
    assert printed.widest > WIDTH


def test_an_item_that_cannot_fit_is_left_alone() -> None:
    printed = print_statement(Assignment(NAME, None, Call(FIELD, (LONG_TEXT,))), 0)
    assert printed.settled
    assert printed.widest > WIDTH
    assert formatted(printed.source) == printed.source


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("\u9867\u5ba2", 4),
        ("e\u0301", 2),
        ("\u3099", 1),
        ("\uff21", 2),
        ("\uff71", 1),
        ("\U0001f600", 2),
        ("\u00e9", 1),
    ],
)
def test_width_counts_columns(text: str, width: int) -> None:
    assert width_of(text) == width


def test_exactly_the_limit_fits() -> None:
    value = "x" * (WIDTH - len('a = ""'))
    fits = lay_out("", _assignment(value))
    assert fits == [f'a = "{value}"']
    assert len(fits[0]) == WIDTH
    assert len(lay_out("", _call(WIDTH))) == 1
    assert len(lay_out("", _call(WIDTH + 1))) == 3


def _assignment(value: str) -> str:
    return f'a = "{value}"'


def _call(width: int) -> Tree:
    return trees.call_of("f", "x" * (width - len("f()")))


def test_flat_is_one_line() -> None:
    assert flat(_call(40)) == f"f({'x' * 37})"

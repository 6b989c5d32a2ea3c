"""Strategies for all Python that is printed: random, but nothing a planner avoids."""

from __future__ import annotations

import keyword
from functools import cache

from hypothesis import strategies as st

from apiloom.api.schema.shapes import JsonValue
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Attribute,
    Bare,
    Call,
    ClassHeader,
    Either,
    Expression,
    Mapping,
    Name,
    Parameter,
    Quoted,
    Return,
    Sequence,
    Signature,
    Subscript,
    Symbol,
    Value,
    typing,
)
from apiloom.python.syntax.layout import Brackets, Chain, Tree
from apiloom.python.syntax.printer import Statement

MODULE = "models.here"
"""The module that the statements stand in, seen from its package."""


def _is_name(word: str) -> bool:
    return not keyword.iskeyword(word) and not keyword.issoftkeyword(word)


@cache
def identifiers(longest: int = 30) -> st.SearchStrategy[Identifier]:
    """Names of every length, some of them as wide as they are long."""
    letters = "abcdefgxyzABCXYZ_"
    plain = st.text(letters, min_size=1, max_size=longest).filter(_is_name)
    wide = st.text("顧客予算日付", min_size=1, max_size=longest)
    return st.one_of(plain, plain, plain, wide).map(Identifier)


@cache
def texts() -> st.SearchStrategy[str]:
    """Document text: prose, long and short, and the characters that need an escape."""
    prose = st.text("abc def.,", max_size=60)
    nasty = st.text(
        "\"'\\\n\r\t\0\x7f\x85\xa0\u2028\ud800{}#%é顧\U0001f600", max_size=12
    )
    return st.one_of(prose, nasty, st.text(max_size=20))


@cache
def json_values() -> st.SearchStrategy[object]:
    """Any JSON value, numbers beyond a double included."""
    numbers = st.one_of(
        st.integers(),
        st.floats(allow_nan=False),
        st.sampled_from([10**30, -(10**30), 1e400, -1e400, 5e-324, -0.0, 1e22]),
    )
    leaves = st.one_of(st.none(), st.booleans(), numbers, texts())
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(texts(), inner, max_size=4)
        ),
        max_leaves=8,
    )


@cache
def values() -> st.SearchStrategy[Value]:
    """Literals."""
    return st.one_of(
        texts().map(lambda text: Value(Text(text))),
        json_values().map(lambda value: Value(JsonValue(value))),
        identifiers().map(Value),
        st.booleans().map(Value),
        st.integers().map(Value),
    )


@cache
def names() -> st.SearchStrategy[Name]:
    """Uses of symbols: of the library, of others, of this package and this module."""
    modules = ["typing", "collections.abc", "pydantic", "datetime", "builtins"]
    absolute = st.builds(Symbol, st.sampled_from(modules), identifiers(24))
    places = ["", MODULE, "models.other", "_runtime.model", "models"]
    local = st.builds(
        Symbol, st.sampled_from(places), identifiers(24), local=st.just(True)
    )
    return st.builds(Name, st.one_of(absolute, local))


@cache
def dotted() -> st.SearchStrategy[Expression]:
    """`a`, `a.b` and what else can be called or subscripted."""
    start = st.one_of(names(), identifiers(24).map(Bare))
    return st.one_of(start, start, st.builds(Attribute, start, identifiers(20)))


@cache
def types() -> st.SearchStrategy[Expression]:
    """Annotations: unions, subscripts with one argument and with many, metadata."""
    leaves = st.one_of(names(), names(), st.just(NONE))
    return st.recursive(leaves, _larger_types, max_leaves=12)


def _larger_types(
    inner: st.SearchStrategy[Expression],
) -> st.SearchStrategy[Expression]:
    arguments = st.lists(inner, min_size=1, max_size=3).map(tuple)
    annotated = st.tuples(inner, calls(values())).map(tuple)
    literal = st.lists(values(), min_size=1, max_size=5).map(tuple)
    return st.one_of(
        st.builds(Subscript, names(), arguments),
        st.builds(Subscript, names(), annotated),
        st.builds(Subscript, names(), literal),
        unions(inner),
        st.builds(Quoted, inner.filter(_is_plain)),
    )


def _is_plain(inner: Expression) -> bool:
    """A planner never quotes what holds a quote already."""
    return not isinstance(inner, Quoted)


@cache
def unions(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Two alternatives or more, none of them a union itself."""
    members = inner.filter(lambda member: not isinstance(member, Either))
    return st.lists(members, min_size=2, max_size=5).map(tuple).map(Either)


@cache
def calls(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Calls with arguments of both kinds, or none."""
    keywords = st.dictionaries(identifiers(), inner, max_size=3)
    return st.builds(
        Call,
        dotted(),
        st.lists(inner, max_size=3).map(tuple),
        keywords.map(lambda arguments: tuple(arguments.items())),
    )


@cache
def expressions() -> st.SearchStrategy[Expression]:
    """Values of assignments: calls and displays in one another, types, literals."""
    leaves = st.one_of(values(), dotted())
    return st.one_of(st.recursive(leaves, _larger_expressions, max_leaves=12), types())


def _larger_expressions(
    inner: st.SearchStrategy[Expression],
) -> st.SearchStrategy[Expression]:
    keys = st.one_of(values(), dotted()).filter(_is_key)
    pairs = st.lists(st.tuples(keys, inner), max_size=4).map(tuple)
    return st.one_of(
        calls(inner),
        st.lists(inner, max_size=4).map(tuple).map(Sequence),
        pairs.map(Mapping),
        st.builds(
            Subscript, names(), st.lists(inner, min_size=1, max_size=2).map(tuple)
        ),
    )


def _is_key(key: Expression) -> bool:
    return not isinstance(key, Value) or not isinstance(key.value, JsonValue)


@cache
def assignments() -> st.SearchStrategy[Assignment]:
    """Fields, with a plain default or none; aliases; other names and their values."""
    plain = st.one_of(values(), identifiers().map(Bare))
    alias = st.just(typing("TypeAlias"))
    return st.one_of(
        st.builds(Assignment, identifiers(), types()),
        st.builds(Assignment, identifiers(), types(), plain),
        st.builds(Assignment, identifiers(), alias, types()),
        st.builds(Assignment, identifiers(), st.none(), expressions()),
        st.builds(Assignment, identifiers(), names(), calls(expressions())),
    )


_NO_DEFAULT: st.SearchStrategy[Expression | None] = st.none()


@cache
def _defaults() -> st.SearchStrategy[Expression]:
    return st.one_of(values(), dotted(), calls(values()))


def _parameters(
    default: st.SearchStrategy[Expression | None], most: int
) -> st.SearchStrategy[list[Parameter]]:
    one = st.builds(Parameter, identifiers(), types(), default)
    return st.lists(one, max_size=most)


@cache
def signatures() -> st.SearchStrategy[Signature]:
    """Functions with parameters, defaults after what has none, every name once."""
    built = st.builds(
        _signature,
        identifiers(),
        types(),
        st.booleans(),
        _parameters(_NO_DEFAULT, 3),
        _parameters(_defaults(), 1),
        _parameters(st.one_of(_NO_DEFAULT, _defaults()), 3),
        _parameters(_NO_DEFAULT, 1),
        st.tuples(st.booleans(), st.booleans(), st.booleans()),
    )
    return built.filter(_is_distinct)


def _signature(
    name: Identifier,
    returns: Expression,
    bound: bool,
    plain: list[Parameter],
    with_default: list[Parameter],
    named: list[Parameter],
    rest: list[Parameter],
    flags: tuple[bool, bool, bool],
) -> Signature:
    start = [Parameter(Identifier("self"))] if bound else []
    positional = (*start, *plain, *with_default)
    return Signature(
        name,
        positional,
        returns,
        tuple(named),
        rest[0] if rest else None,
        positional_only=bool(positional) and flags[0],
        is_async=flags[1],
        stub=flags[2],
    )


def _is_distinct(signature: Signature) -> bool:
    rest = (signature.rest,) if signature.rest else ()
    listed = (*signature.parameters, *signature.keyword_only, *rest)
    return 0 < len(listed) == len({parameter.name for parameter in listed})


@cache
def class_headers() -> st.SearchStrategy[ClassHeader]:
    """Classes with bases and keywords, or without."""
    bases = st.lists(types().filter(_is_base), max_size=3).map(tuple)
    keywords = st.dictionaries(identifiers(), dotted(), max_size=2)
    return st.builds(
        ClassHeader,
        identifiers(),
        bases,
        keywords.map(lambda arguments: tuple(arguments.items())),
    )


def _is_base(base: Expression) -> bool:
    return isinstance(base, Name | Subscript)


@cache
def returns() -> st.SearchStrategy[Return]:
    """With and without `await`."""
    returned = st.one_of(calls(expressions()), expressions())
    awaited = st.builds(Return, calls(expressions()), st.just(True))
    return st.one_of(st.builds(Return, returned), awaited)


@cache
def statements() -> st.SearchStrategy[Statement]:
    """Everything that `code` prints on lines of its own."""
    return st.one_of(assignments(), signatures(), class_headers(), returns())


def call_of(function: str, *arguments: str) -> Tree:
    """The layout tree of a call."""
    return Chain((function, Brackets("(", arguments, ")")))

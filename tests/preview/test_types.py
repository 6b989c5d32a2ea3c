"""What an old type covers of a new one."""

from __future__ import annotations

import ast

import pytest

from apiloom.diff.surface.annotation_types import Relation, Type, read_type, relation


def typed(text: str) -> Type:
    return read_type(ast.parse(text, mode="eval").body)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("str", "str", "same"),
        ("A | B", "B | A", "same"),
        ("Annotated[str, MaxLen(3)]", "str", "same"),
        ("'Pet'", "Pet", "same"),
        ("Optional_[A]", "Optional_[A]", "same"),
        ("Union[A, B]", "A | B", "same"),
        ("Maybe[A]", "A | None", "same"),
        ("Annotated[Maybe[A], Field()]", "A", "narrower"),
        ("Api[Principal]", "Api", "same"),
        ("str", "str | None", "wider"),
        ("str | None", "str", "narrower"),
        ('Literal["a"]', 'Literal["a", "b"]', "wider"),
        ('Literal["a", "b"]', 'Literal["b"]', "narrower"),
        ('Literal["a"]', 'Literal["b"]', "other"),
        ('Literal["a"]', "str", "wider"),
        ("str", 'Literal["a"]', "narrower"),
        ("Literal[1]", "int", "wider"),
        ("Literal[True]", "bool", "wider"),
        ("Literal[True]", "str", "other"),
        ("Integer", "float", "fractional"),
        ("list[int]", "list[Number]", "fractional"),
        ("int | str", "float | str", "fractional"),
        ("int | None", "int | float | None", "fractional"),
        ("int", "int | str", "wider"),
        ("float", "Integer", "narrower"),
        ("float", "Number", "same"),
        ("Number", "float", "same"),
        ("str", "Any", "wider"),
        ("Any", "str", "narrower"),
        ("list[str]", "list[str | None]", "wider"),
        ("list[dict[str, A | B]]", "list[dict[str, A]]", "narrower"),
        ("list[str] | None", "list[int] | None", "other"),
        ("dict[str, A]", "list[A]", "other"),
        ("pair[A, B]", "pair[B, A]", "other"),
        ("tuple[A]", "tuple[A] | tuple[A, B]", "wider"),
        ("tuple[A]", "tuple[()] | tuple[A]", "wider"),
        ("tuple[()] | tuple[A, B]", "tuple[A, B]", "narrower"),
        ("tuple[A, B]", "tuple[A, B | C]", "wider"),
        ("tuple[A, B]", "tuple[A]", "other"),
        ("list[A]", "tuple[A, A]", "other"),
        ("dict[str, A]", "dict[str, OrAny[A]]", "wider"),
        ("dict[str, OrAny[A]]", "dict[str, A]", "narrower"),
        ("dict[str, OrAny[A]]", "dict[str, OrAny[A | B]]", "wider"),
        ("dict[str, OrAny[A]]", "dict[str, OrAny[B]]", "other"),
        ("A | B", "B | C", "other"),
        ("str", "datetime", "other"),
    ],
)
def test_relations(old: str, new: str, expected: str) -> None:
    assert relation(typed(old), typed(new)) == expected


def test_a_long_union_is_read() -> None:
    members = " | ".join(f"A{number}" for number in range(900))
    read = typed(members)
    assert len(read.members) == 900
    assert relation(read, typed(f"{members} | B")) is Relation.WIDER


def test_aliases_are_spelled_out() -> None:
    names = {"Kind": typed('Literal["a", "b"]')}
    found = typed("list[Kind] | None").expanded(names)
    assert found == typed('list[Literal["a", "b"]] | None')

"""Types as annotations spell them, and what of a new one an old one still covers."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

_UNION: Final = "|"
_TRANSPARENT: Final = frozenset(
    {"Annotated", "Required", "NotRequired", "ReadOnly", "Omittable"}
)
_LITERAL: Final = "Literal"
_MAYBE: Final = "Maybe"
_OR_ANY: Final = "OrAny"
_NOTHING: Final = "()"
"""The argument of `tuple[()]`."""
NONE: Final = "None"
_ANY: Final = frozenset({"Any", "object"})
_WITHIN: Final = {
    "int": frozenset({"float", "Number"}),
    "Integer": frozenset({"int", "float", "Number"}),
    "float": frozenset({"Number"}),
    "Number": frozenset({"float"}),
}
"""Types whose values are values of the others too."""
_WHOLE: Final = frozenset({"int", "Integer"})
_FRACTIONS: Final = frozenset({"float", "Number"})


class Relation(StrEnum):
    """What has become of a type: what has it that the other has not?"""

    SAME = "same"
    WIDER = "wider"
    FRACTIONAL = "fractional"
    NARROWER = "narrower"
    OTHER = "other"


@dataclass(frozen=True)
class Type:
    """One type: a name with its arguments, or a union (`|`) with its members.

    Markers (`Annotated`, `Required`) are no part of it, and a `Literal` of several
    values is a union.
    """

    head: str
    args: tuple[Type, ...] = ()

    @cached_property
    def members(self) -> frozenset[Type]:
        """Those of a union, or the type alone."""
        return frozenset(self.args) if self.head == _UNION else frozenset({self})

    @property
    def is_literal(self) -> bool:
        """Whether it is one value."""
        return self.head.startswith(f"{_LITERAL}[")

    @property
    def is_text(self) -> bool:
        """Whether it is one string."""
        return self.head.startswith((f'{_LITERAL}["', f"{_LITERAL}['"))

    def expanded(self, aliases: Mapping[str, Type]) -> Type:
        """The same with types in place of some names for them.

        Goes as deep as `read_type` does.
        """
        if not aliases:
            return self
        if not self.args:
            return aliases.get(self.head, self)
        inner = tuple(argument.expanded(aliases) for argument in self.args)
        return union_of(inner) if self.head == _UNION else Type(self.head, inner)

    def without_none(self) -> Type:
        """The type of a value that is there."""
        members = tuple(
            member for member in self.members_in_order if member.head != NONE
        )
        return union_of(members) if members else self

    @property
    def members_in_order(self) -> tuple[Type, ...]:
        """Those of a union as they are written."""
        return self.args if self.head == _UNION else (self,)

    def given(self) -> Type:
        """The type of an argument that is given."""
        members = tuple(
            member for member in self.members_in_order if member.head != "Missing"
        )
        return union_of(members) if members else self

    @property
    def takes_none(self) -> bool:
        """Whether None is one of its values."""
        return any(member.head == NONE for member in self.members)


def union_of(members: tuple[Type, ...]) -> Type:
    """The union of types; of one alone that type."""
    flat = tuple(
        dict.fromkeys(
            alternative for member in members for alternative in member.members_in_order
        )
    )
    return flat[0] if len(flat) == 1 else Type(_UNION, flat)


def read_type(node: ast.expr) -> Type:
    """The type that an annotation means.

    Goes down as deep as brackets nest, which Python bounds at 200; unions, which may be
    long, are gone through member by member.
    """
    members: list[Type] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.BinOp):
            waiting += [part.right, part.left]
        else:
            members.append(_single(part))
    return union_of(tuple(members))


def literal_of(value: ast.expr) -> Type:
    """The type of a constant that is declared by its value."""
    return Type(f"{_LITERAL}[{_plain(value)}]")


def _single(node: ast.expr) -> Type:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            # A name that is not there yet is quoted.
            return read_type(ast.parse(node.value.strip(), mode="eval").body)
        except SyntaxError:
            return Type(repr(node.value))
    if not isinstance(node, ast.Subscript):
        return Type(_plain(node))
    head = _plain(node.value)
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if head in _TRANSPARENT:
        return read_type(inner[0])
    if head == _LITERAL:
        return union_of(tuple(Type(f"{_LITERAL}[{_plain(value)}]") for value in inner))
    arguments = tuple(map(read_type, inner))
    if head == "Union":
        return union_of(arguments)
    if head == _MAYBE:
        return union_of((*arguments, Type(NONE)))
    return Type(head, arguments or (Type(_NOTHING),))


def _plain(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant):
        return repr(node.value)
    return ast.unparse(node)


def relation(old: Type, new: Type) -> Relation:
    """What the new type is to the old one.

    `WIDER`: it has values that the old one has not, and lacks none; `FRACTIONAL`: so it
    does, and these are numbers where all were whole. `OTHER`: it lacks some and has
    others.
    """
    while True:
        if old.members == new.members:
            return Relation.SAME
        if _is_any(new):
            return Relation.WIDER
        if _is_any(old):
            return Relation.NARROWER
        old_alone, new_alone = old.members - new.members, new.members - old.members
        lost = {member for member in old_alone if not _covered(member, new)}
        gained = {member for member in new_alone if not _covered(member, old)}
        if not lost and not gained:
            return Relation.SAME
        if not lost:
            return Relation.FRACTIONAL if _gets_fractions(old, new) else Relation.WIDER
        if not gained:
            return Relation.NARROWER
        inner = _one_difference(lost, gained)
        if inner is None:
            return Relation.OTHER
        old, new = inner


def _gets_fractions(old: Type, new: Type) -> bool:
    """Whether numbers were whole, and need not be now: not all that goes with these,
    as `range(n)`, goes with others."""
    before, after = ({member.head for member in type_.members} for type_ in (old, new))
    return bool(before & _WHOLE and after & _FRACTIONS and not before & _FRACTIONS)


def _is_any(type_: Type) -> bool:
    return any(member.head in _ANY for member in type_.members)


def _covered(type_: Type, by: Type) -> bool:
    """Whether all values of a type that is no union are values of another.

    A generic class without its arguments takes any, and is taken for any. `OrAny` has
    whatever has no type of its own.
    """
    if type_.head != _OR_ANY and any(m.head == _OR_ANY for m in by.members):
        return True
    if any(
        member.head == type_.head and not (member.args and type_.args)
        for member in by.members
    ):
        return True
    heads = {member.head for member in by.members}
    if type_.is_text:
        return "str" in heads
    if type_.head in {"Literal[True]", "Literal[False]"}:
        return "bool" in heads
    if type_.is_literal and type_.head != "Literal[None]":
        return not heads.isdisjoint({"int", "float", "Integer", "Number"})
    return not heads.isdisjoint(_WITHIN.get(type_.head, ()))


def _one_difference(lost: set[Type], gained: set[Type]) -> tuple[Type, Type] | None:
    """The arguments that differ, where all that differs is one argument."""
    if len(lost) != 1 or len(gained) != 1:
        return None
    (old,), (new,) = lost, gained
    if old.head != new.head or len(old.args) != len(new.args):
        return None
    pairs = [
        pair for pair in zip(old.args, new.args, strict=True) if pair[0] != pair[1]
    ]
    return pairs[0] if len(pairs) == 1 else None

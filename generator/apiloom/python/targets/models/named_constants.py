"""Long JSON and long patterns get a name in their module, before what they belong to.

_PET_NAME_PATTERN: Final = "..."

class Pet(Model):
    name: Annotated[Maybe[str], Field(pattern=_PET_NAME_PATTERN)] = None
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from apiloom.core.identifiers import Identifier, free_name, snake_name
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.expression import (
    Assignment,
    Bare,
    Call,
    ClassHeader,
    Either,
    Expression,
    LongText,
    Quoted,
    Subscript,
    Value,
    runtime,
    typing,
)
from apiloom.python.targets.models.model_assertions import is_long_marker
from apiloom.python.targets.models.model_fields import FieldView
from apiloom.python.targets.models.optional_types import FIELD

LONGEST: Final = 60
"""Characters of JSON, or of a pattern, that stand where they are used."""
_MATCHES: Final = runtime("matching", "Matches")
_PATTERN: Final = Identifier("pattern")


@dataclass(slots=True)
class NamedConstants:
    """Takes long constants out of what a class or an alias says.

    `taken` are the names of the module; `constants` are those of one owner.
    """

    taken: set[str]
    constants: list[Assignment] = field(default_factory=list)

    @classmethod
    def of(cls, taken: Collection[str]) -> NamedConstants:
        """None yet, in a module that binds these names."""
        return cls(set(taken))

    def drain(self) -> Iterator[Assignment]:
        """The constants since the last time."""
        yield from self.constants
        self.constants = []

    def header(self, header: ClassHeader) -> ClassHeader:
        """The head of a class, whose keywords have what it asserts."""
        keywords = tuple(
            (key, self._short(value, header.name)) for key, value in header.keywords
        )
        return (
            header
            if keywords == header.keywords
            else replace(header, keywords=keywords)
        )

    def declaration(self, declared: Assignment, owner: Identifier) -> Assignment:
        """A field, an alias or a setting, as its owner has it."""
        name = owner if owner == declared.name else f"{owner} {declared.name}"
        annotation, value = declared.annotation, declared.value
        if annotation is not None:
            annotation = self._short(annotation, name)
        if value is not None:
            value = self._short(value, name)
        if annotation is declared.annotation and value is declared.value:
            return declared
        return Assignment(declared.name, annotation, value)

    def field(self, view: FieldView, owner: Identifier) -> FieldView:
        """The same for a field and its docstring."""
        declared = self.declaration(view.declaration, owner)
        return (
            view
            if declared is view.declaration
            else replace(view, declaration=declared)
        )

    def _short(self, expression: Expression, owner: str) -> Expression:
        """The expression with names in place of what is long; itself without any."""
        match expression:
            case Subscript(base, args):
                short = self._all(args, owner)
                return expression if short is args else Subscript(base, short)
            case Either(members):
                short = self._all(members, owner)
                return expression if short is members else Either(short)
            case Quoted(inner):
                within = self._short(inner, owner)
                return expression if within is inner else Quoted(within)
            case Call():
                return self._call(expression, owner)
            case _:
                return expression

    def _all(
        self, expressions: tuple[Expression, ...], owner: str
    ) -> tuple[Expression, ...]:
        short = tuple([self._short(each, owner) for each in expressions])
        return expressions if short == expressions else short

    def _call(self, call: Call, owner: str) -> Expression:
        if is_long_marker(call, LONGEST):
            return self._named(call, owner, "asserts")
        if call.function == _MATCHES:
            args = tuple(self._pattern(each, owner) for each in call.args)
            return call if args == call.args else replace(call, args=args)
        keywords = tuple(
            (
                key,
                (
                    self._pattern(value, owner)
                    if call.function == FIELD and key == _PATTERN
                    else self._short(value, owner)
                ),
            )
            for key, value in call.keywords
        )
        args = self._all(call.args, owner)
        if args is call.args and keywords == call.keywords:
            return call
        return Call(call.function, args, keywords)

    def _pattern(self, expression: Expression, owner: str) -> Expression:
        if not (isinstance(expression, Value) and isinstance(expression.value, Text)):
            return expression
        if len(reveal(expression.value)) <= LONGEST:
            return expression
        return self._named(LongText(expression.value), owner, "pattern")

    def _named(self, value: Expression, owner: str, kind: str) -> Bare:
        """A constant of this value: the owner's words, and what it is."""
        words = f"{owner} {kind}"
        name = Identifier(f"_{snake_name(words, 'value').upper()}")
        name = free_name(name, self.taken)
        self.taken.add(name)
        self.constants.append(Assignment(name, typing("Final"), value))
        return Bare(name)

"""How what is true of every model is spelled, whatever library has the models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from apiloom.api.schema.shapes import Constraints, Primitive
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.expression import Assignment, ClassHeader, Expression, Name


@dataclass(frozen=True, slots=True)
class ModelTraits:
    """What a class says beside its fields.

    `extended` are the models that it inherits from, `base` the one that the user has
    all derive from. `asserts` is the marker of what no type expresses, and `asserted`
    says that a model above has one. With `keyed` a field is called like the key of
    another. Others inherit from what is `open_to_heirs`, and from none above it.
    """

    extended: tuple[Expression, ...] = ()
    base: Expression | None = None
    asserts: Expression | None = None
    asserted: bool = False
    keyed: bool = False
    closed: bool = False
    frozen: bool = False
    open_to_heirs: bool = False


@dataclass(frozen=True, slots=True)
class ModelShell:
    """A class without its fields."""

    header: ClassHeader
    config: Assignment | None
    decorator: Expression | None = None


class Vocabulary(Protocol):
    """The words of one library.

    `field` makes a field whose default each instance has for itself, by its argument
    `default_factory`; a library that `copies_defaults` does so for any. `reader` is
    what reads an instance from JSON text. One that `reads_constants` decides a union by
    fields of one value, and its members need no marks. Where a class `has_one_base`, it
    can have no other.
    """

    @property
    def field(self) -> Name: ...

    @property
    def reader(self) -> Identifier: ...

    @property
    def copies_defaults(self) -> bool: ...

    @property
    def reads_constants(self) -> bool: ...

    @property
    def has_one_base(self) -> bool: ...

    def limited(
        self,
        plain: Expression,
        kind: str,
        constraints: Constraints,
        judged: Primitive | None = None,
    ) -> Expression:
        """A type of values of a JSON type (`kind`) that the constraints limit.

        Their pattern is one that can be judged; `judged` is what a primitive is.
        """
        ...

    def called(self, type_: Expression, key: Text) -> Expression:
        """The type of a field that JSON calls otherwise than Python does."""
        ...

    def deprecated(self, type_: Expression) -> Expression:
        """The type of a field that should not be used any more."""
        ...

    def optional(self, type_: Expression, *, admits_null: bool) -> Expression:
        """The type of a field that may be absent."""
        ...

    def absent(self, *, admits_null: bool) -> Expression:
        """What a field is that is absent."""
        ...

    def further(
        self, type_: Expression | None, *, closed: bool, inherited: bool
    ) -> Assignment | None:
        """The field for properties without a name, of a type where that is known.

        It may be `inherited`, and has no other type then.
        """
        ...

    def shell(self, name: Identifier, traits: ModelTraits) -> ModelShell:
        """The class around the fields."""
        ...

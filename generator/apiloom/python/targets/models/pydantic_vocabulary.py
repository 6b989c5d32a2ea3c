"""Models as pydantic has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.api.schema.shapes import Constraints, Primitive
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text, reveal
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Call,
    ClassHeader,
    Expression,
    Name,
    Subscript,
    Symbol,
    Value,
    annotated,
    builtin,
    runtime,
)
from apiloom.python.syntax.pattern_engines import is_plain
from apiloom.python.targets.models.format_types import is_fractional, limited_number
from apiloom.python.targets.models.limit_arguments import limits_of
from apiloom.python.targets.models.model_assertions import asserts_marker
from apiloom.python.targets.models.optional_types import (
    FIELD,
    maybe,
    nullable,
    with_field,
)
from apiloom.python.targets.models.vocabulary import ModelShell, ModelTraits

_EXTRA: Final = Identifier("__pydantic_extra__")
_READER: Final = Identifier("model_validate_json")
_CONFIG: Final = Identifier("model_config")


@dataclass(frozen=True, slots=True)
class PydanticVocabulary:
    """The words of pydantic: see `Vocabulary`."""

    field: Name = FIELD
    reader: Identifier = _READER
    copies_defaults: bool = True
    reads_constants: bool = True
    has_one_base: bool = False

    def limited(
        self,
        plain: Expression,
        kind: str,
        constraints: Constraints,
        judged: Primitive | None = None,
    ) -> Expression:
        """The limits that pydantic judges are arguments of `Field`."""
        del kind
        limits = tuple(_limits(constraints, judged))
        number = None if judged is None else limited_number(judged)
        if number is not None and _has_arguments(limits):
            plain, marker = number
            limits = (limits[0], marker, *limits[1:])
        return annotated(plain, *limits)

    def called(self, type_: Expression, key: Text) -> Expression:
        """The key is an alias."""
        return with_field(type_, ((Identifier("alias"), Value(key)),))

    def deprecated(self, type_: Expression) -> Expression:
        """Reading the attribute warns; JSON schemas of others say so too."""
        return with_field(type_, ((Identifier("deprecated"), Value(True)),))

    def optional(self, type_: Expression, *, admits_null: bool) -> Expression:
        """None stands for absent; `model_fields_set` tells it from null."""
        return nullable(type_) if admits_null else maybe(type_)

    def absent(self, *, admits_null: bool) -> Expression:
        """None in any case."""
        del admits_null
        return NONE

    def further(
        self, type_: Expression | None, *, closed: bool, inherited: bool
    ) -> Assignment | None:
        """Its own attribute, which every model has, narrowed to a type."""
        del inherited
        if type_ is None or closed:
            return None
        mapping = Subscript(builtin("dict"), (builtin("str"), type_))
        no_argument = Call(FIELD, (), ((Identifier("init"), Value(False)),))
        return Assignment(_EXTRA, mapping, no_argument)

    def shell(self, name: Identifier, traits: ModelTraits) -> ModelShell:
        """Special bases come last: pydantic takes their settings over those before."""
        special: list[Expression] = []
        keywords: list[tuple[Identifier, Expression]] = []
        if traits.keyed:
            special.append(runtime("keyed", "KeyedModel"))
        if traits.asserts is not None:
            keywords.append((Identifier("asserts"), traits.asserts))
            if not traits.asserted:
                special.append(runtime("asserts", "AssertedModel"))
        if traits.frozen:
            keywords.append((Identifier("frozen"), Value(True)))
        bases = (*(traits.extended or _common(traits)), *special)
        header = ClassHeader(
            name, bases or (runtime("model", "Model"),), tuple(keywords)
        )
        return ModelShell(header, _config(traits))


def _common(traits: ModelTraits) -> Iterator[Expression]:
    """What a model derives from that extends no other."""
    if traits.frozen:
        # First: pydantic gives a frozen base a hash that takes no lists.
        yield runtime("frozen", "FrozenModel")
    if traits.base is not None:
        yield traits.base


def _config(traits: ModelTraits) -> Assignment | None:
    """What pydantic has to know: whether further properties are forbidden, and that
    subclasses are written as what they are."""
    settings: list[tuple[Identifier, Expression]] = []
    if traits.closed:
        settings.append((Identifier("extra"), Value(Text("forbid"))))
    if traits.open_to_heirs:
        settings.append((Identifier("polymorphic_serialization"), Value(True)))
    if not settings:
        return None
    config = Call(Name(Symbol("pydantic", "ConfigDict")), (), tuple(settings))
    return Assignment(_CONFIG, None, config)


def _limits(constraints: Constraints, judged: Primitive | None) -> Iterator[Expression]:
    """Arguments of `Field`, and markers for what pydantic would judge otherwise."""
    fractional = judged is not None and is_fractional(judged)
    limits = limits_of(constraints, fractional=fractional)
    arguments, pattern = limits.arguments, constraints.pattern
    is_plain_pattern = pattern is not None and is_plain(reveal(pattern))
    if pattern is not None and is_plain_pattern:
        arguments["pattern"] = pattern
    if arguments:
        keywords = ((Identifier(key), Value(arguments[key])) for key in arguments)
        yield Call(FIELD, (), tuple(keywords))
    if pattern is not None and not is_plain_pattern:
        yield Call(runtime("matching", "Matches"), (Value(pattern),))
    if limits.asserted:
        yield asserts_marker(limits.asserted)


def _has_arguments(constraints: tuple[Expression, ...]) -> bool:
    """Whether pydantic judges any of them."""
    first = constraints[0] if constraints else None
    return isinstance(first, Call) and first.function == FIELD

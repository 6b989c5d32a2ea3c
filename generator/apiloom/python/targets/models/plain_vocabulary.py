"""Models that no library judges: dataclasses, or structs of msgspec."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from apiloom.api.schema.constraint_keywords import keywords_of
from apiloom.api.schema.shapes import Constraints, Primitive
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
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
    either,
    runtime,
    typing,
)
from apiloom.python.targets.models.model_assertions import asserts_marker
from apiloom.python.targets.models.optional_types import inside, maybe, nullable
from apiloom.python.targets.models.vocabulary import ModelShell, ModelTraits

_READER: Final = Identifier("from_json")
_EXTRA: Final = Identifier("extra_properties")
_CONFIG: Final = Identifier("model_config")
_DICT: Final = builtin("dict")
_FACTORY: Final = Identifier("default_factory")
_MISSING_TYPE: Final = runtime("missing", "Missing")
_MISSING: Final = runtime("missing", "MISSING")
_TRUE: Final = Value(True)
_KW_ONLY: Final = (Identifier("kw_only"), _TRUE)
_FROZEN: Final = ((Identifier("frozen"), _TRUE), (Identifier("eq"), Value(False)))
"""What is frozen compares itself, so that its hash takes lists."""


@dataclass(frozen=True, slots=True)
class PlainVocabulary:
    """The words of classes that leave judging to the runtime: see `Vocabulary`.

    `structs` says that these are structs of msgspec.
    """

    structs: bool
    reader: Identifier = _READER
    copies_defaults: bool = False
    reads_constants: bool = False
    has_one_base: bool = True

    @property
    def field(self) -> Name:
        """What makes a field with a default of its own for each instance."""
        return Name(Symbol("msgspec" if self.structs else "dataclasses", "field"))

    def limited(
        self,
        plain: Expression,
        kind: str,
        constraints: Constraints,
        judged: Primitive | None = None,
    ) -> Expression:
        """All limits are keywords for the evaluator."""
        del judged
        keywords = keywords_of(constraints, kind)
        return annotated(plain, asserts_marker(keywords)) if keywords else plain

    def called(self, type_: Expression, key: Text) -> Expression:
        """The key is a mark."""
        return annotated(type_, Call(runtime("constants", "Key"), (Value(key),)))

    def deprecated(self, type_: Expression) -> Expression:
        """Nothing of these classes could say so."""
        return type_

    def optional(self, type_: Expression, *, admits_null: bool) -> Expression:
        """`MISSING` stands for absent beside null, else None does."""
        if not admits_null:
            return maybe(type_)
        type_ = nullable(type_)
        return inside(type_, lambda inner: either((inner, _MISSING_TYPE)))

    def absent(self, *, admits_null: bool) -> Expression:
        """None, unless that is null."""
        return _MISSING if admits_null else NONE

    def further(
        self, type_: Expression | None, *, closed: bool, inherited: bool
    ) -> Assignment | None:
        """A dictionary in every model that is not closed."""
        if closed or (inherited and type_ is None):
            return None
        anything = Subscript(_DICT, (builtin("str"), typing("Any")))
        mapping = Subscript(_DICT, (builtin("str"), type_ or typing("Any")))
        # The type may be one that is not there yet.
        empty = Call(self.field, (), ((_FACTORY, anything),))
        return Assignment(_EXTRA, mapping, empty)

    def shell(self, name: Identifier, traits: ModelTraits) -> ModelShell:
        """A dataclass with slots, or a struct; arguments have names."""
        bases = traits.extended or tuple(_common(traits))
        frozen = _FROZEN if traits.frozen else ()
        config = _config(traits)
        if self.structs:
            return ModelShell(ClassHeader(name, bases, (_KW_ONLY, *frozen)), config)
        slots = (Identifier("slots"), _TRUE)
        decorator = Call(
            Name(Symbol("dataclasses", "dataclass")), (), (slots, _KW_ONLY, *frozen)
        )
        return ModelShell(ClassHeader(name, bases), config, decorator)


def _common(traits: ModelTraits) -> Iterator[Expression]:
    if traits.base is not None:
        yield traits.base
    elif traits.frozen:
        yield runtime("frozen", "FrozenModel")
    else:
        yield runtime("model", "Model")


def _config(traits: ModelTraits) -> Assignment | None:
    settings: list[tuple[Identifier, Expression]] = []
    if traits.closed:
        settings.append((Identifier("extra"), Value(Text("forbid"))))
    if traits.asserts is not None:
        settings.append((Identifier("asserts"), traits.asserts))
    if not settings:
        return None
    call = Call(runtime("model", "ModelSettings"), (), tuple(settings))
    return Assignment(_CONFIG, None, call)

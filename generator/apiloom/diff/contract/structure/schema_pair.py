"""Two flat schemas, which way they go, and where differences are recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol, TypeAlias, TypeVar

from apiloom.api.schema.flat_schema import (
    Conjunction,
    FlatSchema,
    PlacedValue,
)
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.location import parent
from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import ContractWalk
from apiloom.diff.contract.structure.difference import Kind, direction, presence
from apiloom.diff.contract.structure.places import NOTHING, Placed, Places, Words
from apiloom.diff.contract.structure.wording import quoted_value, words_for

T = TypeVar("T")


class Terms(NamedTuple):
    """On which terms two schemas are compared.

    `null` says whether nullability is of interest, `travels` whether any value is. With
    `at` what is compared is called after that place. `text` says that values are text
    where they travel.
    """

    null: bool = True
    travels: bool = True
    at: Places | None = None
    text: bool = False


ALL_TERMS: Final = Terms()
Nulls: TypeAlias = tuple[bool | None, bool | None]
"""Whether null is let through before and after; None where nobody says so."""


class Visit(Protocol):
    """Has two schemas compared; the answer is the unit, None where nothing differs."""

    def __call__(
        self, old: Conjunction, new: Conjunction, terms: Terms = ALL_TERMS
    ) -> int | None: ...


@dataclass(frozen=True, slots=True)
class SchemaPair:
    """A pair of schemas that is being compared; `visit` has those below compared.

    `at` is set where one of them stands elsewhere than the other: what is compared is
    then what the place that leads to them has become. `text` is that of the terms.
    """

    walk: ContractWalk
    unit: int
    side: ContractSide
    old: FlatSchema
    new: FlatSchema
    visit: Visit
    at: Places | None = None
    text: bool = False

    def record(
        self, aspect: str, kind: Kind, places: Places, words: Words = NOTHING
    ) -> None:
        """Record a difference that goes the way of this pair."""
        if self.at is not None and not words.subject:
            words = words._replace(subject=self.walk.subject(self.at))
        self.walk.record(self.unit, aspect, kind, self.side, places, words)

    def is_free(self, old: Conjunction, new: Conjunction) -> bool:
        """Whether the one of both schemas that there is demands nothing."""
        source, schemas = (self.walk.old, old) if old else (self.walk.new, new)
        if not schemas:
            return True
        return source.schemas.flat(schemas).is_free

    def property_words(self, name: Text) -> Words:
        """Words about a property; it belongs to the place of both, if that matters."""
        called = quoted_value(name)
        if self.at is None:
            return Words(called)
        subject = f"the property {called} of {self.walk.subject(self.at)}"
        return Words(called, subject=subject)

    def record_one_sided(
        self,
        aspect: str,
        old: Placed | SchemaId | None,
        new: Placed | SchemaId | None,
        words: Words = NOTHING,
    ) -> None:
        """Record what stands in one of the two alone; nothing if it does in neither."""
        if (old is None) != (new is None):
            self.record(aspect, presence(old, new), Places.of(old, new), words)

    def record_keyword(
        self, aspect: str, old: Placed | SchemaId | None, new: Placed | SchemaId | None
    ) -> None:
        """The same for a keyword of a schema, which is called after that schema."""
        words = self.keyword_words(Places.of(old, new))
        self.record_one_sided(aspect, old, new, words)

    def compare_values(
        self,
        aspect: str,
        old: PlacedValue[T] | None,
        new: PlacedValue[T] | None,
        is_within: Callable[[T, T], bool],
    ) -> None:
        """Compare what one keyword demands: `is_within` says what includes what."""
        before, after = words_for(old), words_for(new)
        if old is None or new is None:
            self.record_one_sided(aspect, old, new, Words(before or after))
        elif old.value != new.value:
            kind = direction(
                narrower=is_within(new.value, old.value),
                wider=is_within(old.value, new.value),
            )
            self.record(aspect, kind, Places.of(old, new), Words("", before, after))

    def compare_nullability(self, places: Places, nulls: Nulls | None = None) -> None:
        """Compare whether null is let through, where both documents say so.

        `nulls` says whether it is, where more is to be asked than the schemas alone.
        """
        old, new = nulls or (self.old.nullable, self.new.nullable)
        if old is not None and new is not None and old != new:
            self.record("nullable", Kind.WIDENED if new else Kind.NARROWED, places)

    def keyword_words(self, places: Places) -> Words:
        """Words about a keyword: it belongs to the schema that it stands in."""
        if self.at is not None:
            return NOTHING
        owners = [place and parent(place) for place in (places.old, places.new)]
        return Words(subject=self.walk.subject(Places(*owners)))

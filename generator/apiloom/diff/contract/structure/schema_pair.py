"""Two flat schemas, which way they go, and where differences are recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import (
    NOTHING,
    ContractWalk,
    Places,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.flat_schema import Conjunction, FlatSchema
from apiloom.diff.contract.structure.wording import quoted_value


class Visit(Protocol):
    """Has two schemas compared; `null` says whether nullability is of interest."""

    def __call__(
        self, old: Conjunction, new: Conjunction, *, null: bool = True
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class SchemaPair:
    """A pair of schemas that is being compared; `visit` has those below compared.

    `at` is set where one of them stands elsewhere than the other: what is compared is
    then what the place that leads to them has become.
    """

    walk: ContractWalk
    unit: int
    side: ContractSide
    old: FlatSchema
    new: FlatSchema
    visit: Visit
    at: Places | None = None

    def record(
        self, aspect: str, kind: Kind, places: Places, words: Words = NOTHING
    ) -> None:
        """Record a difference that goes the way of this pair."""
        if self.at is not None and not words.subject:
            words = words._replace(subject=self.walk.subject(self.at))
        self.walk.record(self.unit, aspect, kind, self.side, places, words)

    def property(self, name: Text) -> str:
        """What a property is called where the place of both schemas matters."""
        if self.at is None:
            return ""
        return f"the property {quoted_value(name)} of {self.walk.subject(self.at)}"

    def record_one_sided(self, aspect: str, places: Places, name: str = "") -> None:
        """Record what stands in one of the two alone; nothing if it does in neither."""
        if places.old is None and places.new is not None:
            self.record(aspect, Kind.ADDED, places, Words(name))
        elif places.old is not None and places.new is None:
            self.record(aspect, Kind.REMOVED, places, Words(name))

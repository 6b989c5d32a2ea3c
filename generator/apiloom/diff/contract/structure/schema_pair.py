"""Two flat schemas, which way they go, and whom to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import NOTHING, Pair, Walk, Words
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.flat_schema import Flat, Node
from apiloom.diff.contract.structure.wording import said


class Visit(Protocol):
    """Has two schemas compared; `null` says whether nullability is of interest."""

    def __call__(self, old: Node, new: Node, *, null: bool = True) -> None: ...


@dataclass(frozen=True, slots=True)
class SchemaPair:
    """A pair of schemas that is being compared; `visit` has those below compared.

    `at` is set where one of them stands elsewhere than the other: what is compared is
    then what the place that leads to them has become.
    """

    walk: Walk
    unit: int
    side: ContractSide
    old: Flat
    new: Flat
    visit: Visit
    at: Pair | None = None

    def tell(
        self, aspect: str, kind: Kind, places: Pair, words: Words = NOTHING
    ) -> None:
        """Record a difference that goes the way of this pair."""
        if self.at is not None and not words.subject:
            words = words._replace(subject=self.walk.subject(self.at))
        self.walk.tell(self.unit, aspect, kind, self.side, places, words)

    def property(self, name: Text) -> str:
        """What a property is called where the place of both schemas matters."""
        if self.at is None:
            return ""
        return f"the property {said(name)} of {self.walk.subject(self.at)}"

    def appears(self, aspect: str, places: Pair, name: str = "") -> None:
        """Record what stands in one of the two alone; nothing if it does in neither."""
        if places.old is None and places.new is not None:
            self.tell(aspect, Kind.ADDED, places, Words(name))
        elif places.old is not None and places.new is None:
            self.tell(aspect, Kind.REMOVED, places, Words(name))

"""What all names of one API are chosen by, beside the rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Self

from apiloom.api.ir import ApiSpec
from apiloom.api.names.aligned_entries import Traits
from apiloom.api.names.former_owners import member_places
from apiloom.api.names.former_places import (
    ShippedSchemas,
    base_classes,
    former_places,
)
from apiloom.api.names.kept_names import KeptNames
from apiloom.api.names.listed_identity import ListedTraits, MovedPlaces
from apiloom.api.names.name_overrides import NameOverrides
from apiloom.api.schema.shapes import Schema, SchemaId
from apiloom.core.diagnostics import Report
from apiloom.core.shipped import Shipped


@dataclass(frozen=True, slots=True)
class NameBook:
    """The user's names, those that have shipped, and those that are kept so.

    `shipped` has the names of an earlier run by the places of today; `lists` are the
    traits by which places are found again, for the next run.
    """

    overrides: NameOverrides
    shipped: Shipped
    report: Report
    lists: Mapping[str, tuple[Traits, ...]] = field(default_factory=dict)
    kept: KeptNames = field(default_factory=KeptNames)

    @classmethod
    def opened(
        cls,
        spec: ApiSpec,
        shapes: Mapping[SchemaId, Schema],
        named: Collection[SchemaId],
        shipped: Shipped,
        overrides: NameOverrides,
    ) -> Self:
        """The book for the types `named`, with what has shipped in its place."""
        # What was known by its place in another file is a component of the entry now.
        shipped = shipped.relocated(
            {place: component for component, place in spec.adopted.items()}
        )
        lists = ListedTraits(spec, shapes).of_lists(named)
        today = MovedPlaces(shipped.lists, lists).of_today(shipped)
        # What stands in a member is found when the member is: the outer ones first.
        while members := member_places(ShippedSchemas(spec, shapes, named, today)):
            today = today.relocated(members)
            inner = today.lists_in(members.values())
            today = MovedPlaces(inner, lists).of_today(today)
        today = today.under(former_places(spec, shapes))
        today = today.moved(base_classes(ShippedSchemas(spec, shapes, named, today)))
        return cls(overrides, today, overrides.report, lists)

    def close(self, document: str) -> None:
        """Report the user's names that nothing has, and the names that were kept."""
        self.overrides.report_unused()
        self.kept.report_to(self.report, document)

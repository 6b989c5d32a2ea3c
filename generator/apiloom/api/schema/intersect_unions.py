"""A union that holds beside something else: one option for each way to satisfy both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from apiloom.api.schema.derivation import merged_option
from apiloom.api.schema.json_types import types_of
from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Discriminator,
    Intersection,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.location import tokens_of
from apiloom.core.text import Text

MOST_OPTIONS: Final = 100


def intersect_unions(
    schema_id: SchemaId,
    unions: Sequence[Union],
    others: tuple[SchemaId, ...],
    schemas: Mapping[SchemaId, Schema],
) -> tuple[Union, dict[SchemaId, Intersection]] | None:
    """All of `unions` and `others` at once: a union, and its options to be merged.

    Members whose JSON types exclude each other make no option. `None` if several
    unions have more combinations than are worth writing.
    """
    combinations = _combinations(unions, others, schemas)
    if combinations is None:
        return None
    options: dict[SchemaId, Intersection] = {}
    options_by_end: dict[SchemaId, list[SchemaId]] = {}
    for combination in combinations:
        option = schema_id.derived(merged_option(len(options)))
        options[option] = Intersection(option, (*others, *combination))
        for member in combination:
            options_by_end.setdefault(end_of(member, schemas).id, []).append(option)
    discriminator = next(
        (union.discriminator for union in unions if union.discriminator), None
    )
    if discriminator is not None:
        mapping = tuple(_mapping(discriminator, options_by_end, schemas))
        ends = [
            end_of(target, schemas).id
            for target in (discriminator.fallback,)
            if target is not None
        ]
        fallback = next(
            (options_by_end[end][0] for end in ends if end in options_by_end), None
        )
        discriminator = Discriminator(discriminator.property_name, mapping, fallback)
    return Union(schema_id, tuple(options), discriminator), options


def _mapping(
    discriminator: Discriminator,
    options_by_end: Mapping[SchemaId, list[SchemaId]],
    schemas: Mapping[SchemaId, Schema],
) -> Iterator[tuple[Text, SchemaId]]:
    """What led to a member leads to its option; so does the name of a component."""
    mapped: set[SchemaId] = set()
    for tag, target in discriminator.mapping:
        end = end_of(target, schemas).id
        mapped.add(end)
        yield from ((tag, option) for option in options_by_end.get(end, ())[:1])
    for end, options in options_by_end.items():
        if end not in mapped:
            yield Text(tokens_of(end.pointer)[-1]), options[0]


def _combinations(
    unions: Sequence[Union],
    others: tuple[SchemaId, ...],
    schemas: Mapping[SchemaId, Schema],
) -> list[tuple[SchemaId, ...]] | None:
    """One member of each union, wherever their JSON types allow it."""
    possible: frozenset[str] | None = None
    for other in others:
        possible = _common(possible, types_of(end_of(other, schemas).shape))
    combinations: list[tuple[tuple[SchemaId, ...], frozenset[str] | None]] = [
        ((), possible)
    ]
    for union in unions:
        kinds = [
            (member, types_of(end_of(member, schemas).shape))
            for member in union.members
        ]
        combinations = [
            ((*chosen, member), common)
            for chosen, before in combinations
            for member, own in kinds
            if (common := _common(before, own)) is None or common
        ]
        if len(unions) > 1 and len(combinations) > MOST_OPTIONS:
            return None
    return [chosen for chosen, _ in combinations]


def _common(
    one: frozenset[str] | None, two: frozenset[str] | None
) -> frozenset[str] | None:
    """The JSON types that both have; `None` stands for any."""
    if one is None or two is None:
        return two if one is None else one
    return one & two

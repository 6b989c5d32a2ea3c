"""Two schemas held against each other: types, values, limits, and what is below."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import partial
from typing import Any, Final

from apiloom.api.schema.flat_schema import (
    ALL_TYPES,
    Conjunction,
    FlatSchema,
    PlacedValue,
)
from apiloom.api.schema.limit_keywords import LIMITED, LIMITS, is_narrower
from apiloom.api.schema.listed_values import ListedValue, listed_key
from apiloom.api.schema.schema_overlap import keeps_within
from apiloom.api.schema.shapes import SchemaId
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.annotation_differences import compare_annotations
from apiloom.diff.contract.structure.array_differences import compare_arrays
from apiloom.diff.contract.structure.contract_walk import ContractWalk, Task
from apiloom.diff.contract.structure.difference import Kind, aspect_of, direction
from apiloom.diff.contract.structure.fragment_differences import compare_fragments
from apiloom.diff.contract.structure.object_differences import compare_objects
from apiloom.diff.contract.structure.places import (
    Places,
    Words,
    either,
    in_one_alone,
)
from apiloom.diff.contract.structure.schema_pair import (
    ALL_TERMS,
    SchemaPair,
    Terms,
)
from apiloom.diff.contract.structure.text_values import text_key, types_as_text
from apiloom.diff.contract.structure.union_differences import compare_unions
from apiloom.diff.contract.structure.wording import (
    quoted_values,
    type_names,
)

_MANY: Final = 2_000
"""Conjunctions that are compared as such. There can be as many as there are sets of
schemas; the parts of any more are compared one by one."""
_WITHIN: Final = frozenset({("int32", "int64"), ("float", "double")})
"""Formats of which the values of the first are values of the second."""


def visit(
    walk: ContractWalk,
    above: int,
    side: ContractSide,
    old: Conjunction,
    new: Conjunction,
    terms: Terms = ALL_TERMS,
) -> int | None:
    """Have two schemas compared, unless nothing at all differs: see `Visit`."""
    terms = terms._replace(at=terms.at or _differing_place(walk, old, new))
    old, new = walk.old.schemas.settled(old), walk.new.schemas.settled(new)
    if walk.same(old, new):
        return None
    key = ("schema", old, new, side, terms)
    if len(old) + len(new) > 2 and not walk.seen(key):
        walk.multiplied += 1
        if walk.multiplied > _MANY:
            terms = terms._replace(at=None)
            for before, after in _parts(old, new):
                visit(walk, above, side, (before,), (after,), terms)
            return above
    task = partial(_compare, schemas=(old, new), side=side, terms=terms)
    return walk.enter(above, Task(key, task))


def _parts(old: Conjunction, new: Conjunction) -> Iterator[tuple[SchemaId, SchemaId]]:
    """The parts of two conjunctions side by side, the last one as often as needed."""
    for index in range(max(len(old), len(new))):
        yield old[min(index, len(old) - 1)], new[min(index, len(new) - 1)]


def _differing_place(
    walk: ContractWalk, old: Conjunction, new: Conjunction
) -> Places | None:
    """The place that leads to a schema here and to quite another there."""
    ends = walk.old.schemas.settled(old), walk.new.schemas.settled(new)
    own = ends[0] == old, ends[1] == new
    if own[0] != own[1] or (not own[0] and _is_another(walk, *ends)):
        return Places(old[0].pointer, new[0].pointer)
    return None


def _is_another(walk: ContractWalk, old: Conjunction, new: Conjunction) -> bool:
    """Whether two names stand for two schemas, not for one that was renamed."""
    if old[0].pointer == new[0].pointer:
        return False
    return walk.old.has_component(new[0].pointer) or walk.new.has_component(
        old[0].pointer
    )


def _compare(
    walk: ContractWalk,
    unit: int,
    *,
    schemas: tuple[Conjunction, Conjunction],
    side: ContractSide,
    terms: Terms,
) -> None:
    old, new = schemas
    flats = walk.old.schemas.flat(old), walk.new.schemas.flat(new)
    text = terms.text

    def visit_below(
        old: Conjunction, new: Conjunction, terms: Terms = ALL_TERMS
    ) -> int | None:
        return visit(walk, unit, side, old, new, terms._replace(text=text))

    pair = SchemaPair(walk, unit, side, *flats, visit_below, terms.at, text)
    compare_annotations(pair)
    if not terms.travels or compare_unions(pair, old, new):
        return
    if terms.null:
        pair.compare_nullability(type_places(pair.old, pair.new))
    both_listed = pair.old.values is not None and pair.new.values is not None
    if not both_listed and not _compare_types(pair):
        return
    _compare_values(pair)
    pair.compare_values("format", pair.old.format, pair.new.format, _is_within)
    shared = ALL_TYPES if text else pair.old.types & pair.new.types
    # What limits do to listed values is told of these.
    for keyword in LIMITS if not both_listed or text else ():
        if shared.isdisjoint(LIMITED[keyword]):
            continue
        limits = _limits(pair, keyword)
        narrower = partial(is_narrower, keyword)
        pair.compare_values(aspect_of(keyword), *limits, narrower)
    if "object" in shared:
        compare_objects(pair)
    if "array" in shared:
        compare_arrays(pair)
    compare_fragments(pair)


def _limits(
    pair: SchemaPair, keyword: str
) -> tuple[PlacedValue[Any] | None, PlacedValue[Any] | None]:
    """The limits of both; one item is what `contains` asks for where nothing else says
    how many (core, section 10.3.1.3), and none are counted without it."""
    old, new = pair.old.limits.get(keyword), pair.new.limits.get(keyword)
    if keyword != "minContains":
        return old, new
    if any(("contains",) not in flat.applied for flat in (pair.old, pair.new)):
        return None, None
    if old is None and new is not None and not new.value:
        old = PlacedValue(1, pair.old.where)
    if new is None and old is not None and not old.value:
        new = PlacedValue(1, pair.new.where)
    return old, new


def _compare_types(pair: SchemaPair) -> bool:
    """Compare the types; says whether any is left that both allow."""
    types = pair.old.types_beside_null, pair.new.types_beside_null
    old, new = map(types_as_text, (pair.old, pair.new)) if pair.text else types
    if old == new:
        return True
    kind = direction(narrower=bool(old - new), wider=bool(new - old))
    words = Words("", *map(type_names, types))
    pair.record("type", kind, type_places(pair.old, pair.new), words)
    return bool(old & new)


def type_places(old: FlatSchema, new: FlatSchema) -> Places:
    """Where the types of two schemas are said, or else these are."""
    return Places(old.types_at or old.where, new.types_at or new.where)


def _compare_values(pair: SchemaPair) -> None:
    """Compare `enum` and `const`; null is told of as nullability."""
    key = text_key if pair.text else listed_key
    old, new = (_listed(flat, key, text=pair.text) for flat in (pair.old, pair.new))
    if old is None or new is None:
        listed = {} if old is new else either(old, new).value
        words = Words(quoted_values(listed.values()))
        pair.record_one_sided("enum", old, new, words)
        return
    places = Places.of(old, new)
    differing = {
        kind: quoted_values(values)
        for kind, values in in_one_alone(
            old.value.values(), new.value.values(), key
        ).items()
    }
    if len(differing) > 1 and old.value.keys().isdisjoint(new.value):
        words = Words("", differing[Kind.REMOVED], differing[Kind.ADDED])
        pair.record("enum-value", Kind.CHANGED, places, words)
        return
    for kind, values in differing.items():
        pair.record("enum-value", kind, places, Words(values))


def _listed(
    flat: FlatSchema, key: Callable[[ListedValue], Hashable], *, text: bool
) -> PlacedValue[dict[Hashable, ListedValue]] | None:
    """The values but null that a schema lists, and allows by its types and limits.

    They are told apart by `key`. Types say nothing of what travels as `text`.
    """
    if flat.values is None or flat.values_at is None:
        return None
    listed = (
        value
        for value in flat.values.values()
        if value is not None and (text or keeps_within(value, flat))
    )
    return PlacedValue({key(value): value for value in listed}, flat.values_at)


def _is_within(value: Text, other: Text) -> bool:
    """Whether all values of one format are values of another."""
    return (reveal(value), reveal(other)) in _WITHIN

"""Two schemas held against each other: types, values, limits, and what is below."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final, cast

from apiloom.api.schema.shapes import SchemaId
from apiloom.core.text import reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.annotation_differences import compare_annotations
from apiloom.diff.contract.structure.array_differences import compare_arrays
from apiloom.diff.contract.structure.contract_walk import ContractWalk, Task
from apiloom.diff.contract.structure.difference import Kind, direction
from apiloom.diff.contract.structure.flat_schema import Conjunction, PlacedValue
from apiloom.diff.contract.structure.fragment_differences import compare_fragments
from apiloom.diff.contract.structure.limit_keywords import LIMITS, is_stricter
from apiloom.diff.contract.structure.listed_values import listed_key
from apiloom.diff.contract.structure.object_differences import compare_objects
from apiloom.diff.contract.structure.places import Places, Words
from apiloom.diff.contract.structure.schema_pair import (
    ALL_TERMS,
    SchemaPair,
    Terms,
)
from apiloom.diff.contract.structure.union_differences import compare_unions
from apiloom.diff.contract.structure.wording import (
    quoted_value,
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
    visit_below = partial(visit, walk, unit, side)
    pair = SchemaPair(walk, unit, side, *flats, visit_below, terms.at)
    compare_annotations(pair)
    if not terms.travels or compare_unions(pair, old, new):
        return
    if terms.null:
        _compare_nullability(pair)
    both_listed = pair.old.values is not None and pair.new.values is not None
    if not both_listed and not _compare_types(pair):
        return
    _compare_values(pair)
    _compare_formats(pair)
    for keyword, aspect in LIMITS.items():
        _compare_limits(pair, keyword, aspect)
    compare_objects(pair)
    compare_arrays(pair)
    compare_fragments(pair)


def _compare_types(pair: SchemaPair) -> bool:
    """Compare the types; says whether any is left that both allow."""
    old, new = pair.old.types_beside_null, pair.new.types_beside_null
    if old == new:
        return True
    kind = direction(narrower=bool(old - new), wider=bool(new - old))
    places = Places(
        pair.old.types_at or pair.old.where, pair.new.types_at or pair.new.where
    )
    pair.record("type", kind, places, Words("", type_names(old), type_names(new)))
    return bool(old & new)


def _compare_nullability(pair: SchemaPair) -> None:
    old, new = pair.old.nullable, pair.new.nullable
    if old is None or new is None or old == new:
        return
    places = Places(
        pair.old.types_at or pair.old.where, pair.new.types_at or pair.new.where
    )
    pair.record("nullable", Kind.WIDENED if new else Kind.NARROWED, places)


def _compare_values(pair: SchemaPair) -> None:
    """Compare `enum` and `const`; null is told of as nullability."""
    old, new = pair.old.values, pair.new.values
    if old is None or new is None:
        places = Places(pair.old.values_at, pair.new.values_at)
        listed = quoted_values(value for value in old or new or () if value is not None)
        pair.record_one_sided("enum", places, listed)
        return
    before = {listed_key(value): value for value in old if value is not None}
    after = {listed_key(value): value for value in new if value is not None}
    places = Places(pair.old.values_at, pair.new.values_at)
    removed = [before[key] for key in before if key not in after]
    added = [after[key] for key in after if key not in before]
    if removed and added and before.keys().isdisjoint(after):
        words = Words("", quoted_values(removed), quoted_values(added))
        pair.record("enum-value", Kind.CHANGED, places, words)
        return
    if removed:
        pair.record("enum-value", Kind.REMOVED, places, Words(quoted_values(removed)))
    if added:
        pair.record("enum-value", Kind.ADDED, places, Words(quoted_values(added)))


def _compare_formats(pair: SchemaPair) -> None:
    old, new = pair.old.format, pair.new.format
    if old is None or new is None:
        pair.record_one_sided("format", Places.of(old, new), _value_words(old or new))
        return
    if old.value == new.value:
        return
    before, after = reveal(old.value), reveal(new.value)
    kind = direction(
        narrower=(after, before) in _WITHIN, wider=(before, after) in _WITHIN
    )
    pair.record(
        "format",
        kind,
        Places.of(old, new),
        Words("", quoted_value(before), quoted_value(after)),
    )


def _compare_limits(pair: SchemaPair, keyword: str, aspect: str) -> None:
    old, new = pair.old.limits.get(keyword), pair.new.limits.get(keyword)
    if old is None or new is None:
        pair.record_one_sided(aspect, Places.of(old, new), _value_words(old or new))
        return
    if old.value == new.value:
        return
    kind = direction(
        narrower=_is_narrower(keyword, new.value, old.value),
        wider=_is_narrower(keyword, old.value, new.value),
    )
    before, after = _value_words(old), _value_words(new)
    pair.record(aspect, kind, Places.of(old, new), Words("", before, after))


def _is_narrower(keyword: str, value: object, than: object) -> bool:
    if keyword != "multipleOf":
        return is_stricter(keyword, value, than)
    steps = cast("float", value) / cast("float", than)
    return steps == round(steps)


def _value_words(placed: PlacedValue[Any] | None) -> str:
    return "" if placed is None else quoted_value(placed.value)

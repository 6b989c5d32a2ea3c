"""Two schemas held against each other: types, values, limits, and what is below."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final, cast

from apiloom.api.schema.shapes import SchemaId
from apiloom.core.location import Pointer
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.annotation_differences import compare_notes
from apiloom.diff.contract.structure.array_differences import compare_arrays
from apiloom.diff.contract.structure.contract_walk import Pair, Task, Walk, Words
from apiloom.diff.contract.structure.difference import Kind, direction
from apiloom.diff.contract.structure.flat_schema import Flat, Node, Placed
from apiloom.diff.contract.structure.fragment_differences import compare_fragments
from apiloom.diff.contract.structure.limit_keywords import is_stricter
from apiloom.diff.contract.structure.object_differences import compare_objects
from apiloom.diff.contract.structure.schema_pair import SchemaPair
from apiloom.diff.contract.structure.schema_parts import scalar_of
from apiloom.diff.contract.structure.union_differences import compare_unions
from apiloom.diff.contract.structure.wording import kinds, listed, said

LIMITS: Final = {
    "minimum": "minimum",
    "maximum": "maximum",
    "multipleOf": "multiple-of",
    "minLength": "min-length",
    "maxLength": "max-length",
    "pattern": "pattern",
    "minItems": "min-items",
    "maxItems": "max-items",
    "uniqueItems": "unique-items",
    "minContains": "min-contains",
    "maxContains": "max-contains",
    "minProperties": "min-properties",
    "maxProperties": "max-properties",
}
"""Keywords with one value, and the aspects that they are."""
_MANY: Final = 2_000
"""Conjunctions that are compared as such. There can be as many as there are sets of
schemas; the parts of any more are compared one by one."""
_WITHIN: Final = frozenset({("int32", "int64"), ("float", "double")})
"""Formats of which the values of the first are values of the second."""


def visit(
    walk: Walk,
    above: int,
    side: ContractSide,
    old: Node,
    new: Node,
    *,
    null: bool = True,
) -> None:
    """Have two schemas compared, unless nothing at all differs.

    `null` says whether it matters if one of them lets null through.
    """
    at = _place(walk, old, new)
    old, new = walk.old.schemas.settled(old), walk.new.schemas.settled(new)
    if walk.same(old, new):
        return
    key = ("schema", old, new, side, null, at)
    if len(old) + len(new) > 2 and not walk.seen(key):
        walk.multiplied += 1
        if walk.multiplied > _MANY:
            for before, after in _parts(old, new):
                visit(walk, above, side, (before,), (after,), null=null)
            return
    task = partial(_compare, pair=(old, new), side=side, null=null, at=at)
    walk.enter(above, Task(key, task))


def _parts(old: Node, new: Node) -> Iterator[tuple[SchemaId, SchemaId]]:
    """The parts of two conjunctions side by side, the last one as often as needed."""
    for index in range(max(len(old), len(new))):
        yield old[min(index, len(old) - 1)], new[min(index, len(new) - 1)]


def _place(walk: Walk, old: Node, new: Node) -> Pair | None:
    """The place that leads to a schema here and to quite another there."""
    ends = walk.old.schemas.settled(old), walk.new.schemas.settled(new)
    own = ends[0] == old, ends[1] == new
    if own[0] != own[1] or (not own[0] and _is_another(walk, *ends)):
        return Pair(old[0].pointer, new[0].pointer)
    return None


def _is_another(walk: Walk, old: Node, new: Node) -> bool:
    """Whether two names stand for two schemas, not for one that was renamed."""
    if old[0].pointer == new[0].pointer:
        return False
    return walk.old.has_component(new[0].pointer) or walk.new.has_component(
        old[0].pointer
    )


def visit_optional(
    walk: Walk,
    above: int,
    schemas: tuple[SchemaId | None, SchemaId | None],
    side: ContractSide,
) -> None:
    """The same where either may say nothing of its schema."""
    old, new = schemas
    if old is not None and new is not None:
        visit(walk, above, side, (old,), (new,))
    elif old is not None:
        gone = Pair(old.pointer, None)
        walk.tell(above, "schema", Kind.REMOVED, side, gone)
    elif new is not None:
        come = Pair(None, new.pointer)
        walk.tell(above, "schema", Kind.ADDED, side, come)


def _compare(
    walk: Walk,
    unit: int,
    *,
    pair: tuple[Node, Node],
    side: ContractSide,
    null: bool,
    at: Pair | None,
) -> None:
    old, new = pair
    flats = walk.old.schemas.flat(old), walk.new.schemas.flat(new)
    here = SchemaPair(walk, unit, side, *flats, partial(visit, walk, unit, side), at)
    compare_notes(here)
    if compare_unions(here, old, new):
        return
    if null:
        _nullability(here)
    listed = here.old.values is not None and here.new.values is not None
    if not listed and not _types(here):
        return
    _values(here)
    _format(here)
    for keyword, aspect in LIMITS.items():
        _limit(here, keyword, aspect)
    compare_objects(here)
    compare_arrays(here)
    compare_fragments(here)


def _types(here: SchemaPair) -> bool:
    """Compare the types; says whether any is left that both allow."""
    old, new = here.old.plain, here.new.plain
    if old == new:
        return True
    kind = direction(narrower=bool(old - new), wider=bool(new - old))
    places = Pair(
        here.old.kind_at or here.old.where, here.new.kind_at or here.new.where
    )
    here.tell("type", kind, places, Words("", kinds(old), kinds(new)))
    return bool(old & new)


def _nullability(here: SchemaPair) -> None:
    old, new = here.old.nullable, here.new.nullable
    if old is None or new is None or old == new:
        return
    places = Pair(
        here.old.kind_at or here.old.where, here.new.kind_at or here.new.where
    )
    here.tell("nullable", Kind.WIDENED if new else Kind.NARROWED, places)


def _values(here: SchemaPair) -> None:
    """Compare `enum` and `const`; null is told of as nullability."""
    old, new = here.old.values, here.new.values
    if old is None or new is None:
        places = Pair(here.old.values_at, here.new.values_at)
        values = listed(each for each in old or new or () if each is not None)
        here.appears("enum", places, values)
        return
    before = {scalar_of(each): each for each in old if each is not None}
    after = {scalar_of(each): each for each in new if each is not None}
    places = Pair(here.old.values_at, here.new.values_at)
    gone = [before[each] for each in before if each not in after]
    come = [after[each] for each in after if each not in before]
    if gone:
        here.tell("enum-value", Kind.REMOVED, places, Words(listed(gone)))
    if come:
        here.tell("enum-value", Kind.ADDED, places, Words(listed(come)))


def _format(here: SchemaPair) -> None:
    old, new = here.old.format, here.new.format
    if old is None or new is None:
        here.appears("format", _places(old, new), _value(old or new))
        return
    if old.value == new.value:
        return
    before = reveal(cast("Text", old.value))
    after = reveal(cast("Text", new.value))
    kind = direction(
        narrower=(after, before) in _WITHIN, wider=(before, after) in _WITHIN
    )
    here.tell("format", kind, _places(old, new), Words("", said(before), said(after)))


def _limit(here: SchemaPair, keyword: str, aspect: str) -> None:
    old, new = here.old.limits.get(keyword), here.new.limits.get(keyword)
    if old is None or new is None:
        here.appears(aspect, _places(old, new), _value(old or new))
        return
    if old.value == new.value:
        return
    kind = direction(
        narrower=_is_narrower(keyword, new.value, old.value),
        wider=_is_narrower(keyword, old.value, new.value),
    )
    before, after = _value(old), _value(new)
    here.tell(aspect, kind, _places(old, new), Words("", before, after))


def _is_narrower(keyword: str, value: object, than: object) -> bool:
    if keyword != "multipleOf":
        return is_stricter(keyword, value, than)
    steps = cast("float", value) / cast("float", than)
    return steps == round(steps)


def _places(old: Placed | None, new: Placed | None) -> Pair:
    return Pair(_where(old), _where(new))


def _where(found: Placed | None) -> Pointer | None:
    return None if found is None else found.where


def _value(found: Placed | None) -> str:
    return "" if found is None else said(found.value)


__all__ = ["Flat", "visit", "visit_optional"]

"""Two unions: which members are the same, which came, which went."""

from __future__ import annotations

from apiloom.api.schema.flat_schema import (
    Conjunction,
    FlatSchema,
    FlatUnion,
    PlacedValue,
)
from apiloom.api.schema.shapes import Discriminator, SchemaId
from apiloom.core.location import Pointer, child, tokens_of
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.structure.contract_walk import ContractSource
from apiloom.diff.contract.structure.difference import Kind, direction
from apiloom.diff.contract.structure.overlap_differences import (
    MatchedMembers,
    compare_overlaps,
)
from apiloom.diff.contract.structure.places import Places, Words, paired
from apiloom.diff.contract.structure.schema_pair import Nulls, SchemaPair, Terms
from apiloom.diff.contract.structure.subjects import component_name
from apiloom.diff.contract.structure.union_demands import (
    admits_all,
    takes_null,
    tells_what_is_told,
)
from apiloom.diff.contract.structure.union_matching import Members, match
from apiloom.diff.contract.structure.wording import (
    quoted,
    quoted_value,
    type_names,
    words_for,
)


def compare_unions(pair: SchemaPair, old: Conjunction, new: Conjunction) -> bool:
    """Compare the unions; says whether there is nothing else to compare.

    A schema beside a union counts as a union of one: that is what it becomes when a
    second member is added.
    """
    _compare_discriminators(pair)
    olds, news = pair.old.unions, pair.new.unions
    if not olds and pair.new.is_union:
        return _compare_one_sided(pair, _union_of_one(pair.old, old, pair.new), news[0])
    if not news and pair.old.is_union:
        return _compare_one_sided(pair, olds[0], _union_of_one(pair.new, new, pair.old))
    nulls = _nulls(pair)
    stays = nulls[0] == nulls[1]
    # Where more than the members decides on null, it is told of the whole.
    is_whole = len({"null" in flat.types for flat in (pair.old, pair.new)}) > 1 or any(
        each.refuses_null for each in (*olds, *news)
    )
    for before, after in zip(olds, news, strict=False):
        _compare_members(pair, before, after, null=not (stays or is_whole))
    for after in news[len(olds) :]:
        if not admits_all(pair.walk.new, after, pair.old):
            pair.record("union", Kind.ADDED, Places(None, after.where))
    for before in olds[len(news) :]:
        if not admits_all(pair.walk.old, before, pair.new):
            pair.record("union", Kind.REMOVED, Places(before.where, None))
    if olds and news and not stays:
        places = Places.of(olds[0], news[0])
        pair.compare_nullability(places, nulls if is_whole else None)
    return pair.old.is_union and pair.new.is_union


def _union_of_one(
    flat: FlatSchema, conjunction: Conjunction, other: FlatSchema
) -> FlatUnion:
    """A schema as a union of itself alone."""
    union = other.unions[0]
    return FlatUnion(flat.where, (conjunction,), None, union.exclusive, union.null_too)


def _compare_one_sided(pair: SchemaPair, old: FlatUnion, new: FlatUnion) -> bool:
    """Compare where one is no union; says whether it is one of the members."""
    is_free = pair.old.is_free or pair.new.is_free
    if is_free or not _match_members(pair, old, new):
        kind = direction(narrower=pair.old.is_free, wider=pair.new.is_free)
        words = Words("", _form_words(pair.old), _form_words(pair.new))
        pair.record("union-type", kind, Places.of(old, new), words)
        return True
    _compare_members(pair, old, new, null=False)
    pair.compare_nullability(Places.of(old, new), _nulls(pair))
    return True


def _nulls(pair: SchemaPair) -> Nulls:
    """Whether null is let through; what a union refuses, any type at all takes."""
    nulls = takes_null(pair.walk.old, pair.old), takes_null(pair.walk.new, pair.new)
    if any(each.refuses_null for each in (*pair.old.unions, *pair.new.unions)):
        return nulls[0] is not False, nulls[1] is not False
    return nulls


def _form_words(flat: FlatSchema) -> str:
    return (
        "one of several schemas" if flat.unions else type_names(flat.types_beside_null)
    )


def _match_members(
    pair: SchemaPair, old: FlatUnion, new: FlatUnion
) -> list[tuple[int, int]]:
    olds = _described_members(pair.walk.old, old)
    news = _described_members(pair.walk.new, new)
    return match(olds, news, pair.walk.same)


def _described_members(source: ContractSource, union: FlatUnion) -> Members:
    """The members of a union, by the signs that tell them apart."""
    tags: dict[Pointer, Text] = {}
    if union.discriminator is not None:
        for tag, target in union.discriminator.mapping:
            tags.setdefault(target.pointer, tag)
    conjunctions = tuple(source.schemas.settled(member) for member in union.members)
    names = tuple(_component_name(member) for member in conjunctions)
    labels = tuple(tags.get(member[0].pointer) for member in conjunctions)
    return Members(
        conjunctions, names, labels, tuple(map(source.schemas.flat, conjunctions))
    )


def _component_name(conjunction: Conjunction) -> str | None:
    """The name of the component that a member is."""
    return component_name(conjunction[0].pointer) if len(conjunction) == 1 else None


def _compare_members(
    pair: SchemaPair, old: FlatUnion, new: FlatUnion, *, null: bool = True
) -> None:
    matches = _match_members(pair, old, new)
    old_units: list[int | None] = [-1] * len(old.members)
    new_units: list[int | None] = [-1] * len(new.members)
    for i, j in matches:
        old_units[i] = new_units[j] = pair.visit(
            old.members[i], new.members[j], Terms(null)
        )
    for kind, source, union, matched in (
        (Kind.REMOVED, pair.walk.old, old, {i for i, _ in matches}),
        (Kind.ADDED, pair.walk.new, new, {j for _, j in matches}),
    ):
        for position, member in enumerate(union.members):
            if position not in matched:
                words = Words(_member_words(source, member))
                places = Places.of_one(kind, member[0].pointer)
                pair.record("union-member", kind, places, words)
    compare_overlaps(pair, MatchedMembers(old, new, old_units, new_units))


def _member_words(source: ContractSource, conjunction: Conjunction) -> str:
    """What people call a member."""
    settled = source.schemas.settled(conjunction)
    name = _component_name(settled)
    if name is not None:
        return quoted(name)
    for _, notes in source.schemas.flat(settled).annotations:
        if notes.title is not None:
            return quoted_value(notes.title)
    return f"number {_position(conjunction[0].pointer)}"


def _position(pointer: Pointer) -> str:
    last = tokens_of(pointer)[-1:]
    return str(int(last[0]) + 1) if last and last[0].isdecimal() else "1"


def _compare_discriminators(pair: SchemaPair) -> None:
    old, new = _discriminator(pair.old), _discriminator(pair.new)
    names = _property_name(old), _property_name(new)
    before, after = map(words_for, names)
    if old is None or new is None:
        has = (pair.walk.new, pair.new) if old is None else (pair.walk.old, pair.old)
        aspect = "discriminator-note" if tells_what_is_told(*has) else "discriminator"
        pair.record_one_sided(aspect, old, new, Words(before or after))
        return
    if old.value.property_name != new.value.property_name:
        words = Words("", before, after)
        pair.record("discriminator", Kind.CHANGED, Places.of(*names), words)
    for tag, target, new_target in paired(_mapping(old), _mapping(new)):
        _compare_tag(pair, quoted_value(tag), target, new_target)


def _property_name(
    discriminator: PlacedValue[Discriminator] | None,
) -> PlacedValue[Text] | None:
    if discriminator is None:
        return None
    where = child(discriminator.where, "propertyName")
    return PlacedValue(discriminator.value.property_name, where)


def _discriminator(flat: FlatSchema) -> PlacedValue[Discriminator] | None:
    for union in flat.unions:
        if union.discriminator is not None:
            return PlacedValue(union.discriminator, _place_beside(union.where))
    return flat.discriminator


def _place_beside(where: Pointer) -> Pointer:
    """The discriminator that stands beside the `oneOf` or `anyOf` at a place."""
    head, _, last = where.rpartition("/")
    base = Pointer(head) if last in {"oneOf", "anyOf"} else where
    return child(base, "discriminator")


def _mapping(
    discriminator: PlacedValue[Discriminator],
) -> dict[Text, PlacedValue[SchemaId]]:
    """The tags of a discriminator, what each leads to and where that is said."""
    return {
        tag: PlacedValue(target, child(discriminator.where, "mapping", reveal(tag)))
        for tag, target in discriminator.value.mapping
    }


def _compare_tag(
    pair: SchemaPair,
    tag: str,
    old: PlacedValue[SchemaId] | None,
    new: PlacedValue[SchemaId] | None,
) -> None:
    if old is None or new is None:
        pair.record_one_sided("discriminator-tag", old, new, Words(tag))
        return
    names = [tokens_of(placed.value.pointer)[-1] for placed in (old, new)]
    if names[0] != names[1] and not pair.walk.same((old.value,), (new.value,)):
        words = Words(tag, *map(quoted, names))
        pair.record("discriminator-tag", Kind.CHANGED, Places.of(old, new), words)

"""The properties of two objects, and what may stand beside them."""

from __future__ import annotations

from apiloom.api.schema.flat_schema import (
    Conjunction,
    FlatProperty,
    FlatSchema,
    first_of,
)
from apiloom.core.location import Pointer
from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import ContractSource
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.places import Places, Words, either, paired
from apiloom.diff.contract.structure.schema_pair import SchemaPair, Terms
from apiloom.diff.contract.structure.wording import quoted_value


def compare_objects(pair: SchemaPair) -> None:
    """Compare properties by name, then those by pattern, then further ones."""
    for name, old, new in paired(pair.old.properties, pair.new.properties):
        _name_undeclared(pair, name, old, new)
        if old is not None and new is not None:
            _compare_property(pair, name, old, new)
        else:
            _compare_presence(pair, name, old, new)
    _compare_patterns(pair)
    _compare_additional(pair)
    _compare_left_over(pair)


def _name_undeclared(
    pair: SchemaPair, name: Text, old: FlatProperty | None, new: FlatProperty | None
) -> None:
    """Name a property that stands nowhere but in `required`."""
    for source, flat, property_ in (
        (pair.walk.old, pair.old, old),
        (pair.walk.new, pair.new, new),
    ):
        if property_ is not None and not property_.declared:
            owner = source.subjects.of(flat.where)
            source.subjects.name(
                property_.where, f"the property {quoted_value(name)} of {owner}"
            )


def _compare_presence(
    pair: SchemaPair, name: Text, old: FlatProperty | None, new: FlatProperty | None
) -> None:
    """Compare where one of the schemas does not name a property.

    What it says of further properties is what it says of this one.
    """
    property_ = either(old, new)
    sides = (pair.walk.old, pair.old), (pair.walk.new, pair.new)
    (_, other), (source, flat) = sides if old is None else reversed(sides)
    if _is_hidden(source, flat, name, pair.side):
        return
    kind = presence(old, new)
    places = Places.of_one(kind, property_.where)
    words = pair.property_words(name)
    if property_.required is not None:
        pair.record("required-property", kind, places, words)
    if other.refuses_property(name):
        pair.record("closed-property", kind, places, words)
    elif property_.required is None:
        pair.record("optional-property", kind, places, words)
    schemas = pair.old.property_schemas(name), pair.new.property_schemas(name)
    if all(schemas):
        pair.visit(*schemas, Terms(at=places))


def _compare_property(
    pair: SchemaPair, name: Text, old: FlatProperty, new: FlatProperty
) -> None:
    hidden = (
        _is_hidden(pair.walk.old, pair.old, name, pair.side),
        _is_hidden(pair.walk.new, pair.new, name, pair.side),
    )
    if all(hidden):
        return
    # What does not travel this way is not demanded this way either.
    demanded = (
        old.required is not None and not hidden[0],
        new.required is not None and not hidden[1],
    )
    places = Places(old.where, new.where)
    if demanded[0] != demanded[1]:
        kind = Kind.NARROWED if demanded[1] else Kind.WIDENED
        pair.record("required", kind, places, pair.property_words(name))
    schemas = pair.old.property_schemas(name), pair.new.property_schemas(name)
    if all(schemas):
        at = None if old.declared == new.declared else places
        pair.visit(*schemas, Terms(travels=not any(hidden), at=at))
    elif not pair.is_free(*schemas):
        kind = Kind.ADDED if schemas[1] else Kind.REMOVED
        pair.record("property-schema", kind, places, pair.property_words(name))


def _is_hidden(
    source: ContractSource, flat: FlatSchema, name: Text, side: ContractSide
) -> bool:
    """Whether a property does not travel this way (`readOnly`, `writeOnly`)."""
    schemas = flat.property_schemas(name)
    if side is ContractSide.BOTH or not schemas:
        return False
    annotations = source.schemas.flat(schemas).annotations
    if side is ContractSide.REQUEST:
        return any(annotation.read_only for _, annotation in annotations)
    return any(annotation.write_only for _, annotation in annotations)


def _compare_patterns(pair: SchemaPair) -> None:
    """Compare properties whose names match a pattern, by the pattern."""
    for pattern, before, after in paired(pair.old.patterns, pair.new.patterns):
        if before is not None and after is not None:
            pair.visit(before, after)
            continue
        kind = presence(before, after)
        places = Places.of_one(kind, either(before, after)[0].pointer)
        other = pair.old if before is None else pair.new
        further = other.further_properties
        words = Words(quoted_value(pattern))
        if further:
            pair.visit(before or further, after or further, Terms(at=places))
        elif other.closed or other.left_properties.closed:
            pair.record("closed-pattern", kind, places, words)
        else:
            pair.record("pattern-property", kind, places, words)


def _compare_additional(pair: SchemaPair) -> None:
    """Compare what is said of properties that have no schema by name."""
    old, new = pair.old, pair.new
    if _is_closed(old) and _is_closed(new):
        return
    if (old.closed is None) != (new.closed is None):
        kind = Kind.NARROWED if old.closed is None else Kind.WIDENED
        places = Places(old.closed or old.where, new.closed or new.where)
        words = pair.keyword_words(Places(old.closed, new.closed))
        pair.record("additional-properties", kind, places, words)
    elif old.closed is None and not (_is_closed(old) or _is_closed(new)):
        _compare_further(pair, old.further_properties, new.further_properties)


def _compare_further(pair: SchemaPair, old: Conjunction, new: Conjunction) -> None:
    if old and new:
        pair.visit(old, new)
    elif not pair.is_free(old, new):
        left = pair.old.left_properties.schema, pair.new.left_properties.schema
        is_left = (old or new)[0] in left
        aspect = "unevaluated-properties" if is_left else "additional-schema"
        pair.record_keyword(aspect, first_of(old), first_of(new))


def _is_closed(flat: FlatSchema) -> bool:
    """Whether further properties are forbidden, in whichever way."""
    return bool(flat.closed or flat.left_properties.closed)


def _compare_left_over(pair: SchemaPair) -> None:
    """Compare where properties are forbidden that nothing has looked at."""
    old, new = pair.old.left_properties.closed, pair.new.left_properties.closed
    if pair.old.closed or pair.new.closed or (old is None) == (new is None):
        return
    kind = Kind.NARROWED if new else Kind.WIDENED
    places = Places(old or _further_place(pair.old), new or _further_place(pair.new))
    if not (pair.old.further_properties or pair.new.further_properties):
        kind = Kind.ADDED if new else Kind.REMOVED
        places = Places(old, new)
    pair.record("unevaluated-properties", kind, places, pair.keyword_words(places))


def _further_place(flat: FlatSchema) -> Pointer:
    """Where it is said what further properties are."""
    further = first_of(flat.further_properties)
    return flat.where if further is None else further.pointer

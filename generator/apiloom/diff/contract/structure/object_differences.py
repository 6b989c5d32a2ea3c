"""The properties of two objects, and what may stand beside them."""

from __future__ import annotations

from apiloom.api.schema.shapes import SchemaId
from apiloom.core.location import Pointer
from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import ContractSource, Places, Words
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.flat_schema import FlatProperty, FlatSchema
from apiloom.diff.contract.structure.schema_pair import SchemaPair
from apiloom.diff.contract.structure.wording import quoted_value


def compare_objects(pair: SchemaPair) -> None:
    """Compare properties by name, then further ones."""
    for name in dict.fromkeys((*pair.old.properties, *pair.new.properties)):
        old, new = pair.old.properties.get(name), pair.new.properties.get(name)
        _name_undeclared(pair, name, old, new)
        if old is not None and new is not None:
            _compare_property(pair, name, old, new)
        elif new is not None:
            if not _is_hidden(pair.walk.new, new, pair.side):
                aspect = _aspect(new, pair.old)
                places = Places(None, new.where)
                pair.record(aspect, Kind.ADDED, places, _property_words(pair, name))
        elif old is not None and not _is_hidden(pair.walk.old, old, pair.side):
            aspect = _aspect(old, pair.new)
            places = Places(old.where, None)
            pair.record(aspect, Kind.REMOVED, places, _property_words(pair, name))
    _compare_additional(pair)
    for pattern, schema in pair.old.patterns.items():
        if pattern in pair.new.patterns:
            pair.visit((schema,), (pair.new.patterns[pattern],))


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


def _property_words(pair: SchemaPair, name: Text) -> Words:
    return Words(quoted_value(name), subject=pair.property(name))


def _aspect(property_: FlatProperty, other: FlatSchema) -> str:
    """What a property is that the other schema does not have."""
    if property_.required is not None:
        return "required-property"
    return "optional-property" if other.closed is None else "closed-property"


def _compare_property(
    pair: SchemaPair, name: Text, old: FlatProperty, new: FlatProperty
) -> None:
    hidden = (
        _is_hidden(pair.walk.old, old, pair.side),
        _is_hidden(pair.walk.new, new, pair.side),
    )
    if all(hidden):
        return
    # What does not travel this way is not demanded this way either.
    demanded = (
        old.required is not None and not hidden[0],
        new.required is not None and not hidden[1],
    )
    if demanded[0] != demanded[1]:
        kind = Kind.NARROWED if demanded[1] else Kind.WIDENED
        places = Places(old.where, new.where)
        pair.record("required", kind, places, _property_words(pair, name))
    if old.declared != new.declared:
        kind = Kind.ADDED if new.declared else Kind.REMOVED
        places = Places(old.where, new.where)
        pair.record("property-schema", kind, places, _property_words(pair, name))
    elif old.declared:
        pair.visit(old.schemas, new.schemas)


def _is_hidden(
    source: ContractSource, property_: FlatProperty, side: ContractSide
) -> bool:
    """Whether a property does not travel this way (`readOnly`, `writeOnly`)."""
    if side is ContractSide.BOTH:
        return False
    annotations = source.schemas.flat(
        source.schemas.settled(property_.schemas)
    ).annotations
    if side is ContractSide.REQUEST:
        return any(annotation.read_only for _, annotation in annotations)
    return any(annotation.write_only for _, annotation in annotations)


def _compare_additional(pair: SchemaPair) -> None:
    """Compare what is said of properties that have no schema by name."""
    old, new = pair.old, pair.new
    if (old.closed is None) != (new.closed is None):
        kind = Kind.NARROWED if old.closed is None else Kind.WIDENED
        places = Places(old.closed or old.where, new.closed or new.where)
        pair.record("additional-properties", kind, places)
    elif old.additional and new.additional:
        pair.visit(tuple(old.additional), tuple(new.additional))
    elif old.closed is None:
        places = Places(_first_place(old.additional), _first_place(new.additional))
        pair.record_one_sided("additional-schema", places)


def _first_place(schemas: list[SchemaId]) -> Pointer | None:
    return schemas[0].pointer if schemas else None

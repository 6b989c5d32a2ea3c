"""The properties of two objects, and what may stand beside them."""

from __future__ import annotations

from apiloom.api.schema.shapes import SchemaId
from apiloom.core.location import Pointer
from apiloom.core.text import Text
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import ContractSource, Pair, Words
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.flat_schema import Field, Flat
from apiloom.diff.contract.structure.schema_pair import SchemaPair
from apiloom.diff.contract.structure.wording import said


def compare_objects(here: SchemaPair) -> None:
    """Compare properties by name, then further ones."""
    for name in dict.fromkeys((*here.old.fields, *here.new.fields)):
        old, new = here.old.fields.get(name), here.new.fields.get(name)
        _call(here, name, old, new)
        if old is not None and new is not None:
            _both(here, name, old, new)
        elif new is not None:
            if not _is_hidden(here.walk.new, new, here.side):
                aspect = _aspect(new, here.old)
                places = Pair(None, new.where)
                here.tell(aspect, Kind.ADDED, places, _named(here, name))
        elif old is not None and not _is_hidden(here.walk.old, old, here.side):
            aspect = _aspect(old, here.new)
            places = Pair(old.where, None)
            here.tell(aspect, Kind.REMOVED, places, _named(here, name))
    _further(here)
    for pattern, schema in here.old.patterns.items():
        if pattern in here.new.patterns:
            here.visit((schema,), (here.new.patterns[pattern],))


def _call(here: SchemaPair, name: Text, old: Field | None, new: Field | None) -> None:
    """Name a property that stands nowhere but in `required`."""
    for half, flat, found in (
        (here.walk.old, here.old, old),
        (here.walk.new, here.new, new),
    ):
        if found is not None and not found.declared:
            owner = half.subjects.of(flat.where)
            half.subjects.name(found.where, f"the property {said(name)} of {owner}")


def _named(here: SchemaPair, name: Text) -> Words:
    return Words(said(name), subject=here.property(name))


def _aspect(found: Field, other: Flat) -> str:
    """What a property is that the other schema does not have."""
    if found.required is not None:
        return "required-property"
    return "optional-property" if other.closed is None else "closed-property"


def _both(here: SchemaPair, name: Text, old: Field, new: Field) -> None:
    hidden = (
        _is_hidden(here.walk.old, old, here.side),
        _is_hidden(here.walk.new, new, here.side),
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
        places = Pair(old.where, new.where)
        here.tell("required", kind, places, _named(here, name))
    if old.declared != new.declared:
        kind = Kind.ADDED if new.declared else Kind.REMOVED
        places = Pair(old.where, new.where)
        here.tell("property-schema", kind, places, _named(here, name))
    elif old.declared:
        here.visit(old.node, new.node)


def _is_hidden(half: ContractSource, found: Field, side: ContractSide) -> bool:
    """Whether a property does not travel this way (`readOnly`, `writeOnly`)."""
    if side is ContractSide.BOTH:
        return False
    notes = half.schemas.flat(half.schemas.settled(found.node)).notes
    if side is ContractSide.REQUEST:
        return any(each.read_only for _, each in notes)
    return any(each.write_only for _, each in notes)


def _further(here: SchemaPair) -> None:
    """Compare what is said of properties that have no schema by name."""
    old, new = here.old, here.new
    if (old.closed is None) != (new.closed is None):
        kind = Kind.NARROWED if old.closed is None else Kind.WIDENED
        places = Pair(old.closed or old.where, new.closed or new.where)
        here.tell("additional-properties", kind, places)
    elif old.additional and new.additional:
        here.visit(tuple(old.additional), tuple(new.additional))
    elif old.closed is None:
        places = Pair(_first(old.additional), _first(new.additional))
        here.appears("additional-schema", places)


def _first(found: list[SchemaId]) -> Pointer | None:
    return found[0].pointer if found else None

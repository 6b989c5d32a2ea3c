"""Python names of properties."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from apiloom.api.resolve.name_overrides import NameOverrides, is_property
from apiloom.api.resolve.resolved_api import NamedType
from apiloom.api.schema.shapes import Object, Property, SchemaId
from apiloom.core.identifiers import (
    Identifier,
    digest_of,
    fold,
    free_name,
    python_name,
)
from apiloom.core.location import Pointer, child
from apiloom.core.text import Text, reveal

RESERVED_FIELDS: Final = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "schema",
        "schema_json",
        "self",
        "update_forward_refs",
        "validate",
    }
)
"""What a model already has; a test holds this against pydantic."""


@dataclass(frozen=True, slots=True)
class FieldNames:
    """Names for the properties of classes.

    A field that is called like one of `types` would hide it in the class body.
    `overrides` has the user's names, by the pointers of properties.
    """

    types: Mapping[SchemaId, NamedType]
    overrides: NameOverrides
    _hidden: frozenset[str]

    @classmethod
    def beside(
        cls, types: Mapping[SchemaId, NamedType], overrides: NameOverrides
    ) -> Self:
        """Names for the classes among `types`."""
        return cls(
            types,
            overrides,
            frozenset(named_type.name for named_type in types.values()),
        )

    def of(self, owner: Object) -> dict[Text, Identifier]:
        """A name for each property of a class."""
        accepted: dict[Text, Identifier] = {}
        if self.overrides.is_empty:
            return field_names_of(owner.properties, self._hidden)
        on_wire = {reveal(property_.wire_name) for property_ in owner.properties}
        for property_ in owner.properties:
            override = self._given(property_, owner.id)
            if override is None:
                continue
            pointer, name = override
            if name in RESERVED_FIELDS:
                self.overrides.refuse_at(
                    pointer, "every model has something of that name"
                )
            elif name in self._hidden:
                self.overrides.refuse_at(
                    pointer, "it would hide the class of that name"
                )
            elif fold(name) in map(fold, accepted.values()):
                self.overrides.refuse_at(pointer, "another property is called so")
            elif name in on_wire - {reveal(property_.wire_name)}:
                # Whoever passes it by that name would mean either of them.
                self.overrides.refuse_at(
                    pointer, "another property is called so on the wire"
                )
            else:
                accepted[property_.wire_name] = name
        return field_names_of(owner.properties, self._hidden, accepted)

    def _given(
        self, property_: Property, owner: SchemaId
    ) -> tuple[Pointer, Identifier] | None:
        """The user's name, by where the schema of the property stands, or would."""
        inside = child(owner.pointer, "properties", reveal(property_.wire_name))
        for pointer in dict.fromkeys((property_.schema.pointer, inside)):
            named = SchemaId(owner.document, pointer) in self.types
            is_class = named and self.overrides.of_class(pointer) is not None
            if is_class or not is_property(pointer):
                continue
            name = self.overrides.at(pointer)
            if name is not None:
                return pointer, name
        return None


def field_names_of(
    properties: Iterable[Property],
    types: Collection[str],
    given: Mapping[Text, Identifier] | None = None,
) -> dict[Text, Identifier]:
    """A name for each property; the wire name itself wherever it will do."""
    plain = {
        property_.wire_name: free_name(_plain_name(property_.wire_name), types)
        for property_ in properties
    }
    if not given and len({fold(name) for name in plain.values()}) == len(plain):
        return plain
    names: dict[Text, Identifier] = dict(given or {})
    taken: set[str] = set(map(fold, names.values()))
    for wire_name, name in sorted(plain.items(), key=_exact_first):
        if wire_name in names:
            continue
        chosen = name
        if fold(name) in taken:
            chosen = Identifier(f"{name}_{digest_of(reveal(wire_name))}")
        taken.add(fold(chosen))
        names[wire_name] = chosen
    return {wire_name: names[wire_name] for wire_name in plain}


def _plain_name(wire_name: Text) -> Identifier:
    name = python_name(wire_name, "field")
    return Identifier(name + "_") if name in RESERVED_FIELDS else name


def _exact_first(item: tuple[Text, Identifier]) -> tuple[bool, Text]:
    wire_name, name = item
    return reveal(wire_name) != name, wire_name

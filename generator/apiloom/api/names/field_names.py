"""Python names of properties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from apiloom.api.ir import ApiSpec
from apiloom.api.names.former_places import undivided
from apiloom.api.names.name_book import NameBook
from apiloom.api.names.name_choice import choose
from apiloom.api.names.name_overrides import is_property
from apiloom.api.resolved_api import NamedType
from apiloom.api.schema.shapes import Object, Property, SchemaId
from apiloom.core.identifiers import (
    Identifier,
    digest_of,
    fold,
    free_name,
    python_name,
    snake_name,
)
from apiloom.core.location import Pointer, child
from apiloom.core.sign_words import spelled
from apiloom.core.text import Text, reveal

RESERVED_FIELDS: Final = frozenset(
    {
        "construct",
        "copy",
        "dict",
        "extra_properties",
        "from_dict",
        "from_json",
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
        "mro",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "register",
        "schema",
        "schema_json",
        "self",
        "to_dict",
        "to_json",
        "update_forward_refs",
        "validate",
    }
)
"""What a model already has, or its class; a test holds this against pydantic."""


@dataclass(frozen=True, slots=True)
class FieldNames:
    """Names for the properties of classes.

    A field that is called like one of `types` would hide it in the class body.
    """

    spec: ApiSpec
    types: Mapping[SchemaId, NamedType]
    book: NameBook
    _hidden: frozenset[str]

    @classmethod
    def beside(
        cls, spec: ApiSpec, types: Mapping[SchemaId, NamedType], book: NameBook
    ) -> Self:
        """Names for the classes among `types`."""
        hidden = frozenset(named_type.name for named_type in types.values())
        return cls(spec, types, book, hidden)

    def of(self, owner: Object) -> dict[Text, Identifier]:
        """A name for each property of a class."""
        plain = {
            property_.wire_name: self._plain(property_.wire_name)
            for property_ in owner.properties
        }
        given = self._accepted(owner)
        names = field_names_of(plain, given)
        shipped = self._shipped(owner, given)
        if any(names[wire_name] != name for wire_name, name in shipped.items()):
            for wire_name, name in shipped.items():
                self.book.kept.add("fields", name, names[wire_name])
            names = field_names_of(plain, given | shipped)
        for wire_name, name in names.items():
            settled = name == plain[wire_name] or wire_name in given
            if not settled and wire_name not in shipped:
                self._note_clash(owner, wire_name, plain[wire_name], name)
        return names

    def _plain(self, wire_name: Text) -> Identifier:
        """The name that a property has where no other wants it."""
        name = python_name(wire_name, "field")
        if name in RESERVED_FIELDS:
            name = Identifier(f"{name}_")
        return free_name(name, self._hidden)

    def _shipped(
        self, owner: Object, given: Mapping[Text, Identifier]
    ) -> dict[Text, Identifier]:
        """The names of an earlier run that can be had: none twice, none given since."""
        shipped: dict[Text, Identifier] = {}
        listed = self._listed(owner.id)
        taken = set(map(fold, given.values()))
        for property_ in owner.properties if listed else ():
            name = listed.get(reveal(property_.wire_name))
            if name is None or property_.wire_name in given:
                continue
            usable = name not in RESERVED_FIELDS and name not in self._hidden
            if usable and fold(name) not in taken:
                shipped[property_.wire_name] = Identifier(name)
                taken.add(fold(name))
        return shipped

    def _listed(self, owner: SchemaId) -> Mapping[str, str]:
        """The fields of an earlier run: those of the class, or of what it was before
        it was told from another."""
        fields = self.book.shipped.fields
        for known in undivided(owner) if fields else ():
            listed = fields.get(self.spec.place(known.text))
            if listed is not None:
                return listed
        return {}

    def _note_clash(
        self, owner: Object, wire_name: Text, plain: Identifier, name: Identifier
    ) -> None:
        """Say that a property has another name than is made of its own."""
        self.book.report.note(
            "name-clash",
            f"the name {plain} is taken or wanted by another property, so this one is "
            f"called {name}",
            owner.id.document,
            child(owner.id.pointer, "properties", reveal(wire_name)),
            "a property that is called exactly so has it, or the one that shipped",
        )

    def _accepted(self, owner: Object) -> dict[Text, Identifier]:
        """The user's names that can be had."""
        accepted: dict[Text, Identifier] = {}
        if self.book.overrides.is_empty:
            return accepted
        on_wire = {reveal(property_.wire_name) for property_ in owner.properties}
        for property_ in owner.properties:
            override = self._given(property_, owner.id)
            if override is None:
                continue
            pointer, name = override
            if name in RESERVED_FIELDS:
                self.book.overrides.refuse_at(
                    pointer, "every model has something of that name"
                )
            elif name in self._hidden:
                self.book.overrides.refuse_at(
                    pointer, "it would hide the class of that name"
                )
            elif fold(name) in map(fold, accepted.values()):
                self.book.overrides.refuse_at(pointer, "another property is called so")
            elif name in on_wire - {reveal(property_.wire_name)}:
                # Whoever passes it by that name would mean either of them.
                self.book.overrides.refuse_at(
                    pointer, "another property is called so on the wire"
                )
            else:
                accepted[property_.wire_name] = name
        return accepted

    def _given(
        self, property_: Property, owner: SchemaId
    ) -> tuple[Pointer, Identifier] | None:
        """The user's name, by where the schema of the property stands, or would."""
        inside = child(owner.pointer, "properties", reveal(property_.wire_name))
        for pointer in dict.fromkeys((property_.schema.pointer, inside)):
            named = SchemaId(owner.document, pointer) in self.types
            is_class = named and self.book.overrides.of_class(pointer) is not None
            if is_class or not is_property(pointer):
                continue
            name = self.book.overrides.at(pointer)
            if name is not None:
                return pointer, name
        return None


def field_names_of(
    plain: Mapping[Text, Identifier], settled: Mapping[Text, Identifier]
) -> dict[Text, Identifier]:
    """A name for each property; the `plain` one wherever it will do.

    `settled` are names that are decided already. Properties that are called exactly so
    come next; where two others meet, their signs are spelled out.
    """
    if not settled and len(set(map(fold, plain.values()))) == len(plain):
        return dict(plain)
    names = dict(settled)
    taken = set(map(fold, names.values()))
    exact = [
        wire_name
        for wire_name, name in plain.items()
        if wire_name not in names and reveal(wire_name) == name
    ]
    # Beyond ASCII two of them can be one name to a file system, or to a reader.
    counts = Counter(fold(plain[wire_name]) for wire_name in exact)
    for wire_name in exact:
        name = plain[wire_name]
        if counts[fold(name)] == 1 and fold(name) not in taken:
            names[wire_name] = name
    taken = set(map(fold, names.values()))
    candidates = {
        wire_name: [
            name,
            _spelled_name(wire_name),
            Identifier(f"{name}_{digest_of(reveal(wire_name))}"),
        ]
        for wire_name, name in plain.items()
        if wire_name not in names
    }
    names |= choose(candidates, taken)
    return {wire_name: names[wire_name] for wire_name in plain}


def _spelled_name(wire_name: Text) -> Identifier:
    return snake_name(spelled(reveal(wire_name)), "field")

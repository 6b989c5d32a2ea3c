"""Schema objects (JSON Schema 2020-12) to shapes, one subschema at a time.

A work list in place of recursion: a schema may nest as deep as the document. A
subschema is known by where it stands; `Reference` shapes keep sharing and circles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self, cast

from apiloom.api.parse.assertion_keywords import (
    ARRAY_KEYWORDS,
    OBJECT_KEYWORDS,
    constraints_of,
    kinds_of,
    matching,
    values_of,
)
from apiloom.api.parse.fragments import Fragments, is_shallow
from apiloom.api.parse.judged_keywords import (
    assertion_of,
    is_default,
    is_listing_scalars,
    is_only_asserting,
    listed_values,
)
from apiloom.api.parse.null_values import settle_null
from apiloom.api.parse.object_reader import Reader
from apiloom.api.parse.schema_annotations import annotations_of
from apiloom.api.parse.settled_fragments import count_members, write_implied_types
from apiloom.api.parse.value_notes import listed_constants, noted
from apiloom.api.schema.derivation import BESIDE, by_keyword, of_type
from apiloom.api.schema.flatten import Flattener
from apiloom.api.schema.key_patterns import is_pattern
from apiloom.api.schema.shapes import (
    NO_ANNOTATIONS,
    Annotations,
    Anything,
    Array,
    Discriminator,
    Enumeration,
    Intersection,
    Nothing,
    Object,
    Primitive,
    PrimitiveKind,
    Property,
    Reference,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.location import Pointer
from apiloom.core.text import Text, shown
from apiloom.document.source.references import Unresolved, resolve

_APPLICATORS = frozenset({"$ref", "allOf", "oneOf", "anyOf"})


@dataclass(slots=True)
class SchemaBuilder:
    """Builds every schema that is asked for, and what those refer to."""

    exact: bool = False
    schemas: dict[SchemaId, Schema] = field(default_factory=dict)
    fragments: Fragments = field(default_factory=Fragments)
    _defaults: list[tuple[SchemaId, Reader]] = field(default_factory=list)
    discriminators: dict[SchemaId, Discriminator] = field(default_factory=dict)
    _one_ofs: list[tuple[SchemaId, Reader]] = field(default_factory=list)
    """The unions of which exactly one member has to hold, and where they stand."""
    _contents: dict[Pointer, Reader] = field(default_factory=dict)
    _queue: list[tuple[SchemaId, Reader]] = field(default_factory=list)
    _seen: set[SchemaId] = field(default_factory=set)

    @classmethod
    def going_on(cls, schemas: Mapping[SchemaId, Schema], *, exact: bool) -> Self:
        """A builder that has built `schemas`: those that are missing, it builds."""
        return cls(exact, dict(schemas), _seen=set(schemas))

    def request(self, reader: Reader) -> SchemaId:
        """The id of the schema at `reader`; it is built by the next `run`."""
        schema_id = SchemaId(reader.document, reader.pointer)
        if schema_id not in self._seen:
            self._seen.add(schema_id)
            self._queue.append((schema_id, reader))
        return schema_id

    def take_content(self, pointer: Pointer, content: Reader) -> None:
        """Has what stands in a text, `content`, in the place of the property there.

        Such is the data of an event (JSON Schema, validation 8.5: `contentSchema`).
        """
        self._contents[pointer] = content

    def run(self) -> None:
        """Build everything asked for so far, and all that it leads to."""
        while self._queue:
            schema_id, reader = self._queue.pop()
            self.schemas[schema_id] = self._build(schema_id, reader)
        by_letter = self.schemas if self.exact else ()
        flattener = Flattener(self.schemas, self.discriminators, by_letter)
        count_members(self._one_ofs, self.schemas, self.fragments, flattener)
        self._one_ofs.clear()
        self.fragments.run()
        write_implied_types(self.schemas, self.fragments, flattener)
        settle_null(self.schemas, self.fragments)
        while self._defaults:
            schema_id, reader = self._defaults.pop()
            self._judge_default(schema_id, reader)

    def _judge_default(self, schema_id: SchemaId, reader: Reader) -> None:
        """A default that the schema itself refuses is none (validation, 9.2)."""
        default = reader.at("default").value
        schema = self.fragments.of(reader)
        self.fragments.run()
        if not is_shallow(default):
            problem = "the default is nested too deep"
        elif schema is None or is_default(schema, default, self.fragments):
            return
        else:
            problem = f"its own schema refuses the default {shown(str(default))}"
        shape = self.schemas[schema_id]
        notes = replace(shape.notes, default=None)
        self.schemas[schema_id] = replace(shape, notes=notes)
        hint = "the property has no default"
        reader.complain("default-unusable", problem, hint, ("default",))

    def _build(self, schema_id: SchemaId, reader: Reader) -> Schema:
        if reader.value is False:
            return Nothing(schema_id)
        if reader.value is not True and not isinstance(reader.value, dict):
            reader.complain("wrong-type", "a schema must be an object or a boolean")
        if not isinstance(reader.value, dict):
            return Anything(schema_id)
        self._keep_discriminator(schema_id, reader)
        notes = annotations_of(reader)
        if notes.default is not None:
            self._defaults.append((schema_id, reader))
        if _APPLICATORS.isdisjoint(reader.value):
            return self._own(schema_id, reader, notes)
        parts = [*self._applied(schema_id, reader)]
        own_keywords = self._own(schema_id.derived(BESIDE), reader, notes)
        if own_keywords.asserts or not isinstance(own_keywords, Anything):
            parts.append(own_keywords)
        if not parts:
            return own_keywords
        if len(parts) == 1 and notes == NO_ANNOTATIONS:
            return _moved(parts[0], schema_id)
        for part in parts:
            self.schemas[part.id] = part
            self._seen.add(part.id)
        members = tuple(part.id for part in parts)
        return Intersection(schema_id, members, notes=notes)

    def _applied(self, schema_id: SchemaId, reader: Reader) -> Iterator[Schema]:
        """One shape for each keyword that applies other schemas in place."""
        if reader.member("$ref") is not None:
            target = self._reference(reader)
            if target is not None:
                yield Reference(schema_id.derived(by_keyword("$ref")), target)
        if members := tuple(self.request(item) for item in reader.items("allOf")):
            yield Intersection(schema_id.derived(by_keyword("allOf")), members)
        for keyword, items in _unions(reader):
            part_id = schema_id.derived(by_keyword(keyword))
            constants = listed_constants(part_id, items, self.fragments)
            if constants is not None:
                yield constants
                continue
            members = tuple(self.request(item) for item in items)
            if keyword == "oneOf":
                self._one_ofs.append((part_id, reader))
            yield Union(part_id, members, self._discriminator(reader))

    def _own(self, schema_id: SchemaId, reader: Reader, notes: Annotations) -> Schema:
        """What the keywords beside the applicators say."""
        shape = self._shape(schema_id, reader, notes)
        assertion = assertion_of(shape, reader, self.fragments)
        return shape if assertion is None else replace(shape, asserts=(assertion,))

    def _shape(self, schema_id: SchemaId, reader: Reader, notes: Annotations) -> Schema:
        values = values_of(reader)
        if values is not None and is_listing_scalars(values):
            listed = listed_values(values, reader, self.fragments)
            if listed:
                others = tuple(value for value in listed if value is not None)
                nullable = len(others) < len(listed)
                listing = Enumeration(schema_id, others, nullable=nullable, notes=notes)
                return noted(listing, values, reader)
            message = "no value satisfies both `enum` and `type`"
            reader.complain("enum-empty", message, members=("const", "enum"))
            return Nothing(schema_id, notes=notes)
        kinds = kinds_of(reader)
        if not kinds:
            return self._untyped(schema_id, reader, notes)
        nullable = kinds[-1] == "null"
        other_kinds = kinds[:-1] if nullable and len(kinds) > 1 else kinds
        if len(other_kinds) == 1:
            shape = self._typed(schema_id, reader, other_kinds[0], notes)
            return replace(shape, nullable=True) if nullable else shape
        members: list[SchemaId] = []
        for kind in other_kinds:
            part = self._typed(schema_id.derived(of_type(kind)), reader, kind)
            self.schemas[part.id] = part
            members.append(part.id)
        return Union(schema_id, tuple(members), nullable=nullable, notes=notes)

    def _untyped(
        self, schema_id: SchemaId, reader: Reader, notes: Annotations
    ) -> Schema:
        """Without `type`, the keywords tell which type the author had in mind.

        `nullable` was left there by OpenAPI 3.0 (3.0.4, section 4.7.24): by the letter
        null is accepted without it as well, but a type that is implied would refuse it.
        """
        keywords = cast("dict[str, Any]", reader.value)
        is_object_like = not OBJECT_KEYWORDS.isdisjoint(keywords)
        is_array_like = not ARRAY_KEYWORDS.isdisjoint(keywords)
        nullable = keywords.get("nullable") is True
        if is_object_like and not is_array_like:
            shape: Object | Array = self._object(schema_id, reader, notes)
        elif is_array_like and not is_object_like:
            shape = self._array(schema_id, reader, notes)
        else:
            return Anything(schema_id, notes=notes)
        return replace(shape, implied=True, nullable=nullable)

    def _typed(
        self,
        schema_id: SchemaId,
        reader: Reader,
        kind: str,
        notes: Annotations | None = None,
    ) -> Schema:
        annotations = notes or NO_ANNOTATIONS
        if kind == "object":
            return self._object(schema_id, reader, annotations)
        if kind == "array":
            return self._array(schema_id, reader, annotations)
        constraints = constraints_of(reader, kind)
        primitive = cast("PrimitiveKind", kind)
        text = reader.text("format")
        return Primitive(schema_id, primitive, text, constraints, notes=annotations)

    def _array(self, schema_id: SchemaId, reader: Reader, notes: Annotations) -> Array:
        listed = reader.member("items")
        items = None if listed is None else self.request(listed)
        prefix = tuple(self.request(item) for item in reader.items("prefixItems"))
        closed = bool(prefix) and listed is not None and listed.value is False
        return Array(
            schema_id,
            None if closed else items,
            constraints_of(reader, "array"),
            prefix=prefix,
            closed=closed,
            notes=notes,
        )

    def _object(
        self, schema_id: SchemaId, reader: Reader, notes: Annotations
    ) -> Object:
        required = _required(reader)
        properties: list[Property] = []
        listed = reader.object_member("properties")
        if listed is not None:
            for name in cast("dict[str, Any]", listed.value):
                wire_name = Text(name)
                property_ = listed.at(name)
                content = self._contents.get(property_.pointer, property_)
                schema = self.request(content)
                properties.append(Property(wire_name, schema, wire_name in required))
        named = {property_.wire_name for property_ in properties}
        for wire_name, pointer in required.items():
            if wire_name not in named:
                place = SchemaId(reader.document, pointer)
                schema = self._undeclared(place, reader, wire_name)
                properties.append(Property(wire_name, schema, True, declared=False))
        return Object(
            schema_id,
            tuple(properties),
            self._additional(reader),
            constraints_of(reader, "object"),
            patterns=tuple(self._patterns(reader)),
            notes=notes,
        )

    def _undeclared(self, place: SchemaId, reader: Reader, wire_name: Text) -> SchemaId:
        """The schema of a property that only `required` names.

        All patterns that it matches describe it; if it matches none, what is said of
        additional properties does (core, sections 10.3.2.2 and 10.3.2.3).
        """
        describing = [*matching(reader, wire_name)]
        additional = reader.member("additionalProperties")
        if not describing and additional is not None and additional.value is not False:
            describing = [additional]
        members = tuple(dict.fromkeys(map(self.request, describing)))
        if len(members) == 1:
            return members[0]
        schema = Intersection(place, members) if members else Anything(place)
        self.schemas[place] = schema
        return place

    def _additional(self, reader: Reader) -> SchemaId | bool:
        """The schema of values under keys that nothing else describes."""
        additional = reader.member("additionalProperties")
        if additional is None or additional.value in (True, {}):
            return True
        return False if additional.value is False else self.request(additional)

    def _patterns(self, reader: Reader) -> Iterator[tuple[Text, SchemaId]]:
        patterns = reader.object_member("patternProperties")
        for pattern in cast("dict[str, Any]", patterns.value) if patterns else ():
            assert patterns is not None, "it has keys"
            if is_pattern(pattern):
                yield Text(pattern), self.request(patterns.at(pattern))

    def _reference(self, reader: Reader) -> SchemaId | None:
        target = reader.resolve(cast("dict[str, Any]", reader.value)["$ref"])
        return None if target is None else self.request(target)

    def _keep_discriminator(self, schema_id: SchemaId, reader: Reader) -> None:
        """One that stands beside no union tells apart those that extend the schema.

        Lists that only assert something are no unions.
        """
        keywords = cast("dict[str, Any]", reader.value)
        if "discriminator" in keywords and not any(_unions(reader)):
            discriminator = self._discriminator(reader)
            if discriminator is not None:
                self.discriminators[schema_id] = discriminator

    def _discriminator(self, reader: Reader) -> Discriminator | None:
        discriminator = reader.object_member("discriminator")
        name = None if discriminator is None else discriminator.text("propertyName")
        if discriminator is None or name is None:
            return None
        mapping: list[tuple[Text, SchemaId]] = []
        listed = discriminator.object_member("mapping")
        for tag, reference in listed.entries(str) if listed is not None else ():
            target = _mapping_target(reference)
            if target is not None:
                mapping.append((Text(tag), self.request(target)))
        default = discriminator.member("defaultMapping")
        fallback_reader = None if default is None else _mapping_target(default)
        fallback = None if fallback_reader is None else self.request(fallback_reader)
        return Discriminator(name, tuple(mapping), fallback)


def _unions(reader: Reader) -> Iterator[tuple[str, tuple[Reader, ...]]]:
    """Lists of which a value is one member, or several; each with its keyword."""
    for keyword in ("oneOf", "anyOf"):
        items = tuple(reader.items(keyword))
        if items and not is_only_asserting(items):
            yield keyword, items


def _required(reader: Reader) -> dict[Text, Pointer]:
    """The names in `required`, each once, in document order, and where they stand."""
    names: dict[Text, Pointer] = {}
    if not isinstance(reader.value, dict) or "required" not in reader.value:
        return names
    for item in reader.items("required"):
        if isinstance(item.value, str):
            names.setdefault(Text(item.value), item.pointer)
        else:
            item.complain("wrong-type", "`required` must list strings")
    return names


def _mapping_target(reference: Reader) -> Reader | None:
    """A mapping value names a schema, or is a reference to one (section 4.8.25)."""
    name = reference.value
    if isinstance(name, str):
        by_name = "#/components/schemas/" + name.replace("~", "~0").replace("/", "~1")
        # A name does not begin with `#`, and is cheaply told from a reference so; the
        # other way round, all names would be gone through for what to suggest.
        for candidate in (name, by_name):
            target = resolve(reference.root, candidate)
            if not isinstance(target, Unresolved):
                return reference.resolve(candidate)
    reference.complain("unresolved-mapping", "this discriminator mapping leads nowhere")
    return None


def _moved(shape: Schema, schema_id: SchemaId) -> Schema:
    """The same shape under the id of the schema that holds nothing else."""
    return replace(shape, id=schema_id)

"""Schemas: a closed union of shapes whose children are ids, never nested values.

Every subschema of the document is an entry of its own, found by `SchemaId`. So a
circle in the document is not a circle in the data, and no pass has to recurse.
Keywords and their sections are those of JSON Schema 2020-12 (core and validation).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from apiloom.api.schema.derivation import Step, text_of_steps
from apiloom.core.location import Pointer, child, tokens_of
from apiloom.core.record import record
from apiloom.core.text import Text


class SchemaId(NamedTuple):
    """The identity of a schema: where it stands, never what it is called.

    `pointer` is a place of the document. A schema that stands at none has the `steps`
    by which it was derived from the one that stands there.
    """

    document: str
    pointer: Pointer
    steps: tuple[Step, ...] = ()

    @property
    def text(self) -> Pointer:
        """The identity within its document as one text, for a manifest."""
        if not self.steps:
            return self.pointer
        return Pointer(f"{self.pointer}{text_of_steps(self.steps)}")

    @property
    def tokens(self) -> tuple[str, ...]:
        """The reference tokens of the place, and those that stand for the steps."""
        tokens = tokens_of(self.pointer)
        if not self.steps:
            return tokens
        return (*tokens, *(token for step in self.steps for token in step.tokens))

    @property
    def place(self) -> Pointer:
        """The place of the document that says it: that of one keyword, if it is one."""
        if self.steps and self.steps[-1].kind == "keyword":
            return child(self.pointer, self.steps[-1].key)
        return self.pointer

    def derived(self, *steps: Step) -> SchemaId:
        """The schema that is these steps away."""
        return SchemaId(self.document, self.pointer, (*self.steps, *steps))

    def is_inside(self, outer: SchemaId) -> bool:
        """Whether this schema stands, or was derived from what stands, in another."""
        if self.document != outer.document:
            return False
        if self.pointer == outer.pointer:
            depth = len(outer.steps)
            return len(self.steps) > depth and self.steps[:depth] == outer.steps
        if outer.steps and (len(outer.steps) > 1 or outer.place == outer.pointer):
            return False
        return self.pointer.startswith(f"{outer.place}/")


def text_order(schema_id: SchemaId) -> tuple[str, str]:
    """Where a schema comes in the order of all: a key to sort by."""
    steps = schema_id.steps
    return schema_id.document, schema_id.text if steps else schema_id.pointer


Scalar: TypeAlias = Text | int | float | bool | None
"""A JSON value without children, its strings as document text."""


@dataclass(frozen=True, slots=True, eq=False)
class JsonValue:
    """Any JSON value of the document, such as a default; strings inside are bare.

    It reaches output only through `apiloom.python.syntax.literal`. Two are equal if
    they are written alike: `1`, `1.0` and `true` are three values.
    """

    value: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JsonValue) and repr(self.value) == repr(other.value)

    def __hash__(self) -> int:
        return len(repr(self.value))


@record
class Assertion:
    """Keywords that no type expresses, to be judged on the value as it came.

    `schema` is the part of the schema at `where` that holds them. A `$ref` in it is a
    key of `ApiSpec.definitions`. `context` are keywords of it that something else
    expresses: they are there for others to be judged by. `takes_null` says whether null
    satisfies them.
    """

    where: SchemaId
    schema: JsonValue
    context: frozenset[str] = frozenset()
    takes_null: bool = True


@record
class Annotations:
    """What is said about values without judging them (validation, section 9).

    An `example` is for people alone: schemas are the same without it.
    """

    title: Text | None = None
    description: Text | None = None
    default: JsonValue | None = None
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    example: JsonValue | None = field(default=None, compare=False)


NO_ANNOTATIONS = Annotations()

PrimitiveKind: TypeAlias = Literal["string", "integer", "number", "boolean", "null"]


@record
class Constraints:
    """Assertions on strings, numbers and sizes (validation, sections 6.2 to 6.5).

    `minimum_size` and `maximum_size` count characters, items or properties, according
    to the shape that they belong to.
    """

    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None
    minimum_size: int | None = None
    maximum_size: int | None = None
    pattern: Text | None = None


UNCONSTRAINED = Constraints()


@record
class Shape:
    """What all shapes have.

    A value must also satisfy all `asserts`, whatever its type. With `nullable`, null is
    one more value, in whichever way that was written: no member of a union stands for
    it, no enumeration lists it, and whatever is asserted of all values accepts it.
    """

    id: SchemaId
    nullable: bool = field(default=False, kw_only=True)
    asserts: tuple[Assertion, ...] = field(default=(), kw_only=True)
    notes: Annotations = field(default=NO_ANNOTATIONS, kw_only=True)

    @property
    def asserts_against_null(self) -> bool:
        """Whether null is refused by what is asserted of all values."""
        return any(not assertion.takes_null for assertion in self.asserts)


@record
class Anything(Shape):
    """The schema `true`: every value."""


@record
class Nothing(Shape):
    """The schema `false`: no value."""


@record
class Primitive(Shape):
    """One JSON type without children; `format` as written."""

    kind: PrimitiveKind
    format: Text | None = None
    constraints: Constraints = UNCONSTRAINED


@record
class ValueNote:
    """What is said about one value of an enumeration."""

    value: Scalar
    name: Text | None = None
    description: Text | None = None


@record
class Enumeration(Shape):
    """`enum` or `const`: a fixed list of values but null, in document order.

    `value_notes` may be about values that are none any more, since others forbid them;
    the first of a value counts. `type_name` is what the document calls the whole, and
    `extensible` says that there may be more values in the future.
    """

    values: tuple[Scalar, ...]
    value_notes: tuple[ValueNote, ...] = ()
    type_name: Text | None = None
    extensible: bool = False


@record
class Array(Shape):
    """`prefixItems` and `items` (core, section 10.3.1).

    `items` are those behind `prefix`; `None` stands for items of any kind, and
    `closed` says that there are none. `implied`: no `type` was written. By the letter,
    every value that is no array is fine too.
    """

    items: SchemaId | None
    constraints: Constraints = UNCONSTRAINED
    implied: bool = False
    prefix: tuple[SchemaId, ...] = ()
    closed: bool = False

    @property
    def members(self) -> tuple[SchemaId, ...]:
        """Every schema that describes items, in order."""
        return self.prefix if self.items is None else (*self.prefix, self.items)


@record
class Property:
    """One entry of `properties`, or a name that only `required` knows."""

    wire_name: Text
    schema: SchemaId
    required: bool
    declared: bool = True


@record
class Object(Shape):
    """`properties` and what may stand beside them.

    `patterns` describe values under keys that they match (core, section 10.3.2.2).
    `additional` is the schema of other values, `True` for any, `False` for none.
    `implied`: no `type` was written. By the letter, every value that is no object is
    fine too.
    """

    properties: tuple[Property, ...] = ()
    additional: SchemaId | bool = True
    constraints: Constraints = UNCONSTRAINED
    implied: bool = False
    patterns: tuple[tuple[Text, SchemaId], ...] = ()

    @property
    def names_properties(self) -> bool:
        """Whether it tells properties by name, or forbids all; else it is a map."""
        return bool(self.properties) or self.is_closed

    @property
    def is_closed(self) -> bool:
        """Whether there can be no property but those that it names."""
        return self.additional is False and not self.patterns

    @property
    def further(self) -> tuple[SchemaId, ...]:
        """The schemas of properties that have no name here, in order, each once."""
        described = dict.fromkeys(schema_id for _, schema_id in self.patterns)
        if isinstance(self.additional, SchemaId):
            described[self.additional] = None
        return tuple(described)

    @property
    def describes_properties(self) -> bool:
        """Whether more is known than which names are required."""
        declared = any(property_.declared for property_ in self.properties)
        return declared or bool(self.patterns) or self.additional is not True


@record
class Discriminator:
    """A discriminator object (OpenAPI 3.2, section 4.25): tag value to schema.

    `fallback` is the schema of values whose tag is absent or unknown.
    """

    property_name: Text
    mapping: tuple[tuple[Text, SchemaId], ...] = ()
    fallback: SchemaId | None = None


@record
class Union(Shape):
    """`oneOf`, `anyOf` or a list of types; null is no member.

    `extensible` says that there may be more members in the future.
    """

    members: tuple[SchemaId, ...]
    discriminator: Discriminator | None = None
    extensible: bool = False


@record
class Intersection(Shape):
    """`allOf`, or keywords that stand beside `$ref`, `oneOf` or `anyOf`."""

    members: tuple[SchemaId, ...]


@record
class Reference(Shape):
    """`$ref`."""

    target: SchemaId


Schema: TypeAlias = (
    Anything
    | Nothing
    | Primitive
    | Enumeration
    | Array
    | Object
    | Union
    | Intersection
    | Reference
)

"""Several schemas at once of which none has a `type`, though they imply several.

`properties` in one member of an `allOf` and `items` in another imply that a value is an
object, and that it is an array. So neither is implied, as in one schema that has both:
an object is what the former says, an array what the latter says, and any other value is
fine (JSON Schema core, section 10.3).
"""

from __future__ import annotations

from collections.abc import Sequence

from apiloom.api.schema.constraint_keywords import keywords_of
from apiloom.api.schema.derivation import by_keyword, of_type
from apiloom.api.schema.shapes import (
    Anything,
    Array,
    Assertion,
    Intersection,
    JsonValue,
    Object,
    Schema,
    SchemaId,
    Union,
)
from apiloom.core.text import reveal


def asserted_of_objects(shape: Object) -> Assertion:
    """What `shape` asserts of objects, where it knows nothing but names and sizes."""
    names = [reveal(property_.wire_name) for property_ in shape.properties]
    keywords: dict[str, object] = {"required": names} if names else {}
    keywords |= keywords_of(shape.constraints, "object")
    return Assertion(shape.id, JsonValue(keywords))


def types_implied(shapes: Sequence[Schema]) -> frozenset[str]:
    """The types that these schemas imply together; none where one of them has a type.

    Names and sizes of properties imply none (`required`, say).
    """
    implied: set[str] = set()
    for shape in shapes:
        if isinstance(shape, Object | Array) and shape.implied:
            if isinstance(shape, Array):
                implied.add("array")
            elif shape.describes_properties:
                implied.add("object")
        elif not isinstance(shape, Anything):
            return frozenset()
    return frozenset(implied)


def intersect_untyped(
    schema_id: SchemaId, members: Sequence[SchemaId], shapes: Sequence[Schema]
) -> tuple[Union, dict[SchemaId, Schema]]:
    """A union by type of what `members` say together, and its options to be merged.

    `shapes` are what the members come to, and imply several types.
    """
    of_object, of_array, of_other = (
        schema_id.derived(of_type(name)) for name in ("object", "array", "other")
    )
    typed: tuple[Schema, ...] = (
        Object(of_object.derived(by_keyword("type"))),
        Array(of_array.derived(by_keyword("type")), None),
    )
    added: dict[SchemaId, Schema] = {shape.id: shape for shape in typed}
    for option, shape in zip((of_object, of_array), typed, strict=True):
        added[option] = Intersection(option, (*members, shape.id))
    asserts = {each.where: each for shape in shapes for each in shape.asserts}
    is_other = Assertion(of_other, JsonValue({"not": {"type": ["object", "array"]}}))
    added[of_other] = Anything(of_other, asserts=(*asserts.values(), is_other))
    return Union(schema_id, (of_object, of_array, of_other)), added

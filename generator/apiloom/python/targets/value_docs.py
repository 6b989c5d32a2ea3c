"""What a docstring says of a value: description, default, limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from apiloom.api.schema.schema_graph import end_of
from apiloom.api.schema.shapes import (
    Array,
    Constraints,
    JsonValue,
    Object,
    Primitive,
    Schema,
    SchemaId,
)
from apiloom.core.deep_json import json_dumps
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Paragraph

LONGEST: Final = 60
"""Characters of a value or a pattern that a docstring shows."""
_SIZES: Final = {"array": "item", "object": "property", "string": "character"}
_PLURALS: Final = {"property": "properties"}


def value_sentences(
    schema_id: SchemaId | None,
    shapes: Mapping[SchemaId, Schema],
    example: JsonValue | None = None,
) -> Iterator[Paragraph]:
    """Default, limits and example of the values of a schema (validation, 6 and 9).

    An example of whoever uses the schema comes before its own.
    """
    if schema_id is None:
        yield from example_sentence(example)
        return
    end = end_of(schema_id, shapes).shape
    default = shapes[schema_id].notes.default or end.notes.default
    if default is not None:
        yield from _shown("Default", default)
    if isinstance(end, Primitive | Array | Object):
        kind = end.kind if isinstance(end, Primitive) else type(end).__name__.lower()
        yield from _limits(end.constraints, kind)
    own = shapes[schema_id].notes.example or end.notes.example
    yield from example_sentence(example or own)


def example_sentence(example: JsonValue | None) -> Iterator[Paragraph]:
    """An example, where there is a short one."""
    if example is not None:
        yield from _shown("Example", example)


def _shown(title: str, value: JsonValue) -> Iterator[Paragraph]:
    """A value as JSON, where it is short."""
    text = json_dumps(value.value, ensure_ascii=False)
    if len(text) <= LONGEST:
        yield f"{title}: `", Text(text), "`."


def _limits(constraints: Constraints, kind: str) -> Iterator[Paragraph]:
    low, high = constraints.minimum, constraints.maximum
    above, below = constraints.exclusive_minimum, constraints.exclusive_maximum
    if low is not None and high is not None:
        yield f"From {low} to {high}."
    elif low is not None:
        yield f"At least {low}."
    elif high is not None:
        yield f"At most {high}."
    if above is not None:
        yield f"More than {above}."
    if below is not None:
        yield f"Less than {below}."
    if constraints.multiple_of is not None:
        yield f"A multiple of {constraints.multiple_of}."
    yield from _sizes(constraints, _SIZES.get(kind, "character"))
    pattern = constraints.pattern
    if pattern is not None and kind == "string" and len(repr(pattern)) <= LONGEST:
        yield "Matches `", pattern, "`."


def _sizes(constraints: Constraints, unit: str) -> Iterator[str]:
    least, most = constraints.minimum_size or 0, constraints.maximum_size
    if most is not None and least == most:
        yield f"Exactly {_counted(most, unit)}."
    elif most is not None and least:
        yield f"{least} to {_counted(most, unit)}."
    elif most is not None:
        yield f"At most {_counted(most, unit)}."
    elif least:
        yield f"At least {_counted(least, unit)}."


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit if number == 1 else _PLURALS.get(unit, f'{unit}s')}"

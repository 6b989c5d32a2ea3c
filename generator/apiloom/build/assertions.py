"""The keywords that judge a value by itself (JSON Schema validation, section 6)."""

from __future__ import annotations

import math
from typing import Any, Final, cast

from apiloom.build.reader import Reader
from apiloom.ir.schema import (
    UNCONSTRAINED,
    Annotations,
    Constraints,
    Enumeration,
    Nothing,
    Scalar,
    SchemaId,
)
from apiloom.location import child
from apiloom.text import Text

_KINDS: Final = ("string", "integer", "number", "boolean", "null", "array", "object")
_SIZES: Final = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}


def kinds_of(reader: Reader) -> tuple[str, ...]:
    """The JSON types in `type`, each once, `null` last; `()` when it is absent."""
    found = reader.member("type")
    if found is None:
        return ()
    listed = found.value if isinstance(found.value, list) else [found.value]
    kinds = [kind for kind in _KINDS if kind in listed]
    for kind in listed:
        if kind not in _KINDS:
            found.complain(
                "unknown-type",
                f"{kind!r:.40} is not a JSON type",
                f"use one of {', '.join(_KINDS)}",
            )
    ordered = sorted(kinds, key=lambda kind: (kind == "null", listed.index(kind)))
    if "number" in ordered and "integer" in ordered:
        ordered.remove("integer")
    return tuple(ordered)


def enumeration_of(
    schema_id: SchemaId, reader: Reader, notes: Annotations
) -> Enumeration | Nothing | None:
    """What `enum` or `const` leaves, once `type` has had its say."""
    values = _listed_values(reader)
    if values is None:
        return None
    kinds = kinds_of(reader)
    allowed = [value for value in values if not kinds or _kind_fits(value, kinds)]
    scalars: dict[tuple[type, object], Scalar] = {}
    for value in allowed:
        if isinstance(value, list | dict):
            reader.complain(
                "enum-not-scalar",
                "arrays and objects in `enum` or `const` are not enforced",
                "every value is accepted here",
            )
            return None
        scalar = Text(value) if isinstance(value, str) else value
        scalars.setdefault((type(scalar), scalar), cast("Scalar", scalar))
    if not scalars:
        reader.complain("enum-empty", "no value satisfies both `enum` and `type`")
        return Nothing(schema_id, notes=notes)
    return Enumeration(schema_id, tuple(scalars.values()), notes=notes)


def constraints_of(reader: Reader, kind: str) -> Constraints:
    """The assertions that concern values of `kind`; each is checked for sense."""
    smallest, largest = _SIZES.get(kind, (None, None))
    numeric = kind in {"integer", "number"}
    found = Constraints(
        minimum=_number(reader, "minimum") if numeric else None,
        maximum=_number(reader, "maximum") if numeric else None,
        exclusive_minimum=_number(reader, "exclusiveMinimum") if numeric else None,
        exclusive_maximum=_number(reader, "exclusiveMaximum") if numeric else None,
        multiple_of=_multiple(reader) if numeric else None,
        minimum_size=_size(reader, smallest) if smallest else None,
        maximum_size=_size(reader, largest) if largest else None,
        pattern=reader.text("pattern") if kind == "string" else None,
        unique=kind == "array" and reader.flag("uniqueItems"),
    )
    return UNCONSTRAINED if found == UNCONSTRAINED else found


def _listed_values(reader: Reader) -> list[Any] | None:
    const = reader.member("const")
    if const is not None:
        return [const.value]
    listed = reader.member("enum")
    if listed is None:
        return None
    if not isinstance(listed.value, list):
        listed.complain("wrong-type", "`enum` must be an array")
        return None
    return listed.value


def _kind_fits(value: object, kinds: tuple[str, ...]) -> bool:
    if value is None:
        return "null" in kinds
    if isinstance(value, bool):
        return "boolean" in kinds
    if isinstance(value, int | float):
        integral = isinstance(value, int) or value.is_integer()
        return "number" in kinds or ("integer" in kinds and integral)
    if isinstance(value, str):
        return "string" in kinds
    return ("array" if isinstance(value, list) else "object") in kinds


def _number(reader: Reader, name: str) -> int | float | None:
    found = reader.member(name)
    if found is None:
        return None
    value = found.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        found.complain("wrong-type", f"`{name}` must be a number")
        return None
    return value


def _multiple(reader: Reader) -> int | float | None:
    value = _number(reader, "multipleOf")
    if value is not None and (value <= 0 or not math.isfinite(value)):
        reader.complain("wrong-type", "`multipleOf` must be above zero")
        return None
    return value


def _size(reader: Reader, name: str) -> int | None:
    value = _number(reader, name)
    if value is None:
        return None
    if value < 0 or value != int(value):
        reader.report.warning(
            "wrong-type",
            f"`{name}` must be a whole number of at least zero",
            reader.document,
            child(reader.pointer, name),
        )
        return None
    return int(value)

"""The types that the user has chosen: which schemas have them.

What stands at a pointer becomes a string of a format that nothing else has, which the
chosen type is found by: what the schema says besides concerns nobody any more, but for
the limits of a text or a number. Where it is a member of an `allOf`, it still counts.
A `file` has the format that documents have for one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from apiloom.api.ir import ApiSpec
from apiloom.api.names.placed_types import PlacedTypes
from apiloom.api.resolve.schema_style import SchemaStyle
from apiloom.api.resolved_api import ChosenType
from apiloom.api.schema.growth import let_grow
from apiloom.api.schema.nullability import is_nullable
from apiloom.api.schema.shapes import Primitive, Schema, SchemaId
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import Pointer
from apiloom.core.text import Text
from apiloom.core.type_choice import GROWING, TypeChoice
from apiloom.runtime.spellings import BITS, CHECKED, TYPED

_FORMATS: Final = sorted({*TYPED, *CHECKED, *BITS, "binary", "float", "double"})
_FILE: Final = "file"
_BINARY: Final = Text("binary")
_KEYS: Final = (
    "keys are a format, `type:format`, or a pointer: '#/components/schemas/Pet'"
)
_PLACES: Final = "what grows stands where the pointer leads, not behind a `$ref`"
_Chosen = dict[tuple[str, Text], ChosenType]


def settled_types(
    choices: PlacedTypes,
    api: ApiSpec,
    shapes: dict[SchemaId, Schema],
    report: Report,
    style: SchemaStyle,
) -> Mapping[tuple[str, Text], ChosenType]:
    """Put the choices into `shapes`; types by JSON type and format come back.

    Only pydantic knows how a type of its own, or of the user's, is read.
    A choice that concerns nothing is a warning, unless it is for several documents.
    """
    chosen: _Chosen = {}
    formats = _formats_in(shapes)
    for choice, places in sorted(choices, key=_generality):
        if style.models != "pydantic" and (":" in choice.to or choice.to == "url"):
            report.add(_foreign(choice))
            continue
        if choice.place is None:
            concerned = [pair for pair in formats if _concerns(choice, pair)]
            _choose(choice, concerned, shapes, chosen)
            used = bool(concerned)
        else:
            ids = [SchemaId(api.document, place) for place in places]
            put = [_put(choice, at, shapes, chosen) for at in ids]
            used = any(put)
        if not used and not choice.shared:
            report.add(_unused(choice, [_named(format_) for _, format_ in formats]))
    return chosen


def _generality(placed: tuple[TypeChoice, tuple[Pointer, ...]]) -> bool:
    """A format of one JSON type comes after the format alone, and wins."""
    return placed[0].place is None and placed[0].format[0] is not None


def _formats_in(shapes: dict[SchemaId, Schema]) -> list[tuple[str, Text]]:
    formats: dict[tuple[str, Text], None] = {}
    for shape in shapes.values():
        if isinstance(shape, Primitive) and shape.format is not None:
            formats[shape.kind, shape.format] = None
    return list(formats)


def _choose(
    choice: TypeChoice,
    concerned: Collection[tuple[str, Text]],
    shapes: dict[SchemaId, Schema],
    chosen: _Chosen,
) -> None:
    """Values of these formats have the type; files are what `binary` is for."""
    if choice.to != _FILE:
        chosen |= {pair: ChosenType(choice.to, pair[1]) for pair in concerned}
        return
    for at, shape in shapes.items():
        if (
            isinstance(shape, Primitive)
            and shape.format is not None
            and (shape.kind, shape.format) in concerned
        ):
            shapes[at] = replace(shape, format=_BINARY)


def _concerns(choice: TypeChoice, pair: tuple[str, Text]) -> bool:
    kind, wanted = choice.format
    if kind not in (None, pair[0]) or Text(wanted) != pair[1]:
        return False
    return choice.fits(pair[0], wanted)


def _named(format_: Text | None) -> str:
    """A format that types are known for; no text of the document gets out."""
    return next((name for name in _FORMATS if Text(name) == format_), "")


def _put(
    choice: TypeChoice, at: SchemaId, shapes: dict[SchemaId, Schema], chosen: _Chosen
) -> bool:
    """Whether there is a schema that can have the type; it has it then."""
    shape = shapes.get(at)
    if shape is None:
        return False
    if choice.to == GROWING:
        return let_grow(at, shapes)
    format_ = Text("")
    if isinstance(shape, Primitive):
        format_ = shape.format or format_
        if not choice.fits(shape.kind, _named(format_)):
            return False
    elif ":" not in choice.to:
        return False
    name = Text(f"#{at.pointer}")
    if choice.to == _FILE and isinstance(shape, Primitive):
        shapes[at] = replace(shape, format=_BINARY)
        return True
    if isinstance(shape, Primitive):
        shapes[at] = replace(shape, format=name)
    else:
        nullable = is_nullable(at, shapes)
        shapes[at] = Primitive(at, "string", name, nullable=nullable, notes=shape.notes)
    chosen[_kind_of(shapes[at]), name] = ChosenType(choice.to, format_)
    return True


def _kind_of(shape: Schema) -> str:
    return shape.kind if isinstance(shape, Primitive) else ""


def _foreign(choice: TypeChoice) -> Diagnostic:
    message = f"only pydantic reads {choice.to!a}, which is chosen for {choice.key!a}"
    hint = "the type stays as without the choice: write one of apiloom's own words"
    return Diagnostic(
        "type-needs-pydantic", Severity.WARNING, message, choice.where, hint
    )


def _unused(choice: TypeChoice, formats: Collection[str]) -> Diagnostic:
    if choice.to == GROWING:
        message = f"no list of values, and no union of objects, is at {choice.key!a}"
    elif choice.place is None:
        message = f"nothing in the document has the format {choice.key!a}"
    else:
        message = f"no schema that {choice.to!a} can stand for is at {choice.key!a}"
    near = get_close_matches(choice.format[1], formats, n=1)
    hint = f"did you mean {near[0]!a}?" if near else _KEYS
    hint = _PLACES if choice.to == GROWING else hint
    return Diagnostic("type-unused", Severity.WARNING, message, choice.where, hint)

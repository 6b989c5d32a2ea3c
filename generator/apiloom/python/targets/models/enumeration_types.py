"""Types of enumerations, and the names of their values (validation, section 6.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from apiloom.api.resolved_api import (
    NamedType,
    ResolvedApi,
    ValueNames,
    is_enum_class,
    key_of_value,
)
from apiloom.api.schema.growth import is_list
from apiloom.api.schema.scalar_validation import identity_of
from apiloom.api.schema.shapes import Enumeration, JsonValue, Scalar, SchemaId
from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc, Section
from apiloom.python.syntax.expression import (
    NONE,
    Assignment,
    Attribute,
    Call,
    ClassHeader,
    Expression,
    Name,
    Subscript,
    Symbol,
    Value,
    annotated,
    builtin,
    either,
    runtime,
    typing,
)


def literal_type(
    listed: Enumeration, side: Literal["model", "input"] = "model"
) -> Expression:
    """A `Literal` of the values, or what is nearest to one."""
    values = listed.values
    if not values:
        return NONE
    arguments = tuple(map(_listed, values))
    written: Expression = Subscript(typing("Literal"), arguments)
    if any(isinstance(value, float) for value in values):
        written = builtin("float") if _are_numbers(values) else typing("Any")
    elif any(map(_is_beyond_checkers, values)):
        written = builtin("int") if _are_numbers(values) else typing("Any")
    if side == "model" and not all(isinstance(value, Text) for value in values):
        # Python takes `True` for 1.
        written = annotated(written, Call(runtime("listed", "Listed"), arguments))
    return written


def listed_type(
    api: ResolvedApi, listed: Enumeration, side: Literal["model", "input"]
) -> Expression:
    """The type of an enumeration: of its values, or of any that are like them."""
    closed = literal_type(listed, side)
    named = api.types.get(listed.id)
    if named is None or not is_growing(api, listed):
        return closed
    other = builtin("str" if isinstance(listed.values[0], Text) else "int")
    open_type = either((literal_type(listed, "input"), other))
    if side == "input":
        return open_type
    return annotated(open_type, Call(runtime("open_values", "Open"), (_text(named),)))


def is_growing(api: ResolvedApi, listed: Enumeration) -> bool:
    """Whether there may be more values: of texts, or of integers. A constant is one.

    The user says so of all enumerations, or the document of this one.
    """
    if not (api.is_open or listed.extensible):
        return False
    return is_list(listed) and not any(map(_is_beyond_checkers, listed.values))


def _text(named: NamedType) -> Value:
    return Value(Text(named.name))


def enum_class(api: ResolvedApi, schema_id: SchemaId) -> Enumeration | None:
    """The enumeration that a type is, if it is written as a class."""
    shape = api.shapes[schema_id]
    if api.enums != "class" or schema_id not in api.types or not is_enum_class(shape):
        return None
    return shape if isinstance(shape, Enumeration) else None


def enum_header(api: ResolvedApi, listed: Enumeration, name: Identifier) -> ClassHeader:
    """The class of an enumeration: all strings, all integers, or anything else."""
    kinds = {type(value) for value in listed.values}
    base = {frozenset({Text}): "TextEnum", frozenset({int}): "NumberEnum"}.get(
        frozenset(kinds), "ValueEnum"
    )
    if is_growing(api, listed):
        return ClassHeader(name, (runtime("open_values", f"Open{base}"),))
    return ClassHeader(name, (runtime("enumerations", base),))


def enum_member(api: ResolvedApi, named: NamedType, value: Scalar) -> Expression | None:
    """The member of an enumeration that a value is."""
    names = api.value_names[named.id]
    for known, name, _ in names.constants:
        if identity_of(known) == identity_of(value):
            return Attribute(Name(Symbol(named.module, named.name, local=True)), name)
    return None


def described(listed: Enumeration, doc: Doc) -> Doc:
    """What is said of an enumeration, and of those of its values that have no name."""
    entries = tuple(
        (key_of_value(value), description)
        for value, description in _descriptions(listed)
        if description
    )
    return Doc(doc.paragraphs, (*doc.sections, Section("Values", entries)))


def values_header(names: ValueNames) -> ClassHeader | None:
    """The class of the names, where there are any."""
    return None if names.holder is None else ClassHeader(names.holder, ())


def value_constants(
    listed: Enumeration, names: ValueNames
) -> Iterator[tuple[Assignment, Doc]]:
    """`LOW: Final = 1`, and what the document says of it, for each name it gives."""
    for value, name, is_given in names.constants:
        if is_given:
            declared = Assignment(name, typing("Final"), Value(value))
            yield declared, _value_doc(listed, value)


def enum_members(
    listed: Enumeration, names: ValueNames
) -> Iterator[tuple[Assignment, Doc]]:
    """`LOW = 1`, and what the document says of it, for each value."""
    for value, name, _ in names.constants:
        yield Assignment(name, None, Value(value)), _value_doc(listed, value)


def _value_doc(listed: Enumeration, value: Scalar) -> Doc:
    identity = identity_of(value)
    described_values = (
        description
        for known, description in _descriptions(listed)
        if description and identity_of(known) == identity
    )
    return Doc(tuple(described_values))


def _descriptions(listed: Enumeration) -> Iterator[tuple[Scalar, Text | None]]:
    """Each value with its description; the first one counts."""
    for value in listed.values:
        identity = identity_of(value)
        yield value, next(
            (
                note.description
                for note in listed.value_notes
                if note.description and identity_of(note.value) == identity
            ),
            None,
        )


def _listed(value: Scalar) -> Value:
    """A value among others; Python takes `True` for 1, and would list one of them."""
    return Value(JsonValue(value) if isinstance(value, bool) else value)


def _is_beyond_checkers(value: Scalar) -> bool:
    """Whether mypy takes the value for an expression: it stores 64 bits."""
    return isinstance(value, int) and abs(value) >= 2**63


def _are_numbers(values: Iterable[Scalar]) -> bool:
    return all(
        isinstance(value, int | float) and not isinstance(value, bool)
        for value in values
    )

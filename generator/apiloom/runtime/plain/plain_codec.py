"""Models that are dataclasses or structs: see `codec_contract` for what is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING as NO_DEFAULT
from typing import Any, Final, TypeAlias

from ..codec_contract import DeclaredField, Refusal, Text, TypeCodec
from ..type_titles import title_of
from .caching import cached
from .fields import extra_of, is_closed, is_model, slots_of
from .json_schemas import json_schema
from .json_texts import from_json, to_json
from .methods import NOTHING_KEPT, AnyModel, Kept
from .model import EXTRA, keep, put
from .native import decoder_of
from .parsed_data import parsed
from .readers import reader_of
from .readings import BY_TYPE, PARSED
from .refusals import (
    ASSERTED,
    Flaw,
    RefusedError,
    UnwritableError,
    ValidationError,
    is_partial,
)
from .unreadable_texts import unreadable
from .writers import writer_of

__all__ = [
    "AnyModel",
    "Invalid",
    "Unwritable",
    "codec_of",
    "construct",
    "declared_fields",
    "discriminator_of",
    "extra_type",
    "field_type",
    "from_json",
    "is_asserted",
    "is_clash",
    "is_model",
    "is_partial",
    "present_values",
    "refusal_count",
    "refusals",
    "to_json",
    "unreadable",
    "with_constants",
]

Invalid: TypeAlias = ValidationError
"""What is raised for a value that is not of the type."""
Unwritable: TypeAlias = UnwritableError
"""What is raised for a value that cannot be written."""
_TOO_DEEP: Final = "Is nested too deep"


class PlainCodec:
    """Reads, judges and writes values of one type."""

    __slots__ = ("_decode", "_given", "_parsed", "_read", "_type", "_write")

    def __init__(self, type_: Any) -> None:
        self._type = type_
        self._read = reader_of(type_)
        self._parsed = reader_of(type_, reading=PARSED)
        self._decode = decoder_of(type_, reader_of)
        self._write = writer_of(type_)
        self._given = writer_of(type_, raw=True)

    def read_json(self, text: Text, /) -> Any:
        """The value of a JSON text."""
        if self._decode is not None:
            try:
                return self._decode(text)
            except RefusedError:
                pass  # what is wrong, or spelled otherwise, the readers find
        return self._reading(text, self._parsed)

    def read_by_type_alone(self, text: Text, /) -> Any:
        """The same, without the keywords that no type expresses."""
        return self._reading(text, reader_of(self._type, reading=BY_TYPE))

    def _reading(self, text: Text, read: Any) -> Any:
        try:
            data = from_json(text)
        except ValueError as error:
            flaw = Flaw((), "json_invalid", f"Invalid JSON: {error}", text)
            raise self._invalid([flaw]) from None
        return self._judged(data, read)

    def read_data(self, data: object, /) -> Any:
        """Judged as the text that it was parsed from."""
        try:
            checked = parsed(data)
        except RefusedError as error:
            raise self._invalid(error.flaws) from None
        return self._judged(checked, self._parsed)

    def read_form(self, value: object, /) -> Any:
        """The value of a form; files in it are bytes."""
        return self._judged(value, self._read)

    def judge(self, value: object, /) -> Any:
        """The value that a caller gives; models by keys and by names."""
        try:
            data = self._given(value)
        except RefusedError as error:
            raise self._invalid(error.flaws) from None
        except RecursionError:
            raise self._invalid([Flaw((), "too_deep", _TOO_DEEP, value)]) from None
        return self._judged(data, self._read)

    def write_json(self, value: object, /, *, ensure_ascii: bool = False) -> bytes:
        """The JSON text of what is present."""
        data = self.write(value)
        try:
            return to_json(data, ensure_ascii=ensure_ascii)
        except ValueError as error:
            raise UnwritableError([Flaw((), "not_json", str(error), value)]) from None

    def write(self, value: object, /) -> Any:
        """The same as JSON data."""
        try:
            return self._write(value)
        except RefusedError as error:
            raise UnwritableError(error.flaws) from None
        except RecursionError:
            raise UnwritableError([Flaw((), "too_deep", _TOO_DEEP, value)]) from None

    def write_plain(self, value: object, /) -> Any:
        """The same; what is of another type is written as what it is."""
        try:
            return self.write(value)
        except UnwritableError:
            return _CODEC_OF_ANYTHING.write(value)

    def write_quietly(self, value: object, /) -> Any:
        """The same."""
        return self.write_plain(value)

    def admits_null(self) -> bool:
        """Whether null is one of the values."""
        try:
            self._read(None)
        except RefusedError:
            return False
        return True

    def json_schema(self) -> Mapping[str, Any]:
        """Types, members and items, without limits."""
        return json_schema(self._type)

    def _judged(self, data: Any, read: Any) -> Any:
        try:
            return read(data)
        except RefusedError as error:
            raise self._invalid(error.flaws) from None
        except RecursionError:
            raise self._invalid([Flaw((), "too_deep", _TOO_DEEP, data)]) from None

    def _invalid(self, flaws: list[Flaw]) -> ValidationError:
        return ValidationError(title_of(self._type), flaws)


@cached
def codec_of(type_: Any) -> TypeCodec:
    """What reads, judges and writes values of a type, built once."""
    return PlainCodec(type_)


_CODEC_OF_ANYTHING: Final = PlainCodec(Any)


@cached
def declared_fields(model: type[AnyModel]) -> Mapping[str, DeclaredField]:
    """The fields of a model by their names."""
    return {
        name: DeclaredField(name, slot.key, slot.is_required, slot.is_argument)
        for name, slot in slots_of(model).items()
    }


def field_type(model: type[AnyModel], name: str) -> Any:
    """The type of a field with its marks."""
    return slots_of(model)[name].type


def extra_type(model: type[AnyModel]) -> Any:
    """The type of values under keys that the model does not name."""
    return extra_of(model)


def discriminator_of(mark: object) -> str | None:
    """None: members of unions are marked with their tags."""
    del mark
    return None


def with_constants(
    model: type[AnyModel], values: dict[str, Any], *, by_name: bool
) -> dict[str, Any]:
    """What a constructor of the model was given, and its constants.

    `values` are changed. They are called by keys, or, with `by_name`, by fields too.
    """
    for name, slot in slots_of(model).items():
        is_given = slot.key in values or (by_name and name in values)
        if slot.is_required and not slot.is_argument and not is_given:
            values[slot.key] = slot.absent
    return values


def present_values(instance: AnyModel) -> dict[str, Any]:
    """What is written, by the names of fields; further properties by their keys."""
    model = type(instance)
    kept: Kept = getattr(instance, "_kept", NOTHING_KEPT)
    present: dict[str, Any] = {}
    for name, slot in slots_of(model).items():
        value = getattr(instance, name)
        is_absent = value is slot.absent or value == slot.absent
        is_unwritten = name in kept.unwritten and value is kept.unwritten[name]
        if is_unwritten and slot.key not in kept.raw:
            continue
        if slot.is_required or not is_absent or name in kept.given:
            present[name] = value
    return present | (getattr(instance, EXTRA, None) or {})


def construct(
    model: type[AnyModel],
    fields: Mapping[str, Any],
    extra: Mapping[str, Any],
    given: Iterable[str],
) -> AnyModel:
    """An instance that nobody judges, with these values of fields and further keys.

    A field that was `given`, and has no value here, reads as what its key has among
    the further ones. Any other reads as its default, or as None.
    """
    instance = model.__new__(model)
    slots, rest = slots_of(model), dict(extra)
    raw: dict[str, Any] = {}
    unwritten: dict[str, Any] = {}
    given, defaulted = frozenset(given), set[str]()
    for name, slot in slots.items():
        absent = None if slot.absent is NO_DEFAULT else slot.absent
        value = fields.get(name, absent)
        if name in given and name not in fields and slot.key in rest:
            value = raw[slot.key] = unwritten[name] = rest.pop(slot.key)
        elif name not in fields and slot.is_required:
            unwritten[name] = value
        elif name in fields and value == slot.absent:
            defaulted.add(name)
        put(instance, name, value)
    if is_closed(model):
        raw |= rest
    else:
        put(instance, EXTRA, rest)
    keep(instance, Kept(frozenset(defaulted), raw, unwritten))
    return instance


def refusal_count(error: ValidationError) -> int:
    """How many places are wrong."""
    return error.error_count()


def refusals(error: ValidationError) -> list[Refusal]:
    """What is wrong, without the values, which can be secret."""
    return [Refusal(flaw.location, flaw.message) for flaw in error.flaws]


def is_asserted(error: ValidationError) -> bool:
    """Whether something has the right type and breaks another keyword."""
    return any(flaw.type == ASSERTED for flaw in error.flaws)


def is_clash(error: ValidationError) -> bool:
    """Whether nothing is wrong but keys that are the names of fields: never so."""
    del error
    return False

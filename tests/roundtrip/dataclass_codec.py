"""A codec of few types for models that are dataclasses: `test_seam` puts it in place.

It knows strings, integers, anything, lists, and dataclasses of these.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from apiloom.runtime.codec_contract import DeclaredField, Refusal, Text, TypeCodec

Place: TypeAlias = tuple[str | int, ...]


class Invalid(ValueError):  # noqa: N818 - the seam calls it so
    """What is refused, and where."""

    def __init__(self, refused: list[Refusal]) -> None:
        super().__init__("; ".join(refusal.message for refusal in refused))
        self.refused = refused


class Unwritable(ValueError):  # noqa: N818
    """What no JSON is written for."""


@dataclass(kw_only=True)
class AnyModel:
    """What all models derive from."""

    extra: dict[str, Any] = field(default_factory=dict)


class DataclassCodec:
    """Reads, judges and writes values of one type."""

    def __init__(self, type_: Any) -> None:
        self._type = type_

    def read_json(self, text: Text, /) -> Any:
        """The value of a JSON text."""
        try:
            data = from_json(text)
        except ValueError as error:
            raise Invalid([Refusal((), str(error))]) from error
        return self.read_data(data)

    def read_data(self, data: object, /) -> Any:
        """The value of parsed JSON."""
        refused: list[Refusal] = []
        value = _read(self._type, data, (), refused)
        if refused:
            raise Invalid(refused)
        return value

    read_by_type_alone = read_json
    read_form = read_data

    def judge(self, value: object, /) -> Any:
        """The value of a caller, who may write a dictionary for a model."""
        return self.read_data(self.write(value))

    def write_json(self, value: object, /, *, ensure_ascii: bool = False) -> bytes:
        """The JSON text of a value."""
        return json.dumps(self.write(value), ensure_ascii=ensure_ascii).encode()

    def write(self, value: object, /) -> Any:
        """Parsed JSON."""
        if isinstance(value, AnyModel):
            named = present_values(value)
            model: Any = type(value)
            declared = declared_fields(model)
            members = {declared[name].key: named[name] for name in named}
            written = {key: self.write(member) for key, member in members.items()}
            return {**written, **value.extra}
        if isinstance(value, list):
            return [self.write(item) for item in value]
        return value

    write_plain = write
    write_quietly = write

    def admits_null(self) -> bool:
        """Whether null is one of the values."""
        return self._type in (Any, None)

    def json_schema(self) -> Mapping[str, Any]:
        """Of scalars alone: nothing else stands in parameters here."""
        return {"type": "integer" if self._type is int else "string"}


@cache
def codec_of(type_: Any) -> TypeCodec:
    """What reads, judges and writes values of a type."""
    return DataclassCodec(type_)


def _read(type_: Any, data: Any, place: Place, refused: list[Refusal]) -> Any:
    if is_model(type_) and isinstance(data, dict):
        return _read_model(type_, data, place, refused)
    if get_origin(type_) is list and isinstance(data, list):
        (items,) = get_args(type_)
        return [_read(items, d, (*place, n), refused) for n, d in enumerate(data)]
    if type_ is not Any and type(data) is not type_:
        refused.append(Refusal(place, f"Is no {getattr(type_, '__name__', type_)}"))
    return data


def _read_model(
    model: Any, data: dict[str, Any], place: Place, refused: list[Refusal]
) -> Any:
    declared = declared_fields(model)
    values: dict[str, Any] = {}
    for name, key, is_required, _ in declared.values():
        if key in data:
            type_ = field_type(model, name)
            values[name] = _read(type_, data[key], (*place, key), refused)
        elif is_required:
            refused.append(Refusal((*place, key), "Is required"))
    keys = {entry.key for entry in declared.values()}
    extra = {key: member for key, member in data.items() if key not in keys}
    return construct(model, values, extra, values)


def is_model(type_: Any) -> bool:
    """Whether a type is a class of models."""
    return isinstance(type_, type) and is_dataclass(type_)


@cache
def declared_fields(model: Any) -> Mapping[str, DeclaredField]:
    """Fields by name."""
    found: dict[str, DeclaredField] = {}
    for each in fields(model):
        if each.name != "extra":
            key = each.metadata.get("key", each.name)
            needed = each.default is MISSING
            found[each.name] = DeclaredField(each.name, key, needed, needed)
    return found


@cache
def field_type(model: Any, name: str) -> Any:
    """The type of a field, without the None that stands for absent."""
    type_ = get_type_hints(model)[name]
    present = [member for member in get_args(type_) if member is not type(None)]
    return present[0] if get_origin(type_) is not list and present else type_


def extra_type(_model: Any) -> Any:
    """The type of values under other keys."""
    return Any


def discriminator_of(_mark: object) -> str | None:
    """No union has one."""
    return None


def with_constants(_model: Any, values: dict[str, Any], *, by_name: bool) -> Any:
    """No field is a constant."""
    del by_name
    return values


def present_values(instance: Any) -> dict[str, Any]:
    """What is not absent."""
    model: Any = type(instance)
    declared = declared_fields(model)
    given = {name: getattr(instance, name) for name in declared}
    return {name: value for name, value in given.items() if value is not None}


def construct(
    model: Any, values: Mapping[str, Any], extra: Mapping[str, Any], _: Iterable[str]
) -> Any:
    """An instance that nobody judges."""
    instance = object.__new__(model)
    for name in declared_fields(model):
        setattr(instance, name, values.get(name))
    instance.extra = dict(extra)
    return instance


def is_clash(_error: Invalid) -> bool:
    """No key is taken for a field."""
    return False


is_asserted = is_clash


def refusal_count(error: Invalid) -> int:
    """How many places are wrong."""
    return len(error.refused)


def is_partial(_error: Invalid) -> bool:
    """Every fault is found."""
    return False


def refusals(error: Invalid) -> list[Refusal]:
    """What is wrong."""
    return error.refused


def from_json(text: Text, *, allow_inf_nan: bool = True) -> Any:
    """Parsed JSON."""
    del allow_inf_nan
    return json.loads(text)


def to_json(value: object) -> bytes:
    """JSON data as text."""
    return json.dumps(value, separators=(",", ":")).encode()


def unreadable(error: ValueError) -> str:
    """Why a text is no JSON."""
    return f"is not JSON: {error}"

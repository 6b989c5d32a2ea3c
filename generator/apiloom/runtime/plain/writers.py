"""What writes values of a type as JSON data, and refuses those that are of another."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from ipaddress import IPv4Address, IPv6Address
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args
from uuid import UUID

from ..duration_text import duration_text
from ..narrowing import is_array, is_object, is_tuple
from ..tag_marks import TaggedMark
from ..type_titles import title_of
from .caching import cached
from .enumerations import member_of
from .fields import (
    direct_type,
    is_union,
    marks_of,
    members_of,
    without_null,
)
from .formats import Spelled
from .marks import Mark, Write
from .methods import AnyModel
from .model_writer import ModelWriter
from .readers import reader_of
from .refusals import Flaw, RefusedError, all_items, each_item, each_member, refuse
from .tagged_members import TaggedMembers
from .walk import Walk


@cached
def writer_of(type_: Any, *, raw: bool = False) -> Write:
    """What writes a type.

    With `raw`, dictionaries stand for models too, as callers give them, and what is
    written of an instance, or of bytes, is read as these.
    """
    return _WALK.made_of(type_, raw)


def _marked(type_: Any, raw: bool) -> Write:
    plain, takes_null = without_null(type_)
    marks = marks_of(type_)
    tagged = [mark for mark in marks if isinstance(mark, TaggedMark)]
    if tagged and raw and is_union(plain):
        write = _tagged(tagged[-1], members_of(plain))
    elif any(isinstance(mark, Mark) and mark.whole for mark in marks):
        write = write_anything
    else:
        write = writer_of(plain, raw=raw)
    for mark in marks:
        if raw and isinstance(mark, Spelled) and mark.is_bytes:
            write = mark.given
        elif isinstance(mark, Mark):
            write = mark.writing(write, plain)
    if takes_null and plain is not NoneType and plain is not None:
        write = _or_null(write)
    return write


def _as_bytes(value: Any) -> Any:
    if not isinstance(value, bytes):
        refuse("bytes_type", "Input should be bytes", value)
    return value


def _or_null(write: Write) -> Write:
    return lambda value: None if value is None else write(value)


def write_anything(value: Any) -> Any:
    """JSON data for a value by what it is."""
    if type(value) in _AS_IT_IS:
        return value
    for kind, write in _BY_KIND.items():
        if isinstance(value, kind):
            return write(value)
    name = type(value).__name__
    return refuse("not_json", f"no JSON is written for a {name}", value)


def _finite(value: float) -> float:
    if not isfinite(value):
        refuse("finite_number", "Input should be a finite number", value)
    return value


def _iso(value: datetime | time) -> str:
    text = value.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return refuse("bytes_type", "Bytes that are no UTF-8 are in no JSON", value)


_ARE_TEXT = frozenset({str})
_AS_IT_IS = frozenset({str, int, bool, NoneType})


def _text(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return value
    return refuse("string_type", "Input should be a valid string", value)


_SCALARS: dict[Any, Write] = {
    Any: write_anything,
    object: write_anything,
    str: _text,
    bool: reader_of(bool),
    int: reader_of(int),
    float: reader_of(float),
    bytes: lambda value: _decoded(_as_bytes(value)),
    None: reader_of(None),
    NoneType: reader_of(None),
}


def _list(type_: Any, raw: bool) -> Write:
    item_type = get_args(type_)[0]
    write_item = writer_of(item_type, raw=raw)
    direct = {direct_type(item_type, asserted=False)}

    def write(value: Any) -> Any:
        if not (is_array(value) or is_tuple(value)):
            refuse("list_type", "Input should be a valid list", value)
        if direct.issuperset(map(type, value)):
            return [*value]
        return all_items(value, write_item)

    return write


def _tuple(type_: Any, raw: bool) -> Write:
    parts = [part for part in get_args(type_) if part != ()]
    writers = [writer_of(part, raw=raw) for part in parts]

    def write(value: Any) -> Any:
        if not (is_array(value) or is_tuple(value)) or len(value) != len(writers):
            message = f"Input should be a tuple of {len(writers)} items"
            refuse("tuple_type", message, value)
        return each_item(value, writers)

    return write


def _dict(type_: Any, raw: bool) -> Write:
    member_type = get_args(type_)[1]
    write_member = writer_of(member_type, raw=raw)
    direct = {direct_type(member_type, asserted=False)}

    def write(value: Any) -> Any:
        if not is_object(value):
            refuse("dict_type", "Input should be a valid dictionary", value)
        if not _ARE_TEXT.issuperset(map(type, value)):
            refuse("string_type", "Keys should be strings", value)
        if direct.issuperset(map(type, value.values())):
            return {**value}
        return each_member(value, write_member)

    return write


def _literal(type_: Any, _raw: bool) -> Write:
    return reader_of(type_)


def _alternatives(type_: Any, raw: bool) -> Write:
    plain, takes_null = without_null(type_)
    write = _union(members_of(plain), raw)
    return _or_null(write) if takes_null else write


@cached
def _union(members: tuple[Any, ...], raw: bool) -> Write:
    """By the first member that can write a value, and reads it back.

    Where None in a dictionary may say absent, a member that has it as null goes first.
    """
    if len(members) == 1:
        return writer_of(members[0], raw=raw)
    pairs = [(writer_of(member, raw=raw), member) for member in members]

    def write(value: Any) -> Any:
        written: list[tuple[Any, Any]] = []
        flaws: list[Flaw] = []
        for writer, member in pairs:
            try:
                written.append((writer(value), member))
            except RefusedError as error:
                flaws += error.below(title_of(member))
        if not written:
            raise RefusedError(flaws)
        if raw and len(written) > 1:
            written.sort(key=lambda pair: bool(pair[0] != value))
        fitting = (data for data, member in written if _reads(member, data))
        return written[0][0] if len(written) == 1 else next(fitting, written[0][0])

    return write


def _tagged(mark: TaggedMark, members: tuple[Any, ...]) -> Write:
    """What writes a dictionary as the member that its tag leads to."""
    tagged = TaggedMembers(mark, members)
    instances = _union(members, raw=True)

    def write(value: Any) -> Any:
        if not is_object(value):
            return instances(value)
        spellings = (mark.wire_name, *mark.names)
        tag = next((value[name] for name in spellings if name in value), None)
        return _union(tagged.of(tag, value), raw=True)(value)

    return write


def _reads(member: Any, data: Any) -> bool:
    try:
        reader_of(member)(data)
    except RefusedError:
        return False
    return True


_BY_ORIGIN: dict[Any, Callable[[Any, bool], Write]] = {
    Annotated: _marked,
    Union: _alternatives,
    UnionType: _alternatives,
    Literal: _literal,
    list: _list,
    tuple: _tuple,
    dict: _dict,
}
_WALK: Walk[bool] = Walk(
    _SCALARS,
    _BY_ORIGIN,
    lambda model, raw: ModelWriter(model, raw, writer_of).write,
    lambda enumeration: lambda value: member_of(enumeration, value).value,
    lambda type_, raw: writer_of(type_, raw=raw),
    "written for",
)
_any_list, _any_dict = writer_of(list[Any]), writer_of(dict[str, Any])
_BY_KIND: dict[type[Any], Write] = {
    Enum: lambda value: value.value,
    str: str.__str__,
    int: int.__int__,
    float: _finite,
    AnyModel: lambda value: writer_of(type(value))(value),
    dict: _any_dict,
    list: _any_list,
    tuple: _any_list,
    datetime: _iso,
    time: _iso,
    date: date.isoformat,
    UUID: str,
    Decimal: str,
    IPv4Address: str,
    IPv6Address: str,
    timedelta: duration_text,
    bytes: _decoded,
}

"""What reads JSON data as values of a type: strict, every flaw with its place."""

from collections.abc import Callable
from functools import partial
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args

from ..json_values import as_written
from ..narrowing import is_array, is_object, is_tuple
from ..tag_marks import TaggedMark, TagsMark
from ..tag_messages import joined, short
from ..type_titles import title_of
from .caching import cached
from .enumerations import member_of
from .fields import (
    direct_type,
    is_union,
    known_in,
    marks_of,
    members_of,
    slots_of,
    without_null,
)
from .marks import Asserts, Listed, Mark, Read
from .methods import AnyModel
from .model import Unknown
from .model_reader import ModelReader
from .readings import JUDGED, Reading
from .refusals import Flaw, RefusedError, all_items, each_item, each_member, refuse
from .tagged_members import TaggedMembers
from .walk import Walk

_MOST_TAGS = 20


@cached
def reader_of(type_: Any, *, reading: Reading = JUDGED) -> Read:
    """What reads a type in one of the ways."""
    return _WALK.made_of(type_, reading)


def _marked(type_: Any, reading: Reading) -> Read:
    plain, takes_null = without_null(type_)
    marks = marks_of(type_)
    tagged = [mark for mark in marks if isinstance(mark, TaggedMark)]
    if tagged:
        # One member alone has its tags beside what decides.
        members = members_of(plain) if is_union(plain) else (_undecided(type_),)
        read = _tagged(tagged[-1], members, reading)
    elif any(isinstance(mark, Mark) and mark.whole for mark in marks):
        read = _anything
    else:
        read = reader_of(plain, reading=reading)
    for mark in marks:
        if isinstance(mark, Mark):
            read = mark.reading(read, plain)
    if takes_null and plain is not NoneType and plain is not None:
        read = _or_null(read)
    for mark in marks:
        if isinstance(mark, Asserts) and reading.asserted:
            read = mark.judging(read)
    return read


def _undecided(type_: Any) -> Any:
    """The type with the marks of its tags alone."""
    member = without_null(type_)[0]
    for mark in marks_of(type_):
        member = Annotated[member, mark] if isinstance(mark, TagsMark) else member
    return member


def _or_null(read: Read) -> Read:
    return lambda data: None if data is None else read(data)


def _anything(data: Any) -> Any:
    return data


def _text(data: Any) -> Any:
    if isinstance(data, str):
        return data
    return refuse("string_type", "Input should be a valid string", data)


def _flag(data: Any) -> Any:
    if data is True or data is False:
        return data
    return refuse("bool_type", "Input should be a valid boolean", data)


def _integer(data: Any) -> Any:
    if type(data) is int:
        return data
    if type(data) is float and data.is_integer():
        return int(as_written(data))
    return refuse("int_type", "Input should be a valid integer", data)


def _number(data: Any) -> Any:
    if type(data) is int or (type(data) is float and isfinite(data)):
        return data
    return refuse("float_type", "Input should be a valid number", data)


def _null(data: Any) -> Any:
    if data is not None:
        refuse("none_required", "Input should be None", data)


def _bytes(data: Any) -> Any:
    if isinstance(data, bytes):
        return data
    if isinstance(data, str):
        return data.encode()
    return refuse("bytes_type", "Input should be bytes", data)


_SCALARS: dict[Any, Read] = {
    Any: _anything,
    object: _anything,
    str: _text,
    bool: _flag,
    int: _integer,
    float: _number,
    bytes: _bytes,
    None: _null,
    NoneType: _null,
}


def _literal(type_: Any, _reading: Reading) -> Read:
    values = get_args(type_)
    if not all(isinstance(value, str) for value in values):
        return Listed(*values).pick
    known = frozenset(values)
    shown = joined([short(repr(value)) for value in values], " or ", _MOST_TAGS)

    def read(data: Any) -> Any:
        if isinstance(data, str) and data in known:
            return data
        return refuse("literal_error", f"Input should be {shown}", data)

    return read


def _list(type_: Any, reading: Reading) -> Read:
    item_type = get_args(type_)[0]
    read_item = reader_of(item_type, reading=reading)
    direct = {direct_type(item_type, asserted=reading.asserted)}

    def read(data: Any) -> Any:
        if not is_array(data):
            refuse("list_type", "Input should be a valid list", data)
        if direct.issuperset(map(type, data)):
            return [*data]
        return all_items(data, read_item)

    return read


def _tuple(type_: Any, reading: Reading) -> Read:
    parts = [part for part in get_args(type_) if part != ()]
    readers = [reader_of(part, reading=reading) for part in parts]

    def read(data: Any) -> Any:
        if not (is_array(data) or is_tuple(data)) or len(data) != len(readers):
            message = f"Input should be an array of {len(readers)} items"
            refuse("tuple_type", message, data)
        return tuple(each_item(data, readers))

    return read


def _dict(type_: Any, reading: Reading) -> Read:
    member_type = get_args(type_)[1]
    read_member = reader_of(member_type, reading=reading)
    direct = {direct_type(member_type, asserted=reading.asserted)}

    def read(data: Any) -> Any:
        if not is_object(data):
            refuse("dict_type", "Input should be a valid dictionary", data)
        if direct.issuperset(map(type, data.values())):
            return {**data}
        return each_member(data, read_member)

    return read


def _alternatives(type_: Any, reading: Reading) -> Read:
    plain, takes_null = without_null(type_)
    read = union_reader(members_of(plain), reading)
    return _or_null(read) if takes_null else read


@cached
def union_reader(members: tuple[Any, ...], reading: Reading) -> Read:
    """The first member that has the value, or of models that which names most of it."""
    if len(members) == 1:
        return reader_of(members[0], reading=reading)
    # What a library alone refuses may be one of the members all the same.
    reading = reading._replace(alone=False)
    if Unknown in members:
        known = tuple([known_in(member) for member in members if member is not Unknown])
        return _or_unknown(union_reader(known, reading))
    labelled = [(title_of(m), reader_of(m, reading=reading)) for m in members]

    def read(data: Any) -> Any:
        fitting: list[Any] = []
        flaws: list[Flaw] = []
        for label, reader in labelled:
            try:
                value = reader(data)
            except RefusedError as error:
                flaws += error.below(label)
                continue
            if not isinstance(value, AnyModel):
                if not fitting:
                    return value
                continue
            fitting.append(value)
        if not fitting:
            raise RefusedError(flaws)
        return max(fitting, key=lambda instance: _named(instance, data))

    return read


def _or_unknown(read: Read) -> Read:
    """What reads a union that may get variants, which are objects."""

    def opened(data: Any) -> Any:
        try:
            return read(data)
        except RefusedError:
            if not is_object(data):
                raise
        return _UNKNOWN(data)

    return opened


def _named(instance: AnyModel, data: Any) -> int:
    """How many keys of an object the model of an instance names."""
    if not is_object(data):
        return 0
    return sum(slot.key in data for slot in slots_of(type(instance)).values())


def _tagged(mark: TaggedMark, members: tuple[Any, ...], reading: Reading) -> Read:
    tagged = TaggedMembers(mark, members)

    def read(data: Any) -> Any:
        if not is_object(data):
            refuse("model_type", "Input should be an object", data)
        tag = data.get(mark.wire_name)
        reader = union_reader(tagged.of(tag, data), reading)
        return _in(str(tag), reader, data) if tagged.leads(tag) else reader(data)

    return read


def _in(label: str, read: Read, data: Any) -> Any:
    """What a member of a union reads, its flaws below the label of the member."""
    try:
        return read(data)
    except RefusedError as error:
        raise RefusedError(error.below(label)) from None


_BY_ORIGIN: dict[Any, Callable[[Any, Reading], Read]] = {
    Annotated: _marked,
    Union: _alternatives,
    UnionType: _alternatives,
    Literal: _literal,
    list: _list,
    tuple: _tuple,
    dict: _dict,
}
_WALK: Walk[Reading] = Walk(
    _SCALARS,
    _BY_ORIGIN,
    lambda model, reading: ModelReader(model, reading, reader_of).read,
    lambda enumeration: partial(member_of, enumeration),
    lambda type_, reading: reader_of(type_, reading=reading),
    "read as",
)
_UNKNOWN = reader_of(Unknown)

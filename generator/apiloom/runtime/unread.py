"""Files as they are judged: bytes that nobody has read yet."""

from functools import cache
from typing import Annotated, Any, get_args, get_origin

from .codec import AnyModel, by_spelling, declared_fields, field_type, is_model
from .narrowing import is_array, is_object
from .upload_sources import CHUNK, Described, described, is_upload

_MOST = 1000


class Unread(bytes):
    """Stands for a file: as long as the file, up to a limit, and empty of sense."""

    upload: Described


def unread(upload: object) -> Unread:
    """What stands for an upload. TypeError for what is none, OSError for a lost one."""
    known = described(upload)
    length = known.source.length
    stand_in = Unread(1 if length is None else min(length, CHUNK))
    stand_in.upload = known
    return stand_in


def without_files(type_: Any, body: Any) -> Any:
    """A body of parts with stand-ins for its files, and for those in its lists."""
    if is_array(body):
        return [_stand_in(item, is_list=False) for item in body]
    if not is_object(body):
        return body
    lists = _lists_of(type_)
    return {
        name: _stand_in(value, is_list=lists is None or name in lists)
        for name, value in body.items()
    }


def _stand_in(value: Any, *, is_list: bool) -> Any:
    """A list is several files where the schema has a list, else the pieces of one."""
    if is_array(value):
        if is_list or not value or not all(isinstance(item, bytes) for item in value):
            return [_stand_in(item, is_list=False) for item in value]
        return unread(value)
    is_file = is_upload(value) and not isinstance(value, AnyModel)
    return unread(value) if is_file else value


@cache
def _lists_of(type_: Any) -> frozenset[str] | None:
    """The properties of a model that can be lists, by names and keys; None for all."""
    if not is_model(type_):
        return None
    return frozenset(
        spelling
        for spelling, field in by_spelling(declared_fields(type_)).items()
        if _can_be_list(field_type(type_, field.name))
    )


def _can_be_list(type_: Any) -> bool:
    """Whether a list is among what the type has, whatever stands around it."""
    pending = [type_]
    for _ in range(_MOST):
        if not pending:
            return False
        part = pending.pop()
        if get_origin(part) is Annotated:
            pending.append(get_args(part)[0])
        elif hasattr(part, "__value__"):
            pending.append(part.__value__)
        elif part is Any or part is list or get_origin(part) in (list, tuple):
            return True
        elif not isinstance(part, type):
            pending.extend(get_args(part))
    return True

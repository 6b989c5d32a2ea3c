"""The fields of models, read off their annotations when these are first needed."""

import dataclasses
import sys
import types
from collections.abc import Mapping
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    TypeGuard,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from ..alternatives import either
from ..missing import MISSING, Missing
from .caching import cached
from .marks import Asserts, Key, Listed, Mark, MayBeOmitted, NotNull
from .methods import AnyModel
from .model import EXTRA, Unknown, default_of

_UNIONS = (Union, types.UnionType)


class Slot(NamedTuple):
    """A field, and how JSON has it."""

    name: str
    key: str
    type: Any
    is_required: bool
    """Whether JSON has to have it."""
    is_argument: bool
    """Whether a constructor has to be given it."""
    absent: Any
    """What it reads as where it is absent: None, `MISSING`, or the default;
    `dataclasses.MISSING` for an argument."""


def is_model(type_: Any) -> TypeGuard[type[AnyModel]]:
    """Whether this type is a class for JSON objects with declared properties."""
    return isinstance(type_, type) and issubclass(type_, AnyModel)


@cached
def slots_of(model: type[AnyModel]) -> Mapping[str, Slot]:
    """The fields of a model by their names."""
    slots: dict[str, Slot] = {}
    for name, type_ in _hints(model).items():
        if name == EXTRA:
            continue
        default = default_of(model, name)
        marks = marks_of(type_)
        key = next((mark.name for mark in marks if isinstance(mark, Key)), name)
        is_argument = default is dataclasses.MISSING
        is_required = is_argument or (
            default is not MISSING
            and _is_only_value(default, type_)
            and not any(isinstance(mark, MayBeOmitted) for mark in marks)
        )
        plain = _without_missing(type_)
        slots[name] = Slot(name, key, plain, is_required, is_argument, default)
    return slots


def extra_of(model: type[AnyModel]) -> Any:
    """The type of values under keys that the model does not name."""
    declared = _hints(model).get(EXTRA)
    return Any if declared is None else get_args(declared)[1]


def is_closed(model: type[AnyModel]) -> bool:
    """Whether a model has no other properties than those it names."""
    return model.model_config.extra == "forbid"


def marks_of(type_: Any) -> tuple[Any, ...]:
    """What the type is annotated with."""
    return get_args(type_)[1:] if get_origin(type_) is Annotated else ()


def unmarked(type_: Any) -> Any:
    """The type without annotations."""
    return get_args(type_)[0] if get_origin(type_) is Annotated else type_


def members_of(type_: Any) -> tuple[Any, ...]:
    """The members of a union; any other type is one."""
    return get_args(type_) if get_origin(type_) in _UNIONS else (type_,)


def is_union(type_: Any) -> bool:
    """Whether this is a union."""
    return get_origin(type_) in _UNIONS


def known_in(type_: Any) -> Any:
    """A member of a union without the variants that it does not know."""
    plain, marks = unmarked(type_), marks_of(type_)
    members = members_of(plain)
    known = [member for member in members if unmarked(member) is not Unknown]
    if len(known) == len(members) or not known:
        return type_
    return Annotated[either(*known), *marks] if marks else either(*known)


def without_null(type_: Any) -> tuple[Any, bool]:
    """The type without None, and whether that was one of its values.

    In `Annotated[T | None, NotNull()]` None stands for absent, not for null.
    """
    plain, marks = unmarked(type_), marks_of(type_)
    if not is_union(plain):
        return plain, plain is None or plain is types.NoneType
    rest = tuple(m for m in get_args(plain) if m is not types.NoneType)
    had_none = len(rest) < len(get_args(plain))
    is_null = had_none and not any(isinstance(mark, NotNull) for mark in marks)
    return either(*rest) if had_none else plain, is_null


def direct_type(type_: Any, *, asserted: bool) -> type[Any] | None:
    """The class whose every instance is a value as it is; None if there is none.

    With `asserted` that is so only where no keyword judges it.
    """
    plain, _ = without_null(type_)
    marks = [
        mark
        for mark in marks_of(type_)
        if isinstance(mark, Mark) or (asserted and isinstance(mark, Asserts))
    ]
    return plain if plain in (str, int, bool) and not marks else None


def meant_by(alias: Any) -> Any:
    """What an alias with a name of its own stands for; None if it is none."""
    value = getattr(alias, "__value__", None)
    if isinstance(value, str):
        value = _evaluated(value, alias.__module__)
    return value


@cached
def _evaluated(text: str, module: str) -> Any:
    """The type that an annotation of this package spells."""

    class Holder:
        __annotations__ = {"value": text}

    namespace = vars(sys.modules[module])
    return get_type_hints(Holder, namespace, include_extras=True)["value"]


@cached
def _hints(model: type[AnyModel]) -> Mapping[str, Any]:
    return {
        name: type_
        for name, type_ in get_type_hints(model, include_extras=True).items()
        if get_origin(type_) is not ClassVar
    }


def _is_only_value(default: Any, type_: Any) -> bool:
    """Whether a default is the one value of a type."""
    if default is None:
        return unmarked(type_) is types.NoneType
    listed = [mark for mark in marks_of(type_) if isinstance(mark, Listed)]
    if listed:
        return len(listed[-1].values) == 1
    plain = unmarked(type_)
    return get_origin(plain) is Literal and len(get_args(plain)) == 1


def _without_missing(type_: Any) -> Any:
    """The type without what stands for absent beside null."""
    plain, marks = unmarked(type_), marks_of(type_)
    if Missing not in members_of(plain):
        return type_
    rest: Any = either(*(m for m in members_of(plain) if m is not Missing))
    for mark in marks:
        rest = Annotated[rest, mark]
    return rest

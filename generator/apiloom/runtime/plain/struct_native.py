"""What msgspec reads by itself, exactly as the readers do, and so much faster.

Each model has a twin that msgspec decodes: a subclass that has the keys of JSON, takes
no others, and refuses whatever the readers refuse. An instance becomes one of the model
as soon as it is there. Where no type of msgspec says the same as ours, the twin leaves
the value to a reader. What it refuses, the readers read once more: there may be further
properties, or integers that are spelled `1.0`, and else they say what is wrong.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from threading import RLock
from types import NoneType
from typing import Annotated, Any, Literal, NamedTuple, NoReturn, get_args, get_origin

from msgspec import NODEFAULT, MsgspecError, Struct, convert, defstruct, field
from msgspec.json import Decoder
from msgspec.structs import fields

from ..alternatives import either
from ..missing import MISSING
from ..tag_marks import TaggedMark
from .caching import cached
from .fields import (
    Slot,
    extra_of,
    is_closed,
    is_model,
    is_union,
    marks_of,
    meant_by,
    members_of,
    slots_of,
    without_null,
)
from .marks import Asserts, Mark, Read
from .methods import AnyModel, Kept
from .model import EXTRA, keep, put
from .native_types import QUICK, SCALARS, enumeration, kind_of, limited
from .readings import ALONE
from .refusals import RefusedError, refuse
from .walk import is_enumeration

_become: Callable[[Any, type[Any]], None] = object.__dict__["__class__"].__set__
"""Makes an instance one of another class; of frozen ones too."""
_OWN_WAYS = frozenset(
    {"__init__", "__init_subclass__", "__new__", "__post_init__", "__setattr__"}
)
"""What a class does when an instance or a subclass is made, which a twin would not."""
_building = RLock()
"""Held while there are twins that do not know all types yet."""
_UNFIT = (MsgspecError, RefusedError, RecursionError)


def decoder_of(type_: Any, reader_of: Callable[..., Read]) -> Read | None:
    """What reads JSON texts as values of a type, or raises `RefusedError`."""
    with _building:
        native = _natives(reader_of).exactly(type_)
        if native is None:
            return None
        try:
            decode = Decoder(native, dec_hook=_read_by_reader).decode
        except TypeError:  # a combination of types that msgspec does not take
            return None

    def read(text: Any) -> Any:
        try:
            return decode(text)
        except _UNFIT:
            _refuse(text)

    return read


@cached
def converter_of(model: Any, reader_of: Callable[..., Read]) -> Read | None:
    """What reads JSON data as instances of a model, or raises `RefusedError`.

    What judges the whole of the data is not asked.
    """
    with _building:
        twin = _natives(reader_of).twin_of(model)
    if twin is None:
        return None

    def read(data: Any) -> Any:
        try:
            return convert(data, twin, dec_hook=_read_by_reader)
        except _UNFIT:
            _refuse(data)

    try:
        read({})
    except RefusedError:
        pass
    except TypeError:
        return None
    return read


def _read_by_reader(type_: Any, data: Any) -> Any:
    return type_.read(data)


class _ReadType(type):
    """Types whose values are what a function reads, whatever class these have."""

    read: Read

    def __instancecheck__(cls, instance: object) -> bool:
        return True


def _type_read_by(read: Read) -> Any:
    return _ReadType("Read", (), {"read": staticmethod(read)})


class _Came(NamedTuple):
    """The default of a field, which came in JSON."""

    value: Any


class _Natives:
    """Types of msgspec that decode what the readers read."""

    def __init__(self, reader_of: Callable[..., Read]) -> None:
        self._reader_of = reader_of
        self._twins: dict[Any, Any] = {}
        self._open: set[Any] = set()
        self._by_origin: Mapping[Any, Callable[[Any], Any]] = {
            Annotated: self._marked,
            Literal: self._literal,
            list: self._list,
            tuple: self._tuple,
            dict: self._dict,
        }

    def of(self, type_: Any) -> Any:
        """A type for msgspec; where none says the same, one that a reader reads."""
        native = self.exactly(type_)
        if native is not None:
            return native
        return _type_read_by(self._reader_of(type_, reading=ALONE))

    def exactly(self, type_: Any) -> Any:
        """A type by which msgspec reads nothing that the readers refuse, and what it
        reads as they do; None if there is none."""
        if type_ in SCALARS:
            return SCALARS[type_]
        if type_ in self._open:
            return None  # an alias that leads to itself
        by_origin = self._by_origin.get(get_origin(type_))
        if by_origin is not None:
            return by_origin(type_)
        if is_union(type_):
            return self._union(type_)
        if is_model(type_):
            judged = type_.model_config.asserts is not None
            return None if judged or self._is_map(type_) else self.twin_of(type_)
        if is_enumeration(type_):
            return enumeration(type_)
        meant = meant_by(type_)
        if meant is None:
            return None
        self._open.add(type_)
        try:
            return self.exactly(meant)
        finally:
            self._open.discard(type_)

    def _is_map(self, model: type[AnyModel]) -> bool:
        """Whether further properties are to be expected."""
        return not is_closed(model) and extra_of(model) is not Any

    def _marked(self, type_: Any) -> Any:
        plain, takes_null = without_null(type_)
        marks = [m for m in marks_of(type_) if isinstance(m, Mark | Asserts)]
        if any(isinstance(mark, TaggedMark) for mark in marks_of(type_)):
            return None
        if not marks:
            native = self.of(plain)
        elif len(marks) == 1 and isinstance(marks[0], Mark) and marks[0].spelling:
            native = self._spelled(marks[0], plain)
        else:
            native = self._limited(marks, plain)
        if native is None:
            return None
        return either(native, NoneType) if takes_null else native

    def _limited(self, marks: list[Mark | Asserts], plain: Any) -> Any:
        keywords: list[tuple[str, Any]] = []
        while get_origin(plain) is Annotated:
            within = marks_of(plain)
            plain, takes_null = without_null(plain)
            if takes_null or any(isinstance(mark, TaggedMark) for mark in within):
                return None
            marks += [mark for mark in within if isinstance(mark, Mark | Asserts)]
        for mark in marks:
            said = mark.keywords()
            if said is None:
                return None
            keywords += said.items()
        native = self.exactly(plain)
        return None if native is None else limited(native, plain, keywords)

    def _spelled(self, mark: Mark, plain: Any) -> Any:
        """Days are spelled as msgspec has them, and a few more formats mostly."""
        if mark.spelling == "date":
            return date
        around = QUICK.get(mark.spelling)
        if around is None:
            return None
        return _type_read_by(
            around(self._reader_of(Annotated[plain, mark], reading=ALONE))
        )

    def _union(self, type_: Any) -> Any:
        """Members of which JSON tells by itself which one a value can be."""
        kinds: list[Any] = []
        natives: list[Any] = []
        for member in members_of(type_):
            native = self.exactly(member)
            kind = None if native is None else kind_of(native)
            if kind is None or kind in kinds:
                return None
            kinds.append(kind)
            natives.append(native)
        return either(*natives)

    def _literal(self, type_: Any) -> Any:
        texts = all(isinstance(value, str) for value in get_args(type_))
        return type_ if texts else None

    def _list(self, type_: Any) -> Any:
        item: Any = self.of(get_args(type_)[0])
        return list[item]

    def _tuple(self, type_: Any) -> Any:
        parts: Any = tuple(self.of(part) for part in get_args(type_) if part != ())
        return tuple.__class_getitem__(parts) if parts else None

    def _dict(self, type_: Any) -> Any:
        member: Any = self.of(get_args(type_)[1])
        return dict[str, member]

    def twin_of(self, model: type[AnyModel]) -> Any:
        """The twin of a model; None if it cannot have one."""
        if model not in self._twins:
            slots = slots_of(model)
            twin = self._twins[model] = _twin(model, slots)
            if twin is not None:
                types = {name: self._of_slot(slot) for name, slot in slots.items()}
                twin.__annotations__ |= types
        return self._twins[model]

    def _of_slot(self, slot: Slot) -> Any:
        if not _has_default(slot):
            return self.of(slot.type)
        read, default = self._reader_of(slot.type, reading=ALONE), slot.absent

        def read_noting(data: Any) -> Any:
            value = read(data)
            return _Came(value) if value == default else value

        return _type_read_by(read_noting)


@cached
def _natives(reader_of: Callable[..., Read]) -> _Natives:
    return _Natives(reader_of)


def _twin(model: type[AnyModel], slots: Mapping[str, Slot]) -> Any:
    """A twin whose fields are of any type so far; None if there cannot be one."""
    if any(
        not _OWN_WAYS.isdisjoint(vars(base))
        for base in model.__mro__
        if base not in Struct.__mro__
    ):
        return None
    keys = {name: slot.key for name, slot in slots.items()}
    members: list[Any] = [*_members(model, slots)]
    if not is_closed(model):
        key = EXTRA
        while key in keys.values():
            key += "_"
        keys[EXTRA] = key
        members.append((EXTRA, _type_read_by(_refuse), field(default_factory=dict)))
    try:
        return defstruct(
            model.__name__,
            members,
            bases=(model,),
            namespace={"__post_init__": _becoming(model, slots)},
            module=model.__module__,
            kw_only=True,
            forbid_unknown_fields=True,
            rename=keys,
        )
    except ValueError:  # keys that msgspec cannot have
        return None


def _members(model: Any, slots: Mapping[str, Slot]) -> Iterator[Any]:
    for declared in fields(model):
        slot = slots.get(declared.name)
        if slot is None:
            continue
        if slot.is_required:
            yield slot.name, Any
        elif declared.default is not NODEFAULT:
            yield slot.name, Any, declared.default
        else:
            yield slot.name, Any, field(default_factory=declared.default_factory)


def _becoming(
    model: type[AnyModel], slots: Mapping[str, Slot]
) -> Callable[[Any], None]:
    """What makes an instance of the twin one of the model."""
    defaulted = [name for name, slot in slots.items() if _has_default(slot)]

    def become(instance: Any) -> None:
        _become(instance, model)

    def become_noting(instance: Any) -> None:
        _become(instance, model)
        given: list[str] = []
        for name in defaulted:
            value = getattr(instance, name)
            if type(value) is _Came:
                put(instance, name, value.value)
                given.append(name)
        if given:
            keep(instance, Kept(frozenset(given)))

    return become_noting if defaulted else become


def _has_default(slot: Slot) -> bool:
    """Whether it reads as a value of the document's where it is absent."""
    return not (slot.is_required or slot.absent is None or slot.absent is MISSING)


def _refuse(data: Any) -> NoReturn:
    refuse("native", "Is not what msgspec reads", data)

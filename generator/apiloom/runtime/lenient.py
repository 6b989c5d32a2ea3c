"""Decoding JSON that breaks the document, without losing any of it.

What fits is typed as declared. A property that does not keeps its raw JSON value, one
that is missing reads as None, and a dump still writes what was read, no more.
"""

import types
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from .as_received import remember
from .codec import (
    AnyModel,
    Invalid,
    TypeCodec,
    codec_of,
    construct,
    declared_fields,
    discriminator_of,
    extra_type,
    field_type,
    is_asserted,
    is_clash,
    is_model,
    to_json,
)
from .codec_contract import MOST_REFUSALS
from .narrowing import is_array, is_object
from .tag_marks import TaggedMark, TagsMark

Path: TypeAlias = tuple[str | int, ...]
"""The steps from the root of a JSON text to one of its values."""
_UNIONS = (Union, types.UnionType)
_DEEPEST = 100
"""JSON nested deeper than this keeps its raw form where it breaks the document."""


class _EnoughError(Exception):
    """So many flaws are known that nothing more has to be looked at."""


def decode_leniently(
    type_: Any, value: Any, *, stops: bool = False
) -> tuple[Any, list[str]]:
    """The value as far as it is a `type_`, and a JSON pointer (RFC 6901) to each flaw.

    `value` is what a JSON parser returned. Of the flaws the first hundred are named,
    and after them it `stops` if the value is not going to be used.
    """
    walk = _Walk(stops=stops)
    try:
        decoded, _ = walk.fit(type_, codec_of(type_), value, ())
    except _EnoughError:
        return value, walk.flaws
    return decoded, walk.flaws


def blank(type_: Any) -> Any:
    """What a `type_` is when nothing was received: a model of Nones, or None."""
    chosen = _chosen_member(type_, {})
    return decode_leniently(chosen, {})[0] if is_model(chosen) else None


class _Walk:
    """One descent along the declared types; `flaws` grows on the way."""

    def __init__(self, *, stops: bool) -> None:
        self.flaws: list[str] = []
        self._count = 0
        self._stops = stops

    def _add(self, path: Path) -> None:
        """A flaw more; a large answer may have millions."""
        self._count += 1
        if len(self.flaws) < MOST_REFUSALS:
            self.flaws.append(pointer(path))
        elif self._stops:
            raise _EnoughError

    def fit(
        self,
        type_: Any,
        codec: TypeCodec,
        value: Any,
        path: Path,
    ) -> tuple[Any, bool]:
        """The decoded value, and whether it can be written as a `type_`."""
        wire = to_json(value)
        try:
            return codec.read_json(wire), True
        except Invalid as error:
            decoded, fits, known = value, False, self._count
            is_flaw = not is_clash(error)
            is_typed = is_asserted(error)
        if is_typed and (typed := _by_type_alone(codec, wire)) is not None:
            if len(path) < _DEEPEST:
                self._descend(type_, value, path)  # for the place of the flaw
            if self._count == known:
                self._add(path)
            return typed.value, True
        if len(path) < _DEEPEST:
            decoded, fits = self._descend(type_, value, path)
        if is_flaw and self._count == known:
            self._add(path)
        return decoded, fits

    def _descend(self, type_: Any, value: Any, path: Path) -> tuple[Any, bool]:
        known = self._count
        member = _chosen_member(type_, value)
        if is_object(value) and is_model(member):
            model = self._model(member, value, path)
            # To write a union takes one of its members without any flaw.
            return model, not _is_union(type_) or self._count == known
        arguments = get_args(member)
        if is_array(value) and get_origin(member) is list:
            return self._array(arguments[0], value, path)
        if is_array(value) and len(value) == _length(member):
            return self._tuple(arguments, value, path)
        if is_object(value) and get_origin(member) is dict:
            return self._map(arguments[1], value, path)
        return value, False

    def _array(self, item_type: Any, value: list[Any], path: Path) -> tuple[Any, bool]:
        codec = codec_of(item_type)
        pairs = [
            self.fit(item_type, codec, item, (*path, index))
            for index, item in enumerate(value)
        ]
        return [item for item, _ in pairs], all(fits for _, fits in pairs)

    def _tuple(
        self, item_types: tuple[Any, ...], value: list[Any], path: Path
    ) -> tuple[Any, bool]:
        pairs = [
            self.fit(type_, codec_of(type_), item, (*path, index))
            for index, (type_, item) in enumerate(zip(item_types, value, strict=True))
        ]
        return tuple(item for item, _ in pairs), all(fits for _, fits in pairs)

    def _map(
        self, value_type: Any, value: dict[str, Any], path: Path
    ) -> tuple[Any, bool]:
        codec = codec_of(value_type)
        pairs = {
            key: self.fit(value_type, codec, member, (*path, key))
            for key, member in value.items()
        }
        decoded = {key: member for key, (member, _) in pairs.items()}
        return decoded, all(fits for _, fits in pairs.values())

    def _model(
        self, model: type[AnyModel], value: dict[str, Any], path: Path
    ) -> AnyModel:
        declared = declared_fields(model)
        keys = {field.key for field in declared.values()}
        for field in declared.values():
            if field.key not in value and field.is_required:
                self._add((*path, field.key))
        rest = {key: member for key, member in value.items() if key not in keys}
        extra: dict[str, Any] = self._map(extra_type(model), rest, path)[0]
        present = [field for field in declared.values() if field.key in value]
        fields = dict[str, Any]()
        for name, key, *_ in present:
            type_ = field_type(model, name)
            decoded, fits = self.fit(type_, codec_of(type_), value[key], (*path, key))
            (fields if fits else extra)[name if fits else key] = decoded
        built = construct(model, fields, extra, [field.name for field in present])
        remember(built)
        return built


@dataclass(frozen=True, slots=True)
class _Typed:
    """A value of its type, which may be None."""

    value: Any


def _by_type_alone(codec: TypeCodec, wire: bytes) -> _Typed | None:
    """The value if nothing is wrong with it but keywords that no type expresses."""
    try:
        value = codec.read_by_type_alone(wire)
    except Invalid:
        return None
    return _Typed(value)


def pointer(path: Path) -> str:
    """A JSON pointer (RFC 6901, section 3)."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "".join(f"/{part}" for part in escaped)


def _plain(type_: Any) -> Any:
    """The type without annotations and alias names."""
    while True:
        if get_origin(type_) is Annotated:
            type_ = get_args(type_)[0]
        elif hasattr(type_, "__value__"):
            type_ = type_.__value__
        else:
            return type_


def _chosen_member(type_: Any, value: Any) -> Any:
    """The member of a union that the value was most likely meant to be.

    The one that its tag leads to, and none if the tag is unknown; else the one of its
    JSON type, and among objects the first whose constant properties agree best.
    """
    plain = _plain(type_)
    if get_origin(plain) not in _UNIONS:
        denied = is_object(value) and not _tagged(type_, [type_], value)
        return Any if denied else plain
    candidates = [each for each in get_args(plain) if each is not types.NoneType]
    if is_object(value):
        candidates = _tagged(type_, candidates, value)
    members = [_chosen_member(each, value) for each in candidates]
    fitting = [member for member in members if _same_shape(member, value)]
    if not fitting:
        return members[0] if members else Any
    return max(fitting, key=lambda member: _agreement(member, value))


def _tagged(type_: Any, candidates: list[Any], value: dict[str, Any]) -> list[Any]:
    """The members that the tag of an object leaves; all of them if it has no tag."""
    for each in _metadata(type_):
        if isinstance(each, TaggedMark):
            tag = each.read(value)
            marked = {id(member): _tags_of(member) for member in candidates}
            found = [m for m in candidates if _is_among(tag, marked[id(m)].values)]
            found = found or [m for m in candidates if marked[id(m)].default]
            return candidates if tag is None else found
        name = discriminator_of(each)
        if name is not None:
            found = [m for m in candidates if _agreement(m, value, name) > 0]
            denied = [m for m in candidates if _agreement(m, value, name) < 0]
            return found if len(found) + len(denied) == len(candidates) else candidates
    return candidates


def _tags_of(member: Any) -> TagsMark:
    """The tags that a member of a union is marked with."""
    marks = [each for each in _metadata(member) if isinstance(each, TagsMark)]
    return marks[-1] if marks else TagsMark()


def _metadata(type_: Any) -> list[Any]:
    """What the type is annotated with, wherever it stands."""
    found: list[Any] = []
    while get_origin(type_) is Annotated or hasattr(type_, "__value__"):
        if hasattr(type_, "__value__"):
            type_ = type_.__value__
        else:
            type_, *more = get_args(type_)
            found += more
    return found


def _is_among(tag: Any, values: tuple[Any, ...]) -> bool:
    """Whether a tag is one of these, `true` not being 1."""
    return any(type(tag) is type(each) and tag == each for each in values)


def _is_union(type_: Any) -> bool:
    """Whether there is something to choose: several types besides null, or a tag."""
    if any(isinstance(each, TaggedMark) for each in _metadata(type_)):
        return True
    plain = _plain(type_)
    if get_origin(plain) not in _UNIONS:
        return False
    members = [each for each in get_args(plain) if each is not types.NoneType]
    return len(members) > 1 or _is_union(members[0])


def _same_shape(member: Any, value: Any) -> bool:
    if is_object(value):
        return is_model(member) or get_origin(member) is dict
    if not is_array(value):
        return False
    return get_origin(member) is list or len(value) == _length(member)


def _length(type_: Any) -> int | None:
    """How many items a tuple of this type has; None if it is none."""
    return len(get_args(type_)) if get_origin(type_) is tuple else None


def _agreement(member: Any, value: Any, only: str = "") -> int:
    """Constant properties of the model that the object has, less those it denies.

    With `only`, the field of that name alone counts.
    """
    if not is_model(member):
        return 0
    score = 0
    for name, key, *_ in declared_fields(member).values():
        annotation = _plain(field_type(member, name))
        constants = get_args(annotation)
        if get_origin(annotation) is Literal and key in value and only in ("", name):
            score += 1 if value[key] in constants else -1
    return score

"""Request bodies and media types."""

from __future__ import annotations

from typing import Final

from apiloom.api.ir import (
    Encoding,
    Incoming,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    Response,
)
from apiloom.api.media_type_kinds import is_text
from apiloom.core.location import Pointer, child
from apiloom.core.text import reveal
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.object_pair import ObjectKind, ObjectPair
from apiloom.diff.contract.structure.places import Places, Words, paired
from apiloom.diff.contract.structure.range_matching import RangeKind, compare_ranged
from apiloom.diff.contract.structure.schema_pair import Terms
from apiloom.diff.contract.structure.wording import quoted_value

EXAMPLES: Final = {"example": "examples", "examples": "examples"}
_BODY: Final = "the request body"


def compare_request(pair: ObjectPair[Operation] | ObjectPair[Incoming]) -> None:
    """Compare the request bodies of two operations."""
    kind = ObjectKind("body", lambda _: _BODY, _body_aspect, _compare_bodies)
    pair.compare_one(kind, pair.old.body, pair.new.body)


def _body_aspect(body: RequestBody) -> str:
    return "required-body" if body.required else "optional-body"


def _compare_bodies(pair: ObjectPair[RequestBody]) -> None:
    pair.compare_demands("body-required", old=pair.old.required, new=pair.new.required)
    pair.compare_texts("description")
    compare_content(pair, _BODY)
    pair.compare_members({})


def compare_content(
    pair: ObjectPair[RequestBody] | ObjectPair[Response], subject: str
) -> None:
    """Match media types by name, then by name without parameters."""
    kind: ObjectKind[MediaType] = ObjectKind(
        "media",
        lambda _: subject,
        lambda _: "media-type",
        _compare_media_types,
        lambda media_type: Words(quoted_value(media_type.name)),
        lambda media_type: (media_type.schema, media_type.items),
    )
    old = {_bare_name(media_type): media_type for media_type in pair.old.content}
    new = {_bare_name(media_type): media_type for media_type in pair.new.content}
    aliases = _aliases(old, new)
    named = compare_ranged(
        pair,
        kind,
        _RANGES,
        {name: old[name] for name in old if name not in aliases.values()},
        {name: new[name] for name in new if name not in aliases},
    )
    pair.compare_each(kind, *named)
    for after, before in aliases.items():
        names = quoted_value(old[before].name), quoted_value(new[after].name)
        pair.compare_one(kind, old[before], new[after])
        pair.of(old[before], new[after]).record_change("media-type", *names)


def _covers(media_range: str, name: str) -> bool:
    """Whether a range of media types has one (RFC 9110, section 12.5.1)."""
    head, _, last = media_range.partition("/")
    is_within = head == "*" or name.startswith(f"{head}/")
    return last == "*" and name != media_range and is_within


_RANGES: Final[RangeKind[MediaType]] = RangeKind(
    "media-range", _covers, lambda media_type: quoted_value(media_type.name)
)


def _bare_name(media_type: MediaType) -> str:
    """A name as media types are compared (RFC 9110, section 8.3.1)."""
    return reveal(media_type.name).lower().replace(" ", "")


def _aliases(old: dict[str, MediaType], new: dict[str, MediaType]) -> dict[str, str]:
    """New names with old ones that differ in their parameters alone."""
    removed = {name.partition(";")[0]: name for name in old if name not in new}
    added = {name.partition(";")[0]: name for name in new if name not in old}
    return {added[bare]: removed[bare] for bare in added if bare in removed}


def _compare_media_types(pair: ObjectPair[MediaType]) -> None:
    are_text = is_text(pair.old.name) and is_text(pair.new.name)
    pair.visit(pair.old.schema, pair.new.schema, Terms(text=are_text))
    pair.visit(pair.old.items, pair.new.items)
    pair.compare_members(EXAMPLES)
    compare_encodings(pair)


def compare_encodings(pair: ObjectPair[MediaType] | ObjectPair[Parameter]) -> None:
    """Compare how the fields of two forms are written."""
    old = {encoding.wire_name: encoding for encoding in pair.old.encoding}
    new = {encoding.wire_name: encoding for encoding in pair.new.encoding}
    for name, before, after in paired(old, new):
        if _encoding_fields(before) != _encoding_fields(after):
            places = Places(
                _encoding_place(pair.old, before), _encoding_place(pair.new, after)
            )
            words = Words(quoted_value(name))
            pair.record("encoding", Kind.CHANGED, words, places)


def _encoding_fields(encoding: Encoding | None) -> tuple[object, ...]:
    if encoding is None:
        return (None, None, None)
    return encoding.style, encoding.explode, encoding.content_type


def _encoding_place(owner: MediaType | Parameter, encoding: Encoding | None) -> Pointer:
    where = owner.where.pointer
    if encoding is None:
        return where
    return child(where, "encoding", reveal(encoding.wire_name))

"""Request bodies and media types."""

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple

from apiloom.api.ir import Encoding, MediaType, Parameter, RequestBody
from apiloom.core.location import Location, Pointer, child
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.contract_walk import (
    ContractSource,
    ContractWalk,
    Places,
    Task,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.member_differences import (
    compare_members,
    members_of_both,
)
from apiloom.diff.contract.structure.schema_differences import visit_optional
from apiloom.diff.contract.structure.subjects import stands_in_component
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import quoted_value

_ASPECTS: Final = {"example": "examples", "examples": "examples"}
_Body = tuple[RequestBody | None, Location]


class Content(NamedTuple):
    """Media types, what they belong to in words, and where the map stands."""

    media_types: tuple[MediaType, ...]
    subject: str
    where: Pointer


def compare_request(
    walk: ContractWalk, unit: int, old: _Body, new: _Body, side: ContractSide
) -> None:
    """Compare two request bodies; `old` and `new` have the places of the operations."""
    before, after = old[0], new[0]
    if before is not None and after is not None:
        task = partial(_compare_bodies, old=before, new=after, side=side)
        walk.enter(unit, Task(("body", before.where, after.where, side), task))
        return
    body = before or after
    if body is None:
        return
    aspect = "required-body" if body.required else "optional-body"
    kind = presence(before, after)
    where = body.where.pointer
    walk.old.subjects.name(where, _BODY)
    walk.new.subjects.name(where, _BODY)
    walk.record(unit, aspect, kind, side, Places.of_one(kind, where))


_BODY: Final = "the request body"


def _compare_bodies(
    walk: ContractWalk,
    unit: int,
    *,
    old: RequestBody,
    new: RequestBody,
    side: ContractSide,
) -> None:
    walk.old.subjects.name(old.where.pointer, _BODY)
    walk.new.subjects.name(new.where.pointer, _BODY)
    places = Places(old.where.pointer, new.where.pointer)
    if old.required != new.required:
        kind = Kind.NARROWED if new.required else Kind.WIDENED
        walk.record(unit, "body-required", kind, side, places)
    texts = (("description", old.description, new.description),)
    compare_texts(walk, unit, old.where, new.where, texts)
    compare_content(
        walk,
        unit,
        Content(old.content, _BODY, old.where.pointer),
        Content(new.content, _BODY, new.where.pointer),
        side,
    )
    members = members_of_both(walk, old.where.pointer, new.where.pointer)
    compare_members(walk, unit, side, *members, {})


def compare_content(
    walk: ContractWalk, unit: int, old: Content, new: Content, side: ContractSide
) -> None:
    """Match media types by name, then by name without parameters."""
    before = {_bare_name(media_type): media_type for media_type in old.media_types}
    after = {_bare_name(media_type): media_type for media_type in new.media_types}
    aliases = _aliases(before, after)
    for name, media_type in after.items():
        old_media_type = before.get(aliases.get(name, name))
        if old_media_type is None:
            _record_one_sided(walk, unit, new, media_type, Kind.ADDED, side)
            continue
        if name in aliases:
            words = Words(
                "", quoted_value(old_media_type.name), quoted_value(media_type.name)
            )
            places = Places(old_media_type.where.pointer, media_type.where.pointer)
            walk.record(unit, "media-type", Kind.CHANGED, side, places, words)
        _enter_pair(walk, unit, (old, old_media_type), (new, media_type), side)
    for name, media_type in before.items():
        if name not in after and name not in aliases.values():
            _record_one_sided(walk, unit, old, media_type, Kind.REMOVED, side)


def _bare_name(media_type: MediaType) -> str:
    """A name as media types are compared (RFC 9110, section 8.3.1)."""
    return reveal(media_type.name).lower().replace(" ", "")


def _aliases(
    before: dict[str, MediaType], after: dict[str, MediaType]
) -> dict[str, str]:
    """New names with old ones that differ in their parameters alone."""
    removed = {name.partition(";")[0]: name for name in before if name not in after}
    added = {name.partition(";")[0]: name for name in after if name not in before}
    return {
        added[bare_name]: removed[bare_name]
        for bare_name in added
        if bare_name in removed
    }


def _record_one_sided(
    walk: ContractWalk,
    unit: int,
    content: Content,
    media_type: MediaType,
    kind: Kind,
    side: ContractSide,
) -> None:
    where = media_type.where.pointer
    places = Places.of_one(kind, where)
    walk.name_subject(places, content.subject)
    words = Words(quoted_value(media_type.name))
    walk.record(unit, "media-type", kind, side, places, words)


def _enter_pair(
    walk: ContractWalk,
    unit: int,
    old: tuple[Content, MediaType],
    new: tuple[Content, MediaType],
    side: ContractSide,
) -> None:
    _name_content(walk.old, *old)
    _name_content(walk.new, *new)
    before, after = old[1], new[1]
    task = partial(_compare_media_types, old=before, new=after, side=side)
    walk.enter(unit, Task(("media", before.where, after.where, side), task))


def _name_content(
    source: ContractSource, content: Content, media_type: MediaType
) -> None:
    source.subjects.name(media_type.where.pointer, content.subject)
    for schema in (media_type.schema, media_type.items):
        if schema is not None and not stands_in_component(schema.pointer):
            source.subjects.name(schema.pointer, content.subject)


def _compare_media_types(
    walk: ContractWalk, unit: int, *, old: MediaType, new: MediaType, side: ContractSide
) -> None:
    visit_optional(walk, unit, (old.schema, new.schema), side)
    visit_optional(walk, unit, (old.items, new.items), side)
    members = members_of_both(walk, old.where.pointer, new.where.pointer)
    compare_members(walk, unit, side, *members, _ASPECTS)
    compare_encodings(walk, unit, old, new, side)


def compare_encodings(
    walk: ContractWalk,
    unit: int,
    old: MediaType | Parameter,
    new: MediaType | Parameter,
    side: ContractSide,
) -> None:
    """Compare how the fields of two forms are written."""
    before = {encoding.wire_name: encoding for encoding in old.encoding}
    after = {encoding.wire_name: encoding for encoding in new.encoding}
    for name in dict.fromkeys((*before, *after)):
        encodings = before.get(name), after.get(name)
        if _encoding_fields(encodings[0]) == _encoding_fields(encodings[1]):
            continue
        places = Places(
            _encoding_place(old, name) if name in before else old.where.pointer,
            _encoding_place(new, name) if name in after else new.where.pointer,
        )
        walk.record(
            unit, "encoding", Kind.CHANGED, side, places, Words(quoted_value(name))
        )


def _encoding_fields(encoding: Encoding | None) -> tuple[object, ...]:
    if encoding is None:
        return (None, None, None)
    return encoding.style, encoding.explode, encoding.content_type


def _encoding_place(owner: MediaType | Parameter, name: Text) -> Pointer:
    return child(owner.where.pointer, "encoding", reveal(name))

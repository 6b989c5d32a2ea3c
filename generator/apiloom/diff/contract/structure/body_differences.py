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
    Pair,
    Task,
    Walk,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.member_differences import (
    compare_members,
    members_at,
)
from apiloom.diff.contract.structure.schema_differences import visit_optional
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import said

_ASPECTS: Final = {"example": "examples", "examples": "examples"}
_Body = tuple[RequestBody | None, Location]


class Content(NamedTuple):
    """Media types, what they belong to in words, and where the map stands."""

    media_types: tuple[MediaType, ...]
    subject: str
    where: Pointer


def compare_request(
    walk: Walk, unit: int, old: _Body, new: _Body, side: ContractSide
) -> None:
    """Compare two request bodies; `old` and `new` have the places of the operations."""
    before, after = old[0], new[0]
    if before is not None and after is not None:
        task = partial(_compare, old=before, new=after, side=side)
        walk.enter(unit, Task(("body", before.where, after.where, side), task))
        return
    found = before or after
    if found is None:
        return
    aspect = "required-body" if found.required else "optional-body"
    kind = Kind.ADDED if before is None else Kind.REMOVED
    where = found.where.pointer
    places = Pair(None, where) if before is None else Pair(where, None)
    walk.old.subjects.name(where, _BODY)
    walk.new.subjects.name(where, _BODY)
    walk.tell(unit, aspect, kind, side, places)


_BODY: Final = "the request body"


def _compare(
    walk: Walk, unit: int, *, old: RequestBody, new: RequestBody, side: ContractSide
) -> None:
    walk.old.subjects.name(old.where.pointer, _BODY)
    walk.new.subjects.name(new.where.pointer, _BODY)
    places = Pair(old.where.pointer, new.where.pointer)
    if old.required != new.required:
        kind = Kind.NARROWED if new.required else Kind.WIDENED
        walk.tell(unit, "body-required", kind, side, places)
    texts = (("description", old.description, new.description),)
    compare_texts(walk, unit, old.where, new.where, texts)
    compare_content(
        walk,
        unit,
        Content(old.content, _BODY, old.where.pointer),
        Content(new.content, _BODY, new.where.pointer),
        side,
    )
    members = (
        members_at(walk.old, old.where.pointer),
        members_at(walk.new, new.where.pointer),
    )
    compare_members(walk, unit, side, *members, {})


def compare_content(
    walk: Walk, unit: int, old: Content, new: Content, side: ContractSide
) -> None:
    """Match media types by name, then by name without parameters."""
    before = {_name(each): each for each in old.media_types}
    after = {_name(each): each for each in new.media_types}
    aliases = _aliases(before, after)
    for name, media_type in after.items():
        found = before.get(aliases.get(name, name))
        if found is None:
            _alone(walk, unit, new, media_type, Kind.ADDED, side)
            continue
        if name in aliases:
            words = Words("", said(found.name), said(media_type.name))
            places = Pair(found.where.pointer, media_type.where.pointer)
            walk.tell(unit, "media-type", Kind.CHANGED, side, places, words)
        _enter(walk, unit, (old, found), (new, media_type), side)
    for name, media_type in before.items():
        if name not in after and name not in aliases.values():
            _alone(walk, unit, old, media_type, Kind.REMOVED, side)


def _name(media_type: MediaType) -> str:
    """A name as media types are compared (RFC 9110, section 8.3.1)."""
    return reveal(media_type.name).lower().replace(" ", "")


def _aliases(
    before: dict[str, MediaType], after: dict[str, MediaType]
) -> dict[str, str]:
    """New names with old ones that differ in their parameters alone."""
    gone = {name.partition(";")[0]: name for name in before if name not in after}
    come = {name.partition(";")[0]: name for name in after if name not in before}
    return {come[each]: gone[each] for each in come if each in gone}


def _alone(
    walk: Walk,
    unit: int,
    content: Content,
    media_type: MediaType,
    kind: Kind,
    side: ContractSide,
) -> None:
    where = media_type.where.pointer
    places = Pair(None, where) if kind is Kind.ADDED else Pair(where, None)
    walk.call(places, content.subject)
    words = Words(said(media_type.name))
    walk.tell(unit, "media-type", kind, side, places, words)


def _enter(
    walk: Walk,
    unit: int,
    old: tuple[Content, MediaType],
    new: tuple[Content, MediaType],
    side: ContractSide,
) -> None:
    _call(walk.old, *old)
    _call(walk.new, *new)
    before, after = old[1], new[1]
    task = partial(_media_type, old=before, new=after, side=side)
    walk.enter(unit, Task(("media", before.where, after.where, side), task))


def _call(half: ContractSource, content: Content, media_type: MediaType) -> None:
    half.subjects.name(media_type.where.pointer, content.subject)
    for schema in (media_type.schema, media_type.items):
        if schema is not None and not _is_component(schema.pointer):
            half.subjects.name(schema.pointer, content.subject)


def _is_component(pointer: Pointer) -> bool:
    return pointer.startswith("/components/schemas/")


def _media_type(
    walk: Walk, unit: int, *, old: MediaType, new: MediaType, side: ContractSide
) -> None:
    visit_optional(walk, unit, (old.schema, new.schema), side)
    visit_optional(walk, unit, (old.items, new.items), side)
    members = (
        members_at(walk.old, old.where.pointer),
        members_at(walk.new, new.where.pointer),
    )
    compare_members(walk, unit, side, *members, _ASPECTS)
    compare_encodings(walk, unit, old, new, side)


def compare_encodings(
    walk: Walk,
    unit: int,
    old: MediaType | Parameter,
    new: MediaType | Parameter,
    side: ContractSide,
) -> None:
    """Compare how the fields of two forms are written."""
    before = {each.wire_name: each for each in old.encoding}
    after = {each.wire_name: each for each in new.encoding}
    for name in dict.fromkeys((*before, *after)):
        found = before.get(name), after.get(name)
        if _how(found[0]) == _how(found[1]):
            continue
        places = Pair(
            _at(old, name) if name in before else old.where.pointer,
            _at(new, name) if name in after else new.where.pointer,
        )
        walk.tell(unit, "encoding", Kind.CHANGED, side, places, Words(said(name)))


def _how(found: Encoding | None) -> tuple[object, ...]:
    if found is None:
        return (None, None, None)
    return found.style, found.explode, found.content_type


def _at(owner: MediaType | Parameter, name: Text) -> Pointer:
    return child(owner.where.pointer, "encoding", reveal(name))

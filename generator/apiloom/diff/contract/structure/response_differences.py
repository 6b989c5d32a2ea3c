"""Responses by status, and their header fields."""

from __future__ import annotations

from functools import partial
from typing import Final

from apiloom.api.ir import Header, Incoming, Operation, Response
from apiloom.core.location import Pointer, child
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.body_differences import Content, compare_content
from apiloom.diff.contract.structure.contract_walk import (
    ContractSource,
    Pair,
    Task,
    Walk,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.member_differences import (
    Members,
    compare_members,
    members_at,
)
from apiloom.diff.contract.structure.schema_differences import visit_optional
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import said

_HEADER_ASPECTS: Final = {"example": "examples", "examples": "examples"}
_Responses = tuple[Response, ...]


def compare_responses(
    walk: Walk, unit: int, old: _Responses, new: _Responses, side: ContractSide
) -> None:
    """Match responses by status."""
    before = {each.status: each for each in old}
    after = {each.status: each for each in new}
    for status, response in after.items():
        found = before.get(status)
        if found is not None:
            _enter(walk, unit, found, response, side)
        else:
            _alone(walk, unit, response, Kind.ADDED, side)
    for status, response in before.items():
        if status not in after:
            _alone(walk, unit, response, Kind.REMOVED, side)


def written_responses(operation: Operation | Incoming) -> tuple[Response, ...]:
    """The responses that the document has: where there is none, one is made up."""
    return tuple(each for each in operation.responses if each.where != operation.where)


def called(status: str) -> str:
    """What a response is called in a sentence."""
    return "the default response" if status == "default" else f"the response {status}"


def _alone(
    walk: Walk, unit: int, response: Response, kind: Kind, side: ContractSide
) -> None:
    aspect = {"2": "success-response", "3": "success-response", "d": "default-response"}
    where = response.where.pointer
    places = Pair(None, where) if kind is Kind.ADDED else Pair(where, None)
    walk.call(places, called(response.status))
    found = aspect.get(response.status[0], "error-response")
    walk.tell(unit, found, kind, side, places)


def _enter(
    walk: Walk, unit: int, old: Response, new: Response, side: ContractSide
) -> None:
    walk.old.subjects.name(old.where.pointer, called(old.status))
    walk.new.subjects.name(new.where.pointer, called(new.status))
    key = ("response", old.where, new.where, new.status, side)
    walk.enter(unit, Task(key, partial(_compare, old=old, new=new, side=side)))


def _compare(
    walk: Walk, unit: int, *, old: Response, new: Response, side: ContractSide
) -> None:
    texts = (("description", old.description, new.description),)
    compare_texts(walk, unit, old.where, new.where, texts)
    compare_content(
        walk,
        unit,
        Content(old.content, called(old.status), old.where.pointer),
        Content(new.content, called(new.status), new.where.pointer),
        side,
    )
    _headers(walk, unit, old, new, side)
    members = (
        members_at(walk.old, old.where.pointer),
        members_at(walk.new, new.where.pointer),
    )
    compare_members(walk, unit, side, *members, {"summary": "summary"})
    _links(walk, unit, old, new)


def _links(walk: Walk, unit: int, old: Response, new: Response) -> None:
    before = members_at(walk.old, child(old.where.pointer, "links"))
    after = members_at(walk.new, child(new.where.pointer, "links"))
    for name in sorted(before.keys() | after.keys()):
        found = before.get(name), after.get(name)
        places = Pair(*(None if each is None else each[1] for each in found))
        words = Words(said(name))
        if found[0] is None or found[1] is None:
            kind = Kind.ADDED if found[0] is None else Kind.REMOVED
        elif walk.table.json(found[0][0].value) == walk.table.json(found[1][0].value):
            continue
        else:
            kind = Kind.CHANGED
        walk.tell(unit, "link", kind, ContractSide.BOTH, places, words)


def _headers(
    walk: Walk, unit: int, old: Response, new: Response, side: ContractSide
) -> None:
    """Match header fields by name, whose case does not count."""
    before = {reveal(each.wire_name).lower(): each for each in old.headers}
    after = {reveal(each.wire_name).lower(): each for each in new.headers}
    for name in dict.fromkeys((*after, *before)):
        gone, come = before.get(name), after.get(name)
        if gone is not None and come is not None:
            _both(walk, unit, (old, gone), (new, come), side)
            continue
        found = gone or come
        if found is None:
            continue
        aspect = "required-header" if found.required else "optional-header"
        kind = Kind.ADDED if gone is None else Kind.REMOVED
        where = found.where.pointer
        places = Pair(None, where) if gone is None else Pair(where, None)
        _call(walk.old if come is None else walk.new, new, found)
        walk.tell(unit, aspect, kind, side, places)


def _call(half: ContractSource, response: Response, header: Header) -> None:
    words = f"the header {said(header.wire_name)} of {called(response.status)}"
    if header.where.pointer.startswith("/components/headers/"):
        words = f"the header {said(header.wire_name)}"
    half.subjects.name(header.where.pointer, words)
    if header.schema is not None and not _is_component(header.schema.pointer):
        half.subjects.name(header.schema.pointer, words)


def _is_component(pointer: Pointer) -> bool:
    return pointer.startswith("/components/schemas/")


def _both(
    walk: Walk,
    unit: int,
    old: tuple[Response, Header],
    new: tuple[Response, Header],
    side: ContractSide,
) -> None:
    _call(walk.old, *old)
    _call(walk.new, *new)
    before, after = old[1], new[1]
    task = partial(_header, old=before, new=after, side=side)
    walk.enter(unit, Task(("header", before.where, after.where, side), task))


def _header(
    walk: Walk, unit: int, *, old: Header, new: Header, side: ContractSide
) -> None:
    places = Pair(old.where.pointer, new.where.pointer)
    if old.required != new.required:
        kind = Kind.NARROWED if new.required else Kind.WIDENED
        walk.tell(unit, "header-required", kind, side, places)
    how = (old.explode, _content(old)), (new.explode, _content(new))
    if how[0] != how[1]:
        words = Words("", _how(old), _how(new))
        walk.tell(unit, "header-style", Kind.CHANGED, side, places, words)
    texts = (("description", old.description, new.description),)
    compare_texts(walk, unit, old.where, new.where, texts)
    before = members_at(walk.old, old.where.pointer)
    after = members_at(walk.new, new.where.pointer)
    compare_deprecation(walk, unit, before, after)
    compare_members(walk, unit, side, before, after, _HEADER_ASPECTS)
    visit_optional(walk, unit, (old.schema, new.schema), side)


def compare_deprecation(walk: Walk, unit: int, old: Members, new: Members) -> None:
    """Compare `deprecated` of objects that the IR has no field of that name for."""
    flags: list[Pointer | None] = []
    for members in (old, new):
        found = members.get("deprecated")
        flags.append(found[1] if found and found[0].value is True else None)
    if (flags[0] is None) != (flags[1] is None):
        kind = Kind.ADDED if flags[0] is None else Kind.REMOVED
        walk.tell(unit, "deprecated", kind, ContractSide.BOTH, Pair(flags[0], flags[1]))


def _content(header: Header) -> Text | None:
    return header.content


def _how(header: Header) -> str:
    if header.content is not None:
        return said(header.content)
    return "exploded" if header.explode else "not exploded"

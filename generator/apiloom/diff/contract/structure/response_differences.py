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
    ContractWalk,
    Places,
    Task,
    Words,
)
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.member_differences import (
    Members,
    compare_members,
    members_of_both,
)
from apiloom.diff.contract.structure.schema_differences import visit_optional
from apiloom.diff.contract.structure.subjects import stands_in_component
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import quoted_value

_STATUS_ASPECTS: Final = {
    "2": "success-response",
    "3": "success-response",
    "d": "default-response",
}
"""By the first character of a status: the others are errors."""
_HEADER_ASPECTS: Final = {"example": "examples", "examples": "examples"}
_Responses = tuple[Response, ...]


def compare_responses(
    walk: ContractWalk, unit: int, old: _Responses, new: _Responses, side: ContractSide
) -> None:
    """Match responses by status."""
    before = {response.status: response for response in old}
    after = {response.status: response for response in new}
    for status, response in after.items():
        old_response = before.get(status)
        if old_response is not None:
            _enter_pair(walk, unit, old_response, response, side)
        else:
            _record_one_sided(walk, unit, response, Kind.ADDED, side)
    for status, response in before.items():
        if status not in after:
            _record_one_sided(walk, unit, response, Kind.REMOVED, side)


def written_responses(operation: Operation | Incoming) -> tuple[Response, ...]:
    """The responses that the document has: where there is none, one is made up."""
    return tuple(
        response
        for response in operation.responses
        if response.where != operation.where
    )


def response_subject(status: str) -> str:
    """What a response is called in a sentence."""
    return "the default response" if status == "default" else f"the response {status}"


def _record_one_sided(
    walk: ContractWalk, unit: int, response: Response, kind: Kind, side: ContractSide
) -> None:
    where = response.where.pointer
    places = Places.of_one(kind, where)
    walk.name_subject(places, response_subject(response.status))
    aspect = _STATUS_ASPECTS.get(response.status[0], "error-response")
    walk.record(unit, aspect, kind, side, places)


def _enter_pair(
    walk: ContractWalk, unit: int, old: Response, new: Response, side: ContractSide
) -> None:
    walk.old.subjects.name(old.where.pointer, response_subject(old.status))
    walk.new.subjects.name(new.where.pointer, response_subject(new.status))
    key = ("response", old.where, new.where, new.status, side)
    walk.enter(unit, Task(key, partial(_compare_pair, old=old, new=new, side=side)))


def _compare_pair(
    walk: ContractWalk, unit: int, *, old: Response, new: Response, side: ContractSide
) -> None:
    texts = (("description", old.description, new.description),)
    compare_texts(walk, unit, old.where, new.where, texts)
    compare_content(
        walk,
        unit,
        Content(old.content, response_subject(old.status), old.where.pointer),
        Content(new.content, response_subject(new.status), new.where.pointer),
        side,
    )
    _compare_headers(walk, unit, old, new, side)
    members = members_of_both(walk, old.where.pointer, new.where.pointer)
    compare_members(walk, unit, side, *members, {"summary": "summary"})
    _compare_links(walk, unit, old, new)


def _compare_links(walk: ContractWalk, unit: int, old: Response, new: Response) -> None:
    before, after = members_of_both(
        walk, child(old.where.pointer, "links"), child(new.where.pointer, "links")
    )
    for name in sorted(before.keys() | after.keys()):
        links = before.get(name), after.get(name)
        places = Places(*(None if link is None else link[1] for link in links))
        words = Words(quoted_value(name))
        if links[0] is not None and links[1] is not None:
            numbers = [walk.table.json(link[0].value) for link in links if link]
            if numbers[0] == numbers[1]:
                continue
        walk.record(unit, "link", presence(*links), ContractSide.BOTH, places, words)


def _compare_headers(
    walk: ContractWalk, unit: int, old: Response, new: Response, side: ContractSide
) -> None:
    """Match header fields by name, whose case does not count."""
    before = {reveal(header.wire_name).lower(): header for header in old.headers}
    after = {reveal(header.wire_name).lower(): header for header in new.headers}
    for name in dict.fromkeys((*after, *before)):
        old_header, new_header = before.get(name), after.get(name)
        if old_header is not None and new_header is not None:
            _enter_header(walk, unit, (old, old_header), (new, new_header), side)
            continue
        header = old_header or new_header
        if header is None:
            continue
        aspect = "required-header" if header.required else "optional-header"
        kind = presence(old_header, new_header)
        places = Places.of_one(kind, header.where.pointer)
        _name_header(walk.old if new_header is None else walk.new, new, header)
        walk.record(unit, aspect, kind, side, places)


def _name_header(source: ContractSource, response: Response, header: Header) -> None:
    words = f"the header {quoted_value(header.wire_name)}"
    if not header.where.pointer.startswith("/components/headers/"):
        words += f" of {response_subject(response.status)}"
    source.subjects.name(header.where.pointer, words)
    if header.schema is not None and not stands_in_component(header.schema.pointer):
        source.subjects.name(header.schema.pointer, words)


def _enter_header(
    walk: ContractWalk,
    unit: int,
    old: tuple[Response, Header],
    new: tuple[Response, Header],
    side: ContractSide,
) -> None:
    _name_header(walk.old, *old)
    _name_header(walk.new, *new)
    before, after = old[1], new[1]
    task = partial(_compare_header, old=before, new=after, side=side)
    walk.enter(unit, Task(("header", before.where, after.where, side), task))


def _compare_header(
    walk: ContractWalk, unit: int, *, old: Header, new: Header, side: ContractSide
) -> None:
    places = Places(old.where.pointer, new.where.pointer)
    if old.required != new.required:
        kind = Kind.NARROWED if new.required else Kind.WIDENED
        walk.record(unit, "header-required", kind, side, places)
    styles = (old.explode, _header_content(old)), (new.explode, _header_content(new))
    if styles[0] != styles[1]:
        words = Words("", _style_words(old), _style_words(new))
        walk.record(unit, "header-style", Kind.CHANGED, side, places, words)
    texts = (("description", old.description, new.description),)
    compare_texts(walk, unit, old.where, new.where, texts)
    before, after = members_of_both(walk, old.where.pointer, new.where.pointer)
    compare_deprecation(walk, unit, before, after)
    compare_members(walk, unit, side, before, after, _HEADER_ASPECTS)
    visit_optional(walk, unit, (old.schema, new.schema), side)


def compare_deprecation(
    walk: ContractWalk, unit: int, old: Members, new: Members
) -> None:
    """Compare `deprecated` of objects that the IR has no field of that name for."""
    flag_places: list[Pointer | None] = []
    for members in (old, new):
        member = members.get("deprecated")
        flag_places.append(member[1] if member and member[0].value is True else None)
    if (flag_places[0] is None) != (flag_places[1] is None):
        kind = presence(*flag_places)
        walk.record(
            unit,
            "deprecated",
            kind,
            ContractSide.BOTH,
            Places(flag_places[0], flag_places[1]),
        )


def _header_content(header: Header) -> Text | None:
    return header.content


def _style_words(header: Header) -> str:
    if header.content is not None:
        return quoted_value(header.content)
    return "exploded" if header.explode else "not exploded"

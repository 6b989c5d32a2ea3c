"""The operations of two documents: which are the same, and how each has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from apiloom.api.ir import Operation
from apiloom.core.location import Location, Pointer, child
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.body_differences import compare_request
from apiloom.diff.contract.structure.contract_walk import (
    ROOT_UNIT,
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
from apiloom.diff.contract.structure.parameter_differences import compare_parameters
from apiloom.diff.contract.structure.response_differences import (
    compare_responses,
    written_responses,
)
from apiloom.diff.contract.structure.security_differences import compare_security
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import plain, said

_NAME: Final = re.compile(r"\{([^{}]*)\}")
_ASPECTS: Final = {"externalDocs": "external-docs"}


def compare_operations(walk: Walk) -> None:
    """Match by method and path, then by `operationId`, and compare the pairs.

    The names in a template are not sent: paths that differ in them alone are one.
    """
    old = {_key(each): each for each in reversed(walk.old.api.operations)}
    new = {_key(each): each for each in reversed(walk.new.api.operations)}
    moved = dict(_moved(old, new))
    for key, after in reversed(new.items()):
        before = old.get(moved.get(key, key))
        if before is not None:
            _enter(walk, before, after)
        else:
            _alone(walk, after, Kind.ADDED)
    gone = old.keys() - new.keys() - set(moved.values())
    for key, before in reversed(old.items()):
        if key in gone:
            _alone(walk, before, Kind.REMOVED)


def label_of(operation: Operation) -> str:
    """What an operation is called for people: `METHOD path`, without surprises."""
    return f"{operation.method} {plain(reveal(operation.path))}"


def _key(operation: Operation) -> tuple[str, str, object]:
    blank = _NAME.sub("{}", reveal(operation.wire_path))
    return operation.method, blank, operation.query


_Key = tuple[str, str, object]


def _moved(
    old: dict[_Key, Operation], new: dict[_Key, Operation]
) -> Iterator[tuple[_Key, _Key]]:
    """New keys with old ones of operations that only an `operationId` ties together."""
    before = {
        each.operation_id: key
        for key, each in old.items()
        if key not in new and each.operation_id is not None
    }
    for key, each in new.items():
        if key not in old and each.operation_id in before:
            yield key, before[each.operation_id]


def _alone(walk: Walk, operation: Operation, kind: Kind) -> None:
    """An operation that one document has alone."""
    aspect = "deprecated-operation" if operation.deprecated else "operation"
    label = label_of(operation)
    task = Task(("operation", kind, operation.where), _nothing, label, operation.tags)
    unit = walk.enter(ROOT_UNIT, task)
    where = operation.where.pointer
    places = Pair(None, where) if kind is Kind.ADDED else Pair(where, None)
    walk.call(places, _subject(operation))
    walk.tell(unit, aspect, kind, ContractSide.BOTH, places)


def _nothing(walk: Walk, unit: int) -> None:
    """What stands alone has nothing to be compared with."""


def _subject(operation: Operation) -> str:
    return f"the operation {label_of(operation)}"


def _enter(walk: Walk, old: Operation, new: Operation) -> None:
    task = Task(
        ("operation", _key(old), _key(new)),
        partial(_compare, old=old, new=new),
        label_of(new),
        tuple(dict.fromkeys((*new.tags, *old.tags))),
    )
    walk.enter(ROOT_UNIT, task)


def _compare(walk: Walk, unit: int, *, old: Operation, new: Operation) -> None:
    walk.call(Pair(old.where.pointer, None), _subject(old))
    walk.call(Pair(None, new.where.pointer), _subject(new))
    names = _path(walk, unit, old, new)
    _named(walk, unit, old, new)
    places = Pair(old.where.pointer, new.where.pointer)
    compare_texts(
        walk,
        unit,
        old.where,
        new.where,
        (
            ("summary", old.summary, new.summary),
            ("description", old.description, new.description),
        ),
    )
    if old.deprecated != new.deprecated:
        kind = Kind.ADDED if new.deprecated else Kind.REMOVED
        walk.tell(unit, "operation-deprecated", kind, ContractSide.BOTH, places)
    if old.server != new.server:
        words = Words("", _server(old), _server(new))
        walk.tell(
            unit, "operation-server", Kind.CHANGED, ContractSide.BOTH, places, words
        )
    members = (
        members_at(walk.old, old.where.pointer),
        members_at(walk.new, new.where.pointer),
    )
    compare_members(walk, unit, ContractSide.BOTH, *members, _ASPECTS)
    compare_parameters(walk, unit, old, new, names)
    compare_request(
        walk, unit, (old.body, old.where), (new.body, new.where), ContractSide.REQUEST
    )
    responses = written_responses(old), written_responses(new)
    compare_responses(walk, unit, *responses, ContractSide.RESPONSE)
    compare_security(walk, unit, old, new)


def _server(operation: Operation) -> str:
    return "the document's" if operation.server is None else said(operation.server)


def _path(walk: Walk, unit: int, old: Operation, new: Operation) -> dict[Text, Text]:
    """Compare the paths; the answer has the new names of path parameters."""
    places = Pair(old.where.pointer, new.where.pointer)
    if _key(old) != _key(new):
        words = Words("", label_of(old), label_of(new))
        walk.tell(
            unit, "operation-moved", Kind.CHANGED, ContractSide.BOTH, places, words
        )
        return {}
    names = [_NAME.findall(reveal(each.wire_path)) for each in (old, new)]
    renamed = {
        Text(before): Text(after)
        for before, after in zip(*names, strict=True)
        if before != after
    }
    for before, after in renamed.items():
        words = Words("", said(before), said(after))
        walk.tell(
            unit,
            "path-parameter-name",
            Kind.CHANGED,
            ContractSide.REQUEST,
            places,
            words,
        )
    return renamed


def _named(walk: Walk, unit: int, old: Operation, new: Operation) -> None:
    """Compare `operationId` and tags: what generated code is called after."""
    before, after = old.operation_id, new.operation_id
    if before != after:
        places = Pair(
            child(old.where.pointer, "operationId") if before else None,
            child(new.where.pointer, "operationId") if after else None,
        )
        kind = Kind.CHANGED
        if before is None or after is None:
            kind = Kind.ADDED if before is None else Kind.REMOVED
        words = Words(_said(before or after), _said(before), _said(after))
        walk.tell(unit, "operation-id", kind, ContractSide.BOTH, places, words)
    for tag in dict.fromkeys((*old.tags, *new.tags)):
        if (tag in old.tags) == (tag in new.tags):
            continue
        is_new = tag in new.tags
        where = _tag_at(new if is_new else old, tag)
        places = Pair(None, where) if is_new else Pair(where, None)
        kind = Kind.ADDED if is_new else Kind.REMOVED
        words = Words(said(tag))
        walk.tell(unit, "operation-tag", kind, ContractSide.BOTH, places, words)


def _said(text: Text | None) -> str:
    return "" if text is None else said(text)


def _tag_at(operation: Operation, tag: Text) -> Pointer:
    return child(operation.where.pointer, "tags", operation.tags.index(tag))


__all__ = ["Location", "compare_operations", "label_of"]

"""The operations of two documents: which are the same, and how each has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from apiloom.api.ir import Operation
from apiloom.core.location import Pointer, child
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.body_differences import compare_request
from apiloom.diff.contract.structure.contract_walk import (
    ROOT_UNIT,
    ContractWalk,
    Places,
    Task,
    Words,
    compare_nothing,
)
from apiloom.diff.contract.structure.difference import Kind, presence
from apiloom.diff.contract.structure.member_differences import (
    compare_members,
    members_of_both,
)
from apiloom.diff.contract.structure.parameter_differences import compare_parameters
from apiloom.diff.contract.structure.response_differences import (
    compare_responses,
    written_responses,
)
from apiloom.diff.contract.structure.security_differences import compare_security
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import plain, quoted_value

_NAME: Final = re.compile(r"\{([^{}]*)\}")
_ASPECTS: Final = {"externalDocs": "external-docs"}


def compare_operations(walk: ContractWalk) -> None:
    """Match by method and path, then by `operationId`, and compare the pairs.

    The names in a template are not sent: paths that differ in them alone are one.
    """
    old = {
        _key(operation): operation for operation in reversed(walk.old.api.operations)
    }
    new = {
        _key(operation): operation for operation in reversed(walk.new.api.operations)
    }
    moved = dict(_moved(old, new))
    for key, after in reversed(new.items()):
        before = old.get(moved.get(key, key))
        if before is not None:
            _enter_pair(walk, before, after)
        else:
            _record_one_sided(walk, after, Kind.ADDED)
    removed = old.keys() - new.keys() - set(moved.values())
    for key, before in reversed(old.items()):
        if key in removed:
            _record_one_sided(walk, before, Kind.REMOVED)


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
        operation.operation_id: key
        for key, operation in old.items()
        if key not in new and operation.operation_id is not None
    }
    for key, operation in new.items():
        if key not in old and operation.operation_id in before:
            yield key, before[operation.operation_id]


def _record_one_sided(walk: ContractWalk, operation: Operation, kind: Kind) -> None:
    """An operation that one document has alone."""
    aspect = "deprecated-operation" if operation.deprecated else "operation"
    label = label_of(operation)
    task = Task(
        ("operation", kind, operation.where), compare_nothing, label, operation.tags
    )
    unit = walk.enter(ROOT_UNIT, task)
    where = operation.where.pointer
    places = Places.of_one(kind, where)
    walk.name_subject(places, _subject(operation))
    walk.record(unit, aspect, kind, ContractSide.BOTH, places)


def _subject(operation: Operation) -> str:
    return f"the operation {label_of(operation)}"


def _enter_pair(walk: ContractWalk, old: Operation, new: Operation) -> None:
    task = Task(
        ("operation", _key(old), _key(new)),
        partial(_compare_pair, old=old, new=new),
        label_of(new),
        tuple(dict.fromkeys((*new.tags, *old.tags))),
    )
    walk.enter(ROOT_UNIT, task)


def _compare_pair(
    walk: ContractWalk, unit: int, *, old: Operation, new: Operation
) -> None:
    walk.name_subject(Places(old.where.pointer, None), _subject(old))
    walk.name_subject(Places(None, new.where.pointer), _subject(new))
    names = _compare_paths(walk, unit, old, new)
    _compare_id_and_tags(walk, unit, old, new)
    places = Places(old.where.pointer, new.where.pointer)
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
        walk.record(unit, "operation-deprecated", kind, ContractSide.BOTH, places)
    if old.server != new.server:
        words = Words("", _server_words(old), _server_words(new))
        walk.record(
            unit, "operation-server", Kind.CHANGED, ContractSide.BOTH, places, words
        )
    members = members_of_both(walk, old.where.pointer, new.where.pointer)
    compare_members(walk, unit, ContractSide.BOTH, *members, _ASPECTS)
    compare_parameters(walk, unit, old, new, names)
    compare_request(
        walk, unit, (old.body, old.where), (new.body, new.where), ContractSide.REQUEST
    )
    responses = written_responses(old), written_responses(new)
    compare_responses(walk, unit, *responses, ContractSide.RESPONSE)
    compare_security(walk, unit, old, new)


def _server_words(operation: Operation) -> str:
    return (
        "the document's" if operation.server is None else quoted_value(operation.server)
    )


def _compare_paths(
    walk: ContractWalk, unit: int, old: Operation, new: Operation
) -> dict[Text, Text]:
    """Compare the paths; the answer has the new names of path parameters."""
    places = Places(old.where.pointer, new.where.pointer)
    if _key(old) != _key(new):
        words = Words("", label_of(old), label_of(new))
        walk.record(
            unit, "operation-moved", Kind.CHANGED, ContractSide.BOTH, places, words
        )
        return {}
    names = [_NAME.findall(reveal(operation.wire_path)) for operation in (old, new)]
    renamed = {
        Text(before): Text(after)
        for before, after in zip(*names, strict=True)
        if before != after
    }
    for before, after in renamed.items():
        words = Words("", quoted_value(before), quoted_value(after))
        walk.record(
            unit,
            "path-parameter-name",
            Kind.CHANGED,
            ContractSide.REQUEST,
            places,
            words,
        )
    return renamed


def _compare_id_and_tags(
    walk: ContractWalk, unit: int, old: Operation, new: Operation
) -> None:
    """Compare `operationId` and tags: what generated code is called after."""
    before, after = old.operation_id, new.operation_id
    if before != after:
        places = Places(
            child(old.where.pointer, "operationId") if before else None,
            child(new.where.pointer, "operationId") if after else None,
        )
        kind = presence(before, after)
        words = Words(
            _quoted_or_empty(before or after),
            _quoted_or_empty(before),
            _quoted_or_empty(after),
        )
        walk.record(unit, "operation-id", kind, ContractSide.BOTH, places, words)
    for tag in dict.fromkeys((*old.tags, *new.tags)):
        if (tag in old.tags) == (tag in new.tags):
            continue
        kind = Kind.ADDED if tag in new.tags else Kind.REMOVED
        where = _tag_at(new if kind is Kind.ADDED else old, tag)
        places = Places.of_one(kind, where)
        words = Words(quoted_value(tag))
        walk.record(unit, "operation-tag", kind, ContractSide.BOTH, places, words)


def _quoted_or_empty(text: Text | None) -> str:
    return "" if text is None else quoted_value(text)


def _tag_at(operation: Operation, tag: Text) -> Pointer:
    return child(operation.where.pointer, "tags", operation.tags.index(tag))

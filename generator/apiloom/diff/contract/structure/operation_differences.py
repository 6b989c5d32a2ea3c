"""The operations of two documents: which are the same, and how each has changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from apiloom.api.ir import Operation
from apiloom.api.schema.flat_schema import PlacedValue
from apiloom.core.location import child
from apiloom.core.text import Text, reveal, visible
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.body_differences import compare_request
from apiloom.diff.contract.structure.contract_walk import ContractWalk
from apiloom.diff.contract.structure.difference import Kind
from apiloom.diff.contract.structure.object_pair import (
    ObjectKind,
    ObjectPair,
    enter_operation,
)
from apiloom.diff.contract.structure.parameter_differences import compare_parameters
from apiloom.diff.contract.structure.places import Words, either, paired
from apiloom.diff.contract.structure.response_differences import compare_responses
from apiloom.diff.contract.structure.security_differences import compare_security
from apiloom.diff.contract.structure.server_paths import ServerPaths
from apiloom.diff.contract.structure.wording import quoted_value

_NAME: Final = re.compile(r"\{([^{}]*)\}")
_Key = tuple[str, str, object]
_PathOf = Callable[[Operation], str]


def compare_operations(
    walk: ContractWalk, prefixes: Iterable[tuple[str, str]] = ()
) -> None:
    """Match by method and path, then by `operationId`, and compare the pairs.

    The names in a template are not sent: paths that differ in them alone are one. So
    are those of which a part belongs to the servers now, or did so before, and those
    that begin with one of `prefixes`, before and now.
    """
    paths = ServerPaths(walk, prefixes)
    compare = partial(_compare_pair, paths=paths)
    kind = ObjectKind("operation", _subject, _aspect, compare)
    old = _by_key(walk.old.api.operations, paths.old_path)
    new = _by_key(walk.new.api.operations, paths.new_path)
    for _, before, after in paired(old, new, dict(_moved(old, new))):
        sides = before, after
        tags = [
            tag for side in (after, before) if side is not None for tag in side.tags
        ]
        way, label = ContractSide.BOTH, _label(either(*sides))
        enter_operation(walk, kind, sides, way, label, tags)


def _by_key(operations: Iterable[Operation], path_of: _PathOf) -> dict[_Key, Operation]:
    """Operations by what tells them apart: the first one of each."""
    by_key: dict[_Key, Operation] = {}
    for operation in operations:
        by_key.setdefault(_key(operation, path_of), operation)
    return by_key


def _key(operation: Operation, path_of: _PathOf) -> _Key:
    blank = _NAME.sub("{}", path_of(operation))
    return operation.method, blank, operation.query


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


def _label(operation: Operation) -> str:
    """What an operation is called for people: `METHOD path`, without surprises."""
    return f"{operation.method} {visible(reveal(operation.path))}"


def _subject(operation: Operation) -> str:
    return f"the operation {_label(operation)}"


def _aspect(operation: Operation) -> str:
    return "deprecated-operation" if operation.deprecated else "operation"


def _compare_pair(pair: ObjectPair[Operation], *, paths: ServerPaths) -> None:
    old, new = pair.old, pair.new
    names = _compare_paths(pair, paths)
    _compare_id_and_tags(pair)
    pair.compare_texts("summary", "description")
    if old.deprecated != new.deprecated:
        kind = Kind.ADDED if new.deprecated else Kind.REMOVED
        pair.record("operation-deprecated", kind)
    if old.server != new.server:
        words = _server_words(old), _server_words(new)
        pair.record_change("operation-server", *words)
    pair.compare_members({"externalDocs": "external-docs"})
    compare_parameters(pair.going(ContractSide.REQUEST), names)
    compare_request(pair.going(ContractSide.REQUEST))
    compare_responses(pair.going(ContractSide.RESPONSE))
    compare_security(pair.going(ContractSide.REQUEST), _subject(new))


def _server_words(operation: Operation) -> str:
    return (
        "the document's" if operation.server is None else quoted_value(operation.server)
    )


def _compare_paths(pair: ObjectPair[Operation], paths: ServerPaths) -> dict[Text, Text]:
    """Compare the paths; the answer has the new names of path parameters."""
    old, new = pair.old, pair.new
    if _key(old, paths.old_path) != _key(new, paths.new_path):
        labels = _label(old), _label(new)
        pair.record_change("operation-moved", *labels)
        return {}
    names = [_NAME.findall(reveal(operation.wire_path)) for operation in (old, new)]
    renamed = {
        Text(before): Text(after)
        for before, after in zip(*names, strict=True)
        if before != after
    }
    for before, after in renamed.items():
        words = quoted_value(before), quoted_value(after)
        pair.going(ContractSide.REQUEST).record_change("path-parameter-name", *words)
    return renamed


def _compare_id_and_tags(pair: ObjectPair[Operation]) -> None:
    """Compare `operationId` and tags: what generated code is called after."""
    before, after = _operation_id(pair.old), _operation_id(pair.new)
    old, new = (placed and placed.value for placed in (before, after))
    if old != new:
        words = Words(
            quoted_value(either(before, after).value),
            "" if old is None else quoted_value(old),
            "" if new is None else quoted_value(new),
        )
        pair.record_presence("operation-id", before, after, words)
    for tag, before, after in paired(_tags(pair.old), _tags(pair.new)):
        if before is None or after is None:
            words = Words(quoted_value(tag))
            pair.record_presence("operation-tag", before, after, words)


def _operation_id(operation: Operation) -> PlacedValue[Text] | None:
    if operation.operation_id is None:
        return None
    where = child(operation.where.pointer, "operationId")
    return PlacedValue(operation.operation_id, where)


def _tags(operation: Operation) -> dict[Text, PlacedValue[Text]]:
    where = child(operation.where.pointer, "tags")
    tags = dict[Text, PlacedValue[Text]]()
    for index, tag in enumerate(operation.tags):
        tags.setdefault(tag, PlacedValue(tag, child(where, index)))
    return tags

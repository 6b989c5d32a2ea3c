"""What ends a stream of events, where the document speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from apiloom.api.ir import Operation
from apiloom.api.resolved_api import NamedOperation, ResolvedApi, operation_key
from apiloom.api.suggestions.answer_members import AnswerMembers
from apiloom.api.suggestions.operation_labels import label_of, pattern_for
from apiloom.api.suggestions.suggestion import Suggestion
from apiloom.core.stream_rule import StreamRule
from apiloom.core.text import Text, reveal

_SENTINEL: Final = re.compile(r"\[(?:DONE|END|EOF|STOP)\]")
_DEPTH: Final = 2


def stream_suggestions(resolved: ResolvedApi) -> Iterator[Suggestion]:
    """Rules for streams of events whose description has a sentinel."""
    operations = [
        named for resource in resolved.resources for named in resource.operations
    ]
    by_sentinel: dict[str, list[NamedOperation]] = {}
    for named in operations:
        sentinel = _sentinel(named.operation, AnswerMembers(resolved.shapes))
        if sentinel and operation_key(named.operation) not in resolved.sentinels:
            by_sentinel.setdefault(sentinel, []).append(named)
    for sentinel, concerned in by_sentinel.items():
        reason = f"the document speaks of `{sentinel}`"
        pattern = pattern_for(concerned, operations, _has_stream, resolved.sentinels)
        labels = [label_of(named.operation) for named in concerned]
        for operation in labels if pattern is None else [pattern]:
            yield Suggestion(StreamRule(operation, sentinel), reason)


def _has_stream(named: NamedOperation) -> bool:
    responses = named.operation.responses
    return any(each.streamed for response in responses for each in response.content)


def _sentinel(operation: Operation, members: AnswerMembers) -> str | None:
    """What descriptions of an operation, its body and its events call the end."""
    for response in operation.responses:
        for media_type in response.content:
            if media_type.streamed and media_type.name == Text("text/event-stream"):
                said = "\n".join(_descriptions(operation, members))
                match = _SENTINEL.search(said)
                return None if match is None else match[0]
    return None


def _descriptions(operation: Operation, members: AnswerMembers) -> Iterator[str]:
    texts = (
        operation.summary,
        operation.description,
        *(response.description for response in operation.responses),
    )
    yield from (reveal(text) for text in texts if text is not None)
    bodies = () if operation.body is None else operation.body.content
    contents = [each for response in operation.responses for each in response.content]
    for media_type in (*bodies, *contents):
        for schema in (media_type.schema, media_type.items):
            if schema is not None:
                yield members.description(schema)
                for member in members.below(schema, _DEPTH):
                    yield members.description(member.schema)

"""Which of several media types a client sends a request body in.

`application/json`, else another JSON: the first by name, so that the order in the
document does not decide, else the first. What has shipped stays: another media type may
be added in front of it, or one that would be chosen before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from apiloom.api.ir import ApiSpec, MediaType, Operation
from apiloom.api.media_type_kinds import is_json
from apiloom.api.resolved_api import USUAL_BODY, operation_key
from apiloom.core.text import reveal


def with_sent_first(api: ApiSpec, shipped: Mapping[str, str]) -> ApiSpec:
    """The same API; of the content of each body, what is sent stands first.

    It is sent unless a caller chooses another. `shipped` has the media types of an
    earlier run by `METHOD path`.
    """
    operations = tuple(
        _with_sent_first(operation, shipped.get(operation_key(operation)))
        for operation in api.operations
    )
    return replace(api, operations=operations)


def _with_sent_first(operation: Operation, shipped: str | None) -> Operation:
    body = operation.body
    if body is None or len(body.content) < 2:
        return operation
    sent = min(body.content, key=lambda media_type: _rank(media_type, shipped))
    if sent is body.content[0]:
        return operation
    rest = tuple(media_type for media_type in body.content if media_type is not sent)
    return replace(operation, body=replace(body, content=(sent, *rest)))


def _rank(media_type: MediaType, shipped: str | None) -> tuple[int, str]:
    """Where a media type comes in the order of choice; equals stay as they stand."""
    name = reveal(media_type.name)
    if name == shipped:
        return 0, ""
    if name == USUAL_BODY:
        return 1, ""
    return (2, name) if is_json(media_type.name) else (3, "")

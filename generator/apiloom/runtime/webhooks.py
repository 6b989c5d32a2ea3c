"""Webhooks and callbacks: what an API sends by itself, verified and read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from httpx2 import Headers

from .codec import Invalid, codec_of
from .decode import Received, decode_success
from .errors import ApiError, ResponseValidationError
from .media_types import best_match, is_json, kind_of, read_content_type
from .operation import MediaType, Operation, Response
from .signatures import Verifier

Events: TypeAlias = Mapping[str, Callable[[], Operation[Any]]]
"""What makes the descriptor of each event, by the name that the document has for it."""

UNVERIFIED: Literal["unverified"] = "unverified"
"""In place of a verifier: whoever can reach the receiver can send it anything."""


class EventError(ApiError):
    """A webhook that cannot be read as an event of the document."""


def parse_event(
    events: Events,
    body: bytes | str,
    headers: Mapping[str, str],
    name: str | None,
    verify: Verifier | Literal["unverified"],
    *,
    strict: bool,
) -> Any:
    """The body of an event, once `verify` has found it authentic.

    Without a `name` it is of the first event that takes the body as it is. A body
    that breaks the document is read as far as possible, and a warning names the place;
    with `strict` it raises `EventError`, as what cannot be read does. `SignatureError`
    for a body that is not authentic, before anything is made of it.
    """
    content = body.encode() if isinstance(body, str) else bytes(body)
    check_authentic(content, headers, verify)
    return read_event(events, content, headers, name, strict=strict)[1]


def check_authentic(
    body: bytes,
    headers: Mapping[str, str],
    verify: Verifier | Literal["unverified"],
) -> None:
    """Raises `SignatureError`; `TypeError` where there is no verifier, nor its word."""
    verifier = verifier_of(verify)
    if verifier is not None:
        verifier.verify(body, headers)


def verifier_of(verify: Verifier | Literal["unverified"]) -> Verifier | None:
    """What verifies, None for the word that nothing does; TypeError for another."""
    if not isinstance(verify, str):
        return verify
    if verify != UNVERIFIED:
        raise TypeError("verify= takes a verifier, or the word 'unverified'")
    return None


def read_event(
    events: Events,
    body: bytes,
    headers: Mapping[str, str],
    name: str | None,
    *,
    strict: bool,
) -> tuple[str, Any]:
    """What an event is called, and what it carries; as `parse_event`."""
    received = Received(200, Headers(dict(headers)), body)
    if name is None:
        name = _fitting(events, received)
    operation = _answering(event_of(events, name))
    try:
        return name, decode_success(operation, received, strict=strict)
    except ResponseValidationError as error:
        reason = str(error).partition(": a response with status 200: ")[2]
        raise EventError(f"event {name!r}: {reason}") from error


def event_of(events: Events, name: str) -> Operation[Any]:
    """The descriptor of an event; ValueError for a name that is none."""
    if name not in events:
        raise ValueError(f"there is no event {name!r}; there are {', '.join(events)}")
    return events[name]()


def _fitting(events: Events, received: Received) -> str:
    """The first event that has no fault to find with what was received."""
    given = read_content_type(received.headers.get("content-type", ""))
    for name, event in events.items():
        content = _content(event())
        media = best_match(content, given) or (content[0] if content else None)
        if media is None or not is_json(media.name):
            continue
        try:
            codec_of(media.type).read_json(received.body)
        except Invalid:
            continue
        return name
    raise EventError("no event of the document has such a body: give its name")


def _answering(event: Operation[Any]) -> Operation[Any]:
    """An event as an operation whose answer is what the event carries."""
    return replace(event, responses={"200": Response(content=_content(event))})


def _content(event: Operation[Any]) -> tuple[MediaType, ...]:
    """What an event carries; forms stay as they came, as those of answers do."""
    declared = event.body.content if event.body is not None else ()
    return tuple(map(_as_received, declared))


def _as_received(media: MediaType) -> MediaType:
    if media.name == "application/x-www-form-urlencoded":
        return replace(media, type=str)
    is_parts = kind_of(media.name) == "multipart"
    return replace(media, type=bytes) if is_parts else media

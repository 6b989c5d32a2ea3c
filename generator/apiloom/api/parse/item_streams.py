"""Which bodies are read and written item by item (OpenAPI 3.2, section 4.14.3)."""

from __future__ import annotations

from dataclasses import replace

from apiloom.api.ir import MediaType, Response
from apiloom.api.parse.object_reader import Reader
from apiloom.core.text import reveal
from apiloom.runtime.media_types import framing_of, is_of_parts


def settled(responses: tuple[Response, ...], operation: Reader) -> tuple[Response, ...]:
    """The responses, with streams where they are successes.

    The body of an error is the whole of its bytes or text.
    """
    settled_responses: list[Response] = []
    for response in responses:
        if response.status[0] == "2":
            settled_responses.append(
                replace(response, content=_streamed(response.content))
            )
            continue
        for media_type in response.content:
            _complain(media_type, operation)
        settled_responses.append(response)
    return tuple(settled_responses)


def settled_body(
    content: tuple[MediaType, ...], reader: Reader
) -> tuple[MediaType, ...]:
    """The content of a request body, each media type by itself.

    A server tells by the request which it is; a client sends the same one always.
    """
    for media_type in content:
        if media_type.items is not None and not _is_stream(media_type):
            _complain(media_type, reader)
    return _streamed(content)


def _streamed(content: tuple[MediaType, ...]) -> tuple[MediaType, ...]:
    return tuple(
        replace(media_type, streamed=True) if _is_stream(media_type) else media_type
        for media_type in content
    )


def _complain(media_type: MediaType, reader: Reader) -> None:
    """But parts that are no form are told apart, if not one by one."""
    if media_type.items is not None and not is_of_parts(reveal(media_type.name)):
        reader.complain(
            "items-not-streamed",
            f"the items of {media_type.name!r} are not told apart here",
            "a success that is JSON lines, a JSON text sequence or events is given "
            "item by item",
        )


def _is_stream(media_type: MediaType) -> bool:
    framing = framing_of(reveal(media_type.name))
    return media_type.items is not None and framing is not None

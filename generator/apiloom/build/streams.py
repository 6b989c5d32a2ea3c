"""Which bodies are read and written item by item (OpenAPI 3.2, section 4.14.3)."""

from __future__ import annotations

from dataclasses import replace

from apiloom.build.reader import Reader
from apiloom.ir.api import MediaType, Response
from apiloom.runtime.media_types import framing_of
from apiloom.text import reveal


def settled(responses: tuple[Response, ...], operation: Reader) -> tuple[Response, ...]:
    """The responses, with items only where a call returns nothing else.

    A method returns either a stream or a value. Where the document leaves that to the
    request, and for errors, the body is the whole of its bytes or text.
    """
    successes = [each for each in responses if each.status[0] == "2"]
    streams = all(map(_is_stream, (m for each in successes for m in each.content)))
    return tuple(
        (
            each
            if streams and each in successes
            else replace(each, content=whole(each.content, operation))
        )
        for each in responses
    )


def whole(content: tuple[MediaType, ...], reader: Reader) -> tuple[MediaType, ...]:
    """The same media types without items; what is lost by that is reported."""
    for media_type in content:
        if media_type.items is not None:
            reader.complain(
                "items-not-streamed",
                f"the items of {media_type.name!r} are not told apart here",
                "only where all that a success can be is JSON lines, a JSON text "
                "sequence or events, a call returns its items",
            )
    return tuple(replace(media_type, items=None) for media_type in content)


def _is_stream(media_type: MediaType) -> bool:
    framing = framing_of(reveal(media_type.name))
    return media_type.items is not None and framing is not None

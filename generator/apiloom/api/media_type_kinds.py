"""Which kind of body a media type stands for, as the runtime judges it.

So the types of generated code are those that the running code reads and writes.
"""

from __future__ import annotations

from collections.abc import Iterator

from apiloom.api.ir import MediaType, Operation
from apiloom.core.text import Text, reveal
from apiloom.runtime import media_types
from apiloom.runtime.media_types import kind_of


def is_json(name: Text) -> bool:
    """JSON by its subtype or its suffix."""
    return kind_of(reveal(name)) == "json"


def is_form(name: Text) -> bool:
    """A form, whose fields are the properties of an object."""
    return kind_of(reveal(name)) in {"form", "multipart"}


def is_multipart(name: Text) -> bool:
    """A body of parts, which files can be."""
    return kind_of(reveal(name)) == "multipart"


def is_urlencoded(name: Text) -> bool:
    """A form that is text, without files."""
    return kind_of(reveal(name)) == "form"


def is_text(name: Text) -> bool:
    """Text that is read as a string; XML is not parsed."""
    return kind_of(reveal(name)) == "text"


def is_streamed(operation: Operation) -> bool:
    """Whether a call returns the items of its answer, one by one, and nothing else."""
    return {media_type.streamed for media_type in _successes(operation)} == {True}


def is_either(operation: Operation) -> bool:
    """Whether the request decides if the items come one by one."""
    return {media_type.streamed for media_type in _successes(operation)} == {
        True,
        False,
    }


def _successes(operation: Operation) -> Iterator[MediaType]:
    for response in operation.responses:
        if response.status[0] == "2":
            yield from response.content


def is_of_parts(name: Text) -> bool:
    """A body of parts that is no form: `multipart/mixed`, say."""
    return media_types.is_of_parts(reveal(name))


def has_model(name: Text) -> bool:
    """Whether the schema decides the Python type of the body.

    Of parts it does where it is an object or an array.
    """
    return is_json(name) or is_form(name)

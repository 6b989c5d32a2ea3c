"""Replies made of the document's examples, and of what a test says instead."""

import json
import sys
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeGuard, cast

from ..codec import codec_of, declared_fields, is_model, present_values
from ..media_types import is_json, is_json_by_type, is_range, kind_of
from ..missing import MISSING
from ..operation import MediaType, Response
from ..server.reply import EmptyRangeReply, EmptyReply, RangeReply, Reply
from ..server.route import Route
from ..text_bodies import read_text

_USUAL_RANGES = frozenset({"*/*", "application/*", "text/*"})
"""Media ranges for which a server knows what to send."""


class NoExampleError(LookupError):
    """Nothing is known that a response could hold: the test has to say it."""


@cache
def examples(package: str, tag: str) -> Mapping[str, Any]:
    """The examples of a tag: by handler, then by the key of the response."""
    text = (files(package) / f"{tag}.examples.json").read_text("utf-8")
    return cast("Mapping[str, Any]", json.loads(text))


def reply_class(route: Route, key: str) -> type[Reply[Any]]:
    """The class for a response of an operation, by its key in the document."""
    module = sys.modules[route.request.__module__]
    namespace: type = getattr(module, route.request.__qualname__.partition(".")[0])
    for value in vars(namespace).values():
        if _is_reply(value) and key_of(value) == key:
            return value
    raise LookupError(f"{route.operation.id} has no response {key}")


def _is_reply(value: object) -> TypeGuard[type[Reply[Any]]]:
    return isinstance(value, type) and issubclass(value, Reply)


def key_of(kind: type[Reply[Any]]) -> str:
    """The key of the response that a class stands for."""
    if not issubclass(kind, RangeReply | EmptyRangeReply):
        return str(kind.status)
    statuses = cast("range", cast("Any", kind).statuses)
    return "default" if len(statuses) > 100 else f"{statuses[0] // 100}XX"


def usual_status(key: str, declared: Collection[str]) -> int:
    """A status for a response of several: one that has no response of its own."""
    if key != "default":
        first = int(key[0]) * 100
    else:
        first = 500 if any(each[0] == "2" for each in declared) else 200
    statuses = range(first, first + 100)
    return next((each for each in statuses if str(each) not in declared), first)


def example_reply(
    route: Route,
    kind: type[Reply[Any]],
    status: int | None,
    example: Mapping[str, Any],
    body: object = MISSING,
    fields: Mapping[str, object] | None = None,
) -> Reply[Any]:
    """A reply with this body, or these fields of it; the rest is that of the example.

    Raises `NoExampleError`, and what the model raises for values that it does not have.
    """
    operation = route.operation
    key = key_of(kind)
    response = operation.responses[key]
    headers = _headers(response, example.get("headers", {}))
    chosen = () if status is None else (status,)
    if issubclass(kind, EmptyReply | EmptyRangeReply):
        return _made(kind, *chosen, headers=headers)
    media = answered(response)
    if body is not MISSING and fields:
        raise TypeError("give the whole body, or its fields, not both")
    if body is MISSING:
        body = _body(operation.id, key, media, example.get("value", MISSING), fields)
    concrete = _concrete(media)
    return _made(kind, *chosen, body, headers=headers, media_type=concrete)


def _made(kind: type[Reply[Any]], *given: object, **fields: object) -> Reply[Any]:
    """A reply, all of whose header fields stand in `headers`.

    Generated classes have an argument for each that is declared: the class that they
    extend has none.
    """
    reply = kind.__new__(kind)
    plain: Any = kind.__mro__[1]
    plain.__init__(reply, *given, **fields)
    return reply


def answered(response: Response) -> MediaType:
    """The media type that an example is in: JSON, or the first that is no stream."""
    whole = [media for media in response.content if not media.items]
    as_json = (media for media in whole if is_json(media.name))
    return next(as_json, (*whole, *response.content)[0])


def _body(
    operation: str,
    key: str,
    media: MediaType,
    value: Any,
    fields: Mapping[str, object] | None,
) -> object:
    type_ = media.type
    if fields and is_model(type_):
        if value is not MISSING:
            declared = declared_fields(type_)
            given = present_values(codec_of(type_).read_data(value))
            known = {name: each for name, each in given.items() if name in declared}
            fields = {**known, **fields}
        return type_(**fields)
    if value is not MISSING:
        return _value(media, value)
    if type_ in (bytes, str):
        return b"" if type_ is bytes else ""
    raise NoExampleError(f"{operation}: no example is known for {key}: give the body")


def _value(media: MediaType, value: Any) -> object:
    """What a JSON value of the examples is in Python."""
    type_ = media.type
    codec = codec_of(type_)
    if media.items:
        return [codec.read_data(item) for item in value]
    if type_ is bytes:
        text = value if isinstance(value, str) else json.dumps(value)
        return text.encode()
    if is_json(media.name) or is_json_by_type(media):
        return codec.read_data(value)
    if kind_of(media.name) == "multipart":
        return codec.read_form(value)
    return read_text(type_, value if isinstance(value, str) else json.dumps(value))


def _concrete(media: MediaType) -> str | None:
    """A media type of a range, where a server has to be told one."""
    if not is_range(media.name) or media.name in _USUAL_RANGES:
        return media.name if media.items else None
    return media.name.replace("*", "octet-stream")


def _headers(response: Response, given: Mapping[str, Any]) -> dict[str, object] | None:
    types = {header.name: header.type for header in response.headers}
    return {
        name: codec_of(types[name]).read_data(value)
        for name, value in given.items()
        if name in types
    } or None

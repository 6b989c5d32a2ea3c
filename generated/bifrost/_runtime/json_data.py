"""Values of any type from JSON and to JSON, judged as strictly as models are.

`decode` and `encode` take and give what `json.loads` returns, `decode_json` and
`encode_json` JSON text. A type may be anything that stands for a schema: a model, an
alias, a list, a union, a scalar.
"""

from typing import Any, Final, TypeVar, overload

from .codec import AnyModel, Invalid, TypeCodec, codec_of

_T = TypeVar("_T")

_ITS_OWN: Final = object()
"""In place of a type: a value is written as what it is."""


@overload
def decode(type_: type[_T], data: object, /) -> _T: ...


@overload
def decode(type_: object, data: object, /) -> Any: ...


def decode(type_: object, data: object, /) -> Any:
    """A value of a type from parsed JSON: `decode(list[Pet], response.json())`.

    Bytes are JSON text, as a response has it; a string is a string of JSON, and text is
    for `decode_json`. Raises `pydantic.ValidationError`.
    """
    if isinstance(data, bytes | bytearray):
        return decode_json(type_, data)
    try:
        return codec_of(type_).read_data(data)
    except Invalid as error:
        if isinstance(data, str) and data.lstrip()[:1] in ("{", "["):
            error.add_note("a string is a JSON string; for JSON text: decode_json")
        raise


@overload
def decode_json(type_: type[_T], text: str | bytes | bytearray, /) -> _T: ...


@overload
def decode_json(type_: object, text: str | bytes | bytearray, /) -> Any: ...


def decode_json(type_: object, text: str | bytes | bytearray, /) -> Any:
    """A value of a type from JSON text: `decode_json(list[Pet], path.read_bytes())`.

    Raises `pydantic.ValidationError`.
    """
    return codec_of(type_).read_json(text)


def encode(value: object, type: object = _ITS_OWN) -> Any:
    """A value as JSON data, as `json.loads` would return it.

    With a `type` it is judged first, as what callers pass to a client is. Raises
    `pydantic.ValidationError` for a value that is not of the type, and
    `PydanticSerializationError` for one that cannot be written.
    """
    codec, judged = _judged(value, type)
    return codec.write(judged)


def encode_json(value: object, type: object = _ITS_OWN) -> str:
    """The same as JSON text (RFC 8259)."""
    codec, judged = _judged(value, type)
    return codec.write_json(judged).decode()


def _judged(value: object, type_: object) -> tuple[TypeCodec, Any]:
    """What writes a value, and the value as it is written."""
    if type_ is _ITS_OWN:
        return codec_of(type(value) if isinstance(value, AnyModel) else Any), value
    codec = codec_of(type_)
    return codec, codec.judge(value)

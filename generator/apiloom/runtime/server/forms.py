"""Forms as JSON objects: urlencoded ones and multipart/form-data."""

from collections.abc import Mapping
from urllib.parse import quote

from ..codec import from_json
from ..media_types import is_json, kind_of
from ..operation import Encoding
from ..parts import Part, PartsError, take_apart
from ..shape import Shape
from ..split_text import StyleError
from .pairs import Pairs, split_pairs
from .styles import ABSENT, decode_plus, found_in


class FormError(Exception):
    """A form that its media type does not allow."""


class Form:
    """Reads the object that a form stands for, with what the document says of it."""

    def __init__(self, shape: Shape, encoding: Mapping[str, Encoding]) -> None:
        self._shape = shape
        self._json = {
            name
            for name, said in encoding.items()
            if said.content_type is not None and is_json(said.content_type)
        }
        styled = {name: said.parameter(name) for name, said in encoding.items()}
        self._styled = {name: said for name, said in styled.items() if said}

    def urlencoded(self, body: bytes) -> dict[str, object]:
        """The object of an `application/x-www-form-urlencoded` body.

        A property that is an array repeats its name; one that is an object is JSON
        (OpenAPI 3.1 section 4.8.15.1.2). Raises `FormError`.
        """
        try:
            pairs = split_pairs(body)
            special = self._special(pairs)
            found: dict[str, list[object]] = {}
            for name, values in pairs.items():
                shape = self._shape.property(name)
                found[name] = [
                    _read(_inner(shape, position), decode_plus(value))
                    for position, value in enumerate(values)
                ]
        except UnicodeDecodeError:
            raise FormError("The form is not percent-encoded UTF-8.") from None
        return {**self._collect(found), **special}

    def multipart(self, body: bytes, boundary: str) -> dict[str, object]:
        """The object of a `multipart/form-data` body (RFC 7578), or of another.

        Files, and parts that are not text, are bytes. Raises `FormError`.
        """
        found: dict[str, list[object]] = {}
        joined: Pairs = {}
        for part in _parts(body, boundary):
            if part.name is None:
                raise FormError("A part of the multipart body has no name.")
            if part.name in self._styled and part.filename is None:
                text = quote(part.content.decode("utf-8", "replace"), safe=",")
                joined.setdefault(part.name, []).append(text)
            else:
                known = found.setdefault(part.name, [])
                shape = self._shape.property(part.name)
                known.append(_content(part, _inner(shape, len(known))))
        special = self._special(joined)
        return {**self._collect(found), **special}

    def parts(self, body: bytes, boundary: str) -> list[object]:
        """The array of a multipart body whose parts stand in an order.

        Raises `FormError`.
        """
        return [
            _content(part, self._shape.item(position))
            for position, part in enumerate(_parts(body, boundary))
        ]

    def _special(self, pairs: Pairs) -> dict[str, object]:
        """What a style or a media type of its own decides, taken out of `pairs`."""
        found: dict[str, object] = {}
        claimed = self._shape.properties
        for name, styled in self._styled.items():
            shape = self._shape.property(name)
            try:
                value = found_in(styled, shape, pairs, claimed - {name})
            except StyleError as error:
                raise FormError(f"The field {name!r}: {error}") from None
            if value is not ABSENT:
                found[name] = value
            for key in [*pairs]:
                inner = key in shape.properties and key not in claimed
                if key == name or inner or key.startswith(f"{name}["):
                    del pairs[key]
        for name in self._json & pairs.keys() - found.keys():
            found[name] = _json(decode_plus(pairs.pop(name)[0]))
        return found

    def _collect(self, found: dict[str, list[object]]) -> dict[str, object]:
        result: dict[str, object] = {}
        for name, values in found.items():
            if "array" in self._shape.property(name).kinds:
                result[name] = values
            elif len(values) == 1:
                result[name] = values[0]
            else:
                raise FormError(f"The field {name!r} must be given once.")
        return result


def _inner(shape: Shape, position: int) -> Shape:
    """The shape of one value of a property, whose name an array repeats."""
    return shape.item(position) if "array" in shape.kinds else shape


def _read(shape: Shape, text: str) -> object:
    if "object" in shape.kinds and "string" not in shape.kinds:
        return _json(text)
    return shape.read(text)


def _json(text: str | bytes) -> object:
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError:
        raise FormError("A field that holds JSON is not valid JSON.") from None


def _content(part: Part, shape: Shape) -> object:
    if is_json(part.media_type):
        return _json(part.content)
    is_file = part.filename is not None or kind_of(part.media_type) != "text"
    if is_file and not shape.is_encoded:
        return part.content
    try:
        return _read(shape, part.content.decode("utf-8"))
    except UnicodeDecodeError:
        raise FormError(f"The field {part.name!r} is not UTF-8.") from None


def _parts(body: bytes, boundary: str) -> list[Part]:
    try:
        return take_apart(body, boundary)
    except PartsError as error:
        raise FormError(str(error)) from None

"""Forms as JSON objects: urlencoded ones and multipart/form-data."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from ..codec import from_json
from ..media_types import is_json, is_range
from ..operation import Encoding
from ..part_splitter import PartsError
from ..parts import Part, read_text, take_apart, text_of, value_of
from ..shape import Shape
from ..split_text import StyleError
from .pairs import Pairs, split_pairs
from .styles import ABSENT, decode_plus, found_in

_CHARSET = "_charset_"
"""The field that says what text without a charset is in (RFC 7578, section 4.6)."""


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
        self._types = {
            name: said.content_type
            for name, said in encoding.items()
            if said.content_type
            and "," not in said.content_type
            and not is_range(said.content_type)
        }
        """The media types of parts that do not say theirs."""

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
                    read_text(_inner(shape, position), decode_plus(value))
                    for position, value in enumerate(values)
                ]
        except UnicodeDecodeError:
            raise FormError("The form is not percent-encoded UTF-8.") from None
        except PartsError as error:
            raise FormError(str(error)) from None
        return {**self._collect(found), **special}

    def multipart(self, body: bytes, boundary: str) -> dict[str, object]:
        """The object of a `multipart/form-data` body (RFC 7578), or of another.

        Files, and parts that are not text, are bytes. Raises `FormError`.
        """
        try:
            return self._object(take_apart(body, boundary))
        except PartsError as error:
            raise FormError(str(error)) from None

    def parts(self, body: bytes, boundary: str) -> list[object]:
        """The array of a multipart body whose parts stand in an order.

        Raises `FormError`.
        """
        try:
            return [
                value_of(part, self._shape.item(position))
                for position, part in enumerate(take_apart(body, boundary))
            ]
        except PartsError as error:
            raise FormError(str(error)) from None

    def _object(self, parts: Iterable[Part]) -> dict[str, object]:
        found: dict[str, list[object]] = {}
        joined: Pairs = {}
        charset = "utf-8"
        for part in parts:
            name = part.name
            if name is None:
                raise FormError("A part of the multipart body has no name.")
            if name == _CHARSET and name not in self._shape.properties:
                charset = part.content.decode("ascii", "replace").strip().lower()
            elif name in self._styled and part.filename is None:
                text = quote(text_of(part, charset), safe=",")
                joined.setdefault(name, []).append(text)
            elif not _is_left_empty(part):
                known = found.setdefault(name, [])
                shape = _inner(self._shape.property(name), len(known))
                known.append(value_of(self._typed(part), shape, charset))
        special = self._special(joined)
        return {**self._collect(found), **special}

    def _typed(self, part: Part) -> Part:
        """A part with the media type that goes without saying."""
        declared = None if part.media_type else self._types.get(part.name or "")
        return part if declared is None else part._replace(media_type=declared)

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
            shape = self._shape.property(name)
            if "array" in shape.kinds or (len(values) > 1 and shape.is_anything):
                result[name] = values
            elif len(values) == 1:
                result[name] = values[0]
            else:
                raise FormError(f"The field {name!r} must be given once.")
        return result


def _inner(shape: Shape, position: int) -> Shape:
    """The shape of one value of a property, whose name an array repeats."""
    return shape.item(position) if "array" in shape.kinds else shape


def _json(text: str) -> object:
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError:
        raise FormError("A field that holds JSON is not valid JSON.") from None


def _is_left_empty(part: Part) -> bool:
    """Whether this is the input for a file of an HTML form, and none was chosen."""
    return part.filename == "" and not part.content

"""Forms as JSON objects: urlencoded ones and multipart/form-data."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from urllib.parse import quote

from ..codec import from_json
from ..media_types import is_json, is_range
from ..operation import Encoding
from ..part_heads import PartHead
from ..part_splitter import PartsError
from ..parts import Part, is_file, read_text, text_of, value_of
from ..shape import Shape
from ..split_text import StyleError
from .pairs import Pairs, split_pairs
from .spooling import ReceivedPart
from .styles import ABSENT, decode_plus, found_in
from .uploaded import UploadedFile

T = TypeVar("T")
_CHARSET = "_charset_"
"""The field that says what text without a charset is in (RFC 7578, section 4.6)."""


class FormError(Exception):
    """A form that its media type does not allow."""


class Form:
    """Reads the object that a form stands for, with what the document says of it."""

    def __init__(self, shape: Shape, encoding: Mapping[str, Encoding]) -> None:
        self._shape = shape
        self._is_ordered = "array" in shape.kinds
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

    def files(self) -> Callable[[PartHead], bool]:
        """What tells of the parts of one body, by their heads in turn, which are files.

        Where the shape is an array, the parts stand in an order.
        """
        counts = Counter[str | None]()

        def is_file_part(head: PartHead) -> bool:
            key = None if self._is_ordered else head.name
            position = counts[key]
            counts[key] += 1
            if head.name in self._styled and head.filename is None:
                return False
            part = self._typed(Part.of(head, b""))
            return is_file(part, self._shape_of(head.name, position))

        return is_file_part

    def value(self, parts: Iterable[ReceivedPart]) -> object:
        """The object of a `multipart/form-data` body (RFC 7578), or of another.

        Where the shape is an array, it is that of all parts. Raises `FormError`.
        """
        try:
            if self._is_ordered:
                return [
                    _content(part, Part.of(part.head, b""), self._shape.item(position))
                    for position, part in enumerate(parts)
                ]
            return self._object(parts)
        except PartsError as error:
            raise FormError(str(error)) from None

    def _object(self, parts: Iterable[ReceivedPart]) -> dict[str, object]:
        found: dict[str, list[object]] = {}
        joined: Pairs = {}
        charset = "utf-8"
        for received in parts:
            head, name = received.head, received.head.name
            text = received.content if isinstance(received.content, bytes) else b""
            if name is None:
                raise FormError("A part of the multipart body has no name.")
            part = self._typed(Part.of(head, text))
            if name == _CHARSET and name not in self._shape.properties:
                charset = text.decode("ascii", "replace").strip().lower()
            elif name in self._styled and head.filename is None:
                quoted = quote(text_of(part, charset), safe=",")
                joined.setdefault(name, []).append(quoted)
            elif not _is_left_empty(received):
                known = found.setdefault(name, [])
                shape = self._shape_of(name, len(known))
                known.append(_content(received, part, shape, charset))
        special = self._special(joined)
        return {**self._collect(found), **special}

    def _shape_of(self, name: str | None, position: int) -> Shape:
        """The shape of one part, by its name and how many of these were before."""
        if self._is_ordered:
            return self._shape.item(position)
        return _inner(self._shape.property(name or ""), position)

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
            found[name] = _json(decode_plus(_once(name, pairs.pop(name))))
        return found

    def _collect(self, found: dict[str, list[object]]) -> dict[str, object]:
        result: dict[str, object] = {}
        for name, values in found.items():
            shape = self._shape.property(name)
            if "array" in shape.kinds or (len(values) > 1 and shape.is_anything):
                result[name] = values
            else:
                result[name] = _once(name, values)
        return result


def _once(name: str, values: list[T]) -> T:
    """The one value of a field; to take one of several would lose the others."""
    if len(values) > 1:
        raise FormError(f"The field {name!r} must be given once.")
    return values[0]


def _inner(shape: Shape, position: int) -> Shape:
    """The shape of one value of a property, whose name an array repeats."""
    return shape.item(position) if "array" in shape.kinds else shape


def _json(text: str) -> object:
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError:
        raise FormError("A field that holds JSON is not valid JSON.") from None


def _content(
    received: ReceivedPart, part: Part, shape: Shape, charset: str = "utf-8"
) -> object:
    if isinstance(received.content, UploadedFile):
        return received.content
    return value_of(part._replace(content=received.content), shape, charset)


def _is_left_empty(received: ReceivedPart) -> bool:
    """Whether this is the input for a file of an HTML form, and none was chosen."""
    content = received.content
    size = content.size if isinstance(content, UploadedFile) else len(content)
    return received.head.filename == "" and not size

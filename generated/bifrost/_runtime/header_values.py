"""Reading header fields: from what came to a value of the declared type.

In style simple, the only one that headers have (OpenAPI 3.1, section 4.8.21), or in the
media type of their `content`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx2

from .codec import Invalid, codec_of, from_json, to_json
from .errors import ResponseValidationError
from .lenient import decode_leniently
from .media_types import is_json
from .operation import Operation, ResponseHeader
from .response_warnings import warn_once
from .shape import Shape, shape_of
from .split_text import StyleError, split, stripped

_COOKIES = "set-cookie"
"""The one field whose lines cannot be joined (RFC 9110, section 5.3)."""


@dataclass(frozen=True, slots=True)
class HeaderReader:
    """Reads the header fields of one response, by the attributes that they have."""

    operation: Operation[Any]
    status_code: int
    headers: httpx2.Headers
    body: bytes
    strict: bool

    def lenient(self) -> "HeaderReader":
        """The same, which takes what breaks the document as far as it can be read."""
        return replace(self, strict=False)

    def read(self, attribute: str) -> Any:
        """The value of a field; None where it did not come, or is not declared.

        Raises `ResponseValidationError` where this is strict.
        """
        header = self._declared().get(attribute)
        if header is None:
            return None
        lines = self.headers.get_list(header.name)
        if not lines:
            if header.required:
                self._report(header, "did not come")
            return None
        value = _value(header, lines)
        type_ = _type(header)
        try:
            return codec_of(type_).read_json(to_json(value))
        except Invalid:
            decoded, _ = decode_leniently(type_, value)
        self._report(header, "breaks the document")
        return decoded

    def _declared(self) -> Mapping[str, ResponseHeader]:
        key = self.operation.read_as(self.status_code)
        headers = () if key is None else self.operation.responses[key].headers
        return {header.attribute: header for header in headers}

    def _report(self, header: ResponseHeader, reason: str) -> None:
        operation = self.operation
        if not self.strict:
            warn_once(operation.id, [f"header {header.name}"])
            return
        raise ResponseValidationError(
            f"{operation.id}: a response with status {self.status_code}: "
            f"the header {header.name} {reason}",
            status_code=self.status_code,
            headers=self.headers,
            body=self.body,
            operation=(operation.id, operation.method, operation.path),
        )


def _type(header: ResponseHeader) -> Any:
    """The type of an attribute: `Set-Cookie` has one value for each line."""
    if header.name.lower() != _COOKIES or "array" in shape_of(header.type).kinds:
        return header.type
    return list[header.type]  # type: ignore[name-defined]


def _value(header: ResponseHeader, lines: list[str]) -> object:
    """The JSON value that the lines of a field stand for, as far as they do."""
    shape = shape_of(header.type)
    if header.name.lower() == _COOKIES:
        item = shape.item(0) if "array" in shape.kinds else shape
        return [item.read(line) for line in lines]
    if header.content is not None:
        return _content(shape, ", ".join(lines), header.content)
    if not shape.kinds & {"array", "object"}:
        return shape.read(", ".join(lines))
    text = ",".join(lines)
    try:
        return split(shape, text, ",", explode=header.explode, decode=stripped)
    except StyleError:
        return text


def _content(shape: Shape, text: str, media_type: str) -> object:
    """A value that `content` describes: JSON, or what the text stands for."""
    if not is_json(media_type):
        return shape.read(text)
    try:
        return from_json(text)
    except ValueError:
        return text

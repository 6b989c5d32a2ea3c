"""Arguments of an operation, written where its parameters say they go."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote

from .codec import codec_of
from .errors import RequestValidationError
from .forms import form_pairs, form_text
from .header_fields import field_name, field_value
from .judging import Judge
from .link_values import Linked
from .media_types import FORM, is_json, kind_of
from .missing import MISSING
from .narrowing import is_array, is_object
from .operation import Operation, Parameter
from .styles import (
    delimiter_of,
    is_undefined,
    label,
    matrix,
    primitive,
    query_pairs,
    quoted,
    quoted_reserved,
    quoted_segments,
    simple,
)

_NO_ITEMS = "a value without items has no form here"
_EXPRESSION = re.compile(r"\{([^}]*)\}")
_SPECIAL = frozenset("{.%")
"""Without one of these, a segment is literal text and no dot segment in disguise."""


@dataclass(slots=True)
class Arguments:
    """A path, and what goes with it; `query` and `cookies` are encoded pairs."""

    path: str
    query: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    cookies: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def write_arguments(
    operation: Operation[Any], arguments: Sequence[object]
) -> Arguments:
    """Writes one argument for each of `operation.parameters`, in that order.

    `MISSING` is not sent, and neither are None and empty arrays and objects, which have
    no form outside JSON (RFC 6570, section 2.3); where the parameter is JSON and takes
    null, None is null. Raises `RequestValidationError` for
    what breaks the document or has no form where it goes, such as a header with a line
    break, and ValueError for a path that would lead elsewhere.
    """
    fixed = [(quoted(name), quoted(value)) for name, value in operation.query]
    written = Arguments(operation.path, query=fixed)
    segments: dict[str, str] = {}
    writers = _writers(operation)
    for writer, argument in zip(writers, arguments, strict=True):
        value = MISSING if argument is MISSING else writer.value(argument)
        if value is MISSING:
            writer.check_absence(" is required")
        else:
            writer.write(value, written, segments)
    written.path = expand_path(operation.path, segments)
    return written


@cache
def _writers(operation: Operation[Any]) -> "tuple[_Writer, ...]":
    """What writes the arguments of an operation: prepared at its first call."""
    return tuple(_Writer(operation.id, each) for each in operation.parameters)


class _Writer:
    """Judges and writes the arguments of one parameter."""

    __slots__ = ("_is_segment", "_is_text", "_judge", "_parameter", "_what")

    def __init__(self, operation_id: str, parameter: Parameter) -> None:
        self._what = f"{operation_id}: {parameter.location} {parameter.name!r}"
        self._parameter = parameter
        self._judge = Judge(parameter.type, self._what)
        self._is_text = parameter.type is str
        is_plain = parameter.content is None and not parameter.several
        self._is_segment = (
            self._is_text
            and is_plain
            and (parameter.location, parameter.effective_style) == ("path", "simple")
        )

    def value(self, argument: object) -> Any:
        """The JSON value of an argument, or `MISSING` for what has no form there.

        Raises `RequestValidationError`.
        """
        if self._is_text and type(argument) is str:
            return argument
        if argument is None and not self._has_null():
            return MISSING
        if isinstance(argument, Linked):
            argument = argument.of_type(self._parameter.type)
        if self._parameter.type is Any:
            self._check_finite(argument)
        return self._judge.json_value(argument)

    def _has_null(self) -> bool:
        """Whether None can be written: in JSON, and where the schema has null."""
        content, type_ = self._parameter.content, self._parameter.type
        in_json = content is not None and is_json(content)
        return in_json and codec_of(type_).admits_null()

    def _check_finite(self, argument: object) -> None:
        """Any other type refuses infinity and NaN by itself; JSON would be null."""
        for value in argument if is_array(argument) else [argument]:
            if isinstance(value, float) and not math.isfinite(value):
                reason = "infinity and NaN cannot be sent"
                raise RequestValidationError(f"{self._what}: {reason}")

    def check_absence(self, reason: str) -> None:
        """Raises `RequestValidationError` where something has to be sent."""
        if self._parameter.required:
            raise RequestValidationError(f"{self._what}{reason}")

    def write(self, value: Any, into: Arguments, segments: dict[str, str]) -> None:
        """Puts a value where it goes; that of a path among the `segments`.

        An empty array or object is written by no style (RFC 6570, section 2.3), so it
        is left out. Raises `RequestValidationError` for what has no form there.
        """
        if self._is_segment:
            segments[self._parameter.name] = quoted(value)
            return
        if self._parameter.content is None and is_undefined(value):
            self.check_absence(f": {_NO_ITEMS}")
            return
        try:
            self._write(value, into, segments)
        except ValueError as error:
            raise RequestValidationError(f"{self._what}: {error}") from error

    def _write(self, value: Any, into: Arguments, segments: dict[str, str]) -> None:
        parameter = self._parameter
        match parameter.location:
            case "path":
                segments[parameter.name] = _path_text(parameter, value)
            case "header":
                name = field_name(parameter.name)
                into.headers[name] = _header_text(parameter, value)
            case "query":
                into.query += self._some(_pairs(parameter, value))
            case "querystring":
                into.query += self._some(_whole_query(parameter, value))
            case "cookie":
                into.cookies += self._some(_pairs(parameter, value))

    def _some(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        if self._parameter.required and not pairs:
            raise ValueError(_NO_ITEMS)
        return pairs


def expand_path(template: str, values: dict[str, str]) -> str:
    """A path template with its expressions replaced (OpenAPI 3.1, section 4.8.8).

    `values` are encoded. Raises ValueError when a segment becomes empty or, however
    often it is decoded, contains a dot segment (RFC 3986, section 5.2.4): either would
    name another resource than the one meant.
    """
    expanded: list[str] = []
    for segment, pieces in _segments(template):
        if not pieces:
            expanded.append(segment)
            continue
        # A value is never read as a template.
        text = "".join(values[each] if odd else each for odd, each in pieces)
        if segment and (not text or _has_dot_segment(text)):
            raise ValueError(f"unsafe value for {segment!r} in the path {template!r}")
        expanded.append(text)
    return "/".join(expanded)


@lru_cache(maxsize=4096)
def _segments(template: str) -> list[tuple[str, list[tuple[int, str]]]]:
    """Each segment, and the pieces of one that may change: text, then a name, and on.

    Even pieces are text, odd ones names.
    """
    return [
        (
            segment,
            (
                []
                if _SPECIAL.isdisjoint(segment)
                else [
                    (at % 2, piece)
                    for at, piece in enumerate(_EXPRESSION.split(segment))
                    if piece or at % 2
                ]
            ),
        )
        for segment in template.split("/")
    ]


def extra_pairs(given: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    """Query parameters that no document describes, in style form."""
    pairs: list[tuple[str, str]] = []
    for name, value in given:
        dumped = codec_of(Any).write_plain(value)
        pairs += query_pairs(name, dumped, "form", explode=True)
    return pairs


def _content_text(parameter: Parameter, value: Any) -> str | None:
    """The text of a parameter described by `content`; None for any other."""
    if parameter.content is None:
        return None
    match kind_of(parameter.content):
        case "json":
            return codec_of(Any).write_json(value, ensure_ascii=True).decode()
        case "form" if is_object(value):
            return form_text(value, parameter.encoding)
        case _:
            return primitive(value)


def _path_text(parameter: Parameter, value: Any) -> str:
    content = _content_text(parameter, value)
    if content is not None:
        return quoted(content)
    style, explode = parameter.effective_style, parameter.effective_explode
    if style == "label":
        return label(value, explode)
    if style == "matrix":
        return matrix(parameter.name, value, explode)
    quote = quoted_segments if parameter.several else quoted
    return simple(value, explode, quote, delimiter_of(style))


def _header_text(parameter: Parameter, value: Any) -> str:
    text = _content_text(parameter, value)
    if text is None:
        separator = unquote(delimiter_of(parameter.effective_style))
        text = simple(value, parameter.effective_explode, str, separator)
    return field_value(parameter.name, text)


def _pairs(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    quote = quoted_reserved if parameter.allow_reserved else quoted
    content = _content_text(parameter, value)
    if content is not None:
        return [(quoted(parameter.name), quote(content))]
    style, explode = parameter.effective_style, parameter.effective_explode
    if style == "cookie":
        quote = _cookie_text
    return query_pairs(parameter.name, value, style, explode, quote)


def _whole_query(parameter: Parameter, value: Any) -> list[tuple[str, str]]:
    """A form, or a text that stands for itself, which is a pair without a name."""
    if kind_of(parameter.content or FORM) == "form":
        return list(form_pairs(value, parameter.encoding))
    return [("", quoted(_content_text(parameter, value) or ""))]


def _cookie_text(text: str) -> str:
    """Cookies are not percent-encoded in style cookie (OpenAPI 3.2, section 4.12.4)."""
    if not text.isascii() or not text.isprintable() or ";" in text:
        raise ValueError("a cookie has no room for such characters")
    return text


def _has_dot_segment(text: str) -> bool:
    if _SPECIAL.isdisjoint(text):
        return False
    while (decoded := unquote(text)) != text:
        text = decoded
    return any(part in (".", "..") for part in text.replace("\\", "/").split("/"))

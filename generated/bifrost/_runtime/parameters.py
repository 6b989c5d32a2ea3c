"""Arguments of an operation, written where its parameters say they go."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from .adapters import adapter_of
from .forms import form_pairs
from .header_fields import field_name, field_value
from .media_types import FORM, is_json, kind_of
from .missing import MISSING
from .narrowing import is_array
from .operation import Operation, Parameter
from .styles import (
    delimiter_of,
    label,
    matrix,
    primitive,
    query_pairs,
    quoted,
    quoted_reserved,
    simple,
)

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

    `MISSING` is not sent, and neither is None, since null has no form outside JSON
    (RFC 6570, section 2.3). Raises ValueError for a path that would lead elsewhere, and
    for a header that would contain a line break.
    """
    fixed = [(quoted(name), quoted(value)) for name, value in operation.query]
    written = Arguments(operation.path, query=fixed)
    segments: dict[str, str] = {}
    for parameter, argument in zip(operation.parameters, arguments, strict=True):
        value = MISSING if argument is MISSING else _json_value(parameter, argument)
        if value is MISSING or value is None:
            if parameter.required:
                raise ValueError(f"{parameter.location} {parameter.name!r} is required")
            continue
        if parameter.location == "path":
            segments[parameter.name] = _path_text(parameter, value)
        elif parameter.location == "header":
            name = field_name(parameter.name)
            written.headers[name] = _header_text(parameter, value)
        elif parameter.location == "query":
            written.query += _pairs(parameter, value)
        elif parameter.location == "querystring":
            written.query += _whole_query(parameter, value)
        else:
            written.cookies += _pairs(parameter, value)
    written.path = expand_path(operation.path, segments)
    return written


def expand_path(template: str, values: dict[str, str]) -> str:
    """A path template with its expressions replaced (OpenAPI 3.1, section 4.8.8).

    `values` are encoded. Raises ValueError when a segment becomes empty or, however
    often it is decoded, contains a dot segment (RFC 3986, section 5.2.4): either would
    name another resource than the one meant.
    """
    expanded: list[str] = []
    for segment in template.split("/"):
        if _SPECIAL.isdisjoint(segment):
            expanded.append(segment)
            continue
        text = _expand(segment, values)
        if segment and (not text or _has_dot_segment(text)):
            raise ValueError(f"unsafe value for {segment!r} in the path {template!r}")
        expanded.append(text)
    return "/".join(expanded)


def extra_pairs(given: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    """Query parameters that no document describes, in style form."""
    pairs: list[tuple[str, str]] = []
    for name, value in given:
        dumped = adapter_of(Any).dump_python(value, mode="json")
        pairs += query_pairs(name, dumped, "form", explode=True)
    return pairs


def _json_value(parameter: Parameter, argument: object) -> Any:
    for value in argument if is_array(argument) else [argument]:
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"{parameter.name!r}: infinity and NaN cannot be sent")
    return adapter_of(parameter.type).dump_python(
        argument, mode="json", by_alias=True, exclude_unset=True, warnings=False
    )


def _content_text(parameter: Parameter, value: Any) -> str | None:
    """The text of a parameter described by `content`; None for any other."""
    if parameter.content is None:
        return None
    if not is_json(parameter.content):
        return primitive(value)
    return adapter_of(Any).dump_json(value, ensure_ascii=True).decode()


def _path_text(parameter: Parameter, value: Any) -> str:
    content = _content_text(parameter, value)
    if content is not None:
        return quoted(content)
    style, explode = parameter.effective_style, parameter.effective_explode
    if style == "label":
        return label(value, explode)
    if style == "matrix":
        return matrix(parameter.name, value, explode)
    return simple(value, explode, separator=delimiter_of(style))


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
        return list(form_pairs(value, {}))
    return [("", quoted(_content_text(parameter, value) or ""))]


def _cookie_text(text: str) -> str:
    """Cookies are not percent-encoded in style cookie (OpenAPI 3.2, section 4.12.4)."""
    if not text.isascii() or not text.isprintable() or ";" in text:
        raise ValueError("a cookie has no room for such characters")
    return text


def _expand(segment: str, values: dict[str, str]) -> str:
    """Replaces each `{name}` of the segment; a value is never read as a template."""
    text, rest = "", segment
    while rest:
        literal, opening, rest = rest.partition("{")
        name, closing, rest = rest.partition("}")
        text += literal + (values[name] if closing else opening + name)
    return text


def _has_dot_segment(text: str) -> bool:
    if _SPECIAL.isdisjoint(text):
        return False
    while (decoded := unquote(text)) != text:
        text = decoded
    return any(part in (".", "..") for part in text.replace("\\", "/").split("/"))

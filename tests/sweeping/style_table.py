"""The style table of OpenAPI 3.1 (section 4.8.12.4), written anew.

The witness's own: nothing here is shared with apiloom or with what it generates. A
value is JSON; `Undefined` is raised where OpenAPI does not say how it is written.
"""

from __future__ import annotations

import json
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from tests.sweeping.described import DescribedParameter

Pairs: TypeAlias = list[tuple[str, str]]

_SEPARATORS: Final = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}


class Undefined(Exception):  # noqa: N818 - an outcome, not an error
    """OpenAPI does not say how this is written; the text says which case it is."""


def encoded(text: str) -> str:
    """Unreserved characters stay (RFC 3986, section 2.3); all others are encoded."""
    return quote(text, safe="")


def scalar(value: Any) -> str:
    """A string as it is; numbers and booleans as JSON writes them."""
    if isinstance(value, dict | list):
        raise Undefined("a value inside a value has no style")
    if value is None:
        raise Undefined("null has no style")
    return value if isinstance(value, str) else json.dumps(value)


def path_text(parameter: DescribedParameter, value: Any) -> str:
    """Styles simple, label and matrix (RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7)."""
    if parameter.content is not None:
        return encoded(content_text(parameter.content, value))
    match parameter.style:
        case "label":
            separator = "." if parameter.explode else ","
            return "." + separator.join(_items(value, parameter.explode))
        case "matrix":
            return _matrix(parameter, value)
    return ",".join(_items(value, parameter.explode))


def query_pairs(parameter: DescribedParameter, value: Any) -> Pairs:
    """Encoded names and values: form, deepObject, and separated by space or pipe."""
    name = encoded(parameter.name)
    if parameter.content is not None:
        return [(name, encoded(content_text(parameter.content, value)))]
    if parameter.style == "deepObject":
        return _deep(parameter, value)
    if not isinstance(value, dict | list):
        return [(name, encoded(scalar(value)))]
    if parameter.explode and isinstance(value, list):
        return [(name, encoded(scalar(item))) for item in value]
    if parameter.explode and isinstance(value, dict):
        return [(encoded(key), encoded(scalar(v))) for key, v in value.items()]
    return [(name, _SEPARATORS[parameter.style].join(_items(value, explode=False)))]


def header_text(parameter: DescribedParameter, value: Any) -> str:
    """Style simple; a header field is not percent-encoded."""
    if parameter.content is not None:
        return content_text(parameter.content, value)
    if isinstance(value, list):
        return ",".join(scalar(item) for item in value)
    if isinstance(value, dict):
        between = "=" if parameter.explode else ","
        return ",".join(f"{key}{between}{scalar(v)}" for key, v in value.items())
    return scalar(value)


def cookie_pairs(parameter: DescribedParameter, value: Any) -> Pairs:
    """Style form in a Cookie field; style cookie is the same without encoding."""
    if parameter.content is None and parameter.style == "cookie":
        return [(parameter.name, scalar(value))]
    is_many = isinstance(value, dict | list) and parameter.content is None
    if is_many and parameter.explode:
        raise Undefined("form with explode in a cookie, whose `&` no cookie has")
    return query_pairs(parameter, value)


def content_text(media_type: str, value: Any) -> str:
    """A value that `content` describes: JSON, or a text as it is."""
    essence = media_type.partition(";")[0].strip().lower()
    if essence == "application/json" or essence.endswith("+json"):
        return json.dumps(value, separators=(",", ":"))
    if essence == "application/x-www-form-urlencoded":
        raise Undefined("a form inside a parameter")
    return scalar(value)


def _items(value: Any, explode: bool) -> list[str]:
    if isinstance(value, list):
        return [encoded(scalar(item)) for item in value]
    if not isinstance(value, dict):
        return [encoded(scalar(value))]
    pairs = [(encoded(key), encoded(scalar(member))) for key, member in value.items()]
    if explode:
        return [f"{key}={member}" for key, member in pairs]
    return [part for pair in pairs for part in pair]


def _matrix(parameter: DescribedParameter, value: Any) -> str:
    name = encoded(parameter.name)
    if parameter.explode and isinstance(value, list):
        pairs = [(name, encoded(scalar(item))) for item in value]
    elif parameter.explode and isinstance(value, dict):
        pairs = [(encoded(key), encoded(scalar(v))) for key, v in value.items()]
    else:
        pairs = [(name, ",".join(_items(value, explode=False)))]
    return "".join(f";{key}={text}" if text else f";{key}" for key, text in pairs)


def _deep(parameter: DescribedParameter, value: Any) -> Pairs:
    """Objects of primitive values: all that OpenAPI says of deepObject."""
    if not isinstance(value, dict):
        raise Undefined("deepObject of what is no object")
    if any(isinstance(member, dict | list) for member in value.values()):
        raise Undefined("deepObject with a value inside a value")
    return [
        (encoded(f"{parameter.name}[{key}]"), encoded(scalar(member)))
        for key, member in value.items()
    ]

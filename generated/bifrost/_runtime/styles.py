"""How a value is written in a URL, a header or a cookie: the style table.

Styles are those of OpenAPI 3.1, section 4.8.12.4, which builds on RFC 6570, section
3.2. Values are JSON; null is undefined, and so is an empty array or object (section
2.3 there): they are left out. The OpenAPI Specification says nothing of arrays and
objects inside others. Here they are written as JSON; in style deepObject, objects go on
with further brackets and arrays repeat the name:
`filter[owner][id]=7&filter[owner][id]=8`, unless they hold objects, which are told
apart by their index: `filter[0][id]=7&filter[1][id]=8`.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from .narrowing import is_array, is_object

if TYPE_CHECKING:
    from .operation import ParameterStyle

Quote: TypeAlias = Callable[[str], str]
_DELIMITERS = {
    "spaceDelimited": "%20",
    "pipeDelimited": "%7C",
    "tabDelimited": "%09",
}
_RESERVED = ":/?@!$'()*,;="
"""RFC 3986, section 2.2, less what would end the query or one of its values."""
_TRIPLE = re.compile("(%[0-9A-Fa-f]{2})")
"""RFC 3986, section 2.1."""


_EXACT = 2.0**53
"""Below this, every whole number is a float of its own."""


def quoted(text: str) -> str:
    """Everything percent-encoded but unreserved characters (RFC 3986, section 2.3)."""
    return quote(text, safe="")


def quoted_segments(text: str) -> str:
    """The same, but slashes go on telling segments of a path apart."""
    return quote(text, safe="/")


def quoted_reserved(text: str) -> str:
    """Reserved characters stay as they are (`allowReserved`).

    Still encoded are `#`, `&` and `+`, which would change where the value ends or what
    it means, and the brackets, which a query cannot contain (RFC 3986, section 3.4).
    What is percent-encoded already stays so (RFC 6570, section 3.2.3).
    """
    return _quoted_once(text, _RESERVED)


def _quoted_in_list(text: str) -> str:
    """The same for what stands in a list: a comma inside is encoded."""
    return _quoted_once(text, _RESERVED.replace(",", ""))


def _quoted_once(text: str, safe: str) -> str:
    parts = _TRIPLE.split(text)
    parts[::2] = (quote(part, safe=safe) for part in parts[::2])
    return "".join(parts)


def primitive(value: Any) -> str:
    """The text of a JSON value: a string as it is, `5.0` without its fraction."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    return value if isinstance(value, str) else json_text(value)


def json_text(value: Any) -> str:
    """The JSON text of a value, without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def is_undefined(value: Any) -> bool:
    """Whether nothing would be written: null, and what has nothing but null inside."""
    if is_array(value):
        return all(item is None for item in value)
    return value is None or (is_object(value) and not _present(value))


def delimiter_of(style: "ParameterStyle") -> str:
    """What stands between the items of an array, percent-encoded where it must be."""
    return _DELIMITERS.get(style, ",")


def delimited(texts: list[str], delimiter: str) -> list[str]:
    """Texts that are told apart by a delimiter, which none of them may hold.

    OpenAPI 3.1.1, appendix E. Raises ValueError.
    """
    if any(delimiter in text for text in texts):
        raise ValueError(f"{delimiter!r} inside of an item would end it")
    return texts


def simple(
    value: Any, explode: bool, quote: Quote = quoted, separator: str = ","
) -> str:
    """Style simple: `blue,black`, for paths and headers (RFC 6570, section 3.2.2).

    Swagger 2.0 has other separators there too.
    """
    return separator.join(_items(value, explode, quote, separator))


def label(value: Any, explode: bool) -> str:
    """Style label: `.blue.black` (RFC 6570, section 3.2.5)."""
    separator = "." if explode else ","
    return "." + separator.join(_items(value, explode, quoted, separator))


def matrix(name: str, value: Any, explode: bool) -> str:
    """Style matrix: `;color=blue,black` (RFC 6570, section 3.2.7)."""
    if explode and is_array(value):
        return "".join(_matrix_pair(name, quoted(primitive(item))) for item in value)
    if explode and is_object(value):
        members = _present(value).items()
        return "".join(
            _matrix_pair(key, quoted(primitive(member))) for key, member in members
        )
    return _matrix_pair(name, ",".join(_items(value, False, quoted, ",")))


def query_pairs(
    name: str, value: Any, style: "ParameterStyle", explode: bool, quote: Quote = quoted
) -> list[tuple[str, str]]:
    """Names and values, encoded, in which a parameter stands in a query or a cookie.

    Styles form (RFC 6570, section 3.2.8), deepObject, and those named after what
    separates.
    """
    if value is None:
        return []
    if style == "deepObject":
        return list(_deep_pairs(name, value, quote))
    if not (is_array(value) or is_object(value)):
        return [(quoted(name), quote(primitive(value)))]
    if explode and is_object(value):
        return [
            (quoted(key), quote(primitive(member)))
            for key, member in _present(value).items()
        ]
    if explode:
        texts = (quote(primitive(item)) for item in value if item is not None)
        return [(quoted(name), text) for text in texts]
    delimiter = delimiter_of(style)
    if quote is quoted_reserved and delimiter == ",":
        quote = _quoted_in_list
    items = list(_items(value, False, quote, delimiter))
    return [(quoted(name), delimiter.join(items))] if items else []


def _deep_pairs(name: str, value: Any, quote: Quote) -> Iterator[tuple[str, str]]:
    pending: list[tuple[str, Any]] = [(name, value)]
    while pending:
        path, current = pending.pop()
        if is_object(current):
            inner = [(f"{path}[{key}]", current[key]) for key in current]
            pending.extend(reversed(inner))
        elif is_array(current) and any(map(is_object, current)):
            indexed = [(f"{path}[{n}]", item) for n, item in enumerate(current)]
            pending.extend(reversed(indexed))
        elif is_array(current):
            repeated = f"{path}[]" if path == name else path
            pairs = ((quoted(repeated), quote(primitive(item))) for item in current)
            yield from pairs
        elif current is not None:
            yield quoted(path), quote(primitive(current))


def _items(value: Any, explode: bool, quote: Quote, separator: str) -> Iterator[str]:
    """The parts of a value that a separator goes between.

    Raises ValueError for a part that holds it even when it is encoded.
    """
    if is_array(value):
        items = [quote(primitive(item)) for item in value if item is not None]
        yield from delimited(items, separator)
    elif is_object(value):
        between = "=" if explode else separator
        for key, member in _present(value).items():
            name, text = quote(key), quote(primitive(member))
            delimited([name], between)
            yield between.join((name, *delimited([text], separator)))
    else:
        yield quote(primitive(value))


def _matrix_pair(name: str, text: str) -> str:
    return f";{quoted(name)}={text}" if text else f";{quoted(name)}"


def _present(value: dict[str, Any]) -> dict[str, Any]:
    return {key: member for key, member in value.items() if member is not None}

"""The head of a part of a multipart body: what it is called, and what it is in."""

import re
from typing import NamedTuple
from urllib.parse import unquote

from .charsets import text_in

_FIELD = re.compile(
    r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|\\?$)|([^;]*))', re.DOTALL
)
"""A parameter: a quoted string, or a token (RFC 2183, section 2). Whatever stands
there, it is read in a time in proportion to its length."""
_QUOTED = re.compile(r'\\(["\\])')
_ESCAPED = re.compile("%(22|0D|0A)", re.IGNORECASE)
_FOLDED = re.compile(rb"\r\n[ \t]+")


class PartHead(NamedTuple):
    """What a part says of itself; `name` and `filename` are None where it has none."""

    name: str | None = None
    filename: str | None = None
    media_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """All of its fields, names in lower case."""


def read_head(head: bytes) -> PartHead:
    """The head of a part, without the empty line that ends it (RFC 2046, 5.1)."""
    headers: list[tuple[str, str]] = []
    for line in _FOLDED.sub(b" ", head).split(b"\r\n"):
        name, colon, value = line.partition(b":")
        if colon:
            headers.append((_text(name).strip().lower(), _text(value).strip()))
    fields = dict(reversed(headers))
    said = _disposition(fields.get("content-disposition", ""))
    media_type = fields.get("content-type") or None
    return PartHead(said.get("name"), said.get("filename"), media_type, tuple(headers))


def _text(value: bytes) -> str:
    """Names are in UTF-8 (RFC 7578, section 5.1), or else in what HTTP once was in."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _disposition(value: str) -> dict[str, str]:
    """The parameters of Content-Disposition; the first of a name counts.

    Browsers encode quotes and line breaks in them, and nothing else (WHATWG HTML,
    section 4.10.21.8). A backslash stands before quotes and itself alone: others are of
    paths. What RFC 5987 encodes is not to be sent (RFC 7578, 4.2), and is understood.
    """
    fields: dict[str, str] = {}
    for match in _FIELD.finditer(value):
        key, quoted, token = match[1].lower(), match[2], match[3]
        text = _QUOTED.sub(r"\1", quoted) if token is None else token.strip()
        if key.endswith("*"):
            extended = _extended(text)
            if extended is not None:
                fields[key[:-1]] = extended
        else:
            fields.setdefault(key, _ESCAPED.sub(_unescaped, text))
    return fields


def _extended(text: str) -> str | None:
    """The text of `UTF-8''na%C3%AFve` (RFC 5987, section 3.2)."""
    charset, _, rest = text.partition("'")
    language, quote, encoded = rest.partition("'")
    del language
    if not quote:
        return None
    try:
        content = unquote(encoded, "latin-1", "strict").encode("latin-1")
        return text_in(content, charset.lower())
    except ValueError:
        return None


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))

"""Media types: what is declared, what is sent, and how its bytes are read.

Nothing else in this package, and nothing in apiloom, judges a media type.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from .operation import MediaType

Kind: TypeAlias = Literal["json", "form", "multipart", "text", "bytes"]
Framing: TypeAlias = Literal["lines", "records", "events"]

FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
MULTIPART = "multipart/form-data"

_LINES = frozenset(
    {
        "application/jsonl",
        "application/x-jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/ndjson",
        "application/x-ndjson",
    }
)
_PARAMETER = re.compile(
    r';[ \t]*(?:([^\s=;"]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*)))?[ \t]*'
)


class ContentType(NamedTuple):
    """A media type in lower case, with its parameters (names in lower case)."""

    name: str
    parameters: dict[str, str]

    @property
    def charset(self) -> str:
        """The charset (RFC 9110, section 8.3.2); UTF-8 where there is none."""
        return self.parameters.get("charset", "utf-8").strip("'").lower()


def parse_content_type(value: str) -> ContentType | None:
    """Read a Content-Type header; None where it is malformed (RFC 9110, 8.3.1)."""
    name, semicolon, rest = value.partition(";")
    name = name.strip().lower()
    if name.count("/") != 1 or not all(name.split("/")):
        return None
    parameters: dict[str, str] = {}
    rest, position = semicolon + rest, 0
    while position < len(rest):
        match = _PARAMETER.match(rest, position)
        if match is None:
            return None
        position = match.end()
        if match[1]:
            quoted, plain = match[2], match[3]
            text = plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            parameters.setdefault(match[1].lower(), text)
    return ContentType(name, parameters)


def read_content_type(value: str) -> ContentType:
    """The same, making the best of a malformed one: the type without parameters."""
    return parse_content_type(value) or ContentType(essence(value), {})


def essence(name: str) -> str:
    """`type/subtype` in lower case, without parameters (RFC 9110, section 8.3.1)."""
    return name.partition(";")[0].strip().lower()


@lru_cache(maxsize=1024)
def kind_of(name: str) -> Kind:
    """How a body of the media type `name` is read and written.

    JSON is what the WHATWG calls so (MIME Sniffing, section 4.6): `application/json`,
    `text/json` and every `+json` type (RFC 6839, section 3.1). XML (RFC 7303) is text
    that is not parsed. A range such as `*/*` holds bytes, `text/*` holds text.
    """
    name = essence(name)
    if name in {"application/json", "text/json"} or name.endswith("+json"):
        return "json"
    if name == FORM:
        return "form"
    if name.startswith("multipart/"):
        return "multipart"
    if name.startswith("text/") or is_xml(name):
        return "text"
    return "bytes"


def body_kind(media: MediaType) -> Kind:
    """How a body is read and written: bytes are bytes under any media type.

    A schema of the format `binary` under `application/json` describes the body itself,
    not a string of JSON in it (OpenAPI 3.0, section 4.7.14). One of an object under a
    range describes the JSON that comes.
    """
    if media.type is bytes:
        return "bytes"
    is_json_here = media.json or is_json_by_type(media)
    return "json" if is_json_here else kind_of(media.name)


def is_json_by_type(media: MediaType) -> bool:
    """Whether a range stands for JSON, since its type is of what is no text."""
    if not is_json_range(media.name) or media.items or media.type in (bytes, str):
        return False
    # Imported when it is needed: whoever generates code asks for names alone.
    from .encoded_types import is_encoded

    return not is_encoded(media.type)


def is_json_range(name: str) -> bool:
    """Whether a range covers JSON."""
    return essence(name) in {"*/*", "application/*"}


def is_xml(name: str) -> bool:
    """Whether a body of this media type is XML (RFC 7303)."""
    return essence(name).endswith(("/xml", "+xml"))


def accept_field(content: Sequence[MediaType]) -> str:
    """The Accept field for what may come (RFC 9110, section 12.5.1).

    Where JSON is among it, what would only be text comes after it, and so does what a
    range leaves open. What says the same in a second way is not asked for.
    """
    has_json = any(body_kind(media) == "json" for media in content)
    names: dict[str, None] = {}
    later: dict[str, None] = {}
    for media in content:
        if media.second:
            continue
        if is_json_by_type(media):
            names[_JSON] = None
        is_later = is_range(media.name) or body_kind(media) == "text"
        if has_json and is_later and not media.items:
            later[f"{media.name};q=0.5"] = None
        else:
            names[media.name] = None
    return ", ".join([*names, *later])


def framing_of(name: str) -> Framing | None:
    """How the items of a sequential media type are told apart; None for any other.

    OpenAPI 3.2, section 4.14.3: JSON Lines, JSON text sequences (RFC 7464) and
    server-sent events.
    """
    name = essence(name)
    if name in _LINES:
        return "lines"
    if name == "application/json-seq" or name.endswith("+json-seq"):
        return "records"
    return "events" if name == "text/event-stream" else None


def is_of_parts(name: str) -> bool:
    """Whether a body has parts, but is no form: `multipart/mixed`, say."""
    return kind_of(name) == "multipart" and essence(name) != MULTIPART


def is_json(name: str) -> bool:
    """Whether a body of this media type is JSON."""
    return kind_of(name) == "json"


def is_range(name: str) -> bool:
    """Whether this is a media range, such as `text/*` (RFC 9110, section 12.5.1)."""
    return essence(name).endswith("/*")


def preferred(content: Sequence[MediaType]) -> MediaType:
    """What JSON of another media type is read as: the first JSON, else the first."""
    return next((media for media in content if is_json(media.name)), content[0])


def best_match(content: Sequence[MediaType], sent: ContentType) -> MediaType | None:
    """The declared media type or range that covers what was sent, if any does.

    "If a request matches multiple keys, only the most specific key is applicable"
    (OpenAPI 3.1, section 4.8.14): `text/plain` before `text/*` before `*/*`. Among the
    same types, the one whose parameters agree best.
    """
    ranked = [(_rank(media.name, sent), media) for media in content]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0][0] > 0 else None


def encoded_text(text: str, name: str) -> bytes:
    """The text in the charset that the media type names; ValueError if it cannot be."""
    try:
        return text.encode(read_content_type(name).charset)
    except LookupError as error:
        raise ValueError(str(error)) from None


def with_charset(name: str) -> str:
    """The Content-Type of text in UTF-8, which XML is in without saying so."""
    content_type = read_content_type(name)
    if content_type.name.startswith("text/") and "charset" not in content_type[1]:
        return f"{name}; charset=utf-8"
    return name


# Of the document's own names there are only so many; of those that are sent, not.
_declared = lru_cache(maxsize=1024)(read_content_type)


def _rank(declared: str, sent: ContentType) -> tuple[int, int]:
    """How specific the declared type is, 0 for no match; how its parameters agree."""
    name, parameters = _declared(declared)
    if name == sent.name:
        agreeing = sum(
            1 if sent.parameters.get(key, "").lower() == text.lower() else -1
            for key, text in parameters.items()
        )
        return 3, agreeing
    if is_range(name) and sent.name.startswith(name[:-1]):
        return 2, 0
    return (1, 0) if name == "*/*" else (0, 0)

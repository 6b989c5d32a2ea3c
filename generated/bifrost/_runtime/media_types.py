"""Media types: parsing, and the one that describes a given body best."""

from collections.abc import Sequence

from .operation import MediaType


def essence(content_type: str) -> str:
    """`type/subtype` in lower case, without parameters (RFC 9110, section 8.3.1)."""
    return content_type.partition(";")[0].strip().lower()


def charset(content_type: str) -> str:
    """The charset parameter (RFC 9110, section 8.3.2); UTF-8 without a usable one."""
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return _known_encoding(value.strip().strip("\"'"))
    return "utf-8"


def is_json(content_type: str) -> bool:
    """Whether the body is JSON: `application/json` or a `+json` type (RFC 6839)."""
    name = essence(content_type)
    return name in ("application/json", "text/json") or name.endswith("+json")


def is_text(content_type: str) -> bool:
    """Whether the body is text that Python reads as `str`."""
    return essence(content_type).startswith("text/")


def is_range(content_type: str) -> bool:
    """Whether this is a media range, such as `text/*` (RFC 9110, section 12.5.1)."""
    return essence(content_type).endswith("/*")


def preferred(content: Sequence[MediaType]) -> MediaType:
    """The media type to write a request body in: the first JSON, else the first."""
    return next((media for media in content if is_json(media.name)), content[0])


def best_match(content: Sequence[MediaType], content_type: str) -> MediaType | None:
    """The declared media type that describes a body of `content_type` best.

    "If a request matches multiple keys, only the most specific key is applicable"
    (OpenAPI 3.1, section 4.8.14). None when no declared one matches.
    """
    ranked = [(_specificity(media.name, content_type), media) for media in content]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] > 0 else None


def _specificity(declared: str, given: str) -> int:
    wanted, actual = essence(declared), essence(given)
    ranks = (
        (5, declared.replace(" ", "").lower() == given.replace(" ", "").lower()),
        (4, wanted == actual),
        (3, is_json(wanted) and is_json(actual)),
        (2, is_range(wanted) and actual.startswith(wanted[:-1])),
        (1, wanted == "*/*"),
    )
    return next((rank for rank, matches in ranks if matches), 0)


def _known_encoding(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        return "utf-8"
    return name

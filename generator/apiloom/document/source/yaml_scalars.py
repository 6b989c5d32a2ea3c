"""What a YAML scalar means: the core schema of YAML 1.2.2 (section 10.3).

YAML 1.1, which PyYAML resolves by default, reads `on` as true, `12:30` as 750 and
`2020-01-01` as a date; 1.2 reads all three as strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from apiloom.document.source.numbers import (
    ScalarError,
    float_from,
    integer_from,
    not_json,
)
from apiloom.document.source.tree import Json

_CORE: Final = "tag:yaml.org,2002:"
NON_SPECIFIC: Final = "!"
"""The tag that says: do not resolve (YAML 1.2.2 section 6.9.1)."""

MAPPING_TAGS: Final = frozenset({None, NON_SPECIFIC, f"{_CORE}map"})
SEQUENCE_TAGS: Final = frozenset({None, NON_SPECIFIC, f"{_CORE}seq"})

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS: Final = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
# A plain scalar that begins with anything else is a string: that settles nearly all.
_SUSPECTS: Final = frozenset("~nNtTfF-+.0123456789")


def resolve_plain(text: str) -> Json:
    """The value of an untagged plain scalar (YAML 1.2.2 section 10.3.2).

    Raises `ScalarError` for infinities, NaN and numbers beyond what a float holds:
    JSON has none of them.
    """
    if text and text[0] not in _SUSPECTS:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return integer_from(text)
    if _FLOAT.fullmatch(text):
        return _float_from(text)
    return text


def resolve_tagged(tag: str, text: str) -> Json:
    """The value of a scalar with an explicit tag (YAML 1.2.2 section 10.3.1).

    Raises `ScalarError` where the text is not of that kind, and for every tag outside
    the core schema: `!!python/...` asks a loader to run code.
    """
    if tag in {NON_SPECIFIC, f"{_CORE}str"}:
        return text
    kind = _KINDS.get(tag)
    if kind is None:
        raise foreign_tag(tag)
    accepts, convert = kind
    if not accepts(text):
        raise ScalarError(
            "yaml-tag",
            f"{text[:40]!a} does not fit its tag !!{tag.removeprefix(_CORE)}",
            "remove the tag or correct the value",
        )
    return convert(text)


def foreign_tag(tag: str) -> ScalarError:
    """The complaint about a tag outside the core schema."""
    shorthand = tag.replace(_CORE, "!!", 1)
    return ScalarError(
        "yaml-tag",
        f"the tag {shorthand[:60]!a} has no meaning in an OpenAPI document",
        "remove it: only the tags of YAML's core schema are read",
    )


def _float_from(text: str) -> float:
    if text[-1] in "fFnN":
        raise not_json(text)
    return float_from(text)


_KINDS: Final[Mapping[str, tuple[Callable[[str], object], Callable[[str], Json]]]] = {
    f"{_CORE}null": (_NULLS.__contains__, lambda _: None),
    f"{_CORE}bool": (_BOOLEANS.__contains__, _BOOLEANS.__getitem__),
    f"{_CORE}int": (_INTEGER.fullmatch, integer_from),
    f"{_CORE}float": (_FLOAT.fullmatch, _float_from),
}

"""What a client accepts (RFC 9110, section 12.5.1), held against what is declared."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from starlette.types import Scope

from ..media_types import ContentType, parse_content_type, read_content_type
from .wire import header_values

S = TypeVar("S", bound=str)

VARY = (b"vary", b"accept")
"""What is sent where `Accept` was judged (section 12.5.5)."""
_LONGEST = 200
"""Characters of a field that is remembered: longer ones may be made to fill memory."""
_ENTRY = re.compile(r'(?:[^,"]|"(?:\\.?|[^"\\])*"?)+')
_WEIGHT = re.compile(r"0?\.\d*|[01]|1\.0*")


class Accepted(NamedTuple):
    """A media range that a client accepts, and how much: 0 is not at all."""

    range: ContentType
    weight: float


def accepted(scope: Scope) -> tuple[Accepted, ...]:
    """What a request says that it accepts; nothing where that is anything.

    What is malformed counts as not sent.
    """
    lines = header_values(scope, b"accept")
    text = ", ".join(lines)
    return (_read if len(text) <= _LONGEST else _read.__wrapped__)(text)


@lru_cache(maxsize=256)
def _read(text: str) -> tuple[Accepted, ...]:
    entries = (_entry(match[0]) for match in _ENTRY.finditer(text))
    return tuple(entry for entry in entries if entry is not None)


def _entry(text: str) -> Accepted | None:
    content_type = parse_content_type(text)
    if content_type is None:
        # What Java sends stands for anything.
        bare, _, rest = text.partition(";")
        content_type = (
            parse_content_type(f"*/*;{rest}") if bare.strip() == "*" else None
        )
    if content_type is None:
        return None
    parameters = dict(content_type.parameters)
    weight = parameters.pop("q", "1")
    if not _WEIGHT.fullmatch(weight) or weight == ".":
        return None
    if parameters.get("charset", "").lower() == "utf-8":
        # All text is: whoever asks for it gets it.
        del parameters["charset"]
    return Accepted(ContentType(content_type.name, parameters), float(weight))


def weight_of(name: str, entries: Sequence[Accepted]) -> float:
    """How much a media type is accepted, by the most specific range that covers it.

    A range that is declared is accepted as much as what it covers.
    """
    if not entries:
        return 1.0
    declared = read_content_type(name)
    ranked = ((_rank(entry.range, declared), entry.weight) for entry in entries)
    rank, weight = max(ranked)
    return weight if rank > (0, 0) else 0.0


def by_preference(names: Iterable[S], entries: Sequence[Accepted]) -> list[S]:
    """Those that are accepted, the best first; where it is all one, in their order."""
    weights = [(weight_of(name, entries), name) for name in names]
    ranked = sorted(weights, key=lambda pair: -pair[0])
    return [name for weight, name in ranked if weight > 0]


def _rank(range_: ContentType, declared: ContentType) -> tuple[int, int]:
    """How specific a range is that covers what is declared; 0 where it does not."""
    name, parameters = range_
    if name == "*/*":
        return 1, 0
    if name.endswith("/*"):
        return (2, 0) if _covers(name, declared.name) else (0, 0)
    if declared.name.endswith("/*") and _covers(declared.name, name):
        return 3, 0
    if name != declared.name:
        return 0, 0
    agree = all(
        declared.parameters.get(key, "").lower() == text.lower()
        for key, text in parameters.items()
    )
    return (3, len(parameters)) if agree else (0, 0)


def _covers(range_: str, name: str) -> bool:
    return range_ == "*/*" or name.startswith(range_[:-1])

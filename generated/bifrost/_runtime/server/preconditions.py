"""What a request for a file depends on (RFC 9110, sections 13 and 14)."""

import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal, TypeAlias

ByteRange: TypeAlias = tuple[int, int]
"""The first byte and the last."""

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_RANGE = re.compile(r"([0-9]{0,18})-([0-9]{0,18})")
_MOST_RANGES = 100


def precondition(
    asked: Mapping[str, str], tag: str, modified: str
) -> Literal[304, 412] | None:
    """What a GET answers in place of a file that has this tag and date, if anything.

    In the order of section 13.2.2; a date that is none counts as not sent.
    """
    if "if-match" in asked:
        if not _matches(asked["if-match"], tag, is_strong=True):
            return 412
    elif _is_after(modified, asked.get("if-unmodified-since")):
        return 412
    if "if-none-match" in asked:
        return 304 if _matches(asked["if-none-match"], tag, is_strong=False) else None
    since = asked.get("if-modified-since")
    has_date = _date(since) is not None and _date(modified) is not None
    return 304 if has_date and not _is_after(modified, since) else None


def byte_ranges(
    asked: Mapping[str, str], tag: str, modified: str, size: int
) -> list[ByteRange] | None:
    """The ranges of a file that are wanted and there; None for the whole of it.

    An empty list: none of them is there. What is malformed, of another unit, or of
    another version (`If-Range`) counts as not sent (section 14.2).
    """
    unit, _, text = asked.get("range", "").partition("=")
    if unit.strip().lower() != "bytes":
        return None
    version = asked.get("if-range")
    if version is not None and (version.startswith("W/") or tag.startswith("W/")):
        return None
    if version not in (None, tag, modified):
        return None
    parts = [part.strip(" \t") for part in text.split(",")]
    matches = [_RANGE.fullmatch(part) for part in parts if part]
    if not 0 < len(matches) <= _MOST_RANGES:
        return None
    ranges: list[ByteRange] = []
    for match in matches:
        if match is None or match[0] == "-":
            return None
        first, last = match[1], match[2]
        if first and last and int(first) > int(last):
            return None
        start = int(first) if first else max(size - int(last), 0)
        end = min(int(last), size - 1) if first and last else size - 1
        if start <= end:
            ranges.append((start, end))
    return ranges


def _matches(field: str, tag: str, *, is_strong: bool) -> bool:
    """Whether a list of tags has that of the file (section 8.8.3.2)."""
    if field.strip() == "*":
        return True
    ours = _TAG.fullmatch(tag)
    if ours is None or (is_strong and ours[1]):
        return False
    return any(
        each[2] == ours[2] and not (is_strong and each[1])
        for each in _TAG.finditer(field)
    )


def _is_after(modified: str, limit: str | None) -> bool:
    first, second = _date(modified), _date(limit)
    return first is not None and second is not None and first > second


def _date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return date if date.tzinfo is not None else None

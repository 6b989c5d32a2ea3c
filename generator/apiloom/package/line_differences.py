"""Unified diffs of long texts too: `difflib` alone takes minutes for what is large."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

_CONTEXT: Final = 3
_SMALL: Final = 2_000
_AFFORDABLE: Final = 20_000_000
"""Pairs of equal lines that `difflib` may look at."""

Lines: TypeAlias = Sequence[str]


class _Block(NamedTuple):
    """Lines `old` to `old_end` of one text became `new` to `new_end` of another."""

    old: int
    old_end: int
    new: int
    new_end: int


def unified(before: Lines, after: Lines, old: str, new: str) -> Iterator[str]:
    """What `difflib.unified_diff` yields, with three lines of context.

    Where both texts are long they are cut at lines that stand once in each, in the same
    order, and the pieces are compared alone: the time grows with the length.
    """
    if len(before) < _SMALL or len(after) < _SMALL:
        yield from difflib.unified_diff(before, after, old, new)
        return
    matcher: difflib.SequenceMatcher[str] = difflib.SequenceMatcher(None, "", "")
    matcher.opcodes = _operations(before, after)  # type: ignore[attr-defined]
    for number, group in enumerate(matcher.get_grouped_opcodes(_CONTEXT)):
        if not number:
            yield f"--- {old}\n"
            yield f"+++ {new}\n"
        first, last = group[0], group[-1]
        yield f"@@ -{_span(first[1], last[2])} +{_span(first[3], last[4])} @@\n"
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                yield from (f" {line}" for line in before[start:end])
                continue
            yield from (f"-{line}" for line in before[start:end])
            yield from (f"+{line}" for line in after[new_start:new_end])


def _span(start: int, end: int) -> str:
    """A range of lines as unified diffs write it."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _operations(before: Lines, after: Lines) -> list[tuple[str, int, int, int, int]]:
    """How one text becomes the other, as `difflib` says it."""
    operations: list[tuple[str, int, int, int, int]] = []
    old = new = 0
    for block in (*_changed(before, after), None):
        stretch = block or _Block(len(before), len(before), len(after), len(after))
        if stretch.old > old or stretch.new > new:
            operations.append(("equal", old, stretch.old, new, stretch.new))
        if block is not None:
            tag = "replace"
            if block.old == block.old_end:
                tag = "insert"
            elif block.new == block.new_end:
                tag = "delete"
            operations.append((tag, *block))
        old, new = stretch.old_end, stretch.new_end
    return operations


def _changed(before: Lines, after: Lines) -> Iterator[_Block]:
    """The blocks that differ, in order."""
    start = 0
    shorter = min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    old_end, new_end = len(before), len(after)
    while min(old_end, new_end) > start and before[old_end - 1] == after[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    whole = _Block(start, old_end, start, new_end)
    old, new = start, start
    for old_at, new_at in (*_anchors(before, after, whole), (old_end, new_end)):
        yield from _piece(before, after, _Block(old, old_at, new, new_at))
        old, new = old_at, new_at


def _anchors(before: Lines, after: Lines, block: _Block) -> list[tuple[int, int]]:
    """Places of lines that stand once in each text, as many as are in one order."""
    old, new = before[block.old : block.old_end], after[block.new : block.new_end]
    times_old, times_new = Counter(old), Counter(new)
    places = {
        line: place + block.new
        for place, line in enumerate(new)
        if times_new[line] == 1
    }
    pairs = [
        (place + block.old, places[line])
        for place, line in enumerate(old)
        if times_old[line] == 1 and line in places
    ]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` whose second members rise (patience sorting)."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(last[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        last[pile : pile + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _piece(before: Lines, after: Lines, block: _Block) -> Iterator[_Block]:
    """What differs between two places that belong together."""
    old, old_end, new, new_end = block
    while old < old_end and new < new_end and before[old] == after[new]:
        old, new = old + 1, new + 1
    while old < old_end and new < new_end and before[old_end - 1] == after[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    if old == old_end and new == new_end:
        return
    mine, other = before[old:old_end], after[new:new_end]
    times = Counter(other)
    if not mine or not other or sum(times[line] for line in mine) > _AFFORDABLE:
        yield _Block(old, old_end, new, new_end)
        return
    matcher = difflib.SequenceMatcher(None, mine, other, autojunk=False)
    for tag, start, end, new_start, new_stop in matcher.get_opcodes():
        if tag != "equal":
            yield _Block(old + start, old + end, new + new_start, new + new_stop)

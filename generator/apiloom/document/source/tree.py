"""JSON values as they come out of the readers: plain Python, without marks.

Strings may hold lone surrogates (RFC 8259 section 8.2 lets `"\\ud800"` through); who
encodes one to UTF-8 has to expect them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeAlias

Json: TypeAlias = Any
"""dict, list, str, int, float, bool or None, nested; nothing has judged it yet."""

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object: its keys are strings whatever the syntax was."""


class SpelledFloat(float):
    """A number that remembers how it was written, where `repr` would differ.

    `version: 1.10` is the number 1.1, yet whoever wrote it meant the text "1.10".
    """

    __slots__ = ("spelling",)

    spelling: str

    def __new__(cls, spelling: str) -> Self:
        number = super().__new__(cls, spelling)
        number.spelling = spelling
        return number

    def __getnewargs__(self) -> tuple[str]:  # type: ignore[override]
        # Copying and pickling must go through the spelling, not through the number.
        return (self.spelling,)


def number_from(spelling: str) -> float:
    """The float that `spelling` denotes, keeping the spelling if `repr` loses it."""
    plain = float(spelling)
    return plain if repr(plain) == spelling else SpelledFloat(spelling)


def spelled(number: float) -> str:
    """How `number` was written in the document."""
    return number.spelling if isinstance(number, SpelledFloat) else repr(number)


def measure(root: Json) -> tuple[int, int]:
    """The nesting depth of a tree and the number of its values, shared ones anew.

    A bare scalar has depth 0. One level at a time: no recursion, and about a tenth of
    what parsing costs.
    """
    depth, nodes = 0, 1
    level = [root] if isinstance(root, dict | list) else []
    while level:
        depth += 1
        values: list[Json] = []
        for container in level:
            values += members(container)
        nodes += len(values)
        level = [value for value in values if isinstance(value, dict | list)]
    return depth, nodes


def members(container: Json) -> Iterable[Json]:
    """The values directly inside an object or an array."""
    return container.values() if isinstance(container, dict) else container

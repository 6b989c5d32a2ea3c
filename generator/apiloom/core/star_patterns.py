"""Patterns in which `*` stands for any characters, matched without trying every way.

Between two stars the leftmost place of a text leaves most room to what comes after it,
so each is settled when it is found (`(?>...)`). Else time would grow with the length of
the text to the power of the number of stars.
"""

from __future__ import annotations

import re
from typing import Final

_ANY_STEPS: Final = re.compile(r"(/\*\*(?=/|\Z)|\*\*)")


def text_pattern(text: str) -> re.Pattern[str]:
    """A whole text in which `*` stands for any characters."""
    return re.compile(_starred(text, "."), re.DOTALL)


def path_pattern(text: str) -> re.Pattern[str]:
    """A whole path: `*` stays inside one step, `**` does not.

    `/v1/**` is `/v1` and all below.
    """
    pieces = _ANY_STEPS.split(text)
    parts, stars = pieces[::2], pieces[1::2]
    expression = ""
    for number, part in enumerate(parts):
        steps = steps_pattern(part, "[^/]")
        if stars[number:] and stars[number] != "**":
            steps += r"(?=/|\Z)"
        if number:
            steps = (".*?" if stars[number - 1] == "**" else "(?:/.*?)??") + steps
        expression += f"(?>{steps})" if 0 < number < len(stars) else steps
    return re.compile(expression, re.DOTALL)


def steps_pattern(text: str, character: str) -> str:
    """An expression for steps in which `*` stands for any of these characters."""
    return "/".join(_starred(step, character) for step in text.split("/"))


def _starred(text: str, character: str) -> str:
    first, *rest = map(re.escape, text.split("*"))
    if not rest:
        return first
    *middle, last = rest
    settled = (f"(?>{character}*?{part})" for part in middle)
    return f"{first}{''.join(settled)}{character}*?{last}"

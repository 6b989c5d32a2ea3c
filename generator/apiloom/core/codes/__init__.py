"""A page for each code: what it means, an example, what apiloom does, what to do.

The pages are Markdown files beside this one, named after their codes. Their first lines
say how severe the diagnostic is, whether it can be accepted, and what it says in short.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent
_SUFFIX: Final = ".md"
_HEAD: Final = re.compile(
    r"# (?P<code>\S+)\n\n"
    r"\*(?P<severity>error|warning|note)(?P<way>, can be accepted)?\*: "
    r"(?P<summary>.+)\n"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What is said of one code; `text` is the whole page, in Markdown."""

    code: str
    severity: str
    acceptable: bool
    summary: str
    text: str


def known() -> tuple[str, ...]:
    """Every code that has a page, sorted."""
    names = (path.name for path in _FOLDER.iterdir())
    return tuple(
        sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))
    )


def page(name: str) -> Page | None:
    """The page of the code `name`; None where there is no such code."""
    if name not in known():
        return None
    text = (_FOLDER / f"{name}{_SUFFIX}").read_text("utf-8")
    head = _HEAD.match(text)
    assert head is not None, f"the page of {name} does not begin as pages do"
    severity, acceptable = head["severity"], bool(head["way"])
    can_be = acceptable or severity != "error"
    return Page(head["code"], severity, can_be, head["summary"], text)


def suggestion(name: str, others: tuple[str, ...] = ()) -> str:
    """`did you mean 'this-code'?`, or where to look where nothing is near.

    `others` are names beside the codes that may be meant.
    """
    # Imported here for start-up time: a call without a mistake needs none of it.
    from difflib import get_close_matches  # noqa: PLC0415

    near = get_close_matches(name, (*known(), *others), n=1)
    return f"did you mean {near[0]!a}?" if near else "`apiloom explain` lists all codes"

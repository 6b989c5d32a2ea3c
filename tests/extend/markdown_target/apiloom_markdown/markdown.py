"""Text of a document as Markdown (CommonMark 0.31): it can be read, and do nothing."""

from __future__ import annotations

import re
from typing import Final

from apiloom.core.text import Text, reveal

_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&@:])")


def heading(level: int, text: Text) -> str:
    """An ATX heading."""
    return f"{'#' * level} {paragraph(text)}"


def paragraph(text: Text) -> str:
    """The text in one line, with all markup escaped."""
    return _MARKUP.sub(r"\\\1", " ".join(reveal(text).split()))


def code(*parts: str | Text) -> str:
    """A code span that no text of the document can end, and no table can split."""
    texts = (part if isinstance(part, str) else reveal(part) for part in parts)
    text = " ".join(" ".join(texts).split()).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if "`" in text else f"{fence}{text}{fence}"

"""What the resource of an operation is called after: its tag, or a part of its path."""

from __future__ import annotations

import re
from typing import Final

from apiloom.api.ir import Operation
from apiloom.core.text import Text, reveal
from apiloom.core.words import words_of

DEFAULT: Final = Text("default")
"""Where neither tag nor path have a word."""
_VERSION: Final = re.compile(
    r"v?[0-9]+(?:[._-][0-9]+)*(?:[._-]?(?:alpha|beta|preview|rc|p)[0-9]*)*",
    re.IGNORECASE,
)
"""`v1`, `v2.1`, `2024-01-01`, `v1beta1`."""
_NO_RESOURCES: Final = frozenset({"api", "rest"})
_END_OF_WORD: Final = re.compile(r"[{(:;*]|(?<=.)\.(?=[A-Za-z])")
"""Where a segment's own word ends: `users({id})`, `users:search`, `users.json`."""


def resource_text(operation: Operation) -> Text:
    """The first tag (OpenAPI 3.1, 4.8.10); else the first segment of the path that is
    no version, no parameter and neither `api` nor `rest`."""
    if operation.tags:
        return operation.tags[0]
    for segment in reveal(operation.wire_path).split("/"):
        word = _word(segment)
        if word:
            return Text(word)
    return DEFAULT


def _word(segment: str) -> str:
    """What a segment is about; nothing if it is about none of the API's things."""
    if _VERSION.fullmatch(segment):
        return ""
    word = _END_OF_WORD.split(segment, maxsplit=1)[0]
    if word.lower() in _NO_RESOURCES or _VERSION.fullmatch(word):
        return ""
    if word.lower() == "v" and word != segment:  # v{version}
        return ""
    return word if words_of(word) else ""

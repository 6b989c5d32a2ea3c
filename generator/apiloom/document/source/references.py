"""Following a reference (RFC 3986 fragments, RFC 6901 pointers), one step."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import quote, unquote_to_bytes

from apiloom.core.location import ROOT, Pointer, child, tokens_of
from apiloom.core.text import shown
from apiloom.document.source.tree import Json

FALLBACK: Final = "a schema there takes any value, any other part is left out"
"""What is generated for a reference that names nothing."""

_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,17}")
_FRAGMENT: Final = "/?:@!$&'()*+,;=~"
_MAX_HOPS: Final = 100
_BAD_ESCAPE: Final = re.compile(r"~(?![01])")


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why a reference leads nowhere, and what might have been meant.

    `code` is that of the diagnostic: what must not be followed is not what cannot.
    """

    message: str
    hint: str = ""
    code: str = "unresolved-reference"


def is_local(reference: str) -> bool:
    """Whether a reference stays inside of the document that holds it."""
    return reference.startswith("#")


def resolve(
    root: Mapping[str, Any], reference: str
) -> tuple[Pointer, Json] | Unresolved:
    """What `#/...` names in the document `root`: its pointer and its value.

    The pointer comes back in its one canonical spelling, so that two spellings of a
    reference are one identity. A value that is itself a reference is not followed,
    unless the pointer goes on inside of what it leads to: by the letter that names
    nothing, but it is plain what is meant.
    """
    pointer = pointer_of(reference)
    hops = 0
    while not isinstance(pointer, Unresolved):
        tokens = tokens_of(pointer)
        value, depth = _descend(root, tokens)
        if depth == len(tokens):
            return pointer, value
        inner = value.get("$ref") if isinstance(value, Mapping) else None
        hops += 1
        if not isinstance(inner, str) or not is_local(inner) or hops > _MAX_HOPS:
            return missing(value, tokens[depth], child(ROOT, *tokens[:depth]))
        pointer = pointer_of(inner)
        if not isinstance(pointer, Unresolved):
            pointer = child(pointer, *tokens[depth:])
    return pointer


def _descend(root: Json, tokens: tuple[str, ...]) -> tuple[Json, int]:
    """The value at the end of the way, or where it stops, and the steps it took."""
    value = root
    for number, token in enumerate(tokens):
        if isinstance(value, Mapping) and token in value:
            value = value[token]
        elif isinstance(value, list) and is_index(token, len(value)):
            value = value[int(token)]
        else:
            return value, number
    return value, len(tokens)


def pointer_of(reference: str) -> Pointer | Unresolved:
    """The pointer that the fragment of a local reference spells.

    The fragment is percent-decoded first (RFC 6901 section 6), then unescaped
    (section 4).
    """
    if not is_local(reference):
        return Unresolved(
            "it leaves the document, and only one document is read",
            "bundle the description into one file",
        )
    try:
        path = unquote_to_bytes(reference[1:].encode()).decode()
    except UnicodeError:
        return Unresolved(
            "it is not UTF-8 once percent-decoded", "write the name as it is"
        )
    if path and not path.startswith("/"):
        return Unresolved(
            f"{shown(path)} is an anchor, not a JSON pointer",
            "write it as '#/components/...': anchors are not read",
        )
    if _BAD_ESCAPE.search(path):
        return Unresolved("'~' stands alone in it", "'~0' means '~', '~1' means '/'")
    return Pointer(path)


def reference_to(pointer: Pointer) -> str:
    """The local reference that names `pointer` (RFC 3986 section 3.5)."""
    return "#" + quote(pointer, safe=_FRAGMENT)


def is_index(token: str, length: int) -> bool:
    """Whether a token names an item of an array (RFC 6901 section 4)."""
    return _INDEX.fullmatch(token) is not None and int(token) < length


def missing(value: Json, token: str, owner: Pointer) -> Unresolved:
    """The complaint that `value`, which stands at `owner`, holds no `token`."""
    place = f"#{owner}" if len(owner) <= 120 else f"#{owner[:119]}…"
    if isinstance(value, list):
        message = f"the array {place} has {len(value)} items, and none is {token:.40}"
        return Unresolved(message)
    if not isinstance(value, Mapping):
        return Unresolved(f"{place} is neither an object nor an array")
    message = f"{place} has no member {shown(token)}"
    if isinstance(value.get("$ref"), str):
        hint = f"{place} is a reference itself: refer to what it leads to"
        return Unresolved(message, hint)
    close = difflib.get_close_matches(token, _alike(token, value), n=1)
    if not close:
        return Unresolved(message)
    return Unresolved(message, f"did you mean {shown(close[0])}?")


def _alike(token: str, names: Iterable[str]) -> list[str]:
    """Names worth comparing: a document may have thousands, and as many typing errors.

    They begin alike and are about as long.
    """
    first, size = token[:1].lower(), len(token)
    return [
        name
        for name in islice(names, 5_000)
        if name[:1].lower() == first and abs(len(name) - size) <= 3
    ][:20]

"""Where a value stands to which a path leads through references."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from apiloom.core.location import ROOT, Pointer, child
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.references import Unresolved, is_local, resolve

_MOST_FOLLOWED: Final = 100


def written_pointer(root: JsonObject, tokens: Sequence[str]) -> Pointer:
    """The pointer at which the value stands that `tokens` lead to.

    A step that an object lacks is taken in what its `$ref` names. A value that is a
    reference alone is what it names. The pointer may lead to nothing, as the way may.
    """
    pointer = ROOT
    value: Json = root
    for token in tokens:
        pointer, owner = _owner(root, pointer, value, token)
        pointer, value = child(pointer, token), _member_value(owner, token)
    if isinstance(value, dict) and set(value) == {"$ref"}:
        pointer, _ = _owner(root, pointer, value, "")
    return pointer


def value_at(root: JsonObject, tokens: Sequence[str]) -> Json:
    """What `tokens` lead to, references followed; None where there is nothing."""
    value: Json = root
    for token in tokens:
        _, owner = _owner(root, ROOT, value, token)
        value = _member_value(owner, token)
    return value


def _owner(
    root: JsonObject, pointer: Pointer, value: Json, token: str
) -> tuple[Pointer, Json]:
    """The object that has the member `token`: `value`, or what it refers to."""
    for _ in range(_MOST_FOLLOWED):
        if not isinstance(value, dict) or token in value:
            break
        reference = value.get("$ref")
        if not isinstance(reference, str) or not is_local(reference):
            break
        target = resolve(root, reference)
        if isinstance(target, Unresolved):
            break
        pointer, value = target
    return pointer, value


def _member_value(owner: Json, token: str) -> Json:
    if isinstance(owner, dict):
        return owner.get(token)
    if isinstance(owner, list) and token.isdecimal() and int(token) < len(owner):
        return owner[int(token)]
    return None

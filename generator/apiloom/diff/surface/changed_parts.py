"""Leaves out of two modules what cannot differ for users, before they are parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_TOP: Final = re.compile(
    rb"^(?=(?:class |def |async def |@|[A-Za-z_]\w*(?: =|:)))", re.MULTILINE
)
_METHOD: Final = re.compile(rb"^(?=    (?:def |async def |@))", re.MULTILINE)
_CONSTANT: Final = re.compile(rb"[A-Za-z_]\w*(?: =|: (?!TypeAlias))(?! TypedDict\()")
_ASYNC: Final = re.compile(rb"class Async\w+\(AsyncResource_*\)")
_NAME: Final = re.compile(rb"    (?:async )?def (\w+)")
_DESCRIPTOR: Final = re.compile(rb"@cache_*\n|def _\w+\(")
"""What makes the descriptor of an operation: a function that is no user's."""
_FOLDERS: Final = ("models/", "operations/")


def parts_that_differ(
    path: str, before: bytes | None, after: bytes | None
) -> tuple[bytes | None, bytes | None]:
    """Both files without statements that they share, and without constants.

    Descriptors of operations are most of a module, and no user sees them. In a module
    of the server, whose classes belong together, all classes stay.
    """
    modules = [None if text is None else _statements(text) for text in (before, after)]
    old, new = modules
    if old is not None and new is not None and path.startswith(_FOLDERS):
        shared = set(old) & set(new)
        old, new = (
            [statement for statement in module if statement not in shared]
            for module in (old, new)
        )
        if path.startswith("operations/"):
            old, new = _methods_that_differ(old, new)
    return _joined(old), _joined(new)


def _statements(text: bytes) -> list[bytes]:
    statements = _TOP.split(text)
    return [
        statement
        for statement in statements
        if not any(
            pattern.match(statement) for pattern in (_CONSTANT, _DESCRIPTOR, _ASYNC)
        )
    ]


def _methods_that_differ(
    old: list[bytes], new: list[bytes]
) -> tuple[list[bytes], list[bytes]]:
    """Classes without the methods that stand in both; their first lines stay."""
    split = [[_methods(statement) for statement in module] for module in (old, new)]
    known = [{part for parts in module for part in parts[1:]} for module in split]
    shared = known[0] & known[1]
    shortened = [
        [
            b"".join(
                [_begun(parts[0]), *(part for part in parts[1:] if part not in shared)]
            )
            for parts in module
        ]
        for module in split
    ]
    return shortened[0], shortened[1]


def _begun(statement: bytes) -> bytes:
    """A class that needs no methods to be one."""
    return statement + b"    pass\n" if statement.startswith(b"class ") else statement


def _methods(statement: bytes) -> list[bytes]:
    """What stands before the methods of a class, then each with all its overloads."""
    first, *rest = _METHOD.split(statement)
    parts, last, waiting = [first], b"", b""
    for part in rest:
        name = _NAME.match(part)
        if name is None:
            waiting += part
            continue
        if name[1] == last:
            parts[-1] += waiting + part
        else:
            parts.append(waiting + part)
        last, waiting = name[1], b""
    return parts


def _joined(parts: Iterable[bytes] | None) -> bytes | None:
    return None if parts is None else b"".join(parts)

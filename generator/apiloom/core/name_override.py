"""The names that the user gives to parts of a document, in the place of apiloom's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from apiloom.core.location import Location, Pointer
from apiloom.core.selection import COMMAND_LINE

MethodStyle: TypeAlias = Literal["short", "operation-id"]
"""Methods called as a person would call them, or by their ids as these are."""
METHOD_STYLES: Final[tuple[MethodStyle, ...]] = get_args(MethodStyle)


@dataclass(frozen=True, slots=True)
class NameOverride:
    """A Python name that the user gives to what stands at a pointer.

    `pointer` is one of the document as written, after the name of its file and `#`
    where that is not the entry.
    """

    pointer: Pointer
    name: str
    where: Location = field(default=COMMAND_LINE, compare=False)


def overrides_as_data(overrides: tuple[NameOverride, ...]) -> Mapping[str, str]:
    """Names by pointer: what the output depends on, for a digest."""
    return {override.pointer: override.name for override in overrides}

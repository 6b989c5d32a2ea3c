"""What the user wishes of a package: which part of the document, and which names.

Every wish knows where it was written, since one that comes to nothing is reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Final

from apiloom.core.location import Location, Pointer

COMMAND_LINE: Final = Location("(command line)")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of a selection.

    `shared` says that it stands there for several documents: none of them has to have
    what it names.
    """

    text: str
    where: Location = field(default=COMMAND_LINE, compare=False)
    shared: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """Operations by tag, path and operationId (or `METHOD /path`), schemas by name.

    In a pattern `*` stands for any characters, in a path for any but `/`; `**` in a
    path stands for any number of steps.
    """

    tags: tuple[Pattern, ...] = ()
    paths: tuple[Pattern, ...] = ()
    operations: tuple[Pattern, ...] = ()
    schemas: tuple[Pattern, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tags or self.paths or self.operations or self.schemas)

    def texts(self) -> dict[str, list[str]]:
        """The patterns of each kind, whatever their order in the file."""
        return {
            each.name: sorted({pattern.text for pattern in getattr(self, each.name)})
            for each in fields(self)
        }


NO_CHOICE: Final = Choice()


@dataclass(frozen=True, slots=True)
class Selection:
    """What is generated of a document: what `select` names, without what `omit` does.

    An empty `select` names every operation. What the operations lead to comes with
    them; other schemas come where `select` names them.
    """

    select: Choice = NO_CHOICE
    omit: Choice = NO_CHOICE

    def __bool__(self) -> bool:
        return bool(self.select or self.omit)


WHOLE: Final = Selection()


@dataclass(frozen=True, slots=True)
class GivenName:
    """A Python name that the user gives to what stands at a pointer.

    `pointer` is one of the document as written, after the name of its file and `#`
    where that is not the entry.
    """

    pointer: Pointer
    name: str
    where: Location = field(default=COMMAND_LINE, compare=False)


def wishes_as_data(
    selection: Selection, names: tuple[GivenName, ...]
) -> dict[str, Any]:
    """What the output depends on, for a digest; empty where nothing is wished."""
    data: dict[str, Any] = {}
    if selection:
        data |= {"select": selection.select.texts(), "omit": selection.omit.texts()}
    if names:
        data["names"] = {each.pointer: each.name for each in names}
    return data

"""Which part of a document the user wants a package of.

Every pattern knows where it was written, since one that fits nothing is reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final

from apiloom.core.location import Location

COMMAND_LINE: Final = Location("(command line)")


@dataclass(frozen=True, slots=True)
class SelectionPattern:
    """One entry of a selection.

    `shared` says that it stands there for several documents: none of them has to have
    what it names.
    """

    text: str
    where: Location = field(default=COMMAND_LINE, compare=False)
    shared: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class OperationFilter:
    """Operations by tag, path and operationId (or `METHOD /path`), schemas by name.

    In a pattern `*` stands for any characters, in a path for any but `/`; `**` in a
    path stands for any number of steps.
    """

    tags: tuple[SelectionPattern, ...] = ()
    paths: tuple[SelectionPattern, ...] = ()
    operations: tuple[SelectionPattern, ...] = ()
    schemas: tuple[SelectionPattern, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tags or self.paths or self.operations or self.schemas)

    def texts(self) -> dict[str, list[str]]:
        """The patterns of each kind, whatever their order in the file."""
        return {
            field.name: sorted({pattern.text for pattern in getattr(self, field.name)})
            for field in fields(self)
        }


NO_FILTER: Final = OperationFilter()


@dataclass(frozen=True, slots=True)
class Selection:
    """What is generated of a document: what `select` names, without what `omit` does.

    An empty `select` names every operation. What the operations lead to comes with
    them; other schemas come where `select` names them.
    """

    select: OperationFilter = NO_FILTER
    omit: OperationFilter = NO_FILTER

    def __bool__(self) -> bool:
        return bool(self.select or self.omit)


WHOLE: Final = Selection()


def selection_as_data(selection: Selection) -> Mapping[str, Mapping[str, list[str]]]:
    """What the output depends on, for a digest; empty where all is selected."""
    if not selection:
        return {}
    return {"select": selection.select.texts(), "omit": selection.omit.texts()}

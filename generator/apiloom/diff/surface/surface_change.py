"""One change of the Python surface, as every view of it shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SurfaceKind(StrEnum):
    """What has changed."""

    CLASS = "class"
    FIELD = "field"
    METHOD = "method"
    PARAMETER = "parameter"
    RESULT = "result"
    ERROR = "error"
    ALIAS = "alias"
    HANDLER = "handler"
    RESPONSE = "response"


class SurfaceAction(StrEnum):
    """What has become of it."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    RETYPED = "retyped"
    REQUIRED = "required"
    OPTIONAL = "optional"
    CONSTRAINED = "constrained"
    REPLACED = "replaced"


class SurfaceBreak(StrEnum):
    """What goes wrong for those who use the package, worst first.

    `CODE`: what ran before no longer does, and a type checker says so too. `TYPES`: a
    type checker complains of what may still run. `NOTHING`: both go on as they are.
    """

    CODE = "code"
    TYPES = "types"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class SurfaceChange:
    """One change, judged.

    `name` is how users reach it: `models.Pet.name`, `client.pets.find_pet(limit)`,
    `errors.NotFoundError`, `server.pets.PetsApi.find_pet`. `sentence` says what to know
    in one plain sentence. `old` and `new` are its declarations, empty where it is not.
    `file` is where it stands in the new package, or stood. `operation` and `tags` are
    those of the operation that it belongs to, if it belongs to one. `accepted` is the
    reason why the change is known and counts for no gate; empty where it counts.
    """

    kind: SurfaceKind
    action: SurfaceAction
    breaks: SurfaceBreak
    name: str
    sentence: str
    old: str
    new: str
    file: str
    operation: str = ""
    tags: tuple[str, ...] = ()
    accepted: str = ""

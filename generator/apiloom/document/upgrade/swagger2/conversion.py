"""What the converters of Swagger 2.0 share: the old tree, and the record of moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from apiloom.core.diagnostics import Report
from apiloom.core.location import Pointer, child
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.references import Unresolved, reference_to, resolve
from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.moves import Moves, followed
from apiloom.document.upgrade.tree_copy import unshared

JSON: Final = "application/json"
MULTIPART: Final = "multipart/form-data"
FORM: Final = "application/x-www-form-urlencoded"
OCTETS: Final = "application/octet-stream"
SECTIONS: Final = (
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
)
"""What stands at the top in Swagger 2.0, and where among the components of 3.x."""


class Placed(NamedTuple):
    """An object of the old tree, and where it stands there."""

    value: JsonObject
    pointer: Pointer


@dataclass(slots=True)
class Conversion:
    """One document: what it was, and where its parts have gone.

    The new tree is made of new containers around the old schemas, so that the old tree
    can be asked to the end. `references` are the reference objects that are no schemas;
    they, and those in schemas, are rewritten when all has its place. `consumes` and
    `produces` are those of the document, `before` where the parts of the old tree stood
    in the source, if elsewhere.
    """

    uri: str
    root: JsonObject
    report: Report
    consumes: tuple[str, ...] = ()
    produces: tuple[str, ...] = ()
    before: Mapping[Pointer, Pointer] = field(default_factory=dict)
    moves: Moves = field(default_factory=Moves)
    references: list[JsonObject] = field(default_factory=list)

    @classmethod
    def of(cls, lift: Lift) -> Conversion:
        """Begin with a document as it stands on its way up."""
        return cls(
            lift.uri,
            lift.root,
            lift.report,
            media_types(lift.root.get("consumes", [])),
            media_types(lift.root.get("produces", [])),
            lift.converted,
        )

    def behind(self, value: Json, pointer: Pointer) -> Placed | None:
        """The object that a chain of references ends at; `None` if it has no end."""
        seen: set[Pointer] = set()
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            target = resolve(self.root, value["$ref"])
            if isinstance(target, Unresolved) or target[0] in seen:
                return None
            pointer, value = target
            seen.add(pointer)
        return Placed(value, pointer) if isinstance(value, dict) else None

    def referring(self, reference: JsonObject) -> JsonObject:
        """A copy of a reference object, to be rewritten at the end."""
        copy = reference.copy()
        self.references.append(copy)
        return copy

    def place(self, schema: Json, old: Pointer, new: Pointer) -> Json:
        """The schema of `old` for the place `new`.

        One schema can be needed in several places: under each media type, say. It
        stands in the first of them and the others refer to it, so that it stays one
        type. What is a reference already, or a line long, is repeated.
        """
        first = self.moves.places.get(old)
        self.moves.record(old, new)
        if first is None:
            return schema
        if not isinstance(schema, dict):
            return schema
        if not any(isinstance(value, dict | list) for value in schema.values()):
            return schema.copy()
        return {"$ref": reference_to(first)}

    def warn(self, code: str, message: str, pointer: Pointer, hint: str) -> None:
        """Report what the normal shape has no place for."""
        place = followed(self.before, pointer)
        self.report.warning(code, message, self.uri, place, hint)

    def note(self, code: str, message: str, pointer: Pointer, hint: str) -> None:
        """Report what is said in a place where it means nothing."""
        place = followed(self.before, pointer)
        self.report.note(code, message, self.uri, place, hint)

    def origins(self) -> dict[Pointer, Pointer]:
        """Where the parts of the new tree stood in the source."""
        moved = self.moves.origins.items()
        return {
            **self.before,
            **{new: followed(self.before, old) for new, old in moved},
        }


def members(value: Json, pointer: Pointer) -> Iterator[tuple[str, Json, Pointer]]:
    """Name, value and place of each member; nothing if `value` is no object."""
    for name, member in value.items() if isinstance(value, dict) else ():
        yield name, member, child(pointer, name)


def media_types(value: Json) -> tuple[str, ...]:
    """The media types that `consumes` or `produces` lists, each once."""
    listed = value if isinstance(value, list) else [value]
    return tuple(
        dict.fromkeys(
            media_type for media_type in listed if isinstance(media_type, str)
        )
    )


def own_copy(value: Json) -> Json:
    """A copy that shares nothing with the old tree, where a part is used twice."""
    return unshared(value) if isinstance(value, dict) else value

"""What every later stage reads: one shape, whatever the document was written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from apiloom.diagnostics import Diagnostic
from apiloom.ir.api import component_of
from apiloom.location import Pointer, written
from apiloom.source import DocumentSet, JsonObject
from apiloom.upgrade.moves import followed


@dataclass(frozen=True, slots=True, eq=False)
class NormalDocument:
    """A document in the shape of OpenAPI 3.2, its schemas in JSON Schema 2020-12.

    `root` is a tree without sharing and belongs to this value. `version` is what the
    document said it is. `origins` has, for each part that moved, its pointer in `root`
    and the pointer it had in the source; what lies below moved along.
    """

    uri: str
    root: JsonObject = field(repr=False)
    version: str
    origins: Mapping[Pointer, Pointer] = field(repr=False)
    documents: DocumentSet

    def original(self, pointer: Pointer) -> Pointer:
        """Where something in `root` stood in the source."""
        return followed(self.origins, pointer)

    def places(self, pointers: Iterable[Pointer]) -> dict[Pointer, str]:
        """The stable names of the components that came from other files.

        Of those that `pointers` into `root` lie in.
        """
        names = self.documents.places
        if not names:
            return {}
        components = dict.fromkeys(map(component_of, pointers))
        return {
            each: names[original]
            for each in components
            if (original := self.original(each)) in names
        }

    def trace(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Diagnostics about `root`, with the pointers of the source instead.

        For those of the stages after this one: earlier ones speak of the source.
        """
        return tuple(
            (
                replace(
                    item,
                    where=replace(
                        item.where, pointer=self.original(written(item.where.pointer))
                    ),
                )
                if item.where.document == self.uri and not item.where.line
                else item
            )
            for item in diagnostics
        )

"""What every later stage reads: one shape, whatever the document was written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from apiloom.core.diagnostics import Diagnostic
from apiloom.core.location import Pointer, component_of, parent
from apiloom.document.source import DocumentSet, JsonObject
from apiloom.document.source.references import Unresolved, reference_to, resolve
from apiloom.document.upgrade.moves import followed


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

    def lifted(self, place: str) -> tuple[Pointer, ...]:
        """Where something of the source stands in `root` now; nowhere for what is not.

        `place` is a pointer, after the name of its file and `#` where that is not the
        entry document. What was copied stands at several places. A pointer into `root`
        itself is understood too, since manifests have them.
        """
        pointer = self._in_entry(place)
        if pointer is None:
            return ()
        sources: dict[Pointer, list[Pointer]] = {}
        for new, old in self.origins.items():
            sources.setdefault(old, []).append(new)
        ancestor = pointer
        while ancestor and ancestor not in sources:
            ancestor = parent(ancestor)
        moved = (
            Pointer(new + pointer[len(ancestor) :])
            for new in sources.get(ancestor, [pointer])
        )
        candidates = dict.fromkeys((*moved, pointer))
        return tuple(candidate for candidate in candidates if self._stands(candidate))

    def _in_entry(self, place: str) -> Pointer | None:
        """The pointer into the entry, which other files have become a part of."""
        name, mark, pointer = place.rpartition("#")
        entry = self.documents.entry
        if not mark or name == entry.path.name:
            return Pointer(pointer)
        for component, original in self.documents.places.items():
            if f"{place}/".startswith(f"{original}/"):
                return Pointer(component + place[len(original) :])
        return None

    def _stands(self, pointer: Pointer) -> bool:
        target = resolve(self.root, reference_to(pointer))
        return not isinstance(target, Unresolved) and target[0] == pointer

    def places(self, pointers: Iterable[Pointer]) -> dict[Pointer, str]:
        """The stable names of the components that came from other files.

        Of those that `pointers` into `root` lie in.
        """
        return self._named(pointers, self.documents.places)

    def adopted(self, pointers: Iterable[Pointer]) -> dict[Pointer, str]:
        """The stable names of what components of the entry do nothing but refer to."""
        return self._named(pointers, self.documents.adopted)

    def _named(
        self, pointers: Iterable[Pointer], names: Mapping[Pointer, str]
    ) -> dict[Pointer, str]:
        if not names:
            return {}
        components = dict.fromkeys(map(component_of, pointers))
        return {
            component: names[original]
            for component in components
            if (original := self.original(component)) in names
        }

    def trace(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Diagnostics about `root`, with the pointers of the source instead.

        For those of the stages after this one: earlier ones speak of the source.
        """
        return tuple(
            (
                replace(
                    diagnostic,
                    where=replace(
                        diagnostic.where,
                        pointer=self.original(diagnostic.where.pointer),
                    ),
                )
                if diagnostic.where.document == self.uri and not diagnostic.where.line
                else diagnostic
            )
            for diagnostic in diagnostics
        )

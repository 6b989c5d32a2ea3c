"""The documents of one description, read and ready to be asked for positions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import ROOT, Location, Pointer, parent
from apiloom.document.source.load_policy import LoadPolicy
from apiloom.document.source.reading import (
    Name,
    SourceDocument,
    Unreadable,
    is_url,
    parse_document,
    read_bytes,
)
from apiloom.document.source.references import Unresolved

_TYPE_NAMES: Final = {
    list: "an array",
    str: "a string",
    bool: "a boolean",
    type(None): "null",
}


@dataclass(frozen=True, slots=True, eq=False)
class DocumentSet:
    """The entry document and every document read, by uri.

    Once `apiloom.document.bundle` has made one document of several, that is `entry`,
    and `origins` has the place in a file of each part of it that came from elsewhere;
    what lies below came along. `places` has a stable name for each component that was
    made for such a part: `file#/pointer`, the file relative to the folder of the entry.
    `adopted` has such names for components of the entry that only refer to a part.
    `unread` are files that a reference leads to and that gave no document.
    """

    entry: SourceDocument
    documents: Mapping[str, SourceDocument] = field(repr=False)
    origins: Mapping[Pointer, Location] = field(default_factory=dict, repr=False)
    places: Mapping[Pointer, str] = field(default_factory=dict, repr=False)
    unread: tuple[Path, ...] = ()
    adopted: Mapping[Pointer, str] = field(default_factory=dict, repr=False)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that were read, links resolved, sorted; none that was fetched."""
        documents = self.documents.values()
        return tuple(
            sorted(document.path for document in documents if not is_url(document.uri))
        )

    def origin(self, pointer: Pointer) -> Location:
        """The file, and the place in it, of something in the entry document."""
        ancestor = pointer
        while ancestor and ancestor not in self.origins:
            ancestor = parent(ancestor)
        origin = self.origins.get(ancestor)
        if origin is None:
            return Location(self.entry.uri, pointer)
        return Location(
            origin.document, Pointer(origin.pointer + pointer[len(ancestor) :])
        )

    def spellings(self, pointers: Iterable[Pointer]) -> dict[Pointer, str]:
        """How scalars of the entry are written that YAML has without quotes.

        By their pointers there; those of JSON are missing. Each document is gone
        through once at most.
        """
        by_document: dict[str, dict[Pointer, list[Pointer]]] = {}
        for pointer in pointers:
            place = self.origin(pointer)
            inside = by_document.setdefault(place.document, {})
            inside.setdefault(Pointer(place.pointer), []).append(pointer)
        return {
            pointer: spelling
            for uri, inside in by_document.items()
            if uri in self.documents
            for place, spelling in self.documents[uri].spellings(inside).items()
            for pointer in inside[place]
        }

    def locate(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The same diagnostics with file, line and column, in the same order.

        Those that have a line already, or are about no document of this set, come back
        as they are. Each document is gone through once at most.
        """
        traced = self.trace(diagnostics)
        pointers_by_document: dict[str, list[Pointer]] = {}
        for diagnostic in traced:
            if (
                not diagnostic.where.line
                and diagnostic.where.document in self.documents
            ):
                pointers_by_document.setdefault(diagnostic.where.document, []).append(
                    diagnostic.where.pointer
                )
        places = {
            uri: self.documents[uri].locate(pointers)
            for uri, pointers in pointers_by_document.items()
        }
        return tuple(_placed(diagnostic, places) for diagnostic in traced)

    def trace(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The same diagnostics with the file and the pointer there."""
        return tuple(map(self._traced, diagnostics))

    def _traced(self, diagnostic: Diagnostic) -> Diagnostic:
        if not self.origins or diagnostic.where.line:
            return diagnostic
        if diagnostic.where.document != self.entry.uri:
            return diagnostic
        return replace(diagnostic, where=self.origin(diagnostic.where.pointer))


def _placed(
    diagnostic: Diagnostic, places: Mapping[str, Mapping[Pointer, tuple[int, int]]]
) -> Diagnostic:
    where = diagnostic.where
    if where.line or where.document not in places:
        return diagnostic
    line, column = places[where.document][where.pointer]
    return replace(diagnostic, where=replace(where, line=line, column=column))


def load(entry: Path, policy: LoadPolicy, report: Report) -> DocumentSet | None:
    """Read the description whose entry document is the file `entry`.

    JSON or YAML is told from the text more than from the suffix. Symbolic links and
    pipes are followed, since the caller chose the path. Errors go to `report`, and the
    result is then `None`: `file-missing`, `file-unreadable`, `file-too-large`,
    `encoding`, `empty-document`, `not-an-object`, and those of the two readers.
    """
    uri = entry.as_posix()
    data = read_bytes(entry, policy, pipes=True)
    if isinstance(data, Unreadable):
        report.error(data.code, data.message, uri, hint=data.hint)
        return None
    path = entry.resolve()
    return _entered(Name(uri, path.as_uri(), path), data, policy, report)


def load_url(url: str, policy: LoadPolicy, report: Report) -> DocumentSet | None:
    """Read the description whose entry document is at `url`, on an allowed host.

    References in it lead to what is near it there, and to no file. Errors as those of
    `load`; where it cannot be had, `reference-refused`, `unresolved-reference` or
    `remote-changed`.
    """
    # Imported here for start-up time: hardly any description needs the network.
    from apiloom.document.source.remote import fetch  # noqa: PLC0415

    fetched = fetch(url, policy)
    if isinstance(fetched, Unresolved):
        report.error(fetched.code, fetched.message, url, hint=fetched.hint)
        return None
    return _entered(Name(url, fetched.address, Path()), fetched.data, policy, report)


def _entered(
    name: Name, data: bytes, policy: LoadPolicy, report: Report
) -> DocumentSet | None:
    document = parse_document(name, data, policy, report)
    if document is None:
        return None
    if not isinstance(document.root, dict):
        report.add(_not_an_object(document))
        return None
    return DocumentSet(document, {name.uri: document})


def _not_an_object(document: SourceDocument) -> Diagnostic:
    name = _TYPE_NAMES.get(type(document.root), "a number")
    if document.data.lstrip().startswith(b"<"):
        hint = "this looks like HTML or XML: download the document itself"
    else:
        hint = "an OpenAPI document begins with 'openapi: 3.1.0'"
    where = Location(document.uri, ROOT, 1, 1)
    message = f"the document is {name}, not an object"
    return Diagnostic("not-an-object", Severity.ERROR, message, where, hint)

"""The documents of a description, each read when a reference first leads to it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from apiloom.core.diagnostics import Report
from apiloom.core.text import shown
from apiloom.document.source.addresses import WEB, join, outside, refused
from apiloom.document.source.document_set import DocumentSet
from apiloom.document.source.load_policy import LoadPolicy
from apiloom.document.source.meta_schemas import meta_schema
from apiloom.document.source.reading import (
    Name,
    SourceDocument,
    Unreadable,
    parse_document,
    read_bytes,
)
from apiloom.document.source.references import Unresolved


@dataclass(slots=True)
class Library:
    """Opens documents under a policy; each is read and parsed once.

    Files are looked for below the folder of the entry document, and below those that
    the policy allows besides, links resolved. What is wrong inside of a file goes to
    `report`; that it cannot be had is the answer, to be reported at the reference.
    """

    entry: SourceDocument
    policy: LoadPolicy
    report: Report
    documents: dict[str, SourceDocument] = field(default_factory=dict)
    _opened: dict[str, SourceDocument | Unresolved] = field(default_factory=dict)
    _roots: tuple[Path, ...] = ()
    _bytes: int = 0
    unread: list[Path] = field(default_factory=list)
    """Files that a reference leads to and that gave no document."""

    @classmethod
    def around(
        cls, documents: DocumentSet, policy: LoadPolicy, report: Report
    ) -> Library:
        """The library that begins with what has been loaded already."""
        entry = documents.entry
        allowed = [root.resolve() for root in policy.allowed_roots]
        return cls(
            entry,
            policy,
            report,
            dict(documents.documents),
            {entry.address: entry},
            (entry.path.parent, *allowed),
            sum(len(document.data) for document in documents.documents.values()),
        )

    def open(self, document: str, owner: SourceDocument) -> SourceDocument | Unresolved:
        """What `document`, a reference without fragment that stands in `owner`, names.

        Answers that it was refused (`reference-refused`) where the policy forbids it.
        """
        address = join(owner.address, document)
        if isinstance(address, Unresolved):
            return address
        if address not in self._opened:
            self._opened[address] = self._read(address)
        return self._opened[address]

    def _read(self, address: str) -> SourceDocument | Unresolved:
        parts = urlsplit(address)
        if parts.scheme in WEB:
            return self._remote(address)
        if parts.scheme != "file":
            return Unresolved(f"nothing that was read is called {shown(address)}")
        try:
            path = Path(unquote(parts.path))
            if self.policy.store is not None:
                self.policy.store.bring(path)
            path = path.resolve()
        except (OSError, ValueError, RuntimeError):
            return Unresolved("it cannot be resolved to a file")
        if not any(path.is_relative_to(root) for root in self._roots):
            return outside()
        # Two spellings, or a link, can lead to one file.
        known = self._opened.get(path.as_uri())
        return known if known is not None else self._file(path)

    def _file(self, path: Path) -> SourceDocument | Unresolved:
        label = self._relative(path)
        data = read_bytes(path, self.policy, pipes=False)
        if isinstance(data, Unreadable):
            self.unread.append(path)
            return Unresolved(f"{shown(label)}: {data.message}", data.hint)
        name = Name(self._displayed(path), path.as_uri(), path)
        document = self._parsed(name, data, label)
        if isinstance(document, Unresolved):
            self.unread.append(path)
        return document

    def _remote(self, url: str) -> SourceDocument | Unresolved:
        standard = meta_schema(url)
        if standard is not None:
            return self._parsed(Name(url, url, Path()), standard, url)
        # Imported here for start-up time: hardly any description needs the network.
        from apiloom.document.source.remote import fetch  # noqa: PLC0415

        fetched = fetch(url, self.policy)
        if isinstance(fetched, Unresolved):
            return fetched
        return self._parsed(Name(url, fetched.address, Path()), fetched.data, url)

    def _parsed(
        self, name: Name, data: bytes, label: str
    ) -> SourceDocument | Unresolved:
        if len(self.documents) >= self.policy.max_documents:
            message = f"more than {self.policy.max_documents:,} documents"
            return refused(message, "bundle the description into fewer files")
        self._bytes += len(data)
        if self._bytes > self.policy.max_total_bytes:
            message = f"more than {self.policy.max_total_bytes:,} bytes in all files"
            return refused(message, "split the description into several")
        document = parse_document(name, data, self.policy, self.report)
        if document is None:
            return Unresolved(
                f"{shown(label)} cannot be read", "see what is said of it"
            )
        self.documents[document.uri] = self._opened[document.address] = document
        return document

    def name(self, document: SourceDocument) -> str:
        """What a document is called wherever the entry document may stand."""
        return document.named_from(self.entry)

    def _relative(self, path: Path) -> str:
        return Path(os.path.relpath(path, self.entry.path.parent)).as_posix()

    def _displayed(self, path: Path) -> str:
        """The path as people see it: as the entry document's was given."""
        folder = Path(self.entry.uri).parent
        return Path(os.path.normpath(folder / self._relative(path))).as_posix()

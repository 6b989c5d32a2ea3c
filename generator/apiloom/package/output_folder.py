"""Which folder may be written, and whether what it was made from is still the same."""

from __future__ import annotations

from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING

from apiloom.package.manifest import Origin, file_digest

if TYPE_CHECKING:
    from apiloom.document.source import DocumentSet


def complaint(output: Path, spec: Path) -> tuple[str, str] | None:
    """Why `output` cannot be a package folder, and what to do; None where it can.

    Both paths are as the user gave them; `output` must be absolute.
    """
    name = output.name
    if not name.isidentifier() or iskeyword(name):
        hint = "the last component of the output is the import name of the package"
        return "its name is not a Python identifier", hint
    if output.is_symlink() and not output.exists():
        return "it is a link to nothing", "repair or remove the link"
    if output.exists() and not output.is_dir():
        return "it is a file", "name a folder"
    if spec.resolve().is_relative_to(output.resolve()):
        return "it contains the document", "name a folder beside the document"
    return None


def files_of(origin: Origin, spec: Path) -> tuple[Path, ...]:
    """The files that a package was made from, absolute and sorted.

    `spec` is where its entry document stands now, links resolved. What was fetched is
    no file.
    """
    named = (name for name in origin.documents if "://" not in name)
    return tuple(sorted((spec.parent / name).resolve() for name in named))


def same_documents(origin: Origin, spec: Path) -> bool:
    """Whether the entry and what it refers to have the digests of the last run."""
    entry = spec.resolve()
    if origin.entry != entry.name or origin.entry not in origin.documents:
        return False
    try:
        # A pipe can be read but once, so it is left to the reader.
        return entry.is_file() and all(
            file_digest(entry.parent / name) == listed
            for name, listed in origin.documents.items()
            # What was fetched is pinned: only a wish to see news looks there again.
            if "://" not in name
        )
    except (OSError, ValueError):
        return False


def origin_of(
    version: str, documents: DocumentSet, options: str, formatter: str, templates: str
) -> Origin:
    """What a package is made from: documents by name, and what else decides its bytes.

    `version` is apiloom's, `options` and `templates` are digests.
    """
    entry = documents.entry
    digests = {
        document.named_from(entry): document.digest
        for document in documents.documents.values()
    }
    return Origin(
        apiloom=version,
        entry=entry.path.name,
        formatter=formatter,
        options=options,
        templates=templates,
        documents=digests,
    )

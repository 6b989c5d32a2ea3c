"""The finished package in memory, and the last look at it before it may be written."""

from __future__ import annotations

import io
import threading
import tokenize
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from apiloom.core.diagnostics import BUG, Report
from apiloom.core.workers import share
from apiloom.package.formatting import FinalFile
from apiloom.package.manifest import MANIFEST, Listing, Manifest, dump
from apiloom.package.package_paths import folders_of, is_inside

_WORTH_WORKERS: Final = 3_000_000
"""Bytes; half a second for the compiler, and starting the workers takes a tenth."""

_FILTERS: Final = threading.Lock()
"""What is done with warnings is the process's: two at once would mix it up."""


@dataclass(frozen=True, slots=True)
class FileSet:
    """Every file of one package by path, and the manifest that lists them."""

    files: Mapping[str, bytes]
    manifest: Manifest

    def contents(self) -> dict[str, bytes]:
        """All bytes by path, sorted, `manifest.json` among them."""
        everything = {**self.files, MANIFEST: dump(self.manifest)}
        return {path: everything[path] for path in sorted(everything)}


def guard(
    files: Sequence[FinalFile], manifest: Listing | None, report: Report
) -> dict[str, bytes]:
    """Judge what was generated and return it by path, sorted.

    Whatever is wrong here is a bug of apiloom (`internal-output-invalid`) or of a
    user's template (`template-failed`): a path that leaves the package, two paths that
    differ only in case, a module that Python cannot compile. Modules whose digest
    stands in `manifest`, one that can be trusted, were judged when it was written.
    """
    judged = (
        {listed.content for listed in manifest.files.values()} if manifest else set()
    )

    def complaint(file: FinalFile) -> str:
        if not is_inside(file.path) or file.path == MANIFEST:
            return "it is no path inside the package"
        if file.path.endswith((".py", ".pyi")) and file.digests.content not in judged:
            return _python_complaint(file.path, file.content)
        return ""

    fresh = sum(
        len(file.content) for file in files if file.digests.content not in judged
    )
    worth_it = fresh >= _WORTH_WORKERS
    complaints = share(complaint, files, chunk=16, worth_it=worth_it)
    for file, problem in zip(files, complaints, strict=True):
        if problem:
            _invalid(report, file.path, problem, by_user=file.by_user)
    contents = {file.path: file.content for file in files}
    for path, other in _clashes([file.path for file in files]):
        _invalid(report, path, f"it clashes with {other!a} where case does not count")
    return {path: contents[path] for path in sorted(contents)}


def _invalid(
    report: Report, path: str, complaint: str, *, by_user: bool = False
) -> None:
    message = f"the generated file {path!a} cannot be used: {complaint}"
    if by_user:
        report.error("template-failed", message, path, hint="look at your templates")
        return
    report.error("internal-output-invalid", message, path, hint=BUG)


def _clashes(paths: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of paths that are one file, or file and folder, for some file system."""
    seen: dict[str, str] = {}
    clashes: list[tuple[str, str]] = []
    for path in paths:
        folded = path.casefold()
        if folded in seen:
            clashes.append((path, seen[folded]))
        seen[folded] = path
    for path in paths:
        above = (folder.casefold() for folder in folders_of(path))
        clashes.extend((path, seen[folder]) for folder in above if folder in seen)
    return clashes


def _python_complaint(path: str, content: bytes) -> str:
    """Why Python would not load this module as UTF-8; empty where it would."""
    try:
        # A comment built from a document's text must not be able to choose the
        # encoding in which the rest of the module is read (PEP 263).
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        if encoding != "utf-8":
            return f"it declares the encoding {encoding!a}"
        with _FILTERS, warnings.catch_warnings():
            # An invalid escape is only a warning, of a class that varies by version.
            warnings.simplefilter("error", SyntaxWarning)
            warnings.simplefilter("error", DeprecationWarning)
            compile(content, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return str(error)
    return ""

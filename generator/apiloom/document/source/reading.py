"""One file: its bytes, under the limits of a policy, and what they hold."""

from __future__ import annotations

import difflib
import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple, TypeAlias

from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import ROOT, Location, Pointer
from apiloom.document.source.json_places import locate_json
from apiloom.document.source.json_reader import read_json
from apiloom.document.source.load_policy import LoadPolicy
from apiloom.document.source.reading_outcome import Parsed, Problem
from apiloom.document.source.surrogates import whole_characters
from apiloom.document.source.text_lines import Lines, decode, readable_before
from apiloom.document.source.tree import Json
from apiloom.document.source.yaml_reader import locate_yaml, read_yaml, spell_yaml

Syntax: TypeAlias = Literal["json", "yaml"]


def is_url(name: str) -> bool:
    """Whether a document is called by a URL, and not by a path."""
    return name.startswith(("https://", "http://"))


def redirected_pin(address: str, data: bytes) -> str:
    """A digest over what was fetched and the address it came from in the end.

    NUL stands in no document, so that none has the digest of another with its address.
    """
    return hashlib.sha256(b"\0" + address.encode() + b"\n" + data).hexdigest()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file gave no bytes, and what to do about it."""

    code: str
    message: str
    hint: str


class Name(NamedTuple):
    """What a file is called: by people, by references, and on disk."""

    uri: str
    address: str
    path: Path


@dataclass(frozen=True, slots=True, eq=False)
class SourceDocument:
    """One file. `uri` is the name that people see, `digest` the SHA-256 of its bytes.

    `address` is the absolute URI that references in it are relative to (RFC 3986
    section 5.1.3). `root` is an object in an entry document and any JSON value
    elsewhere; it is to be read only: containers that a YAML alias repeats are shared in
    it. `depth` is how deep it nests.
    """

    uri: str
    address: str
    path: Path
    digest: str
    data: bytes = field(repr=False)
    syntax: Syntax
    root: Json = field(repr=False)
    depth: int

    @property
    def pin(self) -> str:
        """What has to be the same for it to be the same document.

        The digest, and of what a URL redirects to also the address: it decides where
        relative references in the document lead.
        """
        moved = is_url(self.uri) and self.address != self.uri
        return redirected_pin(self.address, self.data) if moved else self.digest

    def named_from(self, entry: SourceDocument) -> str:
        """What a document is called wherever its entry document may stand.

        A path relative to the folder of `entry`, or the URL it was asked for at.
        """
        if is_url(self.uri):
            return self.uri
        return Path(os.path.relpath(self.path, entry.path.parent)).as_posix()

    def locate(self, pointers: Iterable[Pointer]) -> dict[Pointer, tuple[int, int]]:
        """Line and column, from 1 and in characters, of each pointer, in one pass.

        For a member of an object that is the place of its key, for an item of an array
        of the item, for the document 1:1. A pointer that names nothing gets the place
        of the nearest thing above it; one that goes through a YAML alias or merge key
        the place of what stands at the anchor.
        """
        distinct = list(dict.fromkeys(pointers))
        text = decode(self.data)
        assert isinstance(text, str), "it has been decoded before"
        find = locate_json if self.syntax == "json" else locate_yaml
        lines = Lines(text)
        return {
            pointer: lines.at(index) if index else (1, 1)
            for pointer, index in find(text, distinct).items()
        }

    def spellings(self, pointers: Iterable[Pointer]) -> dict[Pointer, str]:
        """How scalars that YAML has without quotes are written; JSON has none."""
        if self.syntax == "json":
            return {}
        text = decode(self.data)
        assert isinstance(text, str), "it has been decoded before"
        return spell_yaml(text, list(dict.fromkeys(pointers)))


def read_bytes(path: Path, policy: LoadPolicy, *, pipes: bool) -> bytes | Unreadable:
    """The bytes of a file, or why there are none.

    Codes: `file-missing`, `file-unreadable`, `file-too-large`. `pipes` says whether a
    named pipe may be read: nobody but the caller can know that something writes to it.
    """
    try:
        status = path.stat()
        fifo = stat.S_ISFIFO(status.st_mode) and pipes
        if stat.S_ISDIR(status.st_mode):
            message, hint = "it is a folder, not a file", "name the file inside of it"
        elif not stat.S_ISREG(status.st_mode) and not fifo:
            message, hint = "it is neither a file nor a pipe", "save it to a file first"
        else:
            with path.open("rb") as file:
                data = file.read(policy.max_bytes + 1)
            return data if len(data) <= policy.max_bytes else too_large(policy)
    except FileNotFoundError:
        return _missing(path)
    except (OSError, ValueError, RuntimeError) as error:
        # ValueError: a NUL in the path. RuntimeError: how older Pythons report loops.
        reason = getattr(error, "strerror", None) or str(error)
        message, hint = f"it cannot be read: {reason}", "check the path and its rights"
    return Unreadable("file-unreadable", message, hint)


def too_large(policy: LoadPolicy) -> Unreadable:
    """The complaint about more bytes than the policy allows."""
    return Unreadable(
        "file-too-large",
        f"the file has more than {policy.max_bytes:,} bytes",
        "raise the limit if you trust the document",
    )


def parse_document(
    name: Name, data: bytes, policy: LoadPolicy, report: Report
) -> SourceDocument | None:
    """What the bytes of a file hold, any JSON value.

    JSON or YAML is told from the text more than from the suffix of its name. Errors go
    to `report`, and the result is then `None`: `encoding`, those of the two readers.
    """
    text = decode(data)
    if isinstance(text, UnicodeDecodeError):
        report.sources[name.uri] = data
        report.add(_undecodable(name.uri, text))
        return None
    suffix = PurePosixPath(name.uri).suffix.lower()
    outcome, syntax = _parse(text, suffix, policy)
    if isinstance(outcome, Problem):
        report.sources[name.uri] = data
        report.add(_diagnostic(name.uri, text, outcome))
        return None
    for problem in outcome.problems:
        report.add(_diagnostic(name.uri, text, problem))
    digest = hashlib.sha256(data).hexdigest()
    root, depth = outcome.root, outcome.depth
    return SourceDocument(*name, digest, data, syntax, root, depth)


def _missing(path: Path) -> Unreadable:
    if path.is_symlink():
        message = "it is a symbolic link that leads nowhere"
        return Unreadable("file-missing", message, "repair the link")
    try:
        names = sorted(other.name for other in path.parent.iterdir())
    except OSError:
        names = []
    close = difflib.get_close_matches(path.name, names, n=1)
    hint = f"did you mean {close[0]!a}?" if close else "check the path"
    return Unreadable("file-missing", "there is no such file", hint)


def _parse(
    text: str, suffix: str, policy: LoadPolicy
) -> tuple[Parsed | Problem, Syntax]:
    """Try the readers that the text allows, the likelier one first.

    JSON begins with a bracket, but so can YAML; a file that claims to be JSON is not
    given the benefit of the doubt, or trailing commas would pass.
    """
    first = text.lstrip()[:1]
    if first not in {"{", "["}:
        return read_yaml(text, policy), "yaml"
    text, halves = whole_characters(text)
    outcome = read_json(text, policy)
    if isinstance(outcome, Parsed) and halves is not None:
        outcome = replace(outcome, problems=(*outcome.problems, halves))
    if isinstance(outcome, Parsed) or outcome.code != "syntax-json":
        return outcome, "json"
    if suffix == ".json":
        return outcome, "json"
    other = read_yaml(text, policy)
    if isinstance(other, Problem) and suffix not in {".yaml", ".yml"}:
        return outcome, "json"
    return other, "yaml"


def _diagnostic(uri: str, text: str, problem: Problem) -> Diagnostic:
    lines = Lines(text)
    where = Location(uri, problem.pointer, *lines.at(problem.index))
    hint = problem.hint
    if problem.first >= 0:
        hint = hint.replace("{line}", str(lines.at(problem.first)[0]))
    return Diagnostic(
        problem.code, problem.severity, problem.message, where, hint, problem.fallback
    )


def _undecodable(uri: str, error: UnicodeDecodeError) -> Diagnostic:
    before = readable_before(error)
    byte = error.object[error.start]
    where = Location(uri, ROOT, *Lines(before).at(len(before)))
    return Diagnostic(
        "encoding",
        Severity.ERROR,
        f"the byte 0x{byte:02X} is not {error.encoding.upper()}",
        where,
        "save the document as UTF-8",
    )

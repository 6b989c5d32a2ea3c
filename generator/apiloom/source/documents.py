"""The documents of one description, read and ready to be asked for positions."""

from __future__ import annotations

import difflib
import hashlib
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, TypeAlias

from apiloom.diagnostics import Diagnostic, Report, Severity
from apiloom.location import ROOT, Location, Pointer
from apiloom.source.json_places import locate_json
from apiloom.source.json_reader import read_json
from apiloom.source.outcome import Parsed, Problem
from apiloom.source.policy import LoadPolicy
from apiloom.source.text_lines import Lines, decode, readable_before
from apiloom.source.tree import JsonObject
from apiloom.source.yaml_reader import locate_yaml, read_yaml

Syntax: TypeAlias = Literal["json", "yaml"]

_TYPE_NAMES: Final = {
    list: "an array",
    str: "a string",
    bool: "a boolean",
    type(None): "null",
}


@dataclass(frozen=True, slots=True, eq=False)
class SourceDocument:
    """One file. `uri` is the name that people see, `digest` the SHA-256 of its bytes.

    `root` is to be read only: containers that a YAML alias repeats are shared in it.
    `depth` is how deep it nests.
    """

    uri: str
    path: Path
    digest: str
    data: bytes = field(repr=False)
    syntax: Syntax
    root: JsonObject = field(repr=False)
    depth: int

    def locate(self, pointers: Iterable[Pointer]) -> dict[Pointer, tuple[int, int]]:
        """Line and column, from 1 and in characters, of each pointer, in one pass.

        For a member of an object that is the place of its key, for an item of an array
        of the item, for the document 1:1. A pointer that names nothing gets the place
        of the nearest thing above it; one that goes through a YAML alias or merge key
        the place of what stands at the anchor.
        """
        wanted = list(dict.fromkeys(pointers))
        text = decode(self.data)
        assert isinstance(text, str), "it has been decoded before"
        find = locate_json if self.syntax == "json" else locate_yaml
        lines = Lines(text)
        return {
            pointer: lines.at(index) if index else (1, 1)
            for pointer, index in find(text, wanted).items()
        }


@dataclass(frozen=True, slots=True, eq=False)
class DocumentSet:
    """The entry document and every document read, by uri."""

    entry: SourceDocument
    documents: Mapping[str, SourceDocument] = field(repr=False)

    def locate(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The same diagnostics with line and column, in the same order.

        Those that have a line already, or are about no document of this set, come back
        as they are. Each document is gone through once at most.
        """
        found = tuple(diagnostics)
        wanted: dict[str, list[Pointer]] = {}
        for item in found:
            if not item.where.line and item.where.document in self.documents:
                wanted.setdefault(item.where.document, []).append(item.where.pointer)
        places = {
            uri: self.documents[uri].locate(pointers)
            for uri, pointers in wanted.items()
        }
        return tuple(_placed(item, places) for item in found)


def _placed(
    item: Diagnostic, places: Mapping[str, Mapping[Pointer, tuple[int, int]]]
) -> Diagnostic:
    where = item.where
    if where.line or where.document not in places:
        return item
    line, column = places[where.document][where.pointer]
    return replace(item, where=replace(where, line=line, column=column))


def load(entry: Path, policy: LoadPolicy, report: Report) -> DocumentSet | None:
    """Read the description whose entry document is the file `entry`.

    JSON or YAML is told from the text more than from the suffix. Symbolic links and
    pipes are followed, since the caller chose the path. Errors go to `report`, and the
    result is then `None`: `file-missing`, `file-unreadable`, `file-too-large`,
    `encoding`, `empty-document`, `not-an-object`, and those of the two readers.
    """
    uri = entry.as_posix()
    data = _read(entry, policy, report)
    if data is None:
        return None
    text = decode(data)
    if isinstance(text, UnicodeDecodeError):
        report.add(_undecodable(uri, text))
        return None
    outcome, syntax = _parse(text, entry.suffix.lower(), policy)
    if isinstance(outcome, Parsed) and not isinstance(outcome.root, dict):
        outcome = _not_an_object(text, outcome)
    if isinstance(outcome, Problem):
        report.add(_diagnostic(uri, text, outcome))
        return None
    for problem in outcome.problems:
        report.add(_diagnostic(uri, text, problem))
    document = SourceDocument(
        uri,
        entry.resolve(),
        hashlib.sha256(data).hexdigest(),
        data,
        syntax,
        outcome.root,
        outcome.depth,
    )
    return DocumentSet(document, {uri: document})


def _read(path: Path, policy: LoadPolicy, report: Report) -> bytes | None:
    uri = path.as_posix()
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            message, hint = "it is a folder, not a file", "name the file inside of it"
        elif not stat.S_ISREG(status.st_mode) and not stat.S_ISFIFO(status.st_mode):
            message, hint = "it is neither a file nor a pipe", "save it to a file first"
        else:
            with path.open("rb") as file:
                data = file.read(policy.max_bytes + 1)
            if len(data) <= policy.max_bytes:
                return data
            report.error(
                "file-too-large",
                f"the file has more than {policy.max_bytes:,} bytes",
                uri,
                hint="raise the limit if you trust the document",
            )
            return None
    except FileNotFoundError:
        report.error(*_missing(path))
        return None
    except (OSError, ValueError, RuntimeError) as error:
        # ValueError: a NUL in the path. RuntimeError: how older Pythons report loops.
        reason = getattr(error, "strerror", None) or str(error)
        message, hint = f"it cannot be read: {reason}", "check the path and its rights"
    report.error("file-unreadable", message, uri, hint=hint)
    return None


def _missing(path: Path) -> tuple[str, str, str, Pointer, str]:
    if path.is_symlink():
        message = "it is a symbolic link that leads nowhere"
        return "file-missing", message, path.as_posix(), ROOT, "repair the link"
    try:
        names = sorted(other.name for other in path.parent.iterdir())
    except OSError:
        names = []
    close = difflib.get_close_matches(path.name, names, n=1)
    hint = f"did you mean {close[0]!a}?" if close else "check the path"
    return "file-missing", "there is no such file", path.as_posix(), ROOT, hint


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
    outcome = read_json(text, policy)
    if isinstance(outcome, Parsed) or outcome.code != "syntax-json":
        return outcome, "json"
    if suffix == ".json":
        return outcome, "json"
    other = read_yaml(text, policy)
    if isinstance(other, Problem) and suffix not in {".yaml", ".yml"}:
        return outcome, "json"
    return other, "yaml"


def _not_an_object(text: str, parsed: Parsed) -> Problem:
    name = _TYPE_NAMES.get(type(parsed.root), "a number")
    if text.lstrip().startswith("<"):
        hint = "this looks like HTML or XML: download the document itself"
    else:
        hint = "an OpenAPI document begins with 'openapi: 3.1.0'"
    return Problem(
        "not-an-object", f"the document is {name}, not an object", 0, hint=hint
    )


def _diagnostic(uri: str, text: str, problem: Problem) -> Diagnostic:
    lines = Lines(text)
    where = Location(uri, problem.pointer, *lines.at(problem.index))
    hint = problem.hint
    if problem.first >= 0:
        hint = hint.replace("{line}", str(lines.at(problem.first)[0]))
    return Diagnostic(
        problem.code, Severity.ERROR, problem.message, where, hint, problem.fallback
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

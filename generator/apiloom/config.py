"""`[tool.apiloom]` of a project's `pyproject.toml`: what to generate from what.

One table (`spec`, `output`, `targets`, `accept`, `implied-types`, `roots`,
`allow-hosts`) for one document, or `[[tool.apiloom.documents]]` with the same keys for
several. Paths are relative to the folder of the file; an output outside that folder is
refused.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeGuard

from apiloom.accept import Accepted, refusal
from apiloom.diagnostics import Diagnostic, Report, Severity
from apiloom.job import Job
from apiloom.location import ROOT, Location
from apiloom.reach import Reach
from apiloom.targets.options import TARGETS, Target

FILE: Final = "pyproject.toml"
_KEYS: Final = (
    "spec",
    "output",
    "targets",
    "accept",
    "implied-types",
    "roots",
    "allow-hosts",
)
_DOCUMENTS: Final = "documents"


@dataclass(frozen=True, slots=True)
class Project:
    """The file that configures a project, and the work it asks for."""

    path: Path
    jobs: tuple[Job, ...]


def read_project(start: Path, report: Report) -> Project | None:
    """The configuration that holds for the folder `start`; None where it is unusable.

    It is the nearest `pyproject.toml` above `start` with a `[tool.apiloom]` table,
    looked for no higher than the root of the repository. Reports `config-missing`,
    `config-invalid`, `config-unknown-key`, `config-missing-key`, `config-wrong-type`,
    `config-output-outside`, `config-duplicate-output`.
    """
    for folder in _upwards(start.resolve()):
        path = folder / FILE
        if not path.is_file():
            continue
        reader = _read(path, report)
        if reader is None:
            return None
        if reader.table is not None:
            jobs = reader.jobs()
            return None if report.failed else Project(path, jobs)
    hint = "name a SPEC and -o PACKAGE_DIR, or add a [tool.apiloom] table"
    message = "no pyproject.toml here or above has a [tool.apiloom] table"
    report.error("config-missing", message, str(start), hint=hint)
    return None


def _upwards(start: Path) -> list[Path]:
    """`start` and the folders above it, up to the root of the repository."""
    folders: list[Path] = []
    for folder in (start, *start.parents):
        folders.append(folder)
        if (folder / ".git").exists():
            break
    return folders


def _read(path: Path, report: Report) -> _Reader | None:
    try:
        text = path.read_text("utf-8")
        tree = tomllib.loads(text)
    except (OSError, ValueError) as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        where = Location(str(path), ROOT, line, column)
        message = f"the file cannot be read: {error}"
        report.add(Diagnostic("config-invalid", Severity.ERROR, message, where))
        return None
    reader = _Reader(path, text, None, report)
    tool: Any = tree.get("tool")
    if isinstance(tool, dict) and "apiloom" in tool:
        reader = _Reader(path, text, tool["apiloom"], report)
    return reader


@dataclass(frozen=True, slots=True)
class _Reader:
    """One `[tool.apiloom]` table, judged by hand: every complaint names its line."""

    path: Path
    text: str
    table: Any
    report: Report

    def jobs(self) -> tuple[Job, ...]:
        if not isinstance(self.table, dict):
            self._error("config-wrong-type", "'tool.apiloom' must be a table", "")
            return ()
        tables: list[Any] = [self.table]
        if _DOCUMENTS in self.table:
            self._known_keys(self.table, (_DOCUMENTS,))
            found: Any = self.table[_DOCUMENTS]
            if not isinstance(found, list) or not found:
                message = "'documents' must be one or more tables"
                self._error("config-wrong-type", message, _DOCUMENTS)
                return ()
            tables = found
        jobs = [job for table in tables if (job := self._job(table)) is not None]
        self._distinct(jobs)
        return tuple(jobs)

    def _job(self, table: Any) -> Job | None:
        if not isinstance(table, dict):
            message = "'documents' must be one or more tables"
            self._error("config-wrong-type", message, _DOCUMENTS)
            return None
        extra = () if table is not self.table else (_DOCUMENTS,)
        self._known_keys(table, (*_KEYS, *extra))
        spec, output = self._path(table, "spec"), self._path(table, "output")
        targets, accept = self._targets(table), tuple(self._accept(table))
        if spec is None or output is None or targets is None:
            return None
        folder = self.path.parent
        if not (folder / output).resolve().is_relative_to(folder):
            message = f"output {output!a} is outside the project's folder"
            hint = "a configuration may only write below its own folder"
            self._error("config-output-outside", message, "output", hint)
            return None
        implied = self._flag(table, "implied-types", absent=True)
        roots = tuple(folder / root for root in self._strings(table, "roots"))
        reach = Reach(roots, self._strings(table, "allow-hosts"))
        return Job(folder / spec, folder / output, targets, accept, implied, reach)

    def _strings(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self._error("config-wrong-type", f"{key!a} must list strings", key)
        return ()

    def _path(self, table: Mapping[str, Any], key: str) -> str | None:
        value = table.get(key)
        if isinstance(value, str) and value and "\0" not in value:
            return value
        if value is None:
            hint = f'for example {key} = "{_EXAMPLES[key]}"'
            self._error("config-missing-key", f"{key!a} is not set", "", hint)
        else:
            message = f"{key!a} must be a path as a string"
            self._error("config-wrong-type", message, key)
        return None

    def _flag(self, table: Mapping[str, Any], key: str, *, absent: bool) -> bool:
        value = table.get(key, absent)
        if isinstance(value, bool):
            return value
        self._error("config-wrong-type", f"{key!a} must be true or false", key)
        return absent

    def _targets(self, table: Mapping[str, Any]) -> tuple[Target, ...] | None:
        value = table.get("targets", list(TARGETS))
        if isinstance(value, list) and value:
            chosen = tuple(target for target in TARGETS if target in value)
            if len(chosen) == len(value):
                return chosen
        message = "'targets' must list different ones of " + ", ".join(TARGETS)
        self._error("config-wrong-type", message, "targets")
        return None

    def _accept(self, table: Mapping[str, Any]) -> Iterator[Accepted]:
        """Entries `"CODE"`, `"CODE:POINTER"` or `{ code = ..., pointer = ... }`."""
        value = table.get("accept", [])
        for entry in value if isinstance(value, list) else [None]:
            parts = {"code": entry} if isinstance(entry, str) else entry
            if not _is_entry(parts):
                message = "'accept' must list codes, or tables of 'code' and 'pointer'"
                self._error("config-wrong-type", message, "accept")
                continue
            code, colon, pointer = parts["code"].partition(":")
            pointer = pointer if colon else parts.get("pointer", "")
            line = self._line_of(code) or self._line("accept")
            where = Location(str(self.path), ROOT, line, 1)
            try:
                accepted = Accepted.entry(code, pointer, where)
            except ValueError as error:
                self._error("config-wrong-type", f"'accept': {error}", "accept")
                continue
            if refused := refusal(code):
                message, hint = refused
                found = Diagnostic(
                    "config-unknown-code", Severity.ERROR, message, where, hint
                )
                self.report.add(found)
            yield accepted

    def _known_keys(self, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in table:
            if key in known:
                continue
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]!a}?" if near else ""
            if not near:
                hint = "known keys: " + ", ".join(known)
            self._error("config-unknown-key", f"unknown key {key!a}", key, hint)

    def _distinct(self, jobs: list[Job]) -> None:
        outputs = [job.output.resolve() for job in jobs]
        for output in sorted({path for path in outputs if outputs.count(path) > 1}):
            message = f"two documents have the output {output.name!a}"
            self._error("config-duplicate-output", message, "output")

    def _error(self, code: str, message: str, key: str, hint: str = "") -> None:
        where = Location(str(self.path), ROOT, self._line(key), 1)
        self.report.add(Diagnostic(code, Severity.ERROR, message, where, hint))

    def _line_of(self, code: str) -> int:
        """The first line below our header that quotes `code`; 0 where none does."""
        lines = self.text.split("\n")
        first = self._line("accept") - 1
        quoted = re.compile(rf"[\"']{re.escape(code)}[\"':]")
        below = range(first, len(lines))
        return next((n + 1 for n in below if quoted.search(lines[n])), 0)

    def _line(self, key: str) -> int:
        """The line of `key` below our header, or of the header itself, from 1."""
        lines = self.text.split("\n")
        header = re.compile(r"\s*\[\[?\s*tool\s*\.\s*[\"']?apiloom\b")
        wanted = re.compile(rf"\s*\[*[\"'\w.\s]*\b{re.escape(key)}[\"']?\s*[=\]]")
        start = next((n for n, line in enumerate(lines) if header.match(line)), 0)
        if key:
            for number in range(start, len(lines)):
                if wanted.match(lines[number]):
                    return number + 1
        return start + 1


def _is_entry(parts: Any) -> TypeGuard[dict[str, str]]:
    """Whether `parts` has a code, perhaps a pointer, and nothing else."""
    return (
        isinstance(parts, dict)
        and "code" in parts
        and parts.keys() <= {"code", "pointer"}
        and all(isinstance(value, str) for value in parts.values())
    )


_EXAMPLES: Final = {"spec": "openapi.yaml", "output": "src/petstore"}

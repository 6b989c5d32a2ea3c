"""One document in one process: `python -m tests.sweeping.work DOCUMENT FOLDER`.

Generates the package below FOLDER and judges its files here; what has to be imported
is judged in yet another process (`probe.py`). Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from apiloom.core.acceptance import Accepted
from apiloom.core.diagnostics import Diagnostic, Report, Severity
from apiloom.core.location import Pointer
from apiloom.document.bundle import bundle
from apiloom.document.source import LoadPolicy, load
from apiloom.document.upgrade import normalise
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job, Outcome
from tests.formatters import is_laid_out_by_black
from tests.sweeping.as_written import differences
from tests.sweeping.documents_found import operations_in
from tests.sweeping.planted import BY_NAME
from tests.sweeping.pointers import escaped
from tests.sweeping.results import Stage, stages_from

PACKAGE: Final = "swept"
NORMAL: Final = "normal.json"
_NOT_OURS: Final = frozenset({"remote-reference", "reference-outside"})
"""Refusals that nobody can accept, since the document does not stand by itself."""
Failures: TypeAlias = Iterator[tuple[str, str]]


def main() -> None:
    """Work on one document and print what came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("document", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--types", action="store_true")
    parser.add_argument("--memory", type=int, default=0)
    parser.add_argument("--plant", choices=sorted(BY_NAME), help="spoil the walk")
    parser.add_argument("--calls-only", action="store_true")
    parser.add_argument("--until-new", help="stop at a failure that is not there")
    parser.add_argument("--most", type=int, default=0, help="operations to call")
    options = parser.parse_args()
    if options.memory:
        limit = options.memory * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    walk = BY_NAME[options.plant].walk if options.plant else None
    if walk is not None:
        walk()
    probe = ["--calls-only"] if options.calls_only else []
    probe += ["--until-new", options.until_new] if options.until_new else []
    probe += ["--most", str(options.most)] if options.most else []
    work = _Work(options.document, options.folder, probe)
    work.run(types=options.types, calls_only=options.calls_only)
    sys.stdout.write(f"{json.dumps(work.found())}\n")


class _Work:
    """The stages of one document, as far as they got."""

    def __init__(self, document: Path, folder: Path, probe: Sequence[str]) -> None:
        self._document = document
        self._options = probe
        self._folder = folder
        self._package = folder / PACKAGE
        self._stages: dict[str, Stage] = {}
        self._warnings: Counter[str] = Counter()
        self._refused = ""

    def found(self) -> dict[str, Any]:
        """Everything that is known by now."""
        stages = {name: asdict(stage) for name, stage in self._stages.items()}
        return {
            "stages": stages,
            "warnings": dict(self._warnings),
            "refused": self._refused,
        }

    def run(self, *, types: bool, calls_only: bool) -> None:
        """One stage after the other, while it makes sense to go on."""
        self._stage("generated", self._generated)
        if self._refused or self._stages["generated"].failed:
            return
        if calls_only:
            _write_normal(self._document, self._folder / NORMAL)
            self._probe()
            return
        self._stage("operations", self._operations)
        _write_normal(self._document, self._folder / NORMAL)
        self._stage("as written", self._as_written)
        self._stage("compiles", self._compiles)
        if self._stages["compiles"].failed:
            return
        self._probe()
        if types:
            self._stage("layout", self._layout)
            self._stage("mypy", self._mypy)
            self._stage("pyright", self._pyright)

    def _stage(self, name: str, work: Callable[[], tuple[int, Failures]]) -> None:
        started = time.monotonic()
        seen, failures = 1, list[tuple[str, str]]()
        try:
            seen, found = work()
            failures = list(found)
        except Exception as error:  # noqa: BLE001 - a crash is what we look for
            failures = [(_crash(error), traceback.format_exc()[-1500:])]
        self._stages[name] = Stage(time.monotonic() - started, seen, tuple(failures))

    def _generated(self) -> tuple[int, Failures]:
        job = Job(self._document, self._package)
        outcome = generate(job)
        broken = _acceptable(outcome)
        if broken:
            # What is wrong with a document is no fault of ours: people can go on.
            accepted = tuple(Accepted(code) for code in broken)
            outcome = generate(replace(job, accept=accepted))
        self._warnings = Counter(
            each.code
            for each in outcome.diagnostics
            if each.severity is not Severity.NOTE
        )
        errors = [e for e in _errors_of(outcome) if not e.accepted]
        if errors and all(each.code in _NOT_OURS for each in errors):
            self._refused = _said(errors[0])
            return 1, iter(())
        return 1, _errors(outcome, errors)

    def _operations(self) -> tuple[int, Failures]:
        there = set(_manifest(self._package)["operations"])
        counted = operations_in(self._document)
        lost = [("operation lost", name) for name in sorted(counted - there)]
        invented = [("operation invented", name) for name in sorted(there - counted)]
        return len(counted), iter(lost + invented)

    def _as_written(self) -> tuple[int, Failures]:
        normal = json.loads((self._folder / NORMAL).read_text("utf-8"))["root"]
        found = differences(self._document, normal)
        return 1, ((each.split(": ")[-1][:60], each) for each in found)

    def _compiles(self) -> tuple[int, Failures]:
        files = sorted(self._package.rglob("*.py"))
        return len(files), _uncompilable(self._package, files)

    def _layout(self) -> tuple[int, Failures]:
        files = [
            path
            for path in sorted(self._package.rglob("*.py"))
            if "_runtime" not in path.relative_to(self._package).parts
        ]
        return len(files), _changed_by_black(self._package, files)

    def _probe(self) -> None:
        """Run `probe.py` on the package; it needs the document in its one shape."""
        started = time.monotonic()
        command = [sys.executable, "-m", "tests.sweeping.probe"]
        done = subprocess.run(
            [*command, str(self._folder), *self._options],
            capture_output=True,
            text=True,
            check=False,
        )
        try:
            self._stages |= stages_from(json.loads(done.stdout.splitlines()[-1]))
        except (ValueError, IndexError):
            kind = f"the process ended with {done.returncode}"
            failure = (kind, done.stderr[-1500:])
            spent = time.monotonic() - started
            self._stages["imports"] = Stage(spent, 1, (failure,))

    def _mypy(self) -> tuple[int, Failures]:
        command = ["mypy", "--strict", "--python-version=3.11", "--no-error-summary"]
        command += ["--config-file=", "--cache-dir", str(self._folder / "mypy")]
        return 1, self._checked([*command, "-p", PACKAGE], r": error: ")

    def _pyright(self) -> tuple[int, Failures]:
        settings: dict[str, object] = {"typeCheckingMode": "strict"}
        settings |= {"pythonVersion": "3.11", "include": [PACKAGE]}
        command = ["pyright", "-p", "pyrightconfig.json"]
        command += ["--pythonpath", sys.executable]
        (self._folder / "pyrightconfig.json").write_text(json.dumps(settings))
        return 1, self._checked(command, r" - error: ")

    def _checked(self, command: list[str], mark: str) -> Failures:
        tool = str(Path(sys.executable).parent / command[0])
        done = subprocess.run(
            [tool, *command[1:]],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [line for line in done.stdout.splitlines() if mark in line]
        if done.returncode and not lines:
            lines = [f"{mark}{(done.stdout + done.stderr)[-500:]}"]
        return ((_rule(line.partition(mark)[2]), line.strip()) for line in lines)


def _rule(message: str) -> str:
    """The name of the rule at the end of a checker's message."""
    found = message.rstrip(")] ").replace("(", "[").rpartition("[")
    return found[2] if found[1] else message[:80]


def _crash(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = frames[-1]
    return f"{type(error).__name__} in {Path(where.filename).name}:{where.name}"


def _errors_of(outcome: Outcome) -> list[Diagnostic]:
    return [e for e in outcome.diagnostics if e.severity is Severity.ERROR]


def _acceptable(outcome: Outcome) -> set[str]:
    """The codes of errors that people can accept."""
    return {each.code for each in _errors_of(outcome) if each.fallback}


def _errors(outcome: Outcome, errors: list[Diagnostic]) -> Failures:
    if outcome.exit_code and not errors:
        yield f"exit code {outcome.exit_code}", ""
    for each in errors:
        yield each.code, _said(each)


def _said(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.code}: {diagnostic.message} at #{diagnostic.where.pointer}"


def _manifest(package: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((package / "manifest.json").read_text("utf-8"))
    return found


def _uncompilable(package: Path, files: list[Path]) -> Failures:
    for path in files:
        try:
            compile(path.read_text("utf-8"), str(path), "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError) as error:
            yield type(error).__name__, f"{path.relative_to(package)}: {error}"


def _changed_by_black(package: Path, files: list[Path]) -> Failures:
    for path in files:
        try:
            if is_laid_out_by_black(path.read_text("utf-8")):
                continue
        except Exception as error:  # noqa: BLE001 - black raises many kinds
            yield "black fails", f"{path.relative_to(package)}: {error}"
            continue
        yield "black changes it", str(path.relative_to(package))


def _write_normal(document: Path, path: Path) -> None:
    """The document in one tree and its one shape, for examples of its schemas.

    `places` says where in the tree the parts of other files are.
    """
    report, policy = Report(), LoadPolicy()
    documents = load(document, policy, report)
    assert documents is not None
    normal = normalise(bundle(documents, policy, report), report)
    assert normal is not None
    components: Any = normal.root.get("components", {})
    pointers = [
        Pointer(f"/components/{kind}/{escaped(name)}")
        for kind, members in components.items()
        if isinstance(members, dict)
        for name in members
    ]
    places = {place: pointer for pointer, place in normal.places(pointers).items()}
    path.write_text(json.dumps({"root": normal.root, "places": places}), "utf-8")


if __name__ == "__main__":
    main()

"""How far generated models keep to JSON Schema, case by case.

    python tests/conformance/suite.py FOLDER [--no-implied-types] [--show]

FOLDER holds files of the JSON Schema Test Suite: lists of groups, each with a `schema`
and `tests` of `data` that is `valid` or not. Every schema becomes a component of a
document of its own; the generated type decodes every value of its group. Some refer to
documents at `http://localhost:1234`: with a server there (the suite has its files) and
`--allow-host localhost:1234` they are judged too.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, TypeAdapter, ValidationError

from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.reference_policy import ReferencePolicy
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from apiloom.runtime.model import WIRE

Verdict: TypeAlias = Literal["right", "warned", "silent", "failed"]
"""`warned`: wrong, but generation said what is not honoured. `failed`: no output."""
NAME = "Wrapped"
_DATA = frozenset({"enum", "const", "default", "examples"})
_ORDER: tuple[Verdict, ...] = ("right", "warned", "silent", "failed")


@dataclass(frozen=True, slots=True)
class How:
    """Whether no type is implied, and which hosts may be asked for documents."""

    exact: bool = False
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One value and what came of it."""

    keyword: str
    group: str
    test: str
    verdict: Verdict
    detail: str = ""


@dataclass(slots=True)
class Tally:
    """Verdicts for each keyword."""

    cases: list[Case] = field(default_factory=list)

    def count(self, verdict: Verdict, keyword: str | None = None) -> int:
        """How many cases of a keyword, or of all, came out like this."""
        return sum(
            case.verdict == verdict and keyword in (None, case.keyword)
            for case in self.cases
        )

    def table(self) -> Iterator[str]:
        """A line for each keyword, and one for all."""
        yield f"{'keyword':24}{'share':>7}" + "".join(f"{each:>8}" for each in _ORDER)
        for keyword in (*dict.fromkeys(case.keyword for case in self.cases), None):
            counts = [self.count(each, keyword) for each in _ORDER]
            share = 100 * counts[0] / max(sum(counts), 1)
            numbers = "".join(f"{each:8}" for each in counts)
            yield f"{keyword or 'all':24}{share:6.1f}%{numbers}"


def wrapped(schema: object) -> dict[str, Any]:
    """A document whose one component is this schema.

    References into the schema itself are moved along; those to other places stay, and
    so do those below an `$id`, which are relative to it.
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "Wrapped", "version": "1"},
        "paths": {},
        "components": {"schemas": {NAME: _moved(schema)}},
    }


def _moved(value: Any) -> Any:
    if isinstance(value, list):
        return [_moved(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "$id" in value:
        return value
    moved = {
        key: each if key in _DATA and isinstance(each, list | dict) else _moved(each)
        for key, each in value.items()
    }
    for keyword in ("$ref", "$dynamicRef"):
        reference = value.get(keyword)
        if isinstance(reference, str) and f"{reference}/".startswith("#/"):
            moved[keyword] = f"#/components/schemas/{NAME}{reference[1:]}"
    return moved


def judge_group(
    keyword: str, group: dict[str, Any], folder: Path, name: str, how: How
) -> Iterator[Case]:
    """Generate for one schema, and decode each of its values."""
    spec = folder / f"{name}.json"
    spec.write_text(json.dumps(wrapped(group["schema"])), encoding="utf-8")
    job = Job(
        spec,
        folder / name,
        ("models",),
        implied_types=not how.exact,
        references=ReferencePolicy(hosts=how.hosts),
    )
    outcome = generate(job)
    said = [
        each
        for each in outcome.diagnostics
        if each.severity is not Severity.NOTE or each.code == "type-implied"
    ]
    adapter: TypeAdapter[Any] | str
    try:
        adapter = _adapter(name)
    except Exception as problem:  # noqa: BLE001 - any reason is a finding
        adapter = f"{problem!r:.200}"
    for test in group["tests"]:
        yield _judged(keyword, group["description"], test, adapter, said)


def _judged(
    keyword: str,
    group: str,
    test: dict[str, Any],
    adapter: TypeAdapter[Any] | str,
    said: list[Diagnostic],
) -> Case:
    description = test["description"]
    warnings = "; ".join(sorted({f"{each.code}" for each in said}))
    if isinstance(adapter, str):
        return Case(keyword, group, description, "failed", warnings or adapter)
    try:
        adapter.validate_json(json.dumps(test["data"]), by_alias=True, by_name=False)
        accepted = True
    except ValidationError:
        accepted = False
    if accepted == test["valid"]:
        return Case(keyword, group, description, "right")
    verdict: Verdict = "warned" if said else "silent"
    detail = f"{'accepted' if accepted else 'refused'} {warnings}"
    return Case(keyword, group, description, verdict, detail)


def _adapter(package: str) -> TypeAdapter[Any]:
    importlib.invalidate_caches()
    found = getattr(importlib.import_module(f"{package}.models"), NAME)
    if isinstance(found, type) and issubclass(found, BaseModel):
        return TypeAdapter(found)
    return TypeAdapter(found, config=WIRE)


def judge_folder(files: list[Path], how: How) -> Tally:
    """Every case of every file."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, folder)
        number = 0
        for path in files:
            for group in json.loads(path.read_text(encoding="utf-8")):
                number += 1
                name = f"wrapped_{'exact' if how.exact else 'plain'}_{number}"
                tally.cases += judge_group(path.stem, group, Path(folder), name, how)
        sys.path.remove(folder)
    return tally


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-implied-types", action="store_true")
    parser.add_argument("--only", action="append", help="the name of a file")
    parser.add_argument("--show", action="store_true", help="list what is not right")
    parser.add_argument("--allow-host", action="append", default=[])
    options = parser.parse_args()
    files = [
        path
        for path in sorted(options.folder.glob("*.json"))
        if not options.only or path.stem in options.only
    ]
    how = How(options.no_implied_types, tuple(options.allow_host))
    tally = judge_folder(files, how)
    sys.stdout.write("\n".join(tally.table()) + "\n")
    for case in tally.cases if options.show else ():
        if case.verdict != "right":
            line = f"{case.keyword}: {case.group}: {case.test}: {case.verdict}"
            sys.stdout.write(f"{line} {case.detail}\n")


if __name__ == "__main__":
    main()

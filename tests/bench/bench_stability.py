"""What an addition to a document changes in the package: files and lines.

`python tests/bench/bench_stability.py [DOCUMENT]`

A schema, then an operation, is added at the top; the package is generated over the one
that stood before. Only what concerns the addition should change.
"""

from __future__ import annotations

import argparse
import difflib
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from measure import APILOOM, SPEC, fresh, heading, say, table

from apiloom.core.diagnostics import Report
from apiloom.document.source import LoadPolicy, load

Json = dict[str, Any]


def add_schema(document: Json) -> None:
    """A schema above all others."""
    schema = {"type": "object", "properties": {"added": {"type": "string"}}}
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = {"BenchAdded": schema, **schemas}


def add_operation(document: Json) -> None:
    """An operation above all others, in the first tag that there is."""
    tags = [
        tag
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict)
        for tag in operation.get("tags", ())
    ]
    operation = {
        "operationId": "benchAdded",
        "tags": tags[:1],
        "responses": {"204": {"description": "done"}},
    }
    document["paths"] = {"/bench-added": {"get": operation}, **document["paths"]}


ADDITIONS: Final[Mapping[str, Callable[[Json], None]]] = {
    "a schema at the top": add_schema,
    "an operation at the top": add_operation,
}


def files_in(package: Path) -> dict[str, list[str]]:
    """The lines of every file."""
    return {
        path.relative_to(package).as_posix(): path.read_text().splitlines()
        for path in sorted(package.rglob("*"))
        if path.is_file()
    }


def differences(before: Path, after: Path) -> list[tuple[str, str]]:
    """Each file that differs, and the lines added and removed."""
    old, new = files_in(before), files_in(after)
    found: list[tuple[str, str]] = []
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) == new.get(path):
            continue
        lines = difflib.unified_diff(old.get(path, []), new.get(path, []), n=0)
        marks = [line[:1] for line in lines if not line.startswith(("---", "+++"))]
        found.append((path, f"+{marks.count('+')} -{marks.count('-')}"))
    return found


def main() -> None:
    """Generate before and after each addition, print what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", nargs="?", type=Path, default=SPEC)
    options = parser.parse_args()
    heading(f"additions to {options.document.name}: files and lines that change")
    documents = load(options.document, LoadPolicy(), Report())
    if documents is None:
        raise SystemExit("the document cannot be read")
    tree = json.dumps(documents.entry.root)
    for name, add in ADDITIONS.items():
        with tempfile.TemporaryDirectory() as folder:
            spec = Path(folder) / "document.json"
            packages = [Path(folder) / each / "package" for each in ("old", "new")]
            changed = json.loads(tree)
            add(changed)
            for package, content in zip(
                packages, (json.loads(tree), changed), strict=True
            ):
                spec.write_text(json.dumps(content))
                call = ("generate", str(spec), "-o", str(package))
                fresh((*APILOOM, *call))
            found = differences(*packages)
        say(f"{name}: {len(found)} files")
        table(("file", "lines"), found)


if __name__ == "__main__":
    main()

"""What a preview costs: `diff` of two versions of a large document, by view.

`python tests/bench/bench_diff.py [DOCUMENT] [--edits N] [--limit SECONDS]`

The second version is the document with edits spread over it: properties that come and
go, values of enumerations, parameters that become required, operations that vanish.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from measure import (
    APILOOM,
    SPEC,
    Run,
    fresh,
    heading,
    interleaved,
    middle,
    table,
    verdict,
)

METHODS = ("get", "put", "post", "patch", "delete")


def edited(document: dict[str, Any], count: int) -> dict[str, Any]:
    """The same document, in place, with `count` edits of several kinds."""
    kinds = [_properties(document), _required(document), _enums(document)]
    kinds.append(_operations(document))
    made = 0
    while made < count and kinds:
        kind = kinds[made % len(kinds)]
        if next(kind, None) is None:
            kinds.remove(kind)
        else:
            made += 1
    if made < count:
        sys.exit(f"the document has room for {made} edits only")
    return document


def _schemas(document: dict[str, Any]) -> list[dict[str, Any]]:
    found = document.get("components", {}).get("schemas", {})
    return [found[name] for name in sorted(found)]


def _spread(items: list[Any]) -> Iterator[Any]:
    """Items from all over a list."""
    step = max(len(items) // 40, 1)
    return iter(items[::step])


def _properties(document: dict[str, Any]) -> Iterator[str]:
    schemas = [each for each in _schemas(document) if each.get("properties")]
    for number, schema in enumerate(_spread(schemas)):
        if number % 2:
            schema["properties"]["bench_added"] = {"type": "string"}
        else:
            name = min(schema["properties"])
            del schema["properties"][name]
            schema["required"] = [
                each for each in schema.get("required", []) if each != name
            ] or ["bench_required"]
        yield "property"


def _required(document: dict[str, Any]) -> Iterator[str]:
    for schema in _spread(_schemas(document)[1:]):
        optional = set(schema.get("properties", {})) - set(schema.get("required", []))
        if optional:
            schema.setdefault("required", []).append(min(optional))
            yield "required"


def _enums(document: dict[str, Any]) -> Iterator[str]:
    found = [
        member
        for schema in _schemas(document)
        for member in schema.get("properties", {}).values()
        if isinstance(member, dict)
        and member.get("type") == "string"
        and "enum" in member
    ]
    for member in _spread(found):
        member["enum"] = [*member["enum"], "bench_value"]
        yield "enum"


def _operations(document: dict[str, Any]) -> Iterator[str]:
    paths = document["paths"]
    for name in list(_spread(sorted(paths)[1:])):
        methods = [each for each in METHODS if each in paths[name]]
        if methods:
            del paths[name][methods[0]]
            yield "operation"


def cases(old: Path, new: Path, folder: Path) -> Mapping[str, Callable[[], Run]]:
    """Each call by its name."""
    call = (*APILOOM, "diff", str(old), str(new), "--accept", "duplicate-operation-id")

    def run(*more: str) -> Run:
        return fresh((*call, *more, "-o", str(folder / "preview.json")))

    return {
        "everything": run,
        "contract": lambda: run("--view", "contract"),
        "surface": lambda: run("--view", "surface"),
        "files": lambda: run("--view", "files"),
        "the same document": lambda: fresh(
            (*APILOOM, "diff", str(old), str(old), *call[-2:])
        ),
    }


def report(found: Mapping[str, Sequence[Run]], limit: float) -> None:
    """Print the medians, and whether the promise is kept."""
    rows = [
        (
            name,
            f"{middle(run.wall for run in runs):.2f}",
            f"{min(run.wall for run in runs):.2f}",
            f"{middle(run.cpu for run in runs):.2f}",
            f"{middle(run.peak for run in runs):.0f}",
        )
        for name, runs in found.items()
    ]
    table(("", "wall s", "least s", "CPU s", "MiB"), rows)
    if limit:
        wall = middle(run.wall for run in found["everything"])
        verdict("diff, every view, seconds", wall, limit)


def main() -> None:
    """Measure every view and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path, nargs="?", default=SPEC)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--limit", type=float, default=0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    text = options.document.read_text()
    if options.document.suffix == ".json":
        document = json.loads(text)
    else:
        import yaml

        document = yaml.safe_load(text)
    heading(f"apiloom diff of {options.document.name} with {options.edits} edits")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old, new = folder / "old.json", folder / "new.json"
        old.write_text(json.dumps(document, indent=1))
        new.write_text(json.dumps(edited(document, options.edits), indent=1))
        report(interleaved(cases(old, new, folder), options.rounds), options.limit)


if __name__ == "__main__":
    main()

"""Counts the names of each document that no person would have chosen.

`python tests/bench/bench_names.py FILE_OR_FOLDER ...` prints one line for each document
and the sum; `--list` prints the names themselves. Four kinds:

- `digest`: a name that ends in six hexadecimal digits, since all else was taken;
- `option`: a class called after the position of a member of a union;
- `stutter`: a method that repeats the words of its resource;
- `split`: a name in snake case that cuts a run of capitals, or the name of a technique.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from apiloom.api.parse import parse_document
from apiloom.api.resolve import ResolvedApi, resolve_api
from apiloom.core.diagnostics import Report
from apiloom.core.shipped import Shipped
from apiloom.core.text import reveal
from apiloom.document.bundle import bundle
from apiloom.document.source import LoadPolicy, load
from apiloom.document.upgrade import normalise

KINDS: Final = ("digest", "option", "stutter", "split")
_DIGEST: Final = re.compile(r"_[0-9a-f]{6}_?$")
_OPTION: Final = re.compile(r"Option\d+(Dict)?$")
_SPLIT: Final = re.compile(
    r"(^|_)(o_auth|i_pv\d|graph_ql|mac_os|i_os|[a-z]_[a-z]{1,2}s|[a-z]+_[a-z]s)(\d*_|$)"
)
_PLURAL: Final = re.compile(r"[A-Z]{2,}s(?![a-z])")
_OF_ANOTHER: Final = frozenset(
    {
        *("a", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or"),
        *("per", "to", "via", "with"),
    }
)
"""Words after which a noun belongs to what stands before: `list_following_for_user`."""
_TECHNIQUE: Final = re.compile(r"OAuth|IPv\d|GraphQL|macOS|iOS")


def main() -> None:
    """Print the table, or the names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="+", type=Path)
    parser.add_argument("--list", action="store_true", help="print the names too")
    arguments = parser.parse_args()
    total = dict.fromkeys(KINDS, 0)
    _say(f"{'document':60}" + "".join(f"{kind:>9}" for kind in KINDS))
    for path in _documents(arguments.documents):
        resolved = _resolved(path)
        if resolved is None:
            _say(f"{path.name:60} cannot be read")
            continue
        names = names_of(resolved)
        counts = {kind: len(names[kind]) for kind in KINDS}
        total = {kind: total[kind] + counts[kind] for kind in KINDS}
        _row(path.name, counts)
        if arguments.list:
            for kind in KINDS:
                for name in names[kind]:
                    _say(f"    {kind}: {name}")
    _row("all", total)


def names_of(resolved: ResolvedApi) -> dict[str, list[str]]:
    """The names of each kind, with the wire names that they are for."""
    types = [(named.name, named.id.pointer) for named in resolved.types.values()]
    snake = list(_snake_names(resolved))
    return {
        "digest": [
            f"{name} ({source})"
            for name, source in (*types, *snake)
            if _DIGEST.search(name)
        ],
        "option": [
            f"{name} ({source})" for name, source in types if _OPTION.search(name)
        ],
        "stutter": list(_stutters(resolved)),
        "split": [
            f"{name} ({source})"
            for name, source in snake
            if (_PLURAL.search(source) or _TECHNIQUE.search(source))
            and _SPLIT.search(name)
        ],
    }


def _snake_names(resolved: ResolvedApi) -> Iterator[tuple[str, str]]:
    """Methods, arguments and fields; each once."""
    pairs: dict[tuple[str, str], None] = {}
    for names in resolved.field_names.values():
        pairs.update(((name, reveal(wire)), None) for wire, name in names.items())
    for resource in resolved.resources:
        for named in resource.operations:
            operation = named.operation
            if operation.operation_id is not None:
                pairs[named.method, reveal(operation.operation_id)] = None
            for argument, parameter in zip(
                named.arguments, operation.parameters, strict=True
            ):
                pairs[argument, reveal(parameter.wire_name)] = None
    yield from pairs


def _stutters(resolved: ResolvedApi) -> Iterator[str]:
    """Methods that begin or end with the words of their resource, or have them second.

    One that would meet another without them may have them.
    """
    for resource in resolved.resources:
        methods = {str(named.method) for named in resource.operations}
        shorter: dict[str, list[str]] = {}
        for method in methods:
            without = _without(method.split("_"), resource.module.split("_"))
            if without:
                shorter.setdefault("_".join(without), []).append(method)
        for short, longer in sorted(shorter.items()):
            if len(longer) == 1 and short not in methods:
                yield f"{resource.module}.{longer[0]}"


def _without(words: list[str], tag: list[str]) -> list[str]:
    """The words of a method without those of its resource; none where it has none."""
    for spelling in _numbers(tag):
        size = len(spelling)
        for start in (0, len(words) - size, 1):
            if start < 0 or words[start : start + size] != spelling:
                continue
            if start and start == len(words) - size and words[start - 1] in _OF_ANOTHER:
                continue
            return words[:start] + words[start + size :]
    return []


def _numbers(tag: list[str]) -> Iterator[list[str]]:
    """The words with the last one in singular and in plural."""
    *others, last = tag
    spellings = {last, f"{last}s", f"{last}es"}
    if last.endswith("s"):
        spellings.add(last[:-1])
    if last.endswith("ies"):
        spellings.add(f"{last[:-3]}y")
    if last.endswith("y"):
        spellings.add(f"{last[:-1]}ies")
    for spelling in sorted(spellings):
        yield [*others, spelling]


def _documents(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file
                for file in path.rglob("*")
                if file.suffix in {".json", ".yaml", ".yml"}
            )
        else:
            yield path


def _resolved(path: Path) -> ResolvedApi | None:
    report = Report()
    policy = LoadPolicy()
    documents = load(path, policy, report)
    if documents is None:
        return None
    normal = normalise(bundle(documents, policy, report), report)
    if normal is None:
        return None
    api = parse_document(normal, report)
    return resolve_api(api, inputs=True, shipped=Shipped(), report=report)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _row(name: str, counts: Mapping[str, int]) -> None:
    _say(f"{name:60}" + "".join(f"{counts[kind]:9}" for kind in KINDS))


if __name__ == "__main__":
    main()

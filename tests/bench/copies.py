"""A document made larger: several renamed copies of all it holds, side by side.

`python copies.py DOCUMENT COUNT TARGET`; the larger benchmarks run it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from apiloom.core.diagnostics import Report
from apiloom.document.source import LoadPolicy, load

_SHARED: Final = {"securitySchemes"}
"""What security requirements name: the copies have it in common."""

_METHODS: Final = {
    *("get", "put", "post", "delete", "options", "head", "patch", "trace", "query"),
}
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z_-]*")
_WORDS: Final = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def write_copies(spec: Path, count: int, target: Path) -> None:
    """Write to `target` the document `spec` `count` times over, in its own syntax.

    The first copy keeps its names. In the others components, paths, operationIds and
    tags get a suffix, and references point into the same copy.
    """
    tree = _read(spec)
    whole = json.loads(tree)
    for number in range(2, count + 1):
        _merge(whole, _renamed(json.loads(tree), number))
    if spec.suffix.lower() == ".json":
        target.write_text(json.dumps(whole, indent=2))
    else:
        target.write_text(yaml.dump(whole, Dumper=_Dumper, sort_keys=False, width=100))


def _read(spec: Path) -> str:
    report = Report()
    documents = load(spec, LoadPolicy(), report)
    if documents is None:
        raise SystemExit("\n".join(item.message for item in report))
    return json.dumps(documents.entry.root)


class _Dumper(yaml.SafeDumper):
    """Quotes text wherever YAML 1.1, which PyYAML writes, and 1.2 may disagree."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out: two equal parts are two parts."""
        del data
        return True


def _text(dumper: yaml.SafeDumper, data: str) -> yaml.ScalarNode:
    plain = _PLAIN.fullmatch(data) and data.lower() not in _WORDS
    style = None if plain else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(str, _text)


def _renamed(tree: Any, number: int) -> Any:
    """Give one copy its own names."""
    for holder in _objects(tree):
        _rewrite_references(holder, number)
    for item in [*_table(tree, "paths").values(), *_table(tree, "webhooks").values()]:
        for method in _METHODS & item.keys():
            _rename_operation(item[method], number)
    for tag in tree.get("tags", ()):
        tag["name"] += f" {number}"
    for owner, key in _sections(tree):
        members = owner[key].items()
        owner[key] = {f"{name}_copy{number}": part for name, part in members}
    for key in ("paths", "webhooks"):
        moved = _table(tree, key).items()
        tree[key] = {_moved(path, number): item for path, item in moved}
    return tree


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the tree; documents nest too deep for recursion."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _rewrite_references(holder: dict[str, Any], number: int) -> None:
    for key in ("$ref", "$dynamicRef", "operationRef"):
        if isinstance(holder.get(key), str):
            holder[key] = _pointed(holder[key], number)
    mapping = holder.get("mapping")
    if "propertyName" in holder and isinstance(mapping, dict):
        for tag, goal in mapping.items():
            mapping[tag] = _pointed(goal, number)
    if isinstance(holder.get("operationId"), str):
        holder["operationId"] += f"_copy{number}"


def _pointed(reference: str, number: int) -> str:
    """The same place in the copy; what is outside the document stays."""
    steps = reference.split("/")
    if steps[:2] == ["#", "components"] and len(steps) > 3:
        if steps[2] not in _SHARED:
            steps[3] += f"_copy{number}"
    elif steps[:1] == ["#"] and len(steps) > 2:
        if steps[1] in {"paths", "webhooks"}:
            steps[2] = _moved(steps[2], number)
        elif steps[1] in {"definitions", "parameters", "responses"}:
            steps[2] += f"_copy{number}"
    return "/".join(steps)


def _moved(path: str, number: int) -> str:
    """A path, as it is or as a step of a pointer, at its place in the copy."""
    for slash in ("/", "~1"):
        if path.startswith(slash):
            return f"{slash}copy{number}{path}"
    return f"{path}_copy{number}"


def _rename_operation(operation: dict[str, Any], number: int) -> None:
    operation["tags"] = [f"{tag} {number}" for tag in operation.get("tags", ())]


def _sections(tree: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """The tables of named parts, each as its owner and key."""
    components = _table(tree, "components")
    named = [(components, key) for key in components if key not in _SHARED]
    old = ("definitions", "parameters", "responses")
    return [
        *((owner, key) for owner, key in named if isinstance(owner[key], dict)),
        *((tree, key) for key in old if key in tree),
    ]


def _table(tree: dict[str, Any], key: str) -> dict[str, Any]:
    table = tree.get(key)
    return table if isinstance(table, dict) else {}


def _merge(whole: dict[str, Any], copy: dict[str, Any]) -> None:
    for owner, key in _sections(copy):
        home = whole["components"] if owner is copy.get("components") else whole
        home[key].update(owner[key])
    for key in ("paths", "webhooks"):
        if key in whole:
            whole[key].update(copy[key])
    whole.setdefault("tags", []).extend(copy.get("tags", ()))


def main() -> None:
    """Write the copies that the arguments ask for."""
    spec, count, target = sys.argv[1:]
    write_copies(Path(spec), int(count), Path(target))


if __name__ == "__main__":
    main()

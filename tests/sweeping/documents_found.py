"""The OpenAPI documents below a folder, and the operations that each one has.

Both are read here without any help of apiloom, which is to be held against it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

_ENDINGS: Final = (".json", ".yaml", ".yml")
_MARK: Final = re.compile(r"^[\"']?(openapi|swagger)[\"']?\s*:", re.MULTILINE)
_METHODS: Final = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)
_NOT_IN: Final = {"2": {"trace", "query"}, "3.0": {"query"}, "3.1": {"query"}}
"""Methods that are not yet members of a path item in older versions."""


def documents_below(folder: Path) -> Iterator[Path]:
    """Every file that has `openapi` or `swagger` at its top level, sorted."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _ENDINGS and path.is_file() and _is_document(path):
            yield path


def operations_in(path: Path) -> set[str]:
    """`METHOD path` of every operation, path items of other files included."""
    files = _Files()
    root = files.read(path)
    version = str(root.get("swagger") or root.get("openapi"))
    missing = next((v for k, v in _NOT_IN.items() if version.startswith(k)), set())
    found: set[str] = set()
    for template, item in _members(root.get("paths")):
        if template.startswith("x-"):
            continue
        for method in files.path_item(item, path):
            if method.lower() not in missing:
                found.add(f"{method.upper()} {template}")
    return found


class _Files:
    """Files that were read already."""

    def __init__(self) -> None:
        self._trees: dict[Path, Any] = {}

    def read(self, path: Path) -> Any:
        """The tree of a file; every scalar of YAML is a string."""
        path = Path(os.path.normpath(path))
        if path not in self._trees:
            self._trees[path] = _tree(path.read_bytes())
        return self._trees[path]

    def path_item(self, item: Any, base: Path) -> Iterator[str]:
        """The methods that a path item, or what it refers to, describes."""
        for _ in range(100):
            members = dict(_members(item))
            for method in _METHODS:
                if isinstance(members.get(method), dict):
                    yield method
            yield from dict(_members(members.get("additionalOperations")))
            if not isinstance(members.get("$ref"), str):
                return
            item, base = self._target(members["$ref"], base)

    def _target(self, reference: str, base: Path) -> tuple[Any, Path]:
        file, _, fragment = reference.partition("#")
        path = base.parent / file if file else base
        value = self.read(path)
        for token in fragment.split("/")[1:]:
            step = _unescaped(token)
            value = value[int(step)] if isinstance(value, list) else value[step]
        return value, path


def _unescaped(token: str) -> str:
    token = re.sub(r"%([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), token)
    return token.replace("~1", "/").replace("~0", "~")


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    """The members of an object; those that a YAML merge key brings come first."""
    if not isinstance(value, dict):
        return
    merged = value.get("<<")
    for each in merged if isinstance(merged, list) else [merged]:
        if isinstance(each, dict):
            yield from each.items()
    yield from ((str(key), member) for key, member in value.items() if key != "<<")


def _tree(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return yaml.load(content, Loader=yaml.CBaseLoader)


def _is_document(path: Path) -> bool:
    content = path.read_bytes()
    text = content.decode("utf-8-sig", "replace")
    if not text.lstrip().startswith("{"):
        return _MARK.search(text) is not None
    try:
        tree = json.loads(text)
    except ValueError:
        return _MARK.search(text) is not None
    return any(isinstance(tree.get(key), str) for key in ("openapi", "swagger"))

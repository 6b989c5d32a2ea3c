"""Whatever refers to whatever: the one document unfolds to what the files unfold to."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.document.source.references import Unresolved, resolve
from tests.bundle.writing import bundled

Files = dict[str, Any]
MAPS = ("api.json", "a.json", "x/b.json")
SCHEMAS = ("x/y/c.json", "d.json")
KEYS = ("Cat", "cat", "dog", "a/b~c")
DEPTH = 7


def place(file: str, key: str | None) -> str:
    """The way to one of the schemas of a file."""
    section = "/components/schemas" if file == "api.json" else ""
    escaped = "" if key is None else key.replace("~", "~0").replace("/", "~1")
    return section + ("" if key is None else f"/{escaped}")


@st.composite
def references(draw: st.DrawFn, file: str) -> str:
    """A reference from `file` to something that exists."""
    target = draw(st.sampled_from((*MAPS, *SCHEMAS)))
    key = None if target in SCHEMAS else draw(st.sampled_from(KEYS))
    fragment = place(target, key)
    if target == file and draw(st.booleans()):
        return f"#{fragment}"
    path = posixpath.relpath(target, posixpath.dirname(file) or ".")
    return path + (f"#{fragment}" if fragment else "")


@st.composite
def schemas(draw: st.DrawFn, file: str) -> Any:
    """A schema that has a reference in it, or two, or is one."""
    title = draw(st.integers(0, 9))
    reference = {"$ref": draw(references(file))}
    shapes = {
        "plain": {"title": title},
        "reference": reference,
        "items": {"title": title, "items": reference},
        "beside": {"title": title, **reference},
        "allOf": {"allOf": [reference, {"title": title, "not": reference}]},
    }
    return shapes[draw(st.sampled_from(sorted(shapes)))]


@st.composite
def descriptions(draw: st.DrawFn) -> Files:
    """Files that refer to each other: maps of schemas, and schemas."""
    files: Files = {name: {key: draw(schemas(name)) for key in KEYS} for name in MAPS}
    for name in SCHEMAS:
        files[name] = draw(schemas(name))
    entry = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    files["api.json"] = {**entry, "components": {"schemas": files["api.json"]}}
    return files


def unfolded(files: Files, file: str, value: Any, depth: int) -> Any:
    """A value with references replaced by what they lead to, down to a depth."""
    if not isinstance(value, dict):
        if isinstance(value, list):
            return [unfolded(files, file, item, depth) for item in value]
        return value
    if depth == 0:
        return ...
    schema = {
        key: unfolded(files, file, member, depth - 1)
        for key, member in value.items()
        if key != "$ref"
    }
    if "$ref" in value:
        path, _, fragment = value["$ref"].partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
        other = target if path else file
        resolved = resolve(files[other], f"#{fragment}")
        assert not isinstance(resolved, Unresolved)
        schema["$ref"] = unfolded(files, other, resolved[1], depth - 1)
    return schema


@settings(deadline=None, max_examples=60)
@given(descriptions())
def test_unfolding(files: Files) -> None:
    with TemporaryDirectory() as folder:
        texts: dict[str, str | bytes] = {
            name: json.dumps(content) for name, content in files.items()
        }
        description = bundled(Path(folder), texts)
    assert description.messages == []
    whole = {"api.json": description.root}
    for key, schema in files["api.json"]["components"]["schemas"].items():
        expected = unfolded(files, "api.json", schema, DEPTH)
        actual = unfolded(whole, "api.json", description.schemas[key], DEPTH)
        assert _same(expected, actual)


def _same(expected: Any, actual: Any) -> bool:
    """Equal as far as both were unfolded, with references to references skipped."""
    expected, actual = _through(expected), _through(actual)
    if expected is ... or actual is ...:
        return True
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(
            _same(expected[key], actual[key]) for key in expected
        )
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(_same, expected, actual))
    return bool(expected == actual)


def _through(value: Any) -> Any:
    while isinstance(value, dict) and set(value) == {"$ref"}:
        value = value["$ref"]
    return value

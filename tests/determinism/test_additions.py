"""What is added to a document changes the files that concern it, and renames nothing.

`fresh` packages are generated where nothing stood; others over the earlier package,
whose manifest keeps the names that have shipped.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.determinism.packages import (
    Json,
    changed,
    first,
    manifest,
    operation,
    small,
    weave_json,
)

ALWAYS: Final = {"manifest.json", "server/openapi.json"}
INDEX: Final = ("models/__init__.py", "models/__init__.pyi")
"""The names as the interpreter has them, and as type checkers do."""
MOCKED: Final = "testing/operations.index.json"
"""The operations that a mock knows."""


def fake_of(tag: str) -> set[str]:
    """What fakes the operations of a tag, and its examples."""
    return {f"testing/{tag}.py", f"testing/{tag}.examples.json"}


def add_schema(content: Json, name: str) -> None:
    """A schema at the top of all schemas."""
    schema = {"properties": {"new": {"type": "string"}}}
    components = content["components"]
    components["schemas"] = first(name, schema, components["schemas"])


def add_operation(content: Json, name: str, tag: str) -> None:
    """An operation above all others."""
    content["paths"] = first(f"/{name}", operation(name, tag), content["paths"])


def add_property(content: Json, schema: str, name: str) -> None:
    """A property above all others."""
    found = content["components"]["schemas"][schema]
    found["properties"] = first(name, {"type": "string"}, found["properties"])


ADDITIONS: Final[dict[str, tuple[Callable[[Json], None], set[str]]]] = {
    "schema": (lambda it: add_schema(it, "Aaa"), {*INDEX, "models/aaa.py"}),
    "operation_of_a_tag": (
        lambda it: add_operation(it, "aaa", "mid"),
        {"api.md", "operations/mid.py", "server/mid.py", "testing/mid.py", MOCKED},
    ),
    "operation_of_a_new_tag": (
        lambda it: add_operation(it, "aaa", "abc"),
        {
            "api.md",
            "client.py",
            "operations/abc.py",
            "server/__init__.py",
            "server/abc.py",
            "testing/__init__.py",
            "testing/abc.py",
            "testing/abc.examples.json",
            MOCKED,
        },
    ),
    "property": (
        lambda it: add_property(it, "middle_thing", "aaa"),
        {"models/middle_thing.py", *fake_of("mid"), *fake_of("zoo")},
    ),
    "property_of_a_body": (
        lambda it: add_property(it, "Sent", "aaa"),
        {"models/sent.py", "operations/mid.py"},
    ),
    "error": (
        lambda it: it["paths"]["/z"]["get"]["responses"].update(
            {"409": {"description": "taken"}}
        ),
        {"errors.py", "operations/zoo.py", "server/zoo.py", "testing/zoo.py"},
    ),
    "security": (
        lambda it: it["components"].update(
            {"securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}}}
        ),
        set(),
    ),
}

CLASHES: Final[dict[str, Callable[[Json], None]]] = {
    "clashing_schema": lambda it: add_schema(it, "MiddleThing"),
    "clashing_schema_like_an_inline_one": lambda it: add_schema(it, "MiddleThingInner"),
    "clashing_schema_like_an_input": lambda it: add_schema(it, "SentDict"),
    "clashing_operation": lambda it: add_operation(it, "get-thing", "mid"),
    "clashing_property": lambda it: add_property(it, "middle_thing", "KIND"),
    "clashing_tag": lambda it: add_operation(it, "aaa", "MID"),
}
"""Additions that would like a name which something else has."""


@pytest.mark.parametrize("name", ADDITIONS)
@pytest.mark.parametrize("fresh", [True, False])
def test_only_what_is_concerned_changes(name: str, fresh: bool, tmp_path: Path) -> None:
    add, concerned = ADDITIONS[name]
    before = weave_json(small(), tmp_path / "before")
    content = small()
    add(content)
    after = weave_json(content, tmp_path / ("after" if fresh else "before"))
    assert changed(before, after) == concerned | ALWAYS


@pytest.mark.parametrize("name", [*ADDITIONS, *CLASHES])
def test_nothing_that_has_shipped_is_renamed(name: str, tmp_path: Path) -> None:
    add = CLASHES[name] if name in CLASHES else ADDITIONS[name][0]
    before = manifest(weave_json(small(), tmp_path))
    content = small()
    add(content)
    after = manifest(weave_json(content, tmp_path))
    for table in ("names", "operations"):
        kept = {key: after[table].get(key) for key in before[table]}
        assert kept == before[table]


def test_a_field_keeps_its_name_when_another_wants_it(tmp_path: Path) -> None:
    before = weave_json(small(), tmp_path)
    content = small()
    add_property(content, "middle_thing", "KIND")
    after = weave_json(content, tmp_path)
    path = "models/middle_thing.py"
    for line in before[path].decode().splitlines():
        if line.startswith("    kind:"):
            assert line in after[path].decode().splitlines()


def test_a_component_that_only_refers_to_another_file_renames_nothing(
    tmp_path: Path,
) -> None:
    """What that file holds becomes the component, and keeps the names it has."""
    card = {"title": "Card", "type": "object", "properties": {"id": {"enum": [1, 2]}}}
    bank = {"title": "Bank", "type": "object", "properties": {"id": {"enum": [3, 4]}}}
    other: Json = {"Pet": {"properties": {"a-b": {"type": "string"}}}}
    content = small()
    content["components"]["schemas"]["Owner"] = {
        "properties": {"pet": {"$ref": "other.json#/Pet"}}
    }
    other["Pet"]["properties"]["by"] = {"oneOf": [card, bank]}
    tmp_path.joinpath("other.json").write_text(json.dumps(other))
    before = manifest(weave_json(content, tmp_path))
    place = "other.json#/Pet"
    assert before["names"][place] == "models.pet:Pet"

    content["components"]["schemas"]["Beast"] = {"$ref": place}
    other["Pet"]["properties"] |= {
        "a_b": {"type": "string"},
        "by": {"oneOf": [{"type": "object", "required": ["x"]}, card, bank]},
    }
    tmp_path.joinpath("other.json").write_text(json.dumps(other))
    after = manifest(weave_json(content, tmp_path))
    beast = "/components/schemas/Beast"
    assert place not in after["names"]
    assert after["names"][beast] == before["names"][place]
    assert after["fields"][beast]["a-b"] == before["fields"][place]["a-b"] == "a_b"
    for position in (0, 1):
        member = f"{place}/properties/by/oneOf/{position}"
        moved = f"{beast}/properties/by/oneOf/{position + 1}"
        assert after["names"][moved] == before["names"][member]

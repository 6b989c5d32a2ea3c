"""Where something is added, renamed or moved to changes only what it concerns."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Final

import pytest

from tests.determinism.packages import Json, Package, changed, operation, small
from tests.determinism.packages import weave_json as weave

ECHO: Final = {"manifest.json", "server/openapi.json"}
"""What repeats the document, or is made from its digest."""

INDEX: Final = ("models/__init__.py", "models/__init__.pyi")
"""The names as the interpreter has them, and as type checkers do."""
PLACES: Final = {"top": 0, "middle": 1, "bottom": 99}


def inserted(members: Json, place: str, name: str, value: Json) -> Json:
    """`members` with one more at a place among them."""
    entries = list(members.items())
    entries.insert(PLACES[place], (name, value))
    return dict(entries)


def with_schema(place: str, name: str) -> Json:
    """The small document with one schema more."""
    content = small()
    schema = {"properties": {"new": {"type": "string"}}}
    components = content["components"]
    components["schemas"] = inserted(components["schemas"], place, name, schema)
    return content


def with_operation(place: str) -> Json:
    """The small document with one operation more."""
    content = small()
    content["paths"] = inserted(content["paths"], place, "/n", operation("neu", "mid"))
    return content


def lines_of(before: Package, after: Package, path: str) -> tuple[list[str], list[str]]:
    """The lines that a file lost, and those that it got."""
    old, new = (each[path].decode().splitlines() for each in (before, after))
    lines = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    lost = [line[2:] for line in lines if line[0] == "-"]
    return lost, [line[2:] for line in lines if line[0] == "+"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["Aaa", "Neu", "Zzz"])
def test_an_index_gets_the_lines_of_a_new_schema(
    place: str, name: str, tmp_path: Path
) -> None:
    before = weave(small(), tmp_path / "before")
    after = weave(with_schema(place, name), tmp_path / "after")
    assert changed(before, after) == {*INDEX, f"models/{name.lower()}.py"} | ECHO
    for index in INDEX:
        lost, got = lines_of(before, after, index)
        assert not lost
        assert got
        assert all(name in line for line in got)


@pytest.mark.parametrize("place", PLACES)
def test_a_module_of_a_tag_gets_the_lines_of_a_new_operation(
    place: str, tmp_path: Path
) -> None:
    before = weave(small(), tmp_path / "before")
    after = weave(with_operation(place), tmp_path / "after")
    modules = {"operations/mid.py", "server/mid.py", "testing/mid.py"}
    listed = {"api.md", "testing/operations.index.json"}
    assert changed(before, after) == listed | modules | ECHO
    lost, got = lines_of(before, after, "operations/mid.py")
    assert not lost
    assert any("def neu(" in line for line in got)
    lost, got = lines_of(before, after, "api.md")
    assert not lost
    assert len(got) == 2
    assert got[0].startswith("- [`client.mid.neu(")


def test_the_place_of_a_schema_is_nowhere_to_be_seen(tmp_path: Path) -> None:
    made = [weave(with_schema(place, "Neu"), tmp_path / place) for place in PLACES]
    for other in made[1:]:
        assert changed(made[0], other) <= ECHO


def test_a_renamed_schema_changes_what_uses_it(tmp_path: Path) -> None:
    before = weave(small(), tmp_path / "before")
    content = small()
    schemas = content["components"]["schemas"]
    schemas["Tapir"] = schemas.pop("Zebra")
    content["paths"]["/m"]["post"]["responses"]["404"]["content"] = {
        "application/json": {"schema": {"$ref": "#/components/schemas/Tapir"}}
    }
    schemas["Sent"]["properties"]["zebra"]["$ref"] = "#/components/schemas/Tapir"
    after = weave(content, tmp_path / "after")
    assert changed(before, after) == ECHO | {
        *INDEX,
        "models/zebra.py",
        "models/tapir.py",
        "models/sent.py",
        "operations/mid.py",
        "errors.py",
        "server/mid.py",
        "testing/mid.py",
    }


def test_paths_in_another_order_change_no_model(tmp_path: Path) -> None:
    before = weave(small(), tmp_path / "before")
    content = small()
    content["paths"] = dict(reversed(content["paths"].items()))
    after = weave(content, tmp_path / "after")
    assert not {path for path in changed(before, after) if path.startswith("models/")}

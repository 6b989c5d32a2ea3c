"""What the order of a document decides, and what it does not.

The order of fields in an object never matters, nor that of the maps of components. The
order of properties, paths and responses is that of fields, methods and classes; names
and files do not depend on it.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.determinism.packages import (
    DOCUMENT,
    Json,
    Package,
    changed,
    manifest,
    operation,
    small,
    weave_json,
)
from tests.hostile.document import document

MAPS: Final = frozenset(
    {
        "callbacks",
        "content",
        "examples",
        "headers",
        "links",
        "mapping",
        "parameters",
        "paths",
        "properties",
        "requestBodies",
        "responses",
        "schemas",
        "security",
        "securitySchemes",
        "variables",
        "webhooks",
    }
)
"""Members whose values map names of the author's to something."""

COMPONENTS: Final = frozenset({"schemas", "responses", "headers", "examples"})
KEPT: Final = {"manifest.json", "server/openapi.json"}
"""Files that reproduce the document, or its digest."""

DOCUMENTS: Final = {
    "bifrost": yaml.safe_load(DOCUMENT.read_text("utf-8")),
    "slots": document({}),
}


def shuffled(value: Any, seed: int, *, maps: bool, name: str = "") -> Any:
    """The same tree with the members of its objects in another order."""
    if isinstance(value, list):
        # A list of security requirements is one of maps.
        inner = name if name == "security" else ""
        return [shuffled(each, seed, maps=maps, name=inner) for each in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    is_map = name in MAPS
    if maps or not is_map:
        random.Random(seed).shuffle(keys)
    return {
        # Inside a map, names are the author's and say nothing about what is below.
        key: shuffled(value[key], seed, maps=maps, name="" if is_map else key)
        for key in keys
    }


@pytest.fixture(scope="module", params=DOCUMENTS)
def original(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Json, Package]:
    content = DOCUMENTS[request.param]
    return content, weave_json(content, tmp_path_factory.mktemp("original"))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_fields_does_not_matter(
    seed: int, original: tuple[Json, Package], tmp_path: Path
) -> None:
    content, expected = original
    other = shuffled(content, seed, maps=False)
    assert list(other) != list(content)
    assert changed(expected, weave_json(other, tmp_path)) <= KEPT


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_components_does_not_matter(
    seed: int, original: tuple[Json, Package], tmp_path: Path
) -> None:
    content, expected = original
    components = dict(content["components"])
    for kind in COMPONENTS & components.keys():
        keys = list(components[kind])
        random.Random(seed).shuffle(keys)
        components[kind] = {key: components[kind][key] for key in keys}
    assert list(components["schemas"]) != list(content["components"]["schemas"])
    made = weave_json({**content, "components": components}, tmp_path)
    assert changed(expected, made) <= KEPT


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_name_depends_on_any_order(
    seed: int, original: tuple[Json, Package], tmp_path: Path
) -> None:
    content, expected = original
    made = weave_json(shuffled(content, seed, maps=True), tmp_path)
    assert made.keys() == expected.keys()
    for table in ("names", "operations"):
        assert manifest(made)[table] == manifest(expected)[table]


def clashing() -> Json:
    """Of everything that has a name, two that want the same one."""
    content = small()
    add = content["paths"]
    for name in ("get-thing", "GET_THING"):
        add[f"/{name}"] = operation(name, "mid")
    add["/other"] = operation("other", "MID")
    for item in add.values():
        item["get"]["security"] = [{"my_key": []}, {"my-key": []}]
    components = content["components"]
    components["schemas"]["MiddleThing"] = {"properties": {"a": {}, "A": {}}}
    components["schemas"]["middle-thing"] = {"properties": {"b": {}}}
    components["securitySchemes"] = {
        key: {"type": "apiKey", "in": "header", "name": key}
        for key in ("my_key", "my-key", "MyKey")
    }
    return content


@pytest.mark.parametrize("seed", range(1, 5))
def test_no_name_depends_on_who_comes_first(seed: int, tmp_path: Path) -> None:
    expected = weave_json(clashing(), tmp_path / "first")
    other = shuffled(clashing(), seed, maps=True)
    made = weave_json(other, tmp_path / "other")
    assert made.keys() == expected.keys()
    for table in ("names", "operations"):
        assert manifest(made)[table] == manifest(expected)[table]
    credentials = _credentials(expected["client.py"])
    assert len(credentials) == 2
    assert _credentials(made["client.py"]) == credentials


def _credentials(client: bytes) -> set[str]:
    """Each key that is sent, with the argument that it comes from."""
    return set(re.findall(r"ApiKey\(([^)]*)\)", client.decode()))

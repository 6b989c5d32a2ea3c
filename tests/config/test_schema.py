"""The schema for editors says what apiloom says, and is where it should be."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from apiloom.cli.config import read_project
from apiloom.cli.config.editor_schema import (
    PUBLISHED,
    file_schema,
    key_table,
    printed,
    table_schema,
)
from apiloom.cli.config.setting_key import Key
from apiloom.cli.config.table_keys import CHOICE, DOCUMENT
from apiloom.core.diagnostics import Report

ROOT = Path(__file__).resolve().parents[2]
HEAD = '[tool.apiloom]\nspec = "api/openapi.yaml"\noutput = "src/pets"\n'
VALIDATOR = jsonschema_rs.validator_for(table_schema())


def agreed(folder: Path, text: str) -> bool:
    """Whether both sides take a configuration; they must not differ."""
    (folder / "pyproject.toml").write_text(text, "utf-8")
    project = read_project(folder, Report())
    # To an editor, a date is a string.
    whole = json.loads(json.dumps(tomllib.loads(text), default=str))
    table = whole["tool"]["apiloom"]
    assert VALIDATOR.is_valid(table) is (project is not None), text
    return project is not None


def test_the_published_schema_is_that_of_the_keys() -> None:
    message = (
        "write `printed(table_schema())` of apiloom.cli.config.editor_schema to it"
    )
    assert PUBLISHED.read_text("utf-8") == printed(table_schema()), message


def test_schemas_are_valid_by_their_metaschema() -> None:
    for schema in (table_schema(), file_schema()):
        jsonschema_rs.meta.validate(schema)


def test_the_table_of_the_readme_is_that_of_the_keys() -> None:
    message = "put `key_table()` of apiloom.cli.config.editor_schema there"
    assert key_table() in (ROOT / "README.md").read_text("utf-8"), message


def test_our_own_configuration_is_valid() -> None:
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    VALIDATOR.validate(whole["tool"]["apiloom"])


@pytest.mark.parametrize("key", [*DOCUMENT, *CHOICE], ids=lambda key: key.name)
def test_every_example_and_default_is_right(key: Key[Any], tmp_path: Path) -> None:
    above = "select." if key in CHOICE else ""
    rest = HEAD
    for name in ("spec", "output"):
        if name == key.name:
            rest = "".join(x for x in rest.splitlines(True) if not x.startswith(name))
    assert agreed(tmp_path, f"{rest}{above}{key.example}\n")
    if key.default is not None:
        assert agreed(tmp_path, f"{rest}{above}{key.name} = {key.default}\n")
    assert key.meaning.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "unknown = 1",
        "spec = 1",
        'spec = ""',
        "targets = []",
        'targets = ["models", "models"]',
        "select = 1",
        "select = { tags = [1] }",
        'select = { paths = ["v1"] }',
        'omit = { schemas = ["x"] }',
        'names = { x = "X" }',
        'names = { "#" = "X" }',
        'names = { "a#x" = "X" }',
        'names = { "/x" = "1" }',
        'names = { "/x" = "_x" }',
        "names = { '/x' = 1 }",
        "accept = 1",
        "accept = [1]",
        "accept = [{}]",
        'accept = [{ code = "pattern-unusable", at = "/x" }]',
        'formatter = "yapf"',
        "templates = 1",
        "implied-types = 1",
        "open = 1",
        'open = ["x"]',
        "accept-changes = 1",
        "accept-changes = [1]",
        'accept-changes = [{ rule = "operation-removed" }]',
        'accept-changes = [{ rule = "operation-removed", reason = "" }]',
        'accept-changes = [{ reason = "why" }]',
        'accept-changes = [{ rule = "operation-removed", python = "a", reason = "b" }]',
        'accept-changes = [{ python = "a", pointer = "/paths", reason = "why" }]',
        'accept-changes = [{ python = "a", operation = "listPets", reason = "why" }]',
        'accept-changes = [{ python = "a", until = "soon", reason = "why" }]',
        'accept-changes = [{ python = "a", until-version = "x", reason = "why" }]',
        'accept-changes = [{ python = "a", till = "2030-01-01", reason = "why" }]',
        "levels = 1",
        'levels = { operation-removed = "grave" }',
        "path-prefixes = 1",
        'path-prefixes = { "v1" = "/v2" }',
        'path-prefixes = { "/v1" = "/v2/" }',
        'path-prefixes = { "/v1" = "/{a}" }',
        "roots = 1",
        "allow-hosts = [1]",
        "documents = []",
        'documents = [{ spec = "a" }]',
        'documents = [{ spec = "a", output = "b", documents = [] }]',
    ],
)
def test_what_is_wrong_is_wrong_for_both(text: str, tmp_path: Path) -> None:
    key = text.split(" ", maxsplit=1)[0]
    rest = "".join(x for x in HEAD.splitlines(True) if not x.startswith(f"{key} "))
    if key == "documents":
        rest = "[tool.apiloom]\n"
    assert not agreed(tmp_path, f"{rest}{text}\n")


@pytest.mark.parametrize("pointer", ["/a", "#/a", "a.yaml#", "a.yaml#/b/c"])
def test_pointers(pointer: str, tmp_path: Path) -> None:
    assert agreed(tmp_path, f'{HEAD}names = {{ "{pointer}" = "X" }}\n')


def test_several_documents(tmp_path: Path) -> None:
    several = '[[tool.apiloom.documents]]\nspec = "a"\noutput = "b"\n'
    assert agreed(tmp_path, several)
    assert agreed(tmp_path, f'[tool.apiloom]\ntargets = ["models"]\n{several}')
    for own in ('spec = "a"', 'output = "b"', "names = {}"):
        assert not agreed(tmp_path, f"[tool.apiloom]\n{own}\n{several}")
    assert not agreed(tmp_path, "[tool.apiloom]\n")


def test_the_schema_of_the_file_has_that_of_the_table() -> None:
    whole = file_schema()
    table = whole["properties"]["tool"]["properties"]["apiloom"]
    assert table["properties"] == table_schema()["properties"]
    assert whole["allOf"] == [{"$ref": "https://json.schemastore.org/pyproject.json"}]
    assert json.loads(printed(whole)) == whole

"""Examples stand in docstrings where they are short (OpenAPI 3.1, 4.8.24)."""

from __future__ import annotations

import inspect
from typing import Any, Final

import pytest

from tests.shapes import INTEGER, TEXT, obj, ref
from tests.weaving import Json, document, weave

PET: Final[Json] = obj(
    name={**TEXT, "examples": ["Rex", "Tom"], "description": "What it answers to."},
    age={**INTEGER, "examples": [3]},
    tags={"type": "array", "items": TEXT, "examples": [["a", "b"]]},
    long={**TEXT, "examples": ["x" * 60]},
    none={**TEXT, "examples": []},
    null={"type": ["string", "null"], "examples": [None]},
    owner=ref("Owner"),
    quoted={**TEXT, "examples": ['"""`\\']},
)
OWNER: Final[Json] = {**TEXT, "examples": ["ann"]}
PARAMETERS: Final[list[Json]] = [
    {"name": "a", "in": "query", "schema": TEXT, "example": "own"},
    {
        "name": "b",
        "in": "query",
        "schema": {**TEXT, "examples": ["of the schema"]},
        "examples": {"first": {"value": "named"}, "second": {"value": 2}},
    },
    {"name": "c", "in": "query", "schema": ref("Owner")},
    {
        "name": "d",
        "in": "query",
        "schema": TEXT,
        "examples": {"elsewhere": {"externalValue": "https://example.com"}},
    },
]


def _woven(version: str, pet: Json) -> Json:
    operation = {
        "operationId": "make",
        "tags": ["pets"],
        "parameters": PARAMETERS,
        "requestBody": {"content": {"application/json": {"schema": ref("Pet")}}},
        "responses": {"204": {"description": "Done."}},
    }
    return document(
        version, schemas={"Pet": pet, "Owner": OWNER}, paths={"/p": {"post": operation}}
    )


ARGS: Final = """\
Args:
    body: The whole body, in place of the arguments for its properties.
    name: What it answers to. Example: `"Rex"`.
    age: Example: `3`.
    tags: Example: `["a", "b"]`.
    long
    none
    null: Example: `null`.
    owner: Example: `"ann"`.
    quoted: Example: `"\\"\\"\\"`\\\\"`.
    a: Example: `"own"`.
    b: Example: `"named"`.
    c: Example: `"ann"`.
    d"""


def test_fields_and_arguments_have_them() -> None:
    with weave(_woven("3.1.0", PET)) as woven:
        make: Any = woven.module("operations.pets").Pets.make
        assert f"\n{ARGS}\n\nExample:\n" in (inspect.getdoc(make) or "")
        source = woven.source("models/pet.py")
        assert '"""What it answers to.\n\n    Example: `"Rex"`.\n    """' in source
        assert '"""Example: `3`."""' in source
        assert "xxx" not in source


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_the_keyword_of_older_documents_means_the_same(version: str) -> None:
    pet = obj(name={**TEXT, "example": "Rex"})
    whole = document(version, schemas={"Pet": pet})
    with weave(whole) as woven:
        assert '"""Example: `"Rex"`."""' in woven.source("models/pet.py")


def test_an_example_changes_nothing_but_docstrings() -> None:
    """A reference with an example beside it is the reference."""
    beside = obj(pet={**ref("Pet"), "examples": [{}]})
    schemas = {"Pet": obj(name=TEXT), "Holder": beside}
    with weave(document("3.1.0", schemas=schemas)) as woven:
        assert "pet: Maybe[Pet] = None" in woven.source("models/holder.py")
        assert woven.names.keys() == {
            "#/components/schemas/Pet".removeprefix("#"),
            "#/components/schemas/Holder".removeprefix("#"),
        }

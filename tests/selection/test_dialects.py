"""The same part of an API is the same code, and a valid document, in every dialect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from apiloom.core.selection import OperationFilter, Selection, SelectionPattern
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job

PETS = Path(__file__).parents[1] / "dialects"
DIALECTS = ("2.0", "3.0", "3.1", "3.2")
PART = Selection(
    OperationFilter(tags=(SelectionPattern("pets"),)),
    OperationFilter(
        paths=(SelectionPattern("/animals"),),
        operations=(SelectionPattern("DELETE /pets/*"),),
    ),
)
OPERATIONS = [
    "GET /labels/{names}",
    "GET /pets",
    "GET /pets/{petId}",
    "POST /pets",
    "PUT /pets/{petId}",
]


def part(dialect: str, folder: Path) -> dict[str, bytes]:
    package = folder / dialect / "pets"
    outcome = generate(Job(PETS / f"pets-{dialect}.yaml", package, select=PART))
    assert outcome.exit_code == 0, outcome.diagnostics
    assert not outcome.diagnostics
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("parts")
    return {dialect: part(dialect, folder) for dialect in DIALECTS}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_code(parts: dict[str, dict[str, bytes]], dialect: str) -> None:
    first, other = parts["3.1"], parts[dialect]
    assert first.keys() == other.keys()
    differing = {name for name in first if first[name] != other[name]}
    assert differing <= {"manifest.json", "server/openapi.json"}
    manifest = json.loads(other["manifest.json"])
    assert sorted(manifest["operations"]) == OPERATIONS
    assert manifest["names"] == json.loads(first["manifest.json"])["names"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_document_of_the_part(
    parts: dict[str, dict[str, bytes]], dialect: str
) -> None:
    document = json.loads(parts[dialect]["server/openapi.json"])
    validate(document)
    assert sorted(document["paths"]) == ["/labels/{names}", "/pets", "/pets/{petId}"]
    assert "delete" not in document["paths"]["/pets/{petId}"]
    assert [tag["name"] for tag in document["tags"]] == ["pets"]
    schemas = document.get("definitions") or document["components"]["schemas"]
    assert "Pet" in schemas
    # Nothing is left that nothing refers to.
    text = json.dumps(document)
    assert [name for name in schemas if f'/{name}"' not in text] == []

"""One API written in 2.0, 3.0, 3.1 and 3.2 becomes the same code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job

HERE = Path(__file__).parent
DIALECTS = ("2.0", "3.0", "3.1", "3.2")
ABOUT_THE_SOURCE = ("manifest.json", "server/openapi.json")
OPERATIONS = 10


def woven(dialect: str, folder: Path) -> dict[str, bytes]:
    """The files made of the API as it is written in one dialect."""
    package = folder / dialect / "pets"
    outcome = generate(Job(HERE / f"pets-{dialect}.yaml", package), strict=True)
    assert outcome.exit_code == 0, outcome.diagnostics
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """By dialect, the files of the package."""
    folder = tmp_path_factory.mktemp("dialects")
    return {dialect: woven(dialect, folder) for dialect in DIALECTS}


@pytest.mark.parametrize("dialect", DIALECTS[1:])
def test_the_same_code(packages: dict[str, dict[str, bytes]], dialect: str) -> None:
    first, other = packages["2.0"], packages[dialect]
    assert first.keys() == other.keys()
    differing = [name for name in first if first[name] != other[name]]
    assert set(differing) <= set(ABOUT_THE_SOURCE)


@pytest.mark.parametrize("dialect", DIALECTS[1:])
def test_the_same_names(packages: dict[str, dict[str, bytes]], dialect: str) -> None:
    manifests = [json.loads(packages[version]["manifest.json"]) for version in DIALECTS]
    first, other = manifests[0], manifests[DIALECTS.index(dialect)]
    assert len(first["operations"]) == OPERATIONS
    assert first["operations"] == other["operations"]
    assert first["names"] == other["names"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_document_is_served_as_it_was_written(
    packages: dict[str, dict[str, bytes]], dialect: str
) -> None:
    served = json.loads(packages[dialect]["server/openapi.json"])
    written = "swagger" if dialect == "2.0" else "openapi"
    assert served[written].startswith(dialect)

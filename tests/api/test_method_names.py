"""Names of methods from run to run: chosen, kept, and noted where they are kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apiloom.cli.main import main
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job

SPEC = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get: {operationId: listPets, tags: [pets], responses: {"204": {description: a}}}
"""
KEY = "GET /pets"


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A package of a document of one operation."""
    spec = tmp_path / "openapi.yaml"
    spec.write_text(SPEC)
    return Job(spec, tmp_path / "zoo")


def client_name(job: Job) -> str:
    """What the manifest says the operation is called."""
    manifest = json.loads((job.output / "manifest.json").read_text())
    name: str = manifest["operations"][KEY]["client"]
    return name


def test_ids_as_they_are_on_the_command_line(job: Job) -> None:
    command = ["generate", str(job.spec), "-o", str(job.output)]
    assert main([*command, "--methods", "operation-id"]) == 0
    assert client_name(job) == "operations.pets:Pets.list_pets"


def test_what_shipped_is_kept_and_noted_once(job: Job) -> None:
    main(["generate", str(job.spec), "-o", str(job.output), "--methods=operation-id"])
    outcome = generate(job)
    assert client_name(job) == "operations.pets:Pets.list_pets"
    (note,) = [item for item in outcome.diagnostics if item.code == "name-kept"]
    assert (note.severity, note.where.pointer) == ("note", "")
    assert note.message == (
        "methods keep the names that they shipped with: 'list_pets' (else 'list')"
    )
    assert "--rename" in note.hint


def test_a_fresh_package_has_the_names_of_the_rules(job: Job) -> None:
    assert generate(job).diagnostics == ()
    assert client_name(job) == "operations.pets:Pets.list"

"""What is generated where an error of a document is accepted, used as people do."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from apiloom.cli.main import main
from apiloom.core.acceptance import Accepted
from apiloom.core.diagnostics import Severity
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job, Outcome

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: pets
      parameters:
        - {$ref: '#/components/parameters/Nowhere'}
      responses:
        "200":
          description: all
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        "404": {$ref: '#/components/responses/Nowhere'}
    post:
      operationId: pets
      requestBody: {$ref: '#/components/requestBodies/Nowhere'}
      responses: {"204": {description: done}}
  /pets/{id}:
    get:
      parameters:
        - {name: petId, in: path, required: true, schema: {type: string}}
      responses: {"204": {description: done}}
  /elsewhere: {$ref: '#/components/pathItems/Nowhere'}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
        owner: {$ref: '#/components/schemas/Owner'}
        anything: {$ref: '#/components/schemas/Circle'}
        both: {allOf: [{$ref: '#/components/schemas/Owner'}, {type: string}]}
    Circle: {$ref: '#/components/schemas/Circle'}
    Hybrid:
      allOf: [{$ref: '#/components/schemas/Hybrid'}, {required: [id]}]
      properties: {id: {type: integer}}
    Twice: {type: string}
    Twice: {type: integer}
"""
RECOVERABLE = (
    "unresolved-reference",
    "circular-reference",
    "duplicate-key",
    "duplicate-operation-id",
    "path-parameter-unknown",
)


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The document, in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "openapi.yaml"
    path.write_text(DOCUMENT)
    return path


@pytest.fixture
def package(spec: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of the package that everything was accepted for, importable."""
    outcome = accepting(spec, *RECOVERABLE)
    assert outcome.exit_code == 0, outcome.diagnostics
    monkeypatch.syspath_prepend(str(spec.parent))
    yield "accepted"
    for name in [name for name in sys.modules if name.split(".")[0] == "accepted"]:
        del sys.modules[name]


def accepting(spec: Path, *entries: str, **options: Any) -> Outcome:
    accept = tuple(Accepted.parse(entry) for entry in entries)
    job = Job(spec, spec.parent / "accepted", accept=accept)
    return generate(job, verify=True, **options)


def test_without_accept_nothing_is_written(spec: Path) -> None:
    outcome = accepting(spec)
    assert outcome.exit_code == 2
    assert not (spec.parent / "accepted").exists()
    errors = {item.code for item in outcome.diagnostics if item.severity == "error"}
    assert errors == {*RECOVERABLE}, "all of them are found at once"


def test_every_accepted_error_says_what_was_done(spec: Path) -> None:
    found = accepting(spec, *RECOVERABLE).diagnostics
    accepted = [item for item in found if item.accepted]
    assert {item.code for item in accepted} == {*RECOVERABLE}
    assert all(item.severity is Severity.WARNING for item in accepted)
    assert all(item.fallback in item.message for item in accepted)
    assert "accept-unused" not in {item.code for item in found}


def test_operations_stay_and_are_named_by_method_and_path(package: str) -> None:
    manifest = json.loads(Path(package, "manifest.json").read_text())
    methods = {key: made["client"] for key, made in manifest["operations"].items()}
    assert set(methods) == {"GET /pets", "POST /pets", "GET /pets/{id}"}
    assert methods["GET /pets"].endswith("pets")
    assert methods["POST /pets"].endswith("post_pets")


def test_the_second_operation_keeps_its_name_when_one_is_put_first(spec: Path) -> None:
    accepting(spec, *RECOVERABLE)
    before = json.loads(Path("accepted/manifest.json").read_text())["operations"]
    more = "paths:\n  /a: {get: {responses: {'204': {description: x}}}}\n"
    spec.write_text(DOCUMENT.replace("paths:\n", more, 1))
    accepting(spec, *RECOVERABLE)
    after = json.loads(Path("accepted/manifest.json").read_text())["operations"]
    assert {key: after[key] for key in before} == before


def test_what_leads_nowhere_takes_any_value(package: str) -> None:
    models = importlib.import_module(f"{package}.models")
    value = {"name": "Rex", "owner": [1, {"a": None}], "anything": 3, "both": "text"}
    pet = models.Pet.model_validate(value)
    assert pet.model_dump(exclude_unset=True) == value
    with pytest.raises(ValueError, match="both"):
        models.Pet.model_validate({"both": 3})


def test_a_circle_is_left_out_of_what_it_is_part_of(package: str) -> None:
    models = importlib.import_module(f"{package}.models")
    assert models.Hybrid.model_validate({"id": 3}).id == 3
    with pytest.raises(ValueError, match="id"):
        models.Hybrid.model_validate({})


def test_the_last_of_two_keys_wins(package: str) -> None:
    models = importlib.import_module(f"{package}.models")
    assert get_args(models.Twice)[0] is int


def test_the_pointer_is_that_of_the_document_as_written(spec: Path) -> None:
    """Schemas of 3.0 move when they are lifted; entries speak of the source."""
    spec.write_text(
        "openapi: 3.0.3\ninfo: {title: P, version: '1'}\npaths: {}\n"
        "components:\n  schemas:\n    A:\n      nullable: true\n"
        "      allOf: [{$ref: '#/components/schemas/B'}]\n"
        "    C: {type: array, items: {$ref: '#/components/schemas/B'}}\n"
    )
    entry = "unresolved-reference:/components/schemas/A"
    outcome = accepting(spec, entry)
    told = {(item.where.pointer, item.accepted) for item in outcome.diagnostics}
    assert told == {
        ("/components/schemas/A/allOf/0/$ref", True),
        ("/components/schemas/C/items/$ref", False),
    }
    assert outcome.exit_code == 2


def test_strict_counts_what_is_not_accepted(spec: Path) -> None:
    undeclared = "path-parameter-undeclared:/paths/~1pets~1{id}"
    assert accepting(spec, *RECOVERABLE, strict=True).exit_code == 1
    assert not Path("accepted").exists()
    outcome = accepting(spec, *RECOVERABLE, "official-schema", undeclared, strict=True)
    left = [item for item in outcome.diagnostics if not item.accepted]
    assert outcome.exit_code == 0, left
    assert outcome.written
    manifest = json.loads(Path("accepted/manifest.json").read_text())
    assert manifest["warnings"] == 0


def test_other_entries_end_the_shortcut(spec: Path) -> None:
    accepting(spec, *RECOVERABLE)
    job = Job(spec, spec.parent / "accepted")
    assert generate(job).exit_code == 2


def test_on_the_command_line(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["generate", "openapi.yaml", "-o", "accepted"]
    accept = [f"--accept={code}" for code in RECOVERABLE]
    assert main([*arguments, *accept, "--accept=pattern-unusable:/x"]) == 0
    printed = capsys.readouterr().err
    assert "unresolved-reference]" not in printed
    assert "--accept: note[accept-unused]: nothing is accepted by" in printed
    assert " accepted: " in printed
    assert "path-parameter-undeclared 1" in printed
    assert main(["validate", "openapi.yaml", *accept, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["counts"]["accepted"] >= 10
    assert main([*arguments, "--accept=pattern-unusable:x"]) == 2
    assert "does not begin with '/'" in capsys.readouterr().err

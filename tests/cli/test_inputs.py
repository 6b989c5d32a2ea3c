"""The files that decide an output, as the library tells them."""

from __future__ import annotations

from pathlib import Path

from apiloom.pipeline.commands import check, generate, validate
from apiloom.pipeline.job import Job

_ENTRY = """\
openapi: 3.1.0
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    Pet: {$ref: 'shared/pet.yaml'}
"""


def test_every_file_that_is_read_is_an_input(tmp_path: Path) -> None:
    entry = tmp_path / "openapi.yaml"
    pet = tmp_path / "shared" / "pet.yaml"
    pet.parent.mkdir()
    entry.write_text(_ENTRY)
    pet.write_text("type: object\n")
    job = Job(entry, tmp_path / "pets", ("models",))
    both = (entry.resolve(), pet.resolve())
    assert generate(job).inputs == both
    # Nothing is parsed now: the manifest tells them.
    assert generate(job).inputs == both
    assert check(job).inputs == both
    assert validate(entry).inputs == both


def test_a_run_that_fails_tells_its_inputs_too(tmp_path: Path) -> None:
    entry = tmp_path / "openapi.yaml"
    job = Job(entry, tmp_path / "pets")
    assert generate(job).inputs == (entry.resolve(),)
    entry.write_text(_ENTRY)
    pet = tmp_path / "shared" / "pet.yaml"
    failed = generate(job)
    assert failed.exit_code == 2
    assert failed.inputs == (entry.resolve(),)
    assert failed.unread == (pet.resolve(),)
    pet.parent.mkdir()
    pet.write_text("type: [")
    assert generate(job).unread == (pet.resolve(),)

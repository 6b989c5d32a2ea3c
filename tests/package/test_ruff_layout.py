"""`formatter = "ruff"`: packages as `ruff format` lays them out, by a known version."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from apiloom.package import ruff_layout
from apiloom.package.formatting import KEEP_OFF
from apiloom.pipeline.commands import check, generate
from apiloom.pipeline.job import Job
from tests.package.packages import contents
from tests.weaving import document

LONG = "a_name_that_is_rather_long_and_stands_in_many_places"
SCHEMA = {
    "type": "object",
    "required": [LONG],
    "properties": {
        LONG: {"type": "string", "minLength": 1, "enum": ["one", "two", "x" * 70]}
    },
}


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A package laid out by ruff."""
    spec = tmp_path / "openapi.json"
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    get = {"responses": {"200": {"description": "d", "content": content}}}
    whole = document(paths={f"/{LONG}": {"get": get}}, schemas={"Pet": SCHEMA})
    spec.write_text(json.dumps(whole), "utf-8")
    return Job(spec, tmp_path / "package", formatter="ruff")


def test_ruff_has_nothing_to_change(job: Job, tmp_path: Path) -> None:
    assert generate(job).exit_code == 0
    copy = tmp_path / "copy"
    for path, content in contents(job.output).items():
        if path.endswith(ruff_layout.SUFFIXES):
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes(content.replace(KEEP_OFF.encode(), b"\n", 1))
    said = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--check", "--isolated", str(copy)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stdout
    head = (job.output / "__init__.py").read_text("utf-8")
    assert KEEP_OFF in head


def test_its_version_is_recorded_and_the_bytes_are_the_same(job: Job) -> None:
    assert generate(job).exit_code == 0
    before = contents(job.output)
    manifest = json.loads(before["manifest.json"])
    assert manifest["formatter"] == f"ruff {metadata.version('ruff')}"
    assert check(job).exit_code == 0
    assert generate(job, force=True).exit_code == 0
    assert contents(job.output) == before


def test_nothing_is_written_without_ruff(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert generate(job).exit_code == 0
    before = contents(job.output)

    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    for command in (generate, check):
        outcome = command(job)
        assert outcome.exit_code == 2
        assert [item.code for item in outcome.diagnostics] == ["formatter-missing"]
    assert contents(job.output) == before


def test_what_is_not_python_is_told_of_the_module() -> None:
    modules = {"models/fine.py": "x  = 1\n", "models/torn.py": "x = (\n"}
    laid_out = ruff_layout.format_modules(modules, 88)
    assert laid_out["models/fine.py"] == "x = 1\n"
    torn = laid_out["models/torn.py"]
    assert isinstance(torn, ruff_layout.NotPython)
    assert torn.complaint.startswith("2:1: ")


def test_a_module_called_ruff_is_not_run() -> None:
    modules = {"ruff.py": "raise SystemExit(3)\n", "ruff/__main__.py": "x  = 1\n"}
    assert ruff_layout.format_modules(modules, 88)["ruff/__main__.py"] == "x = 1\n"

"""What shortens a run is known outside the package: nobody can edit it along."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from apiloom.core.exit_codes import DIFFERS, FINE
from apiloom.package.comparison import FileState
from apiloom.package.manifest import digest
from apiloom.pipeline.commands import check, generate
from apiloom.pipeline.job import Job, Outcome
from tests.package.packages import contents

MODULE = "models/pet.py"
EDIT = b"\nprint('not of the document')\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of this test, empty."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def job(tmp_path: Path, cache: Path) -> Job:
    """A package that has just been generated."""
    made = Job(tmp_path / "openapi.json", tmp_path / "pets")
    _describe(made, "name")
    assert generate(made).exit_code == FINE
    return made


def _describe(job: Job, *properties: str) -> None:
    """Write the document."""
    named = {each: {"type": "string"} for each in properties}
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Pet": {"type": "object", "properties": named}}},
    }
    job.spec.write_text(json.dumps(whole), "utf-8")


def _is_short(job: Job, command: Any = check, **options: Any) -> bool:
    """Whether a run that finds no difference does no work either."""
    stages: list[str] = []
    outcome: Outcome = command(job, progress=stages.append, **options)
    assert outcome.exit_code == FINE
    assert not outcome.written
    return not stages


def _edit_manifest(job: Job, **members: Any) -> None:
    path = job.output / "manifest.json"
    lines = path.read_text("ascii")
    tree = json.loads(lines)
    for key, value in members.items():
        old, new = (json.dumps({key: each})[1:-1] for each in (tree[key], value))
        assert old in lines
        lines = lines.replace(old, new)
    path.write_bytes(lines.encode("ascii"))


def _tamper(job: Job) -> dict[str, bytes]:
    """Edit a module, and its digest with it; the contents from before."""
    before = contents(job.output)
    after = before[MODULE] + EDIT
    (job.output / MODULE).write_bytes(after)
    manifest = before["manifest.json"].decode("ascii")
    # Both digests of the entry are the same where there was nothing to format.
    assert manifest.count(digest(before[MODULE])) == 2
    content = f'"content": "{digest(before[MODULE])}"'
    tampered = manifest.replace(content, f'"content": "{digest(after)}"')
    (job.output / "manifest.json").write_bytes(tampered.encode("ascii"))
    return before


def test_unchanged_runs_are_short(job: Job) -> None:
    assert _is_short(job)
    assert _is_short(job, generate)
    assert _is_short(job, strict=True)


def test_an_unchanged_run_reads_no_names(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apiloom.package.disk.parse", None)
    assert _is_short(job)
    assert _is_short(job, generate)


@pytest.mark.parametrize("is_warm", [True, False], ids=["warm", "cold"])
def test_a_name_that_is_none_is_damage(job: Job, cache: Path, *, is_warm: bool) -> None:
    path = job.output / "manifest.json"
    data = path.read_bytes()
    path.write_bytes(data.replace(b"models.pet:Pet", b"models.pet:Pet()"))
    if not is_warm:
        shutil.rmtree(cache)
    for command in (check, generate):
        assert [each.code for each in command(job).diagnostics] == ["manifest-damaged"]
    path.write_bytes(data)
    assert _is_short(job) == is_warm


def test_an_empty_cache_costs_one_whole_run(job: Job, cache: Path) -> None:
    for command in (check, generate):
        shutil.rmtree(cache)
        assert not _is_short(job, command)
        assert _is_short(job)
        assert _is_short(job, generate)


@pytest.mark.parametrize("is_warm", [True, False], ids=["warm", "cold"])
def test_an_edit_with_its_digest_is_found(
    job: Job, cache: Path, *, is_warm: bool
) -> None:
    before = _tamper(job)
    if not is_warm:
        shutil.rmtree(cache)
    for _ in range(2):
        outcome = check(job)
        assert outcome.exit_code == DIFFERS
        assert outcome.comparison is not None
        states = {each.path: each.state for each in outcome.comparison.differences}
        assert states == {
            MODULE: FileState.DIFFERENT,
            "manifest.json": FileState.DIFFERENT,
        }, "by the manifest it is ours, and not edited by hand"
    assert generate(job).written == ("manifest.json", MODULE)
    assert contents(job.output) == before
    assert _is_short(job)


@pytest.mark.parametrize("is_warm", [True, False], ids=["warm", "cold"])
def test_an_edit_without_its_digest_is_kept(
    job: Job, cache: Path, *, is_warm: bool
) -> None:
    with (job.output / MODULE).open("ab") as file:
        file.write(EDIT)
    if not is_warm:
        shutil.rmtree(cache)
    assert check(job).exit_code == DIFFERS
    assert [each.code for each in generate(job).diagnostics] == ["file-edited"]
    assert (job.output / MODULE).read_bytes().endswith(EDIT)


@pytest.mark.parametrize(
    "members",
    [{"warnings": 5}, {"templates": "0" * 64}, {"apiloom": "0.0.1"}],
    ids=lambda members: next(iter(members)),
)
def test_what_check_forgives_is_no_state_of_ours(job: Job, members: Any) -> None:
    """It is the same package, but its manifest is not what a whole run gives."""
    _edit_manifest(job, **members)
    assert not _is_short(job)
    assert not _is_short(job)


def test_a_file_less_is_no_state_of_ours(job: Job) -> None:
    (job.output / MODULE).unlink()
    assert check(job).exit_code == DIFFERS
    assert generate(job).written == (MODULE,)


def test_files_of_others_do_not_count(job: Job) -> None:
    (job.output / "__pycache__").mkdir()
    (job.output / "__pycache__/x.pyc").write_bytes(b"")
    (job.output / "notes.txt").write_bytes(b"mine")
    assert _is_short(job)


def test_line_ends_of_git(job: Job) -> None:
    for path in job.output.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert not _is_short(job)
    assert _is_short(job)


def test_from_branch_to_branch(job: Job) -> None:
    first = contents(job.output)
    _describe(job, "name", "age")
    assert generate(job).exit_code == FINE
    second = contents(job.output)
    for properties, state in ((["name"], first), (["name", "age"], second)):
        _describe(job, *properties)
        for path, content in state.items():
            (job.output / path).write_bytes(content)
        assert _is_short(job)


def test_the_document_decides(job: Job) -> None:
    _describe(job, "name", "age")
    assert check(job).exit_code == DIFFERS


@pytest.mark.parametrize("how", ["a file", "no home", "may not"])
def test_a_cache_that_cannot_be_written_costs_time_alone(
    job: Job, cache: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    shutil.rmtree(cache)
    if how == "a file":
        cache.write_bytes(b"")
    elif how == "no home":
        monkeypatch.delenv("XDG_CACHE_HOME")

        def nobody() -> Path:
            raise RuntimeError("Could not determine home directory.")

        monkeypatch.setattr(Path, "home", nobody)
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert not _is_short(job)
    assert not _is_short(job, generate)


@pytest.mark.parametrize("data", [b"", b"\xff" * 65, b"0\n", b"x" * 100_000])
def test_what_is_no_record_says_nothing(job: Job, cache: Path, data: bytes) -> None:
    (record,) = (cache / "apiloom/packages").iterdir()
    record.write_bytes(data)
    assert not _is_short(job)
    assert _is_short(job)


def test_the_cache_stays_small(job: Job, cache: Path) -> None:
    folder = cache / "apiloom/packages"
    (record,) = folder.iterdir()
    for number in range(300):
        other = folder / f"{number:064}"
        other.write_bytes(b"")
        os.utime(other, ns=(number, number))
    for number in range(20):
        _describe(job, "name", f"a{number}")
        assert generate(job).exit_code == FINE
    assert len(list(folder.iterdir())) == 200
    assert record.stat().st_size == 8 * 65
    assert not (folder / f"{0:064}").exists()
    assert (folder / f"{299:064}").exists()


def test_nothing_of_the_cache_reaches_the_package(job: Job, cache: Path) -> None:
    (record,) = (cache / "apiloom/packages").iterdir()
    states = record.read_bytes().split()
    assert len(states) == 1
    assert states[0] not in b"".join(contents(job.output).values())

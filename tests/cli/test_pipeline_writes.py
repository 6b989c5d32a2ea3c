"""`generate` and `check` as library calls: what is written, refused, or left alone."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

import pytest

from apiloom.core import version
from apiloom.package import destination
from apiloom.package.comparison import FileState
from apiloom.package.disk import scan
from apiloom.package.file_set import FileSet
from apiloom.package.manifest import MANIFEST, dump, parse
from apiloom.package.produced_packages import record_produced, with_trust
from apiloom.pipeline.commands import check, generate
from apiloom.pipeline.job import Job, Outcome
from tests.cli.fake_stages import FakeStages, write_spec
from tests.package.packages import contents, photograph


@pytest.fixture
def job(folder: Path, stages: FakeStages) -> Job:
    """A package that has been generated once."""
    job = Job(write_spec(folder, init="A = 1", models__pet="B = 2"), folder / "out")
    first = generate(job)
    assert first.written == ("init.py", MANIFEST, "models/pet.py")
    assert first.exit_code == 0
    return job


def codes(outcome: Outcome) -> list[str]:
    return [item.code for item in outcome.diagnostics]


def test_an_unchanged_run_does_nothing(job: Job, stages: FakeStages) -> None:
    before = photograph(job.output.parent)
    outcome = generate(job)
    assert (outcome.exit_code, outcome.written, outcome.removed) == (0, (), ())
    assert outcome.unchanged == ("init.py", MANIFEST, "models/pet.py")
    assert photograph(job.output.parent) == before
    assert stages.runs == 1


OTHER: dict[str, Any] = {
    "apiloom": "0.0.1",
    "entry": "other.yaml",
    "options": "0" * 64,
    "templates": "0" * 64,
    "formatter": "black 1",
    "documents": {"spec.yaml": "0" * 64},
}


@pytest.mark.parametrize("attribute", OTHER)
def test_whatever_decides_the_output_ends_the_shortcut(
    job: Job, stages: FakeStages, attribute: str
) -> None:
    """Also where apiloom has left the package so, with other settings or documents."""
    path = job.output / MANIFEST
    old = parse(path.read_bytes())
    origin = dataclasses.replace(old.origin, **{attribute: OTHER[attribute]})
    manifest = dataclasses.replace(old, origin=origin)
    path.write_bytes(dump(manifest))
    record_produced(
        job.output,
        FileSet({f: (job.output / f).read_bytes() for f in old.files}, manifest),
    )
    assert with_trust(scan(job.output)).trusted
    assert generate(job).written == (MANIFEST,)
    assert stages.runs == 2


def test_other_targets_end_the_shortcut(job: Job, stages: FakeStages) -> None:
    generate(dataclasses.replace(job, targets=("models",)))
    assert stages.runs == 2


def test_a_missing_file_is_written_again(job: Job) -> None:
    (job.output / "models/pet.py").unlink()
    outcome = generate(job)
    assert outcome.written == ("models/pet.py",)
    assert (job.output / "models/pet.py").read_text() == "B = 2\n"


def test_changes_and_stale_files(job: Job, folder: Path) -> None:
    write_spec(folder, init="A = 3", client__api="C = 4")
    inode = (job.output / MANIFEST).stat().st_ino
    outcome = generate(job)
    assert outcome.written == ("client/api.py", "init.py", MANIFEST)
    assert outcome.removed == ("models/pet.py",)
    assert not (job.output / "models").exists()
    assert (job.output / MANIFEST).stat().st_ino != inode


@pytest.mark.parametrize("stale", [False, True])
def test_an_edited_file_stops_the_run(job: Job, folder: Path, stale: bool) -> None:
    target = job.output / "models/pet.py"
    target.write_text("mine = 1\n")
    if stale:
        write_spec(folder, init="A = 3")
    else:
        write_spec(folder, init="A = 3", models__pet="B = 5")
    before = photograph(folder)
    outcome = generate(job)
    assert (outcome.exit_code, outcome.written) == (2, ())
    assert codes(outcome) == ["file-edited"]
    assert outcome.comparison is not None
    (edited,) = outcome.comparison.of(FileState.EDITED)
    assert "-mine = 1\n" in edited.unified()
    assert photograph(folder) == before
    forced = generate(job, force=True)
    assert forced.exit_code == 0
    assert target.exists() is not stale
    assert stale or target.read_text() == "B = 5\n"


def test_an_edit_is_noticed_when_nothing_else_changed(job: Job) -> None:
    (job.output / "models/pet.py").write_text("mine = 1\n")
    assert codes(generate(job)) == ["file-edited"]


@pytest.mark.parametrize("force", [False, True])
def test_a_foreign_file_in_the_way_stops_the_run(
    job: Job, folder: Path, force: bool
) -> None:
    (job.output / "client").mkdir()
    (job.output / "client/api.py").write_text("mine\n")
    write_spec(folder, init="A = 1", client__api="C = 4")
    before = photograph(folder)
    outcome = generate(job, force=force)
    assert (outcome.exit_code, codes(outcome)) == (2, ["file-not-ours"])
    assert photograph(folder) == before


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_that_is_not_ours_is_not_touched(
    folder: Path, stages: FakeStages, force: bool
) -> None:
    (folder / "out").mkdir()
    (folder / "out/mine.py").write_text("mine")
    before = photograph(folder)
    job = Job(folder / "spec.yaml", folder / "out")
    for outcome in (generate(job, force=force), check(job)):
        assert (outcome.exit_code, codes(outcome)) == (2, ["output-not-ours"])
    assert photograph(folder) == before
    assert stages.runs == 0


def test_an_empty_folder_is_taken(folder: Path, stages: FakeStages) -> None:
    (folder / "out/__pycache__").mkdir(parents=True)
    outcome = generate(Job(write_spec(folder, init="A = 1"), folder / "out"))
    assert outcome.exit_code == 0
    assert (folder / "out/init.py").exists()


def test_a_damaged_manifest_needs_force(job: Job, folder: Path) -> None:
    manifest = job.output / MANIFEST
    manifest.write_bytes(b"<<<<<<< ours\n" + manifest.read_bytes())
    (job.output / "foreign.py").write_text("mine")
    write_spec(folder, init="A = 9")
    before = photograph(folder)
    for outcome in (generate(job), check(job)):
        assert (outcome.exit_code, codes(outcome)) == (2, ["manifest-damaged"])
    assert photograph(folder) == before
    assert generate(job, force=True).written == ("init.py", MANIFEST)
    assert (job.output / "foreign.py").read_text() == "mine"
    assert generate(job).exit_code == 0


def test_errors_write_nothing(job: Job, folder: Path) -> None:
    write_spec(folder, init="A = 3", error="bad")
    before = photograph(folder)
    outcome = generate(job)
    assert (outcome.exit_code, codes(outcome)) == (2, ["an-error"])
    assert (outcome.diagnostics[0].where.line, outcome.comparison) == (1, None)
    assert photograph(folder) == before


def test_warnings_are_fatal_only_under_strict(job: Job, folder: Path) -> None:
    write_spec(folder, init="A = 3", warning="careful")
    before = photograph(folder)
    strict = generate(job, strict=True)
    assert (strict.exit_code, codes(strict)) == (1, ["a-warning"])
    assert photograph(folder) == before
    relaxed = generate(job)
    assert (relaxed.exit_code, codes(relaxed)) == (0, ["a-warning"])
    assert relaxed.removed == ("models/pet.py",)


def test_strict_does_not_rest_on_a_run_that_warned(
    job: Job, folder: Path, stages: FakeStages
) -> None:
    assert generate(job, strict=True).exit_code == 0
    assert stages.runs == 1
    write_spec(folder, init="A = 3", warning="careful")
    generate(job)
    assert generate(job).diagnostics == ()
    assert stages.runs == 2
    assert codes(generate(job, strict=True)) == ["a-warning"]
    assert codes(check(job, strict=True)) == ["a-warning"]
    assert stages.runs == 4


def test_check_says_what_would_change_and_writes_nothing(
    job: Job, folder: Path
) -> None:
    assert check(job).exit_code == 0
    (job.output / "models/pet.py").write_text("mine = 1\n")
    write_spec(folder, init="A = 3", models__pet="B = 2", new="N = 1")
    before = photograph(folder)
    outcome = check(job)
    assert (outcome.exit_code, outcome.diagnostics) == (1, ())
    assert outcome.comparison is not None
    assert {item.path: item.state for item in outcome.comparison.differences} == {
        "init.py": FileState.DIFFERENT,
        "models/pet.py": FileState.EDITED,
        "new.py": FileState.MISSING,
        MANIFEST: FileState.DIFFERENT,
    }
    assert photograph(folder) == before


def test_check_of_nothing_finds_everything_missing(
    folder: Path, stages: FakeStages
) -> None:
    outcome = check(Job(write_spec(folder, init="A = 1"), folder / "deep/out"))
    assert outcome.exit_code == 1
    assert outcome.comparison is not None
    assert outcome.comparison.counts == {FileState.MISSING: 2}
    assert not (folder / "deep").exists()


def test_a_new_release_is_no_difference(
    job: Job, stages: FakeStages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(version, "__version__", "99.0")
    assert check(job).exit_code == 0
    assert stages.runs == 2
    assert generate(job).written == (MANIFEST,)


def test_a_linked_output_is_written_where_it_leads(
    folder: Path, stages: FakeStages
) -> None:
    (folder / "real").mkdir()
    (folder / "out").symlink_to("real")
    job = Job(write_spec(folder, init="A = 1"), folder / "out")
    assert generate(job).exit_code == 0
    assert (folder / "out").is_symlink()
    assert sorted(contents(folder / "real")) == ["init.py", MANIFEST]
    assert generate(job).written == ()


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("my-package", "identifier"),
        ("class", "identifier"),
        ("a/..", "identifier"),
        ("file", "is a file"),
        ("dangling", "link to nothing"),
        ("api", "contains the document"),
        ("linked", "contains the document"),
        (".", "contains the document"),
        ("n" * 256, "File name too long"),
    ],
)
def test_outputs_that_cannot_be(
    folder: Path, stages: FakeStages, output: str, reason: str
) -> None:
    api = folder / "here/api"
    api.mkdir(parents=True)
    os.chdir(folder / "here")
    write_spec(api, init="A = 1")
    Path("file").write_text("")
    Path("dangling").symlink_to("nowhere")
    Path("linked").symlink_to("api")
    before = photograph(folder)
    for force in (False, True):
        outcome = generate(Job(Path("api/spec.yaml"), Path(output)), force=force)
        assert (outcome.exit_code, codes(outcome)) == (2, ["output-unusable"])
        assert reason in outcome.diagnostics[0].message
    assert photograph(folder) == before


def test_a_full_disk_is_a_diagnostic_and_harms_nothing(
    job: Job, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device", str(path))

    write_spec(folder, init="A = 3")
    before = photograph(folder)
    monkeypatch.setattr(Path, "write_bytes", full)
    outcome = generate(job)
    assert (outcome.exit_code, codes(outcome)) == (2, ["output-unwritable"])
    assert "No space left" in outcome.diagnostics[0].message
    assert photograph(folder) == before


def test_a_parent_that_is_a_file_is_a_diagnostic(
    folder: Path, stages: FakeStages
) -> None:
    (folder / "parent").write_text("")
    job = Job(write_spec(folder, init="A = 1"), folder / "parent/out")
    assert codes(generate(job)) == ["output-unwritable"]


def test_waiting_for_another_run_ends(
    job: Job, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(folder: Path) -> None:
        raise TimeoutError

    write_spec(folder, init="A = 3")
    monkeypatch.setattr(destination, "locked", busy)
    assert codes(generate(job)) == ["output-busy"]


def test_progress_is_told(job: Job, folder: Path) -> None:
    told: list[str] = []
    write_spec(folder, init="A = 3")
    generate(job, progress=told.append)
    assert told[-1] == "writing"

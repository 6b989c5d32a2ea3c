"""The library API: public names, values for problems, and no trace of a call."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import apiloom
from tests.api import program
from tests.architecture.places import ROOT, SPEC
from tests.type_checking.checkers import mypy, pyright

SAMPLE = ROOT / "tests/build_step/sample"
OTHERS = ROOT / "tests/sweeping/documents"
DOCUMENTS = (
    SAMPLE / "openapi.yaml",
    SPEC,
    OTHERS / "circles.yaml",
    OTHERS / "parameters_of_all_kinds.yaml",
)


def files(package: Path) -> dict[str, bytes]:
    return {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file()
    }


def state_of_the_process() -> list[object]:
    """What a library may not leave changed."""
    return [
        Path.cwd(),
        dict(os.environ),
        list(sys.path),
        list(warnings.filters),
        sys.getrecursionlimit(),
        threading.stack_size(),
        gc.isenabled(),
        threading.active_count(),
    ]


def test_a_script_uses_public_names_alone(tmp_path: Path) -> None:
    spec = SAMPLE / "openapi.yaml"
    written = program.weave(spec, tmp_path / "shelf")
    assert "models/volume.py" in written
    assert not any(path.startswith("server/") for path in written)
    assert program.states(spec, tmp_path / "shelf")["server/books.py"] == "missing"


def test_a_script_previews_a_change(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "new")
    old, new = SAMPLE / "openapi.yaml", tmp_path / "new/openapi.yaml"
    assert program.changes(old, new) == []
    text = new.read_text("utf-8")
    text = text.replace("get:", "delete:").replace("getBook", "dropBook")
    new.write_text(text, "utf-8")
    found = program.changes(old, new)
    assert any("GET /books/{isbn}" in each for each in found), found
    assert any("client.books.get" in each for each in found), found


def test_the_script_passes_both_type_checkers(tmp_path: Path) -> None:
    shutil.copy(program.__file__, tmp_path)
    assert (mypy(tmp_path), pyright(tmp_path)) == ([], [])


def test_every_public_name_is_there_and_documented() -> None:
    assert set(apiloom.__all__) == set(dir(apiloom))
    for name in set(apiloom.__all__) - {"__version__", "Pointer"}:
        assert getattr(apiloom, name).__doc__, name
    with pytest.raises(AttributeError, match="'apiloom' has no attribute 'weave'"):
        apiloom.weave  # noqa: B018


def test_problems_are_values(tmp_path: Path) -> None:
    spec = tmp_path / "openapi.yaml"
    spec.write_text("openapi: 3.1.0\ninfo: {title: T}\npaths: {}\n", "utf-8")
    assert ("official-schema", apiloom.Severity.WARNING, 2) in program.problems(spec)
    job = apiloom.Job(tmp_path / "nowhere.yaml", tmp_path / "api")
    for outcome in (apiloom.generate(job), apiloom.check(job)):
        assert outcome.exit_code == 2
        assert [item.code for item in outcome.diagnostics] == ["file-missing"]
    assert apiloom.validate(job.spec).exit_code == 2


def test_the_configuration_of_a_project(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "sample")
    project = (tmp_path / "sample/hatchling.toml").rename(
        tmp_path / "sample/pyproject.toml"
    )
    found = apiloom.configured(project.parent / "parts")
    assert (found.path, found.exit_code, found.diagnostics) == (project, 0, ())
    assert found == apiloom.configured(project)
    (outcome,) = program.configured(project)
    assert "client.py" in outcome.written

    # One that is named is the one that is read.
    inner = tmp_path / "sample/parts/pyproject.toml"
    inner.write_text("[project]\n", "utf-8")
    assert apiloom.configured(inner.parent).path == project
    named = apiloom.configured(inner)
    assert (named.path, named.jobs, named.exit_code) == (None, (), 2)
    assert [item.code for item in named.diagnostics] == ["config-missing"]

    project.write_text("[tool.apiloom]\nspek = 1\n", "utf-8")
    broken = apiloom.configured(project)
    assert (broken.path, broken.jobs, broken.exit_code) == (None, (), 2)
    assert broken.diagnostics[0].where.line == 2


def test_calls_leave_no_trace_and_do_not_mix(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Side by side in threads, they do what they do one after the other."""

    def alone(number: int) -> dict[str, bytes]:
        package = tmp_path / f"alone{number}" / "api"
        assert apiloom.generate(apiloom.Job(DOCUMENTS[number], package)).written
        return files(package)

    expected = [alone(number) for number in range(len(DOCUMENTS))]
    before = state_of_the_process()
    start = threading.Barrier(2 * len(DOCUMENTS))

    def together(number: int) -> dict[str, bytes]:
        spec = DOCUMENTS[number % len(DOCUMENTS)]
        job = apiloom.Job(spec, tmp_path / f"together{number}" / "api")
        start.wait()
        assert apiloom.generate(job).written
        assert apiloom.check(job).exit_code == 0
        assert apiloom.validate(spec).exit_code == 0
        assert apiloom.preview(spec, spec, job).contract == ()
        return files(job.output)

    with ThreadPoolExecutor(2 * len(DOCUMENTS)) as pool:
        found = list(pool.map(together, range(2 * len(DOCUMENTS))))
    assert found == [*expected, *expected]
    assert state_of_the_process() == before
    assert capfd.readouterr() == ("", "")


def test_one_package_made_twice_at_once(tmp_path: Path) -> None:
    """The second waits for the first, and finds nothing to do."""
    job = apiloom.Job(DOCUMENTS[0], tmp_path / "api")
    start = threading.Barrier(4)

    def generate(_: int) -> apiloom.Outcome:
        start.wait()
        return apiloom.generate(job)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(generate, range(4)))
    assert [outcome.exit_code for outcome in outcomes] == [0, 0, 0, 0]
    assert sum(bool(outcome.written) for outcome in outcomes) == 1
    assert apiloom.check(job).exit_code == 0

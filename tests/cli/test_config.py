"""`[tool.apiloom]`: judged by hand, every complaint with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.cli.config import read_project
from apiloom.core.diagnostics import Report
from apiloom.core.reference_policy import ReferencePolicy
from apiloom.pipeline.job import Job

ONE = '[tool.apiloom]\nspec = "api/openapi.yaml"\noutput = "src/pets"\n'


def complaints(folder: Path, text: str) -> list[tuple[str, int]]:
    (folder / "pyproject.toml").write_text(text)
    report = Report()
    assert read_project(folder, report) is None
    assert all(item.where.document == str(folder / "pyproject.toml") for item in report)
    return [(item.code, item.where.line) for item in report]


def jobs(folder: Path, text: str) -> tuple[Job, ...]:
    (folder / "pyproject.toml").write_text(text)
    report = Report()
    project = read_project(folder, report)
    assert project is not None, report.items
    assert not report.items
    return project.jobs


def test_one_document(tmp_path: Path) -> None:
    everything = Job(tmp_path / "api/openapi.yaml", tmp_path / "src/pets")
    assert jobs(tmp_path, ONE) == (everything,)
    (job,) = jobs(tmp_path, ONE + 'targets = ["client", "models"]\n')
    assert job.targets == ("client", "models")


def test_types_by_the_letter(tmp_path: Path) -> None:
    (job,) = jobs(tmp_path, ONE + "implied-types = false\n")
    assert not job.implied_types
    assert complaints(tmp_path, ONE + "implied-types = 1\n") == [
        ("config-wrong-type", 4)
    ]


def test_how_far_references_may_lead(tmp_path: Path) -> None:
    text = ONE + 'roots = ["../shared"]\nallow-hosts = ["example.com"]\n'
    (job,) = jobs(tmp_path, text)
    roots, hosts = (tmp_path / "../shared",), ("example.com",)
    assert job.references == ReferencePolicy(roots, hosts)


def test_several_documents(tmp_path: Path) -> None:
    text = "".join(
        f'[[tool.apiloom.documents]]\nspec = "{name}.yaml"\noutput = "{name}"\n'
        for name in ("b", "a")
    )
    assert jobs(tmp_path, text) == (
        Job(tmp_path / "b.yaml", tmp_path / "b"),
        Job(tmp_path / "a.yaml", tmp_path / "a"),
    )


def test_is_found_from_below_and_past_files_without_the_table(tmp_path: Path) -> None:
    below = tmp_path / "packages/one/src"
    below.mkdir(parents=True)
    (tmp_path / "packages/one/pyproject.toml").write_text("[project]\nname = 'one'\n")
    (tmp_path / "pyproject.toml").write_text(ONE)
    project = read_project(below, Report())
    assert project is not None
    assert project.path == tmp_path / "pyproject.toml"


def test_is_not_looked_for_above_the_repository(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(ONE)
    (tmp_path / "repository/.git").mkdir(parents=True)
    report = Report()
    assert read_project(tmp_path / "repository", report) is None
    assert [item.code for item in report] == ["config-missing"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tool.apiloom\n", [("config-invalid", 1)]),
        (ONE + 'ouptut = "x"\n', [("config-unknown-key", 4)]),
        (ONE + "[tool.apiloom.client]\nx = 1\n", [("config-unknown-key", 4)]),
        (
            ONE + "[[tool.apiloom.documents]]\n",
            [
                ("config-misplaced-key", 2),
                ("config-misplaced-key", 3),
                ("config-missing-key", 4),
                ("config-missing-key", 4),
            ],
        ),
        ("\n[tool.apiloom]\n", [("config-missing-key", 2), ("config-missing-key", 2)]),
        (ONE.replace('"src/pets"', "1"), [("config-wrong-type", 3)]),
        (ONE.replace('"src/pets"', '""'), [("config-wrong-type", 3)]),
        (ONE + 'targets = "models"\n', [("config-wrong-type", 4)]),
        (ONE + 'targets = ["modles"]\n', [("target-unknown", 4)]),
        (ONE + 'targets = ["models", "models"]\n', [("config-wrong-type", 4)]),
        (ONE + "targets = []\n", [("config-wrong-type", 4)]),
        (ONE.replace("src/pets", "../pets"), [("config-output-outside", 3)]),
        (ONE.replace("src/pets", "/tmp/pets"), [("config-output-outside", 3)]),
        (ONE.replace("src/pets", "link/pets"), [("config-output-outside", 3)]),
        (ONE + "roots = 1\n", [("config-wrong-type", 4)]),
        (ONE + "allow-hosts = [1]\n", [("config-wrong-type", 4)]),
        ("[tool]\napiloom = 1\n", [("config-wrong-type", 2)]),
        ("[tool.apiloom]\ndocuments = 1\n", [("config-wrong-type", 2)]),
        ("[tool.apiloom]\ndocuments = [1]\n", [("config-wrong-type", 2)]),
        (
            '[[tool.apiloom.documents]]\nspec = "a"\noutput = "o"\n'
            '[[tool.apiloom.documents]]\nspec = "b"\noutput = "./o"\n',
            [("config-duplicate-output", 6)],
        ),
    ],
)
def test_complaints(tmp_path: Path, text: str, expected: list[tuple[str, int]]) -> None:
    (tmp_path / "link").symlink_to("/tmp")
    assert complaints(tmp_path, text) == expected


def test_the_nearest_known_key_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(ONE + 'ouptut = "x"\n')
    report = Report()
    read_project(tmp_path, report)
    (item,) = report
    assert item.hint == "did you mean 'output'?"


def test_accepted_diagnostics(tmp_path: Path) -> None:
    text = ONE + (
        "accept = [\n"
        '  "nullable-in-3.1",\n'
        '  { code = "pattern-unusable", pointer = "/components/schemas/Foo" },\n'
        '  "duplicate-key:/paths",\n'
        "]\n"
    )
    (job,) = jobs(tmp_path, text)
    assert [str(entry) for entry in job.accept] == [
        "nullable-in-3.1",
        "pattern-unusable:/components/schemas/Foo",
        "duplicate-key:/paths",
    ]
    assert [entry.where.line for entry in job.accept] == [5, 6, 7]


@pytest.mark.parametrize(
    "value",
    [
        '"pattern-unusable"',
        "[1]",
        "[{}]",
        '[{ code = "pattern-unusable", at = "/x" }]',
        '[{ code = "pattern-unusable", pointer = 1 }]',
        '[{ code = "pattern-unusable", pointer = "x" }]',
    ],
)
def test_unusable_entries(tmp_path: Path, value: str) -> None:
    text = ONE + f"accept = {value}\n"
    assert complaints(tmp_path, text) == [("config-wrong-type", 4)]

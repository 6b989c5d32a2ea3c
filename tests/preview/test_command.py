"""The command: what it compares, how it is shown, and its exit code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from apiloom.cli.main import main
from apiloom.diff.preview import VIEWS
from tests.architecture.places import ROOT
from tests.preview.documents import PETS, committed, edited, schema, written
from tests.preview.test_surface import (
    add_field,
    add_operation,
    drop_field,
    drop_operation,
    drop_parameter,
)

CONFIGURATION = """\
[tool.apiloom]
spec = "api/pets.json"
output = "src/zoo"
targets = ["client"]
"""


@pytest.fixture
def project(repository: Path) -> Path:
    """The repository with a configuration, and what it generates, committed."""
    (repository / "pyproject.toml").write_text(CONFIGURATION)
    assert main(["generate"]) == 0
    committed(repository)
    return repository


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["diff", *arguments])
    found = capsys.readouterr()
    return code, found.out, found.err


def test_two_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "old.json", PETS)
    written(tmp_path, "new.json", edited(drop_field, add_operation))
    views = [f"--view={name}" for name in VIEWS]
    code, out, err = run("old.json", "new.json", *views, capsys=capsys)
    assert (code, err) == (0, "")
    contract, python, files = (
        out.find("\nContract"),
        out.find("\nPython"),
        out.find("\nFiles"),
    )
    assert 0 < contract < python < files, "in this order"
    assert "models.Pet.nick: nick is gone" in out
    assert re.search(r"^  changed +models/pet.py  \+\d -\d$", out, re.MULTILINE)
    assert "--- a/api/models/pet.py\n+++ b/api/models/pet.py\n" in out
    assert "-    nick: Maybe[str] = None" in out
    assert "\x1b" not in out, "no colour where nobody looks"


def test_the_sum_of_all_views_comes_first_and_long_diffs_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "old.json", PETS)
    written(tmp_path, "new.json", edited(drop_field, add_operation))
    call = ("old.json", "new.json")
    _, out, _ = run(*call, capsys=capsys)
    names = [line.split()[0] for line in out.splitlines()[1:4]]
    assert names == ["contract", "Python", "files"]
    lines = re.search(
        r"^  (\d+) lines of differences: --view files ", out, re.MULTILINE
    )
    assert lines is not None
    assert int(lines[1]) > 200
    assert "@@ " not in out
    _, asked, _ = run(*call, "--view", "files", capsys=capsys)
    assert asked.count("\n") > int(lines[1])
    assert "@@ " in asked
    # Few lines are no burden.
    written(tmp_path, "new.json", edited(drop_field))
    _, few, _ = run(*call, "--target", "models", capsys=capsys)
    assert "@@ " in few
    assert main(["diff", *call, "-o", "preview.txt"]) == 0
    assert "@@ " in Path("preview.txt").read_text()


def test_without_arguments_the_package_on_disk(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys=capsys)
    assert (code, err) == (0, "")
    assert out.count("no change") == 3
    written(project, "api/pets.json", edited(drop_parameter, drop_field))
    code, out, err = run(capsys=capsys)
    assert out.startswith("src/zoo -> api/pets.json\n")
    assert "client.pets.get(verbose): verbose is gone" in out
    assert "manifest.json" in out, "on disk that differs too"
    assert "git:HEAD:api/pets.json:" in out, "the contract is that of the commit"
    assert main(["check"]) == 1, "nothing was written"


def test_without_an_older_document_there_is_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    written(tmp_path, "api/pets.json", PETS)
    (tmp_path / "pyproject.toml").write_text(CONFIGURATION)
    code, out, err = run(capsys=capsys)
    assert code == 0
    assert "note[revision-unusable]" in err
    assert "Contract" not in out
    assert re.search(r"Files  \d+ files: \d+ added", out)


def test_with_one_argument_the_last_commit(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(project, "api/pets.json", edited(drop_operation))
    code, out, _ = run("api/pets.json", "--view", "files", capsys=capsys)
    assert code == 0
    assert out.startswith("git:HEAD:./pets.json -> api/pets.json\n")
    assert "a/zoo/operations/pets.py" in out, "called as the configuration says"
    assert "server" not in out, "its targets hold"
    _, out, _ = run("api/pets.json", "--target", "server", capsys=capsys)
    assert "operations/" not in out
    assert "server.pets.PetsApi.put" in out


def test_selected_parts_alone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(project, "api/pets.json", edited(drop_operation, drop_field))
    _, out, _ = run("api/pets.json", "--select", "tag:shops", capsys=capsys)
    assert "PetsApi.put" not in out
    assert "PUT /pets/{id}" not in out
    assert re.search(r"^  Python +no change$", out, re.MULTILINE)


@pytest.mark.parametrize(
    ("level", "expected"),
    [("breaking", 1), ("risky", 1), ("compatible", 1), ("documentation", 1)],
)
def test_fail_on_what_breaks(
    level: str, expected: int, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(project, "api/pets.json", edited(drop_operation))
    assert run("api/pets.json", "--fail-on", level, capsys=capsys)[0] == expected


def test_fail_on_spares_what_is_less(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(project, "api/pets.json", edited(add_operation))
    call = ("api/pets.json", "--fail-on")
    assert run(*call, "breaking", capsys=capsys)[0] == 0
    assert run(*call, "compatible", capsys=capsys)[0] == 1
    assert run("--fail-on", "compatible", capsys=capsys)[0] == 1
    # The exit code does not depend on what is shown.
    code, out, _ = run(*call, "compatible", "--view", "files", capsys=capsys)
    assert code == 1
    assert "Contract" not in out


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("preview.md", "## <code>"),
        ("preview.html", "<!doctype html>"),
        ("preview.json", "{\n"),
        ("preview.txt", "git:HEAD:./pets.json -> "),
    ],
)
def test_the_suffix_says_the_format(
    name: str, beginning: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(project, "api/pets.json", edited(add_field))
    code, out, err = run("api/pets.json", "-o", name, capsys=capsys)
    assert (code, out, err) == (0, "", f"{name}: written\n")
    assert (project / name).read_text("utf-8").startswith(beginning)


def test_a_format_on_stdout(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("api/pets.json", "--format", "markdown", capsys=capsys)
    assert out.startswith("## <code>git:HEAD:./pets.json</code>")


def test_a_file_that_cannot_be_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run("api/pets.json", "-o", "nowhere/a.md", capsys=capsys)
    assert code != 0
    assert "nowhere/a.md" in err


def test_problems_that_the_change_brings(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong with both versions is not said again; what is new, is."""
    document = edited(add_field)
    schema(document, "NewPet")["properties"]["name"]["pattern"] = "("
    written(project, "api/pets.json", document)
    code, _, err = run("api/pets.json", capsys=capsys)
    assert "pattern" in err
    committed(project)
    schema(document, "Pet")["properties"]["extra"] = {"type": "string"}
    written(project, "api/pets.json", document)
    code, _, err = run("api/pets.json", capsys=capsys)
    assert (code, err) == (0, "")


def test_an_old_document_may_be_broken(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is past need not be mended, the new document has to be fit."""
    broken = edited(add_field)
    schema(broken, "Pet")["properties"]["nick"] = {"$ref": "#/nowhere"}
    written(project, "api/pets.json", broken)
    code, out, err = run("api/pets.json", capsys=capsys)
    assert code == 2
    assert out == ""
    assert "unresolved-reference" in err
    committed(project)
    written(project, "api/pets.json", PETS)
    code, out, err = run("api/pets.json", capsys=capsys)
    assert (code, err) == (0, "")
    assert "models.Pet.nick" in out


def test_a_broken_configuration_is_noted(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "pyproject.toml").write_text("[tool.apiloom]\nspek = 1\n")
    code, _, err = run("api/pets.json", capsys=capsys)
    assert code == 0
    assert "note[config-unknown-key]" in err
    assert run(capsys=capsys)[0] == 2


def test_colour_where_somebody_looks(project: Path) -> None:
    """On a terminal, unless NO_COLOR asks for none."""
    written(project, "api/pets.json", edited(drop_field))
    script = "import os, pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)"
    call = (sys.executable, "-m", "apiloom", "diff", "api/pets.json")
    texts = [
        subprocess.run(
            [sys.executable, "-c", script, *call],
            check=True,
            capture_output=True,
            env={**_environment(), **extra},
        ).stdout.decode()
        for extra in ({"TERM": "xterm"}, {"TERM": "xterm", "NO_COLOR": "1"})
    ]
    assert "\x1b[31m" in texts[0]
    assert "\x1b[3" not in texts[1]
    assert "nick is gone" in texts[1]


def _environment() -> dict[str, str]:
    plain = {key: os.environ[key] for key in os.environ if key != "NO_COLOR"}
    return plain | {"PYTHONPATH": str(ROOT / "generator")}

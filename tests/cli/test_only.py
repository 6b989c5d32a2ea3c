"""One of the configured documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apiloom.cli.main import main
from tests.cli.fake_stages import FakeStages, write_spec

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def configured(folder: Path, stages: FakeStages) -> None:
    """Two packages of one document, and one of another."""
    write_spec(folder, init="A = 1")
    (folder / "other.yaml").write_text((folder / "spec.yaml").read_text())
    tables = [
        f'[[tool.apiloom.documents]]\nspec = "{spec}.yaml"\noutput = "{output}"\n'
        for spec, output in (("spec", "a/one"), ("spec", "b/two"), ("other", "c/one"))
    ]
    Path("pyproject.toml").write_text("".join(tables))


def generated(*arguments: str) -> list[str]:
    """The packages that a call writes."""
    assert main(["generate", *arguments]) == 0
    found = sorted(path.parent.as_posix() for path in Path().glob("*/*/init.py"))
    for path in found:
        for file in Path(path).iterdir():
            file.unlink()
        Path(path).rmdir()
    return found


@pytest.mark.parametrize(
    ("arguments", "packages"),
    [
        ([], ["a/one", "b/two", "c/one"]),
        (["--only", "two"], ["b/two"]),
        (["--only", "one"], ["a/one", "c/one"]),
        (["--only", "a/one"], ["a/one"]),
        (["--only", "./a/../a/one", "--only", "two"], ["a/one", "b/two"]),
        (["--only", "other.yaml"], ["c/one"]),
        (["spec.yaml"], ["a/one", "b/two"]),
        (["spec.yaml", "--only", "one"], ["a/one"]),
        (["-o", "c/one"], ["c/one"]),
    ],
)
def test_what_is_chosen(arguments: list[str], packages: list[str]) -> None:
    assert generated(*arguments) == packages


def test_names_are_seen_from_the_current_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a").mkdir()
    monkeypatch.chdir(folder / "a")
    assert main(["generate", "--only", "one", "--only", "../b/two"]) == 0
    assert (folder / "b/two/init.py").exists()
    assert main(["check", "--only", "../b/two"]) == 0
    assert main(["check", "../other.yaml"]) == 0


def test_a_name_that_none_has(capsys: Captured) -> None:
    assert main(["generate", "--only", "tow", "--only", "two"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[:2] == [
        "pyproject.toml: error[document-not-configured]: no document of the "
        "configuration is called 'tow'",
        "    hint: those that are configured: a/one, b/two, c/one",
    ]
    assert Path("b/two").exists()
    assert main(["check", "--only", "tow", "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["documents"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new.yaml"], "SPEC needs -o"),
        (["spec.yaml", "-o", "x", "--only", "two"], "--only is about configured"),
        (["--only", "two", "validate", "spec.yaml"], "--only is about configured"),
        (["spec.yaml", "--target", "models"], "need SPEC and -o"),
        (["--target", "models"], "need SPEC and -o"),
    ],
)
def test_what_does_not_go_together(
    arguments: list[str], said: str, capsys: Captured
) -> None:
    called = ["generate", *arguments]
    if "validate" in arguments:
        called = [*arguments[2:], *arguments[:2]]
    assert main(called) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_document_without_any_configuration(capsys: Captured) -> None:
    Path("pyproject.toml").unlink()
    Path(".git").mkdir()
    assert main(["generate", "spec.yaml"]) == 2
    said = capsys.readouterr().err
    assert "SPEC needs -o" in said
    assert "config-missing" not in said
    Path("pyproject.toml").write_text("[tool.apiloom]\nspec = 1\n")
    assert main(["generate", "spec.yaml"]) == 2
    said = capsys.readouterr().err
    assert "config-wrong-type" in said
    assert "SPEC needs" not in said

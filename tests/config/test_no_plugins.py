"""`--no-plugins`: a configuration that names what runs as code is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import apiloom
from apiloom.cli.main import main

_TABLE = """\
[tool.apiloom]
spec = "openapi.yaml"
output = "pets"
targets = ["models", "terraform"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    document = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n"
    (tmp_path / "openapi.yaml").write_text(document)
    (tmp_path / "pyproject.toml").write_text(_TABLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ["generate"],
        ["check"],
        ["diff"],
        ["diff", "openapi.yaml", "openapi.yaml"],
        ["generate", "openapi.yaml"],
    ],
    ids=" ".join,
)
def test_commands_refuse_it(
    folder: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--no-plugins"]) == 2
    said = capsys.readouterr().err
    assert "pyproject.toml:4:22: error[plugin-refused]: the target 'terraform'" in said
    assert not (folder / "pets").exists()


def test_nothing_of_other_distributions_is_looked_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(**_: object) -> None:
        raise AssertionError("metadata are read")

    monkeypatch.setattr("importlib.metadata.entry_points", forbidden)
    found = apiloom.configured(folder, plugins=False)
    assert (found.jobs, found.exit_code) == ((), 2)
    assert [item.code for item in found.diagnostics] == ["plugin-refused"]


def test_an_argument_is_refused_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "apiloom.python.extensions.target_plugins.installed", lambda: ("terraform",)
    )
    call = ["generate", "openapi.yaml", "-o", "pets", "--target", "terraform"]
    assert main([*call, "--no-plugins"]) == 2
    assert "--target terraform is a plug-in" in capsys.readouterr().err
    assert folder.is_dir()


def test_targets_of_apilooms_own_are_none(folder: Path) -> None:
    text = _TABLE.replace("terraform", "client")
    (folder / "pyproject.toml").write_text(text)
    assert main(["generate", "--no-plugins"]) == 0
    assert main(["check", "--no-plugins"]) == 0

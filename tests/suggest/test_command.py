"""`apiloom suggest`, and `apiloom init --suggest`: what they print can be pasted."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from apiloom.cli.main import main
from tests.shapes import obj
from tests.suggest.suggesting import PETS, TEXT, listing
from tests.suggest.test_suggestions import _chat
from tests.weaving import Json, document

HOSTILE = 'a"\\\u2028\x7f\n# x = 1\u202e'
"""Ends strings, comments and lines, where it is not escaped."""


def _write(folder: Path, paths: Json) -> None:
    (folder / "api.json").write_text(json.dumps(document(paths=paths)), "utf-8")


def _paths(cursor: str = "cursor", name: str = "listPets") -> Json:
    page = obj(data=PETS, **{f"next_{cursor}": TEXT, "next_cursor": TEXT})
    file = obj(file=TEXT)
    upload = {
        "operationId": "upload",
        "requestBody": {"content": {"multipart/form-data": {"schema": file}}},
        "responses": {"204": {"description": ""}},
    }
    return {
        "/pets": {"get": listing(page, name=name, query={cursor: TEXT})},
        "/files": {"post": upload},
        **_chat("The end is [DONE]."),
    }


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_printed_can_be_pasted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(folder, _paths())
    assert main(["suggest", "api.json"]) == 0
    printed = capsys.readouterr().out
    assert "# `cursor` takes `/next_cursor`" in printed
    head = '[tool.apiloom]\nspec = "api.json"\noutput = "pets"\n'
    (folder / "pyproject.toml").write_text(head + printed, "utf-8")
    assert [*tomllib.loads(printed)] == ["pages", "streams", "types"]
    assert main(["generate", "--strict"]) == 0
    assert "paging=" in (folder / "pets/operations/pets.py").read_text("utf-8")
    assert "Upload" in (folder / "pets/models/upload.py").read_text("utf-8")
    assert main(["suggest"]) == 0
    assert capsys.readouterr().out == "# api.json: nothing to suggest\n"


def test_it_changes_nothing(folder: Path) -> None:
    _write(folder, _paths())
    before = sorted(folder.rglob("*"))
    assert main(["suggest", "api.json"]) == 0
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("text", [HOSTILE, "ä", "page[cursor]", "'''"])
def test_any_text_of_a_document(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    name = f"cursor{text}"
    _write(folder, _paths(name, text))
    assert main(["suggest", "api.json"]) == 0
    table = tomllib.loads(capsys.readouterr().out)
    for rule in table.get("pages", []):
        assert rule["parameter"] == name
        assert rule["operation"] in {text, "GET /pets"}
    assert [*table] in (["pages", "streams", "types"], ["streams", "types"])


def test_init_adds_them(folder: Path) -> None:
    _write(folder, _paths())
    arguments = ["init", "--yes", "--spec", "api.json", "-o", "pets"]
    assert main(arguments) == 0
    plain = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    assert [*plain["tool"]["apiloom"]] == ["spec", "output"]
    assert main([*arguments, "--force", "--suggest"]) == 0
    text = (folder / "pyproject.toml").read_text("utf-8")
    assert "# the document speaks of `[DONE]`" in text
    keys = [*tomllib.loads(text)["tool"]["apiloom"]]
    assert keys == ["spec", "output", "pages", "streams", "types"]
    assert main(["generate"]) == 0


def test_a_document_that_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "api.json").write_text("{", "utf-8")
    assert main(["suggest", "api.json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "api.json:1" in said.err
    assert main(["init", "--yes", "--suggest", "--spec", "api.json"]) == 2
    assert not (folder / "pyproject.toml").exists()


def test_what_is_there_goes_together_with_what_is_new(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(folder, _paths())
    (folder / "pyproject.toml").write_text(
        '[tool.apiloom]\nspec = "api.json"\noutput = "pets"\n'
        'streams = [{ operation = "chat", sentinel = "[DONE]" }]\n'
    )
    assert main(["suggest"]) == 0
    printed = capsys.readouterr().out
    assert "# `streams` is there already" in printed
    assert "pages = [" in printed
    assert "streams = [" not in printed


def test_only_is_about_configured_documents(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["suggest", "api.json", "--only", "pets"]) == 2
    assert "--only is about configured documents" in capsys.readouterr().err

"""`pages` of the configuration: judged where it stands, and by the document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from apiloom.cli.main import main
from apiloom.core.page_rule import PAGE_KINDS, PageRule
from apiloom.runtime.operation import PageKind
from tests.config.reading import ONE, complaints, jobs
from tests.weaving import Json, document

LIST: Json = {
    "type": "object",
    "properties": {
        "data": {
            "type": "array",
            "items": {"type": "object", "properties": {"id": {}}},
        },
        "cursor": {"type": "string"},
    },
}


def _get(name: str, schema: Json) -> Json:
    content = {"application/json": {"schema": schema}}
    return {
        "get": {
            "operationId": name,
            "parameters": [{"name": "after", "in": "query", "schema": {}}],
            "responses": {"200": {"description": "", "content": content}},
        }
    }


DOCUMENT = document(
    paths={
        "/pets": _get("listPets", LIST),
        "/owners": _get("listOwners", {"type": "string"}),
    }
)


def rule(**said: str) -> str:
    """A rule as it is written in TOML."""
    return "{ " + ", ".join(f'{key} = "{text}"' for key, text in said.items()) + " }"


FINE = {"kind": "cursor", "parameter": "after", "items": "/data", "next": "/cursor"}


def test_the_kinds_are_those_of_the_runtime() -> None:
    assert get_args(PageKind) == PAGE_KINDS


def test_rules_are_read(tmp_path: Path) -> None:
    text = f"{ONE}pages = [{rule(operation='list*', **FINE)}]\n"
    (job,) = jobs(tmp_path, text)
    assert job.pages == (PageRule("list*", "cursor", "after", "/data", "/cursor"),)


@pytest.mark.parametrize(
    "written",
    [
        "5",
        "[5]",
        f"[{rule(kind='link')}]",
        f"[{rule(operation='a')}]",
        f"[{rule(operation='a', kind='lnk')}]",
        f"[{rule(operation='a', kind='page')}]",
        f"[{rule(operation='a', kind='cursor', parameter='b')}]",
        f"[{rule(operation='a', kind='url', items='/a')}]",
        f"[{rule(operation='a', kind='link', items='a')}]",
        '[{ operation = "a", kind = "link", first = true }]',
        '[{ operation = "a", kind = "link", parameter = 5 }]',
    ],
)
def test_what_is_no_rule(tmp_path: Path, written: str) -> None:
    ((code, line, _),) = complaints(tmp_path, f"{ONE}pages = {written}\n")
    assert (code, line) == ("config-wrong-type", 4)


def test_an_unknown_key(tmp_path: Path) -> None:
    text = f"{ONE}pages = [{rule(operation='a', kind='link', item='/a')}]\n"
    ((code, line, _),) = complaints(tmp_path, text)
    assert (code, line) == ("config-unknown-key", 4)


@pytest.mark.parametrize(
    ("said", "message", "hint"),
    [
        ({"operation": "listPet"}, "there is no such operation", "'listPets'"),
        ({"parameter": "aftr"}, "it has no parameter 'aftr'", "'after'"),
        ({"items": "/date"}, "`items` leads nowhere: there is no 'date'", "'data'"),
        ({"items": "/cursor"}, "the items are no array", "'/data'"),
        ({"next": "/cursors"}, "`next` leads nowhere", "'cursor'"),
        ({"last": "/ids"}, "`last` leads nowhere", "'id'"),
        ({"more": "/cursor/x"}, "`more` leads nowhere", ""),
        ({"operation": "listOwners"}, "`items` leads nowhere", ""),
        ({"operation": "*Owners"}, "`items` leads nowhere", ""),
    ],
)
def test_what_the_document_has_not(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    said: dict[str, str],
    message: str,
    hint: str,
) -> None:
    (tmp_path / "api.json").write_text(json.dumps(DOCUMENT), "utf-8")
    written = rule(**{"operation": "listPets", **FINE, **said})
    (tmp_path / "pyproject.toml").write_text(
        '[tool.apiloom]\nspec = "api.json"\noutput = "pets"\n'
        f"pages = [\n{written},\n]\n"
    )
    monkeypatch.chdir(tmp_path)
    assert main(["generate"]) == 2
    shown = capsys.readouterr().err
    assert "pyproject.toml:5:1: error[pages-unusable]" in shown
    assert message in shown
    assert hint in shown
    assert not (tmp_path / "pets").exists()


def test_a_pattern_holds_for_what_it_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "api.json").write_text(json.dumps(DOCUMENT), "utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.apiloom]\nspec = "api.json"\noutput = "pets"\n'
        f"pages = [{rule(operation='list*', **FINE)}]\n"
    )
    monkeypatch.chdir(tmp_path)
    assert main(["generate"]) == 0
    operations = tmp_path / "pets" / "operations"
    assert "paging=" in (operations / "pets.py").read_text("utf-8")
    assert "paging=" not in (operations / "owners.py").read_text("utf-8")

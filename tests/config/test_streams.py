"""`streams` of the configuration: judged where it stands, and by the document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apiloom.cli.main import main
from apiloom.core.stream_rule import StreamRule
from tests.config.reading import ONE, complaints, jobs
from tests.weaving import document


def test_rules_are_read(tmp_path: Path) -> None:
    text = f'{ONE}streams = [{{ operation = "chat*", sentinel = "[DONE]" }}]\n'
    (job,) = jobs(tmp_path, text)
    assert job.streams == (StreamRule("chat*", "[DONE]"),)


@pytest.mark.parametrize(
    "written",
    [
        "5",
        "[5]",
        '[{ operation = "a" }]',
        '[{ sentinel = "a" }]',
        '[{ operation = "a", sentinel = "" }]',
        '[{ operation = "a", sentinel = 5 }]',
        '[{ operation = "a", sentinel = "a\\nb" }]',
    ],
)
def test_what_is_no_rule(tmp_path: Path, written: str) -> None:
    ((code, line, _),) = complaints(tmp_path, f"{ONE}streams = {written}\n")
    assert (code, line) == ("config-wrong-type", 4)


def test_an_unknown_key(tmp_path: Path) -> None:
    text = f'{ONE}streams = [{{ operation = "a", sentinel = "b", end = "c" }}]\n'
    ((code, line, _),) = complaints(tmp_path, text)
    assert (code, line) == ("config-unknown-key", 4)


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        ("chta", "there is no such operation"),
        ("chat", "it answers with no stream"),
        ("c*", "it answers with no stream"),
    ],
)
def test_what_the_document_has_not(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    message: str,
) -> None:
    responses = {"200": {"description": "", "content": {"application/json": {}}}}
    chat = {"get": {"operationId": "chat", "responses": responses}}
    (tmp_path / "api.json").write_text(json.dumps(document(paths={"/c": chat})))
    (tmp_path / "pyproject.toml").write_text(
        '[tool.apiloom]\nspec = "api.json"\noutput = "pets"\nstreams = [\n'
        f'{{ operation = "{operation}", sentinel = "x" }},\n]\n'
    )
    monkeypatch.chdir(tmp_path)
    assert main(["generate"]) == 2
    shown = capsys.readouterr().err
    assert "pyproject.toml:5:1: error[streams-unusable]" in shown
    assert message in shown

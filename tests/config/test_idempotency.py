"""`idempotency` of the configuration: judged where it stands, and by the document."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema_rs
import pytest

from apiloom.cli.config.editor_schema import table_schema
from apiloom.cli.main import main
from apiloom.core.idempotency_rule import IdempotencyRule
from tests.config.reading import ONE, complaints, jobs
from tests.weaving import document

SCHEMA = jsonschema_rs.validator_for(table_schema())


def test_rules_are_read(tmp_path: Path) -> None:
    text = f'{ONE}idempotency = ["a*", {{ operation = "b", header = "Pay-Id" }}]\n'
    (job,) = jobs(tmp_path, text)
    assert job.idempotency == (
        IdempotencyRule("a*", "Idempotency-Key"),
        IdempotencyRule("b", "Pay-Id"),
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('"a"', "config-wrong-type"),
        ("[5]", "config-wrong-type"),
        ('[""]', "config-wrong-type"),
        ("[{}]", "config-wrong-type"),
        ('[{ operation = "a", header = 5 }]', "config-wrong-type"),
        ('[{ operation = "a", header = "b c" }]', "config-wrong-type"),
        ('[{ operation = "a", name = "b" }]', "config-unknown-key"),
    ],
)
def test_what_is_no_rule(tmp_path: Path, written: str, code: str) -> None:
    text = f"{ONE}idempotency = {written}\n"
    ((found, line, _),) = complaints(tmp_path, text)
    assert (found, line) == (code, 4)
    assert not SCHEMA.is_valid(tomllib.loads(text)["tool"]["apiloom"])


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ('"orde"', "there is no such operation"),
        ('{ operation = "order", header = "Pay-Id" }', "'Idempotency-Key' has one"),
        ('{ operation = "o*", header = "Pay-Id" }', "'Idempotency-Key' has one"),
    ],
)
def test_what_the_document_has_not(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    rule: str,
    message: str,
) -> None:
    key = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
    order = {
        "operationId": "order",
        "parameters": [key],
        "responses": {"204": {"description": ""}},
    }
    (tmp_path / "api.json").write_text(
        json.dumps(document(paths={"/o": {"post": order}}))
    )
    (tmp_path / "pyproject.toml").write_text(
        '[tool.apiloom]\nspec = "api.json"\noutput = "pets"\n'
        f"idempotency = [\n{rule},\n]\n"
    )
    monkeypatch.chdir(tmp_path)
    assert main(["generate"]) == 2
    shown = capsys.readouterr().err
    assert "pyproject.toml:5:1: error[idempotency-unusable]" in shown
    assert message in shown

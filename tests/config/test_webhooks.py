"""`webhooks` of the configuration: judged where it stands, and by the document."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, get_args

import jsonschema_rs
import pytest

from apiloom.cli.config.editor_schema import table_schema
from apiloom.cli.main import main
from apiloom.core.webhook_scheme import WebhookScheme
from apiloom.runtime.signatures import Digest, HmacSignature, StandardWebhooks
from tests.config.reading import ONE, complaints, jobs
from tests.weaving import document

SLACK = """{ header = "X-Slack-Signature", prefix = "v0=", tolerance = 60,
    signed = "v0:{timestamp}:{body}", timestamp-header = "X-Slack-Request-Timestamp" }
"""
SCHEMA = jsonschema_rs.validator_for(table_schema())


def for_editors(text: str) -> bool:
    """Whether the schema for editors takes a configuration."""
    return SCHEMA.is_valid(tomllib.loads(text)["tool"]["apiloom"])


@pytest.mark.parametrize(
    ("written", "scheme"),
    [
        ('"standard"', WebhookScheme("standard")),
        (
            '{ kind = "standard", prefix = "svix", tolerance = 1.5 }',
            WebhookScheme("standard", prefix="svix", tolerance=1.5),
        ),
        ('{ header = "X-A" }', WebhookScheme("hmac", "X-A")),
        (
            '{ kind = "hmac", header = "X-A", digest = "sha1", encoding = "base64" }',
            WebhookScheme("hmac", "X-A", digest="sha1", encoding="base64"),
        ),
        (
            SLACK.replace("\n", ""),
            WebhookScheme(
                "hmac",
                "X-Slack-Signature",
                "v0=",
                signed="v0:{timestamp}:{body}",
                timestamp_header="X-Slack-Request-Timestamp",
                tolerance=60,
            ),
        ),
        (
            '{ header = "S", signed = "{timestamp}.{body}", timestamp-prefix = "t=" }',
            WebhookScheme(
                "hmac", "S", signed="{timestamp}.{body}", timestamp_prefix="t="
            ),
        ),
    ],
)
def test_schemes_are_read(tmp_path: Path, written: str, scheme: WebhookScheme) -> None:
    (job,) = jobs(tmp_path, text := f"{ONE}webhooks = {written}\n")
    assert job.webhooks == scheme
    assert for_editors(text)
    class_: Any = StandardWebhooks if scheme.kind == "standard" else HmacSignature
    assert class_(secret="c2VjcmV0", **scheme.options)


@pytest.mark.parametrize(
    "written",
    [
        "5",
        '"hmac"',
        "[]",
        "{}",
        '{ kind = "standrad" }',
        '{ kind = "standard", prefix = "a b" }',
        '{ kind = "standard", tolerance = 0 }',
        '{ prefix = "sha256=" }',
        '{ header = "X A" }',
        '{ header = "" }',
        '{ header = "A\\n" }',
        '{ header = "A", prefix = "a," }',
        '{ header = "A", prefix = " a" }',
        '{ header = "A", prefix = 5 }',
        '{ header = "A", digest = "md5" }',
        '{ header = "A", encoding = ["hex"] }',
        '{ header = "A", signed = "constant" }',
        '{ header = "A", signed = "{body}{body}" }',
        '{ header = "A", signed = "{id}.{body}" }',
        '{ header = "A", tolerance = true }',
    ],
)
def test_what_is_no_scheme(tmp_path: Path, written: str) -> None:
    text = f"{ONE}webhooks = {written}\n"
    ((code, line, column),) = complaints(tmp_path, text)
    assert (code, line) == ("config-wrong-type", 4)
    assert column > 0
    assert not for_editors(text)


@pytest.mark.parametrize(
    ("rest", "line"),
    [
        ('signed = "{timestamp}.{body}"', 6),
        ('timestamp-header = "T"', 6),
        ('signed = "{body}"\ntimestamp-prefix = "t="', 7),
        (
            'signed = "{timestamp}{body}"\n'
            'timestamp-header = "T"\ntimestamp-prefix = "t="',
            8,
        ),
        ("tolerance = 5", 6),
        ("tolerance = inf", 6),
    ],
)
def test_what_does_not_go_together(tmp_path: Path, rest: str, line: int) -> None:
    text = f'{ONE}[tool.apiloom.webhooks]\nheader = "A"\n{rest}\n'
    ((code, found, _),) = complaints(tmp_path, text)
    assert (code, found) == ("config-wrong-type", line)


@pytest.mark.parametrize(
    "written",
    ['{ header = "A", timestamp_header = "B" }', '{ kind = "standard", header = "A" }'],
)
def test_an_unknown_key(tmp_path: Path, written: str) -> None:
    text = f"{ONE}webhooks = {written}\n"
    ((code, line, _),) = complaints(tmp_path, text)
    assert (code, line) == ("config-unknown-key", 4)
    assert not for_editors(text)


def test_digests_are_those_of_the_runtime(tmp_path: Path) -> None:
    for digest in get_args(Digest):
        written = f'{{ header = "A", digest = "{digest}" }}'
        (job,) = jobs(tmp_path, f"{ONE}webhooks = {written}\n")
        assert job.webhooks == WebhookScheme("hmac", "A", digest=digest)


def test_a_document_that_sends_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    responses = {"200": {"description": ""}}
    pets = {"get": {"operationId": "pets", "responses": responses}}
    (tmp_path / "api.json").write_text(json.dumps(document(paths={"/p": pets})))
    one = 'spec = "api.json"\noutput = "pets"\n'
    config = tmp_path / "pyproject.toml"
    config.write_text(f'[tool.apiloom]\n{one}webhooks = "standard"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["generate"]) == 2
    shown = capsys.readouterr().err
    assert "pyproject.toml:4:1: error[webhooks-unusable]" in shown
    assert not (tmp_path / "pets").exists()
    # What several documents share need not concern each of them.
    other = '[[tool.apiloom.documents]]\nspec = "api.json"\noutput = "others"\n'
    config.write_text(
        '[tool.apiloom]\nwebhooks = "standard"\n'
        f"[[tool.apiloom.documents]]\n{one}{other}"
    )
    assert main(["generate"]) == 0

"""A scheme that the configuration has: its package needs the secret alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from apiloom.cli.main import main
from apiloom.core.webhook_scheme import WebhookScheme
from tests.runtime_client.scripted_server import Reply, ScriptedServer
from tests.weaving import Woven, weave

from .conftest import DOCUMENT
from .test_signatures import (
    BODY,
    FIELDS,
    GITHUB_FIELDS,
    NEW_SECRET,
    SECRET,
    SIGNED_AT,
    SLACK_BODY,
    SLACK_FIELDS,
)

SHOP = yaml.safe_load(DOCUMENT.read_text("utf-8"))
GITHUB = WebhookScheme("hmac", "X-Hub-Signature-256", "sha256=")
GITHUB_SECRET = "It's a Secret to Everybody"
SLACK = WebhookScheme(
    "hmac",
    "X-Slack-Signature",
    "v0=",
    signed="v0:{timestamp}:{body}",
    timestamp_header="X-Slack-Request-Timestamp",
    tolerance=60,
)
SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


def package(scheme: WebhookScheme | None) -> Iterator[Woven]:
    with weave(SHOP, targets=("models", "client"), webhooks=scheme) as woven:
        yield woven


@pytest.fixture(scope="module")
def github() -> Iterator[Woven]:
    yield from package(GITHUB)


@pytest.fixture(scope="module")
def slack() -> Iterator[Woven]:
    yield from package(SLACK)


@pytest.fixture(scope="module")
def standard() -> Iterator[Woven]:
    yield from package(WebhookScheme("standard"))


def at(seconds: float, woven: Woven, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the clock of a package stand still."""
    signatures = woven.module("_runtime.signatures")
    monkeypatch.setattr(signatures.time, "time", lambda: seconds)


def test_an_example_of_github(github: Woven) -> None:
    webhooks = github.module("webhooks")
    for secret in (GITHUB_SECRET, GITHUB_SECRET.encode(), ["new", GITHUB_SECRET]):
        scheme = webhooks.scheme(secret)
        scheme.verify(b"Hello, World!", GITHUB_FIELDS)
        assert "Everybody" not in repr(scheme)
    with pytest.raises(webhooks.SignatureError, match="not that of the sender"):
        webhooks.scheme("another").verify(b"Hello, World!", GITHUB_FIELDS)
    with pytest.raises(ValueError, match="without a secret"):
        webhooks.scheme("")


def test_an_example_of_slack(slack: Woven, monkeypatch: pytest.MonkeyPatch) -> None:
    webhooks = slack.module("webhooks")
    scheme = webhooks.scheme(SLACK_SECRET)
    at(1531420618 + 60, slack, monkeypatch)
    scheme.verify(SLACK_BODY, SLACK_FIELDS)
    with pytest.raises(webhooks.SignatureError, match="not that of the sender"):
        scheme.verify(SLACK_BODY + b" ", SLACK_FIELDS)
    at(1531420618 + 61, slack, monkeypatch)
    with pytest.raises(webhooks.SignatureError, match="too old: 61 s"):
        scheme.verify(SLACK_BODY, SLACK_FIELDS)


def test_the_example_of_standard_webhooks(
    standard: Woven, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(SIGNED_AT, standard, monkeypatch)
    scheme = standard.module("webhooks").scheme
    scheme(SECRET).verify(BODY, FIELDS)
    scheme([NEW_SECRET, SECRET]).verify(BODY, FIELDS)


@pytest.mark.parametrize(
    ("name", "secret"),
    [("github", GITHUB_SECRET), ("slack", SLACK_SECRET), ("standard", SECRET)],
)
def test_what_is_sent_is_received(
    request: pytest.FixtureRequest, subscriber: ScriptedServer, name: str, secret: str
) -> None:
    woven: Woven = request.getfixturevalue(name)
    webhooks: Any = woven.module("webhooks")
    scheme = webhooks.scheme(secret)
    event = woven.models.Created(id="o1", total=5)
    subscriber.script = [Reply(204)]
    with webhooks.Sender(sign=scheme) as sender:
        sender.send("order.created", subscriber.url, event)
    (sent,) = subscriber.requests
    assert json.loads(sent.body)["id"] == "o1"
    assert webhooks.parse(sent.body, sent.headers, verify=scheme) == event
    with pytest.raises(webhooks.SignatureError):
        webhooks.parse(sent.body + b" ", sent.headers, verify=scheme)


def test_without_one_there_is_none(shop: Woven) -> None:
    webhooks = shop.module("webhooks")
    assert "scheme" not in webhooks.__all__
    assert not hasattr(webhooks, "scheme")


def test_another_scheme_is_another_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "api.yaml").write_bytes(DOCUMENT.read_bytes())
    monkeypatch.chdir(tmp_path)
    for header in ("X-One", "X-Two"):
        (tmp_path / "pyproject.toml").write_text(
            '[tool.apiloom]\nspec = "api.yaml"\noutput = "shop"\n'
            f'webhooks = {{ header = "{header}" }}\n'
        )
        assert main(["generate"]) == 0
        assert f'header="{header}"' in (tmp_path / "shop" / "webhooks.py").read_text()
        assert main(["check"]) == 0

"""What becomes of webhooks and callbacks, for those who receive and who send them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import apiloom
from tests.preview.documents import Document
from tests.webhooks.conftest import DOCUMENT


def without_ping(document: Document) -> None:
    del document["webhooks"]["ping"]


def with_pong(document: Document) -> None:
    document["webhooks"]["pong"] = document["webhooks"]["ping"]


def rows_in_a_report(document: Document) -> None:
    rows = {"type": "array", "items": {"type": "string"}}
    body = {"content": {"application/json": {"schema": rows}}}
    document["webhooks"]["report"]["post"]["requestBody"] = body


def another_receipt(document: Document) -> None:
    subscribe = document["paths"]["/subscriptions"]["post"]
    (callback,) = subscribe["callbacks"]["onShipped"].values()
    callback["post"]["responses"]["200"] = {"description": "Received"}


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (without_ping, [("code", "removed", "webhooks.parse('ping')")]),
        (with_pong, [("nothing", "added", "webhooks.parse('pong')")]),
        (
            rows_in_a_report,
            [
                ("code", "retyped", "webhooks.parse('report')"),
                ("code", "retyped", "Sender.send('report')(body)"),
            ],
        ),
        (
            another_receipt,
            [("code", "retyped", "Sender.send('subscribe.onShipped')")],
        ),
    ],
)
def test_an_event_is_named_as_on_the_wire(
    edit: Callable[[Document], None],
    expected: list[tuple[str, str, str]],
    tmp_path: Path,
) -> None:
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps(document))
    edit(document)
    new.write_text(json.dumps(document))
    preview = apiloom.preview(str(old), str(new))
    assert [
        (str(change.breaks), str(change.action), change.name)
        for change in preview.surface or ()
        if "webhooks" in change.file
    ] == expected

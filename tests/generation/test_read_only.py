"""readOnly and writeOnly: who must send a property, and who may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.generation.harness import Woven, document, weave
from tests.generation.shapes import INTEGER, TEXT, obj, ref

ACCOUNT = obj(
    "id",
    "secret",
    "name",
    id=INTEGER | {"readOnly": True},
    secret=TEXT | {"writeOnly": True},
    name=TEXT,
)
JSON = "application/json"
PATHS = {
    "/accounts": {
        "post": {
            "operationId": "create",
            "requestBody": {
                "required": True,
                "content": {JSON: {"schema": ref("Account")}},
            },
            "responses": {
                "200": {
                    "description": "",
                    "content": {JSON: {"schema": ref("Account")}},
                }
            },
        }
    }
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(
        document(schemas={"Account": ACCOUNT}, paths=PATHS), clean=True
    ) as found:
        yield found


def test_a_request_need_not_hold_what_is_read_only(woven: Woven) -> None:
    assert woven.accepts("Account", {"secret": "s", "name": "n"})


def test_an_answer_need_not_hold_what_is_write_only(woven: Woven) -> None:
    assert woven.accepts("Account", {"id": 1, "name": "n"})


def test_what_is_required_both_ways_stays_required(woven: Woven) -> None:
    assert not woven.accepts("Account", {"id": 1, "secret": "s"})


@pytest.mark.parametrize("name", ["id", "secret", "name"])
def test_null_is_refused_all_the_same(woven: Woven, name: str) -> None:
    full = {"id": 1, "secret": "s", "name": "n"}
    assert woven.accepts("Account", full)
    assert not woven.accepts("Account", full | {name: None})


def test_the_docstring_says_so(woven: Woven) -> None:
    source = woven.source("models/account.py")
    assert "Read-only" in source
    assert "Write-only" in source


def test_what_is_read_only_in_a_component_is_so_where_it_is_used() -> None:
    schemas = {
        "Id": INTEGER | {"readOnly": True},
        "Thing": obj("id", "name", id=ref("Id"), name=TEXT),
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert woven.accepts("Thing", {"name": "n"})

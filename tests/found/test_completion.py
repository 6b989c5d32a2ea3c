"""What completion shows: names that users need, and none of what they are made of."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.found.catalogue import CATALOGUE, RULES
from tests.weaving import Json, Woven, weave

CLIENT = {
    "close",
    "follow",
    "paginate",
    "pets",
    "raw",
    "stream",
    "talk",
    "with_options",
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(_with_errors(), pages=RULES) as woven:
        yield woven


def _with_errors() -> Json:
    """Two bodies for one status, so that operations have errors of their own."""
    paths = dict(CATALOGUE["paths"])
    for path, kind in (("/one", "string"), ("/two", "integer")):
        content = {"application/json": {"schema": {"type": kind}}}
        missing = {"description": "none", "content": content}
        responses = {"200": {"description": "fine"}, "404": missing}
        paths[path] = {"get": {"tags": ["pets"], "responses": responses}}
    return {**CATALOGUE, "paths": paths}


def shown(thing: object) -> set[str]:
    """What is completed after a dot, where nobody has begun with an underscore."""
    return {name for name in dir(thing) if not name.startswith("_")}


def test_a_client_and_its_resources(woven: Woven) -> None:
    with woven.package.Client(base_url="http://nowhere.invalid") as client:
        assert shown(client) == CLIENT
        assert shown(client.pets) == {
            "create",
            "delete",
            "get",
            "get_one",
            "get_two",
            "list",
        }
        assert shown(client.talk) == {"chat", "log"}
    client = woven.package.AsyncClient(base_url="http://nowhere.invalid")
    assert shown(client) == {*CLIENT, "aclose"} - {"close"}
    assert shown(client.talk) == {"chat", "log"}


def test_modules_of_the_package(woven: Woven) -> None:
    server: Any = importlib.import_module(f"{woven.name}.server")
    assert woven.package.Client
    assert shown(woven.package) == {*woven.package.__all__, "server"}
    assert shown(server) == {*server.__all__, "pets", "talk"}
    assert shown(woven.models) == set(woven.models.__all__)
    webhooks = woven.package.webhooks
    assert shown(webhooks) == set(webhooks.__all__)
    index = woven.module("operation_errors").__all__
    errors = woven.package.errors
    assert index
    assert shown(errors) == {*errors.__all__, *index}


def test_errors_that_no_operation_has_alone() -> None:
    with weave(CATALOGUE, targets=("models", "client")) as woven:
        errors = woven.package.errors
        assert shown(errors) == set(errors.__all__)


def test_what_is_shown_is_there(woven: Woven) -> None:
    server = importlib.import_module(f"{woven.name}.server")
    for thing in (woven.package, woven.package.errors, woven.package.webhooks, server):
        assert all(hasattr(thing, name) for name in shown(thing))

"""What only Swagger 2.0 can say, over a real socket."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.dialects.serving import Answer, handlers, package_of, served
from tests.roundtrip.running import Caller, Served

PACKAGE = "only_swagger2"
WORDS = ["a b", "c,d", "e|f", "g/h"]


def array(name: str, location: str, written: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": location,
        "type": "array",
        "items": {"type": "string"},
        "collectionFormat": written,
        **more,
    }


ECHO = {"200": {"description": "", "schema": {"type": "array", "items": {}}}}
DOCUMENT = {
    "swagger": "2.0",
    "info": {"title": "Arrays", "version": "1"},
    "paths": {
        "/tabs/{p}": {
            "get": {
                "operationId": "tabs",
                "tags": ["default"],
                "parameters": [
                    array("p", "path", "tsv", required=True),
                    array("q", "query", "tsv"),
                ],
                "responses": ECHO,
            }
        },
        "/others/{p}": {
            "get": {
                "operationId": "others",
                "tags": ["default"],
                "parameters": [
                    array("p", "path", "ssv", required=True),
                    array("h", "header", "pipes"),
                ],
                "responses": ECHO,
            }
        },
        "/forms": {
            "post": {
                "operationId": "forms",
                "tags": ["default"],
                "parameters": [
                    array("t", "formData", "tsv"),
                    array("p", "formData", "pipes"),
                ],
                "responses": ECHO,
            }
        },
    },
}


def services(package: str) -> dict[str, Any]:
    module = importlib.import_module(f"{package}.server.default")

    answers: dict[str, Answer] = {
        "tabs": lambda request: module.Tabs.Ok([*request.p, *request.q]),
        "others": lambda request: module.Others.Ok([*request.p, *request.h]),
        "forms": lambda request: module.Forms.Ok([*request.body.t, *request.body.p]),
    }
    return {"default": handlers(package, "default", answers)}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("only")
    document = folder / "arrays.yaml"
    document.write_text(yaml.safe_dump(DOCUMENT, sort_keys=False))
    with package_of(document, folder, PACKAGE), served(PACKAGE, services) as running:
        yield running


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def call(service: Served, request: pytest.FixtureRequest) -> Caller:
    return Caller(service, request.param)


def test_separators(call: Caller) -> None:
    assert call("default.tabs", WORDS, q=WORDS) == WORDS * 2
    # What separates cannot be told from the same within an item.
    assert call("default.others", WORDS[1:], h=WORDS[:2]) == WORDS[1:] + WORDS[:2]
    spaced, piped = WORDS, ["a b", "c,d"]
    assert call("default.forms", t=spaced, p=piped) == spaced + piped

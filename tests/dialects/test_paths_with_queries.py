"""Paths that differ in their query."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from tests.dialects.serving import Answer, handlers, package_of, served
from tests.roundtrip.running import Caller

QUERIES = """
swagger: "2.0"
info: {title: Queries, version: "1"}
paths:
  /things:
    get:
      operationId: plain
      responses: {"200": {description: d, schema: {type: string}}}
x-ms-paths:
  /things?comp=list:
    get:
      operationId: list_things
      parameters: [{name: prefix, in: query, type: string}]
      responses: {"200": {description: d, schema: {type: string}}}
"""


def services(package: str) -> dict[str, Any]:
    module = importlib.import_module(f"{package}.server.things")
    answers: dict[str, Answer] = {
        "plain": lambda _: module.Plain.Ok("plain"),
        "list": lambda request: module.List.Ok(f"list {request.prefix}"),
    }
    return {"things": handlers(package, "things", answers)}


def test_paths_that_differ_in_their_query(tmp_path: Path) -> None:
    document = tmp_path / "api.yaml"
    document.write_text(QUERIES)
    with (
        package_of(document, tmp_path, "path_queries") as package,
        served(package.name, services) as running,
    ):
        call = Caller(running, is_async=False)
        assert call("things.plain") == "plain"
        assert call("things.list", prefix="p") == "list p"

"""Names that clash, and that every operation of the document is there under one."""

import importlib
import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .running import Caller, Served
from .served import TAGS, routes_of


def test_without_operation_id(call: Caller) -> None:
    assert call("names.get_names_unnamed_item", 7) == {"item": 7}


def test_without_tag(call: Caller, models: Any) -> None:
    expected = {"id": "a/b", "body": {"name": "Rex"}}
    assert call("plain.put_plain_id", "a/b", models.Pet(name="Rex")) == expected
    assert call("plain.put_plain_id", "a/b", name="Rex") == expected


PARAMETERS = {
    "id_query": "query",
    "body_query": "b",
    "options_query": "o",
    "client": "c",
    "class_": "k",
    "principal_query": "p",
    "request_header": "r",
}
BODY = {"id": True, "self": 5, "fresh": "f"}
RECEIVED = {"self_path": "me", "id_path": 7, **PARAMETERS, "body": BODY}


def test_reserved_names(call: Caller) -> None:
    assert call("names.class_", "me", 7, BODY, **PARAMETERS) == RECEIVED


def test_reserved_names_by_property(call: Caller) -> None:
    sent = {"id": True, "self_": 5, "fresh": "f", **PARAMETERS}
    assert call("names.class_", "me", 7, **sent) == RECEIVED


def test_body_needs_the_property_that_clashes(call: Caller, errors: Any) -> None:
    with pytest.raises(errors.RequestValidationError):
        call("names.class_", "me", 7, fresh="f", id_query="not it")


@pytest.mark.parametrize("path", ["camel", "snake", "kebab"])
def test_clashing_operations(call: Caller, served: Served, path: str) -> None:
    (handler,) = (
        route.handler
        for route in routes_of(served.package, "names")
        if route.operation.path == f"/names/{path}"
    )
    assert handler.startswith("get_item")
    assert call(f"names.{handler}") == {}
    assert served.paths[-1] == f"/names/{path}"


def _resources(served: Served, client: str) -> dict[str, Any]:
    """By tag, the class of its operations."""
    prefix = "Async" if client == "AsyncClient" else ""
    return {
        tag: getattr(served.module(f"operations.{tag}"), f"{prefix}{tag.title()}")
        for tag in TAGS
    }


@pytest.mark.parametrize("client", ["Client", "AsyncClient"])
def test_client_is_complete(
    served: Served, operations: dict[tuple[str, str], Any], client: str
) -> None:
    found: list[tuple[str, str]] = []
    for tag, resource in _resources(served, client).items():
        assert hasattr(getattr(served.module("client"), client), tag)
        described = {
            name: make()
            for name, make in vars(served.module(f"operations.{tag}")).items()
            if hasattr(make, "cache_info")
        }
        methods = {n: m for n, m in vars(resource).items() if inspect.isfunction(m)}
        assert {f"_{name}" for name in methods} == set(described)
        for method in methods.values():
            assert inspect.iscoroutinefunction(method) == (client == "AsyncClient")
        found += [(each.method, each.path) for each in described.values()]
    assert sorted(found) == sorted(operations)


def test_server_is_complete(
    served: Served, operations: dict[tuple[str, str], Any]
) -> None:
    found: list[tuple[str, str]] = []
    for tag in TAGS:
        module = importlib.import_module(f"{served.package}.server.{tag}")
        routes = routes_of(served.package, tag)
        api = getattr(module, f"{tag.title()}Api")
        handlers = {n for n, m in vars(api).items() if inspect.isfunction(m)}
        assert handlers == {route.handler for route in routes}
        found += [(each.operation.method, each.operation.path) for each in routes]
    assert sorted(found) == sorted(operations)


def test_operation_ids(served: Served, operations: dict[tuple[str, str], Any]) -> None:
    routes = [each for tag in TAGS for each in routes_of(served.package, tag)]
    for route in routes:
        written = operations[route.operation.method, route.operation.path]
        if "operationId" in written:
            assert route.operation.id == written["operationId"]
        (tag,) = written.get("tags", ["plain"])
        assert route.operation.tag.lower() == tag.lower()


def test_types(generated: Path, tmp_path: Path) -> None:
    """What is generated passes mypy in strict mode."""
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.11"]
    done = subprocess.run(
        [*command, "--cache-dir", str(tmp_path), "--package", generated.name],
        cwd=generated.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout

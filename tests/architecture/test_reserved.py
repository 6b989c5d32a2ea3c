"""The reserved names are those that the runtime and the templates really use."""

from __future__ import annotations

import ast
import builtins
from pathlib import Path

import pytest

from apiloom.api.names.credential_names import RESERVED_CREDENTIALS
from apiloom.api.names.field_names import RESERVED_FIELDS
from apiloom.api.names.operation_names import RESERVED_METHODS
from apiloom.api.names.resource_names import RESERVED_RESOURCES
from apiloom.runtime.client import AsyncClient, SyncClient
from apiloom.runtime.model import Model
from apiloom.runtime.options import ClientOptions
from apiloom.runtime.resources import AsyncResource, SyncResource
from apiloom.runtime.server.app import ServerOptions
from tests.hostile.document import document
from tests.hostile.weaving import weave


def public(kind: type) -> set[str]:
    """The attributes of a class that could be overridden by accident."""
    return {name for name in dir(kind) if not name.startswith("_")}


def local_names(content: bytes, name: str) -> set[str]:
    """Fixed arguments of functions called `name`, and names that they bind or use.

    Module names that are only used can be renamed, so they do not count; built-ins,
    such as `super`, cannot.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(content)):
        if not (isinstance(node, ast.FunctionDef) and node.name == name):
            continue
        used = {each for each in ast.walk(node) if isinstance(each, ast.Name)}
        stored = {each.id for each in used if isinstance(each.ctx, ast.Store)}
        body = [each for stmt in node.body for each in ast.walk(stmt)]
        loaded = {each.id for each in body if isinstance(each, ast.Name)}
        arguments = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
        found |= arguments | stored | loaded & set(dir(builtins))
    return {each for each in found if not each.startswith("__")}


def methods(content: bytes) -> set[str]:
    """What the classes of a module define themselves, properties apart."""
    return {
        node.name
        for node in ast.walk(ast.parse(content))
        if isinstance(node, ast.FunctionDef) and not node.decorator_list
        if not node.name.startswith("__")
    }


def offered(content: bytes) -> set[str]:
    """What a module offers under a name that a module may have."""
    for node in ast.parse(content).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names: list[str] = ast.literal_eval(node.value)
            return {name for name in names if name == name.lower()}
    raise AssertionError("there is no __all__")


@pytest.fixture(scope="module")
def woven(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    texts = {"security.key": "own", "tag": "own"}
    return dict(weave(document(texts), tmp_path_factory.mktemp("woven")).files)


def test_fields_of_models() -> None:
    """A metaclass has methods too, and pydantic warns of fields that hide them."""
    taken = public(Model) | public(type(Model))
    assert taken <= RESERVED_FIELDS
    assert RESERVED_FIELDS - taken == {"self"}


@pytest.mark.parametrize("client", [SyncClient, AsyncClient])
def test_properties_of_clients(client: type, woven: dict[str, bytes]) -> None:
    assert public(client) | methods(woven["client.py"]) <= RESERVED_RESOURCES


@pytest.mark.parametrize("resource", [SyncResource, AsyncResource])
def test_methods_of_resources(resource: type) -> None:
    reserved: frozenset[str] = RESERVED_METHODS
    assert public(resource) == reserved


def test_arguments_of_create_app(woven: dict[str, bytes]) -> None:
    names = local_names(woven["server/__init__.py"], "create_app")
    assert names - {"own", "stable"} | set(ServerOptions.__annotations__) <= (
        RESERVED_RESOURCES
    )


def test_a_tag_hides_nothing_of_the_server(woven: dict[str, bytes]) -> None:
    """The module of a tag is an attribute of the package, where functions are too."""
    assert offered(woven["server/__init__.py"]) <= RESERVED_RESOURCES


def test_arguments_of_clients(woven: dict[str, bytes]) -> None:
    names = local_names(woven["client.py"], "__init__")
    assert names - {"own", "bearer"} | set(ClientOptions.__annotations__) <= (
        RESERVED_CREDENTIALS
    )


def test_arguments_of_security(woven: dict[str, bytes]) -> None:
    names = local_names(woven["server/security.py"], "__init__")
    assert names - {"own", "bearer"} <= RESERVED_CREDENTIALS


def test_nothing_is_reserved_for_nothing(woven: dict[str, bytes]) -> None:
    names = set(ClientOptions.__annotations__) | {"options"}
    for path in ("client.py", "server/security.py"):
        names |= local_names(woven[path], "__init__")
    assert names >= RESERVED_CREDENTIALS
    taken = (
        public(SyncClient) | public(AsyncClient) | set(ServerOptions.__annotations__)
    )
    taken |= local_names(woven["server/__init__.py"], "create_app")
    taken |= methods(woven["client.py"]) | offered(woven["server/__init__.py"])
    assert taken >= RESERVED_RESOURCES


def test_a_handler_module_is_no_other_module(tmp_path: Path) -> None:
    """Modules of tags stand beside `server/security.py`."""
    for tag in ("security", "Security", "SECURITY"):
        woven = weave(document({"tag": tag}), tmp_path)
        text = woven.files["server/security.py"].decode()
        assert "class Security(" in text

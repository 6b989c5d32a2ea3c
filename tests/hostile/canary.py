"""Imports hostile packages in a process of its own, and stops at anything they run.

Called as `canary.py FOLDER EXPECTED`: `EXPECTED` is a JSON file that maps each package
below FOLDER to the text that stands in its slots. Whatever is run that should not be
ends the process with a message, before it has an effect.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import json
import os
import pkgutil
import sys
import typing
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel

_FORBIDDEN = ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "subprocess.Popen")
_NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "urllib.Request")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def stop(reason: str) -> typing.NoReturn:
    """End the process at once: no handler of the package can stop this."""
    os.write(2, f"STOPPED: {reason}\n".encode("ascii", "backslashreplace"))
    os._exit(70)


class Watch:
    """The audit hook (PEP 578)."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._parsing = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Stop at forbidden events."""
        self.seen.add(event)
        if event.startswith((*_FORBIDDEN, *_NETWORK)):
            stop(f"{event} {arguments!r}")
        if event == "open":
            self._open(*arguments)
        if event == "compile":
            self._compile(arguments[0])

    def _open(self, path: object, mode: str | None, flags: int) -> None:
        if path == "/dev/null":
            return
        if flags & _WRITING or set(mode or "r") & set("wax+"):
            stop(f"open {path!r} {mode} {flags}")

    def _compile(self, source: object) -> None:
        """Libraries compile annotations and constructors: no call may be in them."""
        if self._parsing or not isinstance(source, str | bytes):
            return
        self._parsing = True
        try:
            called = any(map(_is_canary, ast.walk(ast.parse(source))))
        except SyntaxError:
            called = False
        finally:
            self._parsing = False
        if called:
            stop(f"compile {source!r:.300}")


def _is_canary(node: ast.AST) -> bool:
    """`CANARY()`; the name alone may well be that of a class."""
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return False
    return isinstance(node.func, ast.Name) and node.func.id == "CANARY"


def modules_of(package: str) -> list[ModuleType]:
    """Import every module of a package, its runtime included."""
    root = importlib.import_module(package)
    below = pkgutil.walk_packages(root.__path__, f"{package}.")
    return [root, *(importlib.import_module(module.name) for module in below)]


def share_runtime(first: str, package: str) -> None:
    """The runtime is the same bytes in every package: load it once.

    A file of it that the packages before had no use for is found in this one.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{first}._runtime"):
            sys.modules.setdefault(package + name.removeprefix(first), module)
            if module.__package__ == name:
                folder = Path(sys.path[0], *package.split("."), *name.split(".")[1:])
                module.__path__.append(str(folder))


def touch(module: ModuleType) -> None:
    """Use every public name, and build the validators of all models."""
    for name in getattr(module, "__all__", ()):
        getattr(module, name)
    for value in list(vars(module).values()):
        if value is not BaseModel and isinstance(value, type(BaseModel)):
            value.model_rebuild()


def lost(package: str, expected: dict[str, Any]) -> list[str]:
    """What arrived at run time and is not what the document says."""
    actual: dict[str, object] = {}
    operations = importlib.import_module(f"{package}.operations.{expected['tag']}")
    described = [
        make() for make in vars(operations).values() if hasattr(make, "cache_info")
    ]
    operation = next(candidate for candidate in described if candidate.method == "POST")
    actual["id"], actual["path"] = operation.id, operation.path
    actual["tag"] = operation.tag
    actual["parameters"] = [parameter.name for parameter in operation.parameters][
        : len(expected["values"]["parameters"])
    ]
    actual["media"] = [media_type.name for media_type in operation.body.content]
    headers = [header.name for header in operation.responses["200"].headers]
    actual["headers"] = headers
    actual["scopes"] = [next(iter(scheme.values())) for scheme in operation.security]
    client = importlib.import_module(f"{package}.client")
    actual["base_url"] = client.API.base_url
    actual["key"] = client.API.security[0].key
    models = importlib.import_module(f"{package}.models")
    actual["enum"] = list(typing.get_args(models.Kinds))
    actual["const"] = list(typing.get_args(models.Fixed))
    fields = getattr(models, expected["class"]).model_fields
    names = [field.alias or name for name, field in fields.items()]
    actual["aliases"] = names
    actual["default"] = fields["plain"].default
    dog = next(iter(models.Dog.model_fields.values()))
    actual["constant"] = list(typing.get_args(dog.annotation))
    handlers = importlib.import_module(f"{package}.server.{expected['tag']}")
    routes = next(v for k, v in vars(handlers).items() if k.endswith("_ROUTES"))
    actual["route"] = routes[0].operation.path
    values = expected["values"]
    return [
        f"{package} {key}: {value!a} for {values[key]!a}"
        for key, value in actual.items()
        if json.loads(json.dumps(value)) != values[key]
    ]


def main() -> None:
    """Import and check every package."""
    folder, expected = sys.argv[1], json.loads(Path(sys.argv[2]).read_text("ascii"))
    sys.path.insert(0, folder)
    # What the packages are written with is imported before the watch begins.
    for needed in ("pydantic", "httpx2", "starlette.applications", "dataclasses"):
        importlib.import_module(needed)
    vars(builtins)["CANARY"] = lambda *_: stop("CANARY was called")
    watch = Watch()
    sys.addaudithook(watch)
    complaints: list[str] = []
    first = next(iter(expected))
    for package, values in expected.items():
        share_runtime(first, package)
        try:
            for module in modules_of(package):
                touch(module)
            complaints += lost(package, values)
        except Exception as error:  # noqa: BLE001 - all packages have their say
            complaints.append(f"{package} cannot be used: {error!a}")
    assert {"import", "compile", "exec", "open"} <= watch.seen
    complaints.append(f"{len(expected)} packages ran nothing\n")
    sys.stdout.write("\n".join(complaints))


if __name__ == "__main__":
    main()

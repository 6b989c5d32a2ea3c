"""Lazy packages (PEP 562): a name is imported when it is first used."""

from collections.abc import Callable, Mapping
from importlib import import_module
from sys import modules
from typing import Any


def attach(
    package: str, names: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The `__getattr__` and `__dir__` of a package whose names are imported lazily.

    `names` maps each public name to the module that holds it, written relative to the
    package: `{"Client": ".client"}`. A submodule stands for itself: `{"models":
    ".models"}`. What was found is kept in the package, so this runs once a name.
    """

    def load(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(names[name], package)
        value = module if names[name] == f".{name}" else getattr(module, name)
        setattr(modules[package], name, value)
        return value

    def listing() -> list[str]:
        return sorted({*vars(modules[package]), *names})

    return load, listing

"""Lazy packages (PEP 562): a name is imported when it is first used."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from sys import modules
from typing import Any

from .building import with_room


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
        try:
            module = import_module(names[name], package)
        except RecursionError:  # a long chain of modules, each of which needs the next
            module = with_room(partial(import_module, names[name], package))
        value = module if names[name] == f".{name}" else getattr(module, name)
        setattr(modules[package], name, value)
        return value

    def listing() -> list[str]:
        return sorted({*vars(modules[package]), *names})

    return load, listing

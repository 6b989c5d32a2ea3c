"""Lazy packages (PEP 562): a name is imported when it is first used."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from sys import modules
from types import ModuleType
from typing import Any

from .building import with_room


def attach(
    package: str, names: Mapping[str, Sequence[str]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of a package that imports lazily.

    `names` lists the public names of each module, written relative to the package:
    `{".client": ["Client"]}`; those below `"."` are modules themselves. What was found
    is kept in the package, so this runs once a name.
    """
    module_of = {name: module for module in names for name in names[module]}

    def load(name: str) -> Any:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        is_module = module_of[name] == "."
        path = f".{name}" if is_module else module_of[name]
        try:
            module = import_module(path, package)
        except RecursionError:  # a long chain of modules, each of which needs the next
            module = with_room(partial(import_module, path, package))
        value = module if is_module else getattr(module, name)
        setattr(modules[package], name, value)
        return value

    def listing() -> list[str]:
        """Public names, and public modules below that somebody has imported."""
        bound = vars(modules[package]).items()
        kept = {name for name, value in bound if _is_shown(name, value)}
        return sorted({*kept, *module_of})

    return load, listing, sorted(module_of)


def submodules(package: str, names: Sequence[str]) -> Callable[[str], ModuleType]:
    """`__getattr__` of a package that imports these modules when they are asked for."""
    load, _, _ = attach(package, {".": names})
    return load


def offering(names: Sequence[str]) -> Callable[[], list[str]]:
    """`__dir__` of a module that shows these names; any may be that of a built-in."""
    return lambda: [*names]


def _is_shown(name: str, value: object) -> bool:
    if name[:1] == "_":
        return name[:2] == name[-2:] == "__"
    # Other modules have nothing that is not offered above them; `errors` offers these.
    is_public = isinstance(value, ModuleType) and "__all__" in vars(value)
    return is_public and name != "operation_errors"

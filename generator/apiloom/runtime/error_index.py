"""The exceptions of single operations, which are imported when they are first used.

`errors` of a package offers them beside those for all operations. They stand in
`operation_errors`, whose modules nothing else loads: there may be thousands of classes.
"""

from collections.abc import Callable
from importlib import import_module
from sys import modules
from types import ModuleType
from typing import Any

from .errors import StatusError


class ErrorTable(dict[str, type[StatusError]]):
    """Exceptions by the key of a response, and those of single operations by name."""

    def __init__(self, module: str, errors: dict[str, type[StatusError]]) -> None:
        super().__init__(errors)
        self._module = module

    def __missing__(self, name: str) -> type[StatusError]:
        error: type[StatusError] = getattr(_index(self._module), name)
        return error


def offer(module: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """The `__getattr__` and `__dir__` of `module`, which has all these exceptions."""

    def load(name: str) -> Any:
        # What is only asked for, as by `hasattr`, need not load the index.
        if name[:2] == "__" or name not in _index(module).__all__:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        error = getattr(_index(module), name)
        setattr(modules[module], name, error)
        return error

    def listing() -> list[str]:
        return sorted({*modules[module].__all__, *_index(module).__all__})

    return load, listing


def _index(module: str) -> ModuleType:
    return import_module(f"{module.rpartition('.')[0]}.operation_errors")

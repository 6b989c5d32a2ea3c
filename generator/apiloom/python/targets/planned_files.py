"""What targets hand to rendering: files with final names and nothing undecided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A module printed by a template from a view.

    `module` is its dotted path inside the package, `taken` the names that it binds by
    itself, which imports must leave alone.
    """

    path: str
    template: str
    view: object
    module: str
    taken: frozenset[str] = frozenset()

    @property
    def is_package(self) -> bool:
        """Whether the module is the `__init__` of a package."""
        return self.path.endswith(("__init__.py", "__init__.pyi"))


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that is not Python."""

    path: str
    content: bytes


PlannedFile: TypeAlias = TemplateFile | DataFile

Draft: TypeAlias = Callable[[], PlannedFile]
"""A file that is yet to be planned. Each is on its own, so any process can do it."""


def ready(file: PlannedFile) -> Draft:
    """What is planned already, among others that are not."""
    return lambda: file

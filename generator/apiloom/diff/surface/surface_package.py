"""A generated package as far as it has to be known to be compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from apiloom.diff.surface.annotation_types import Type
from apiloom.diff.surface.declarations import Class, Module, read_module
from apiloom.diff.surface.type_use import CALLERS, HANDLERS, Use

MODELS: Final = "models"


@dataclass(frozen=True)
class SurfacePackage:
    """The files of a package that differ from those of the other one.

    `names` and `operations` are those of its manifest, `tags` those of each operation.
    `sent` and `read` are the values of `names` that callers send and get. `inlined` are
    aliases that the other package does not have: it says the same without a name.
    `whole` are files as they are, where `files` has parts of them, and more besides.
    """

    files: Mapping[str, bytes]
    names: Mapping[str, str]
    operations: Mapping[str, Mapping[str, str]]
    tags: Mapping[str, tuple[str, ...]]
    targets: Collection[str]
    sent: Collection[str] = ()
    read: Collection[str] = ()
    inlined: Mapping[str, Type] = field(default_factory=dict)
    whole: Mapping[str, bytes] = field(default_factory=dict)
    _modules: dict[str, Module] = field(default_factory=dict, init=False)
    _symbols: dict[str, dict[str, str]] = field(default_factory=dict, init=False)

    def aliases(self) -> dict[str, Type]:
        """Names for types in differing files."""
        return {
            alias.name: alias.type
            for _, module in self.modules(MODELS)
            for alias in module.aliases.values()
        }

    @cached_property
    def model_classes(self) -> Mapping[str, Class]:
        """The classes of models in whole files, by name."""
        return {
            name: class_
            for path in sorted(self.whole)
            if path.startswith(f"{MODELS}/") and path.endswith(".py")
            for name, class_ in read_module(
                self.whole[path], self.inlined
            ).classes.items()
        }

    def modules(self, folder: str) -> Iterator[tuple[str, Module]]:
        """Path and declarations of each differing module in a folder, sorted."""
        for path in sorted(self.files):
            above, _, name = path.rpartition("/")
            if above == folder and name.endswith(".py") and name != "__init__.py":
                yield path, self.module(path)

    def operation_by_symbol(self, role: str) -> Mapping[str, str]:
        """`METHOD path` by the method of the client, or of the handler."""
        if role not in self._symbols:
            self._symbols[role] = {
                names[role]: key
                for key, names in self.operations.items()
                if role in names
            }
        return self._symbols[role]

    def module(self, path: str) -> Module:
        """What a differing file declares; nothing where it does not differ."""
        if path not in self._modules:
            content = self.files.get(path)
            self._modules[path] = (
                Module() if content is None else read_module(content, self.inlined)
            )
        return self._modules[path]


def use_of(name: str, packages: tuple[SurfacePackage, SurfacePackage]) -> Use:
    """Who uses a type of either package: `module:Name`.

    Callers send what handlers read. What no operation uses may be used either way.
    """
    sent = any(name in package.sent for package in packages)
    read = any(name in package.read for package in packages)
    if not sent and not read:
        sent = read = True
    targets = {target for package in packages for target in package.targets}
    callers = (CALLERS,) if "client" in targets or "server" not in targets else ()
    handlers = (HANDLERS,) if "server" in targets else ()
    return Use(
        read_by=(*(callers if read else ()), *(handlers if sent else ())),
        given_by=(*(callers if sent else ()), *(handlers if read else ())),
    )

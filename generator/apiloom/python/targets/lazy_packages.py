"""Packages whose names are imported when they are first used (PEP 562).

`__init__.py` says which module has which names, and imports none of them; type checkers
read the stub beside it (PEP 561), which imports them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    Bare,
    Call,
    Expression,
    Listing,
    Mapping,
    Symbol,
    Value,
    runtime,
)
from apiloom.python.syntax.scope import ReExport
from apiloom.python.targets.planned_files import TemplateFile


@dataclass(frozen=True, slots=True)
class LazyView:
    """What `package/lazy.py.jinja` prints; `names` says whether there are any."""

    doc: Doc
    names: bool
    attach: Expression


@dataclass(frozen=True, slots=True)
class StubView:
    """What `package/stub.pyi.jinja` prints."""

    exports: ReExport


@dataclass(frozen=True, slots=True)
class LazyIndex:
    """The public names of a package, each with the module below it that has them.

    A name whose module is its own (`("models", "models")`) is that submodule.
    """

    doc: Doc
    package: str
    names: tuple[tuple[Identifier, str], ...]

    def files(self) -> Iterator[TemplateFile]:
        """The package's `__init__.py`, and the stub if there is something to say."""
        path = f"{self.package}/__init__.py".strip("/")
        view = LazyView(self.doc, bool(self.names), self._attach())
        yield TemplateFile(path, "package/lazy.py.jinja", view, self.package)
        if self.names:
            stub = StubView(ReExport(tuple(self._symbols())))
            yield TemplateFile(f"{path}i", "package/stub.pyi.jinja", stub, self.package)

    def _symbols(self) -> Iterator[Symbol]:
        for name, module in self.names:
            inside = "" if name == module else module
            yield Symbol(f"{self.package}.{inside}".strip("."), name, local=True)

    def _attach(self) -> Expression:
        """The names of each module, in the order of the modules; `.` has modules."""
        by_module: dict[str, list[Identifier]] = {}
        for name, module in self.names:
            path = "." if name == module else f".{module}"
            by_module.setdefault(path, []).append(name)
        entries = tuple(
            (Value(Text(path)), Listing(tuple(map(Value, sorted(by_module[path])))))
            for path in sorted(by_module)
        )
        arguments = (Bare(Identifier("__name__")), Mapping(entries))
        return Call(runtime("lazy", "attach"), arguments)

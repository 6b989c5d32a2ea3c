"""Packages whose names are imported when they are first used (PEP 562)."""

from __future__ import annotations

from dataclasses import dataclass

from apiloom.core.identifiers import Identifier
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
    typing,
)
from apiloom.python.syntax.scope import ReExport


@dataclass(frozen=True, slots=True)
class LazyView:
    """What `package/lazy.py.jinja` prints; `names` says whether there are any."""

    doc: Doc
    names: bool
    type_checking: Expression
    exports: ReExport
    public: Expression
    attach: Expression


@dataclass(frozen=True, slots=True)
class LazyIndex:
    """The public names of a package, each with the module below it that has them.

    A name whose module is its own (`("models", "models")`) is that submodule.
    """

    doc: Doc
    package: str
    names: tuple[tuple[Identifier, str], ...]

    def view(self) -> LazyView:
        """The view that names every import for type checkers, and none at run time."""
        exports = tuple(
            Symbol(self._inside("" if name == module else module), name, local=True)
            for name, module in self.names
        )
        entries = tuple(
            (Value(name), Value(Identifier(f".{module}")))
            for name, module in self.names
        )
        arguments = (Bare(Identifier("__name__")), Mapping(entries))
        return LazyView(
            self.doc,
            bool(self.names),
            typing("TYPE_CHECKING"),
            ReExport(exports),
            Listing(tuple(Value(name) for name, _ in self.names)),
            Call(runtime("lazy", "attach"), arguments),
        )

    def _inside(self, module: str) -> str:
        return f"{self.package}.{module}".strip(".")

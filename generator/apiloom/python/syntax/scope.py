"""Which local name each symbol has in one file, and the imports that follow.

The imports of a file are exactly the symbols that its view uses: nobody lists them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, TypeAlias

from apiloom.core.identifiers import Identifier, free_name
from apiloom.python.syntax.expression import (
    Expression,
    ForCheckers,
    Inside,
    Name,
    Symbol,
)
from apiloom.python.syntax.layout import Block, Chain, ImportedNames, Tree

_BUILTINS = "builtins"
_WHOLE = ""
_NOTHING: Final[Mapping[str, str]] = {}
_TYPE_CHECKING = Symbol("typing", "TYPE_CHECKING")
_NUMBER: Final = re.compile("([0-9]+)")
_KNOWN: Final = 65536
"""Names whose place in the order is kept: most are imported by several files."""


@dataclass(frozen=True, slots=True)
class LocalImport:
    """An import inside a function, which puts off its cost until it is needed."""

    symbol: Symbol


@dataclass(frozen=True, slots=True)
class LocalImports:
    """All imports of a function that puts off the cost of several."""

    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class ReExport:
    """Symbols that a module offers under their own names, for type checkers."""

    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class StarImport:
    """All public names of a package, for type checkers; it is dotted, inside ours."""

    package: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one file. `module` is its dotted path inside the package.

    What is of a module that has another `instead` is imported from that.
    """

    module: str
    is_package: bool
    names: dict[Symbol, Identifier]
    running: tuple[Symbol, ...]
    typing_only: tuple[Symbol, ...]
    nested: tuple[Symbol, ...]
    exported: tuple[Symbol, ...]
    instead: Mapping[str, str]

    def name_of(self, symbol: Symbol) -> Identifier:
        """The local name of a symbol that the view uses."""
        return self.names[symbol]

    def local_modules(self) -> frozenset[str]:
        """The modules of the package that this file needs or offers something of."""
        symbols = (*self.names, *self.exported)
        modules = [symbol.module for symbol in symbols if symbol.local]
        return frozenset([self.instead.get(module, module) for module in modules])

    def path_to(self, symbol: Symbol) -> str:
        """What stands after `from`: absolute, or relative to this file."""
        if not symbol.local:
            return symbol.module
        steps = self.module.split(".") if self.module else []
        folder = steps if self.is_package else steps[:-1]
        module = self.instead.get(symbol.module, symbol.module)
        target = module.split(".") if module else []
        shared = 0
        while shared < min(len(folder), len(target)) and (
            folder[shared] == target[shared]
        ):
            shared += 1
        return "." * (len(folder) - shared + 1) + ".".join(target[shared:])

    def clause(self, symbol: Symbol) -> str:
        """`Name`, or `Name as Name_` where the plain one is taken."""
        local, plain = self.names[symbol], symbol.name or symbol.module
        return plain if local == plain else f"{plain} as {local}"

    def imports(self) -> Imports:
        """The import statements that the view asks for."""
        return Imports(
            self._block(self.running),
            self._block(self.typing_only),
            self.names.get(_TYPE_CHECKING, Identifier(_TYPE_CHECKING.name)),
        )

    def local_import(self, statement: LocalImport) -> Tree:
        """The statement for an import inside a function."""
        path, clause = self.path_to(statement.symbol), self.clause(statement.symbol)
        return Chain((f"from {path} import ", ImportedNames((clause,))))

    def local_imports(self, statement: LocalImports) -> Block:
        """The statements for all imports of a function."""
        return self._block(statement.symbols)

    def re_exports(self, statement: ReExport) -> Block:
        """Statements that offer each symbol under its own name."""
        grouped: dict[str, list[str]] = {}
        for symbol in statement.symbols:
            clause = f"{symbol.name} as {symbol.name}"
            grouped.setdefault(self.path_to(symbol), []).append(clause)
        return Block((_statements(grouped),) if grouped else ())

    def star_import(self, statement: StarImport) -> Tree:
        """The statement that offers all names of a package."""
        path = self.path_to(Symbol(statement.package, "", local=True))
        return f"from {path} import *"

    def _block(self, symbols: Iterable[Symbol]) -> Block:
        """Three paragraphs: standard library, third party, own."""
        grouped: list[dict[str, list[str]]] = [{}, {}, {}]
        for symbol in symbols:
            if not _is_imported(symbol, self.names):
                continue
            path = self.path_to(symbol) if symbol.name else _WHOLE
            clauses = grouped[_paragraph(symbol)]
            clauses.setdefault(path, []).append(self.clause(symbol))
        return Block(tuple(_statements(clauses) for clauses in grouped if clauses))


@dataclass(frozen=True, slots=True)
class Imports:
    """The imports of a file; the second block stands under `TYPE_CHECKING`."""

    running: Block
    typing_only: Block
    type_checking: Identifier


def scope_of(
    module: str,
    is_package: bool,
    view: object,
    taken: Collection[str],
    instead: Mapping[str, str] = _NOTHING,
) -> Scope:
    """Name every symbol that `view` uses; `taken` are the names the file binds.

    `instead` has the modules of the package in whose place there are others.
    """
    running, typing_only, nested, exported = _used(view)
    used = set(taken)
    names: dict[Symbol, Identifier] = {}
    for symbol in sorted({**running, **typing_only, **nested}):
        if symbol.local and symbol.module == module:
            names[symbol] = Identifier(symbol.name)
            continue
        plain = Identifier(symbol.name or symbol.module)
        names[symbol] = free_name(plain, used)
        used.add(names[symbol])
    # What is built in costs nothing to import, where it is shadowed.
    running.update(dict.fromkeys(s for s in typing_only if s.module == _BUILTINS))
    only = [
        symbol
        for symbol in typing_only
        if symbol not in running and not (symbol.local and symbol.module == module)
    ]
    if only:
        running[_TYPE_CHECKING] = None
        name = Identifier(_TYPE_CHECKING.name)
        names.setdefault(_TYPE_CHECKING, free_name(name, used))
    foreign = [
        symbol for symbol in running if not (symbol.local and symbol.module == module)
    ]
    return Scope(
        module,
        is_package,
        names,
        tuple(foreign),
        tuple(only),
        tuple(nested),
        tuple(exported),
        instead,
    )


def _is_imported(symbol: Symbol, names: Mapping[Symbol, Identifier]) -> bool:
    """Whether a symbol takes an import: what is built in does where it is shadowed."""
    return symbol.module != _BUILTINS or names[symbol] != symbol.name


def imported_inside(
    expression: Expression, kept: Callable[[Symbol], bool]
) -> tuple[Expression, tuple[Symbol, ...]]:
    """The same expression for the body of a function that imports what it needs, and
    what that is; symbols that are `kept` are imported by the module."""
    running, *_ = _used(expression)
    symbols = tuple(symbol for symbol in running if not kept(symbol))
    return Inside(expression, frozenset(symbols)), symbols


_Symbols: TypeAlias = dict[Symbol, None]


def _used(view: object) -> tuple[_Symbols, _Symbols, _Symbols, _Symbols]:
    """Every symbol anywhere inside a view: when running, for types, in functions, and
    those that are only offered to others."""
    running: _Symbols = {}
    typing_only: _Symbols = {}
    nested: _Symbols = {}
    exported: _Symbols = {}
    parts: list[tuple[object, _Symbols]] = [(view, running)]
    insides: list[tuple[Inside, _Symbols]] = []
    for part, uses in parts:
        for value in _symbol_users(part):
            if isinstance(value, Name):
                (typing_only if value.typing_only else uses)[value.symbol] = None
            elif isinstance(value, ForCheckers):
                parts.append((value.inner, typing_only))
            elif isinstance(value, LocalImport):
                nested[value.symbol] = None
            elif isinstance(value, ReExport):
                exported |= dict.fromkeys(value.symbols)
            else:
                insides.append((value, {}))
                parts.append((value.inner, insides[-1][1]))
    for inside, symbols in insides:
        for symbol in symbols:
            (nested if symbol in inside.imported else running)[symbol] = None
    return running, typing_only, nested, exported


_SymbolUser: TypeAlias = Name | ForCheckers | LocalImport | ReExport | Inside
_SYMBOL_USERS: Final = frozenset({Name, ForCheckers, LocalImport, ReExport, Inside})


def _symbol_users(part: object) -> Iterator[_SymbolUser]:
    """What names symbols in a part of a view, and what says who needs them."""
    stack: list[Any] = [part]
    known = _FIELDS
    while stack:
        value = stack.pop()
        # Most of a million times there is nothing to be called for.
        kind = type(value)
        fields = known[kind] if kind in known else _fields_of(kind)
        if kind in _SYMBOL_USERS:
            yield value
        elif fields is not None:
            below = fields(value)
            stack += below if isinstance(below, tuple) else (below,)


_WITHOUT_SYMBOLS: Final = frozenset(
    {"bool", "str", "Doc", "Identifier", "Identifier | None", "Literal"}
)
"""Types of fields that need not be looked into, as they are written."""

_Fields: TypeAlias = Callable[[Any], object] | None


_FIELDS: Final[dict[type[object], _Fields]] = {tuple: tuple}


def _fields_of(kind: type[object]) -> _Fields:
    """What gets the fields of a dataclass that may hold symbols, one or a tuple."""
    if kind not in _FIELDS:
        fields = getattr(kind, "__dataclass_fields__", {}).values()
        names = [field.name for field in fields if field.type not in _WITHOUT_SYMBOLS]
        _FIELDS[kind] = attrgetter(*names) if names else None
    return _FIELDS[kind]


def _paragraph(symbol: Symbol) -> int:
    if symbol.local:
        return 2
    top = symbol.module.partition(".")[0]
    return 0 if top in sys.stdlib_module_names else 1


def _statements(clauses: dict[str, list[str]]) -> tuple[Tree, ...]:
    whole: list[Tree] = [f"import {name}" for name in sorted(clauses.get(_WHOLE, ()))]
    named: list[Tree] = [
        Chain((f"from {path} import ", ImportedNames(names)))
        for path in sorted(clauses, key=_path_order)
        if path != _WHOLE
        for names in _imported(clauses[path])
    ]
    return (*whole, *named)


def _imported(clauses: list[str]) -> list[tuple[str, ...]]:
    """The names of each import from one module: `A as B` stands in one of its own."""
    plain = sorted([clause for clause in clauses if " " not in clause], key=_order)
    imports: list[tuple[str, ...]] = [(clause,) for clause in clauses if " " in clause]
    if plain:
        imports.append(tuple(plain))
    return sorted(imports, key=lambda names: _order(names[0]))


def _path_order(path: str) -> tuple[object, ...]:
    """Far modules first, as import sorters have it: `..` before `.`."""
    names = path.lstrip(".")
    return (len(names) - len(path), *map(_natural, names.split(".")))


@lru_cache(maxsize=_KNOWN)
def _order(clause: str) -> tuple[object, ...]:
    """Constants, then classes, then functions: the order of import sorters."""
    name = clause.partition(" ")[0]
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, _natural(name.lower()), _natural(name), clause


def _natural(name: str) -> tuple[object, ...]:
    """A key by which `V2` comes before `V10`, and digits before letters."""
    if name.isalpha():
        return (name,)
    pieces: list[object] = list(_NUMBER.split(name))
    for index in range(1, len(pieces), 2):
        digits = str(pieces[index])
        pieces[index] = (0 if digits.startswith("0") else len(digits), digits)
    return tuple(pieces)

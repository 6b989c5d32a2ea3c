"""Imports follow from use: each once, under a free name, in the order of linters."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.pylang.expression import Name, Symbol
from apiloom.pylang.identifier import Identifier
from apiloom.pylang.scope import LocalImport, ReExport, Scope, scope_of
from apiloom.render.page import Page
from tests.pylang import trees
from tests.pylang.printing import formatted


@dataclass(frozen=True, slots=True)
class View:
    names: tuple[Name | LocalImport, ...]


def names() -> st.SearchStrategy[Name]:
    modules = st.sampled_from(["typing", "datetime", "pydantic", "collections.abc"])
    words = trees.identifiers(24)
    outside = st.builds(Symbol, modules, words)
    whole = st.builds(Symbol, modules, st.just(""))
    places = st.sampled_from(["", "errors", "models.here", "models.there", "_runtime.x"])
    inside = st.builds(Symbol, places, words, local=st.just(True))
    return st.builds(Name, st.one_of(outside, outside, whole, inside), st.booleans())


def page_of(scope: Scope) -> str:
    """Both blocks of imports, as templates print them."""
    page = Page(scope)
    imports = scope.imports()
    text = f"{page.block(imports.running)}\n" if imports.running else ""
    if imports.typing_only:
        text += f"\nif {imports.type_checking}:\n    {page.block(imports.typing_only)}\n"
    source, _ = page.settle(text)
    return source


@settings(max_examples=300, deadline=None)
@given(
    st.lists(names(), max_size=12).map(tuple),
    st.frozensets(trees.identifiers(4), max_size=4),
    st.booleans(),
)
def test_every_use_is_imported_once(
    used: tuple[Name, ...], taken: frozenset[Identifier], is_package: bool
) -> None:
    scope = scope_of("models.here", is_package, View(used), taken)
    source = page_of(scope)
    assert formatted(source) == source
    bound: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            bound += [(each.asname or each.name).partition(".")[0] for each in node.names]
    away = {
        each.symbol
        for each in used
        if not (each.symbol.local and each.symbol.module == "models.here")
    }
    own = [scope.name_of(each) for each in away if each.name]
    assert len(set(own)) == len(own)
    assert set(own) <= set(bound)
    assert not taken.intersection(own)


@pytest.mark.parametrize(
    ("module", "is_package", "symbol", "path"),
    [
        ("models.pet", False, Symbol("_runtime.model", "Model", local=True), ".._runtime.model"),
        ("models.pet", False, Symbol("models.tag", "Tag", local=True), ".tag"),
        ("models", True, Symbol("models.tag", "Tag", local=True), ".tag"),
        ("models", True, Symbol("errors", "E", local=True), "..errors"),
        ("client", False, Symbol("errors", "E", local=True), ".errors"),
        ("client", False, Symbol("", "models", local=True), "."),
        ("", True, Symbol("client", "Client", local=True), ".client"),
        ("", True, Symbol("", "models", local=True), "."),
        ("server.a.b", False, Symbol("server.c", "C", local=True), "..c"),
        ("models.pet", False, Symbol("typing", "Any"), "typing"),
    ],
)
def test_paths_inside_the_package_are_relative(
    module: str, is_package: bool, symbol: Symbol, path: str
) -> None:
    scope = scope_of(module, is_package, View((Name(symbol),)), frozenset())
    assert scope.path_to(symbol) == path


def test_what_the_file_binds_itself_is_left_alone() -> None:
    any_, model = Symbol("typing", "Any"), Symbol("_runtime.model", "Model", local=True)
    scope = scope_of(
        "models.any", False, View((Name(any_), Name(model))), {"Any", "Model", "Model_"}
    )
    assert page_of(scope) == (
        "from typing import Any as Any_\n\nfrom .._runtime.model import Model as Model__\n"
    )


def test_built_ins_are_imported_only_where_they_are_hidden() -> None:
    view = View((Name(Symbol("builtins", "str")), Name(Symbol("builtins", "int"))))
    assert page_of(scope_of("a", False, view, frozenset())) == ""
    assert page_of(scope_of("a", False, view, {"str"})) == (
        "from builtins import str as str_\n"
    )


def test_order_is_that_of_import_sorters() -> None:
    used = (
        Symbol("pydantic", "Field"),
        Symbol("typing", "Any"),
        Symbol("httpx2", ""),
        Symbol("datetime", "date"),
        Symbol("datetime", "UTC"),
        Symbol("datetime", "Zone"),
        Symbol("models.b", "B", local=True),
        Symbol("errors", "E", local=True),
        Symbol("_runtime.model", "Model", local=True),
    )
    scope = scope_of("models.a", False, View(tuple(map(Name, used))), frozenset())
    assert page_of(scope) == (
        "from datetime import UTC, Zone, date\n"
        "from typing import Any\n\n"
        "import httpx2\n"
        "from pydantic import Field\n\n"
        "from .._runtime.model import Model\n"
        "from ..errors import E\n"
        "from .b import B\n"
    )


def test_long_imports_are_broken_and_settled() -> None:
    used = tuple(Name(Symbol("pydantic", f"{'Name' * 6}{i}")) for i in range(4))
    source = page_of(scope_of("a", False, View(used), frozenset()))
    assert source.count("\n") == 6
    assert formatted(source) == source


def test_names_for_type_checkers_stand_apart() -> None:
    runs, only = Symbol("typing", "Any"), Symbol("pydantic", "Field")
    view = View((Name(runs), Name(only, typing_only=True), Name(runs, typing_only=True)))
    assert page_of(scope_of("a", False, view, frozenset())) == (
        "from typing import TYPE_CHECKING, Any\n\n"
        "if TYPE_CHECKING:\n    from pydantic import Field\n"
    )


def test_re_exports_keep_their_names() -> None:
    symbols = (
        Symbol("models.pet", "Pet", local=True),
        Symbol("models.pet", "PetDict", local=True),
        Symbol("client", "Client", local=True),
    )
    scope = scope_of("", True, View(()), frozenset())
    page = Page(scope)
    source, settled = page.settle(f"{page.block(scope.re_exports(ReExport(symbols)))}\n")
    assert settled
    assert source == (
        "from .client import Client as Client\n"
        "from .models.pet import Pet as Pet, PetDict as PetDict\n"
    )

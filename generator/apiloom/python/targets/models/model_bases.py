"""What models derive from: the runtime's classes, and the user's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.core.type_choice import imported
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import (
    Call,
    Expression,
    Listing,
    Name,
    Symbol,
    Value,
    runtime,
)
from apiloom.python.targets.package_options import PackageOptions
from apiloom.python.targets.planned_files import TemplateFile

_MODULE: Final = "models._base"
Keywords = tuple[tuple[Identifier, Expression], ...]


@dataclass(frozen=True, slots=True)
class BaseView:
    """The module that offers the user's base, once it was looked at."""

    doc: Doc
    public: Listing
    check: Call


@dataclass(frozen=True, slots=True)
class ModelBases:
    """The bases of every model of a package."""

    options: PackageOptions

    def of(self, special: tuple[Expression, ...]) -> tuple[Expression, ...]:
        """The bases of a model that needs these `special` ones of the runtime."""
        common: list[Expression] = []
        if self.options.frozen:
            # First: pydantic gives a frozen base a hash that takes no lists.
            common.append(runtime("frozen", "FrozenModel"))
        if self.options.base is not None:
            symbol = imported(self.options.base)
            assert symbol is not None, "the configuration was judged"
            common.append(Name(Symbol(_MODULE, symbol[1], local=True)))
        return (*common, *special) or (runtime("model", "Model"),)

    def keywords(self) -> Keywords:
        """What stands behind the bases of each model."""
        if not self.options.frozen:
            return ()
        return ((Identifier("frozen"), Value(True)),)

    def module(self) -> TemplateFile | None:
        """The module that the user's base is imported from, if there is one."""
        symbol = self.options.base and imported(self.options.base)
        if not symbol:
            return None
        doc = Doc(("What the configuration has all models derive from.",))
        public = Listing((Value(Text(symbol[1])),))
        frozen = ((Identifier("frozen"), Value(self.options.frozen)),)
        check = Call(runtime("bases", "check_base"), (Name(Symbol(*symbol)),), frozen)
        view = BaseView(doc, public, check)
        template = "models/base.py.jinja"
        return TemplateFile("models/_base.py", template, view, _MODULE)

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


@dataclass(frozen=True, slots=True)
class BaseView:
    """The module that offers the user's base, once it was looked at."""

    doc: Doc
    public: Listing
    check: Call


@dataclass(frozen=True, slots=True)
class ModelBases:
    """What the models of a package derive from, as the user wants it."""

    options: PackageOptions

    def common(self) -> Expression | None:
        """The user's class that every model derives from, if there is one."""
        symbol = self.options.base and imported(self.options.base)
        if not symbol:
            return None
        return Name(Symbol(_MODULE, symbol[1], local=True))

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

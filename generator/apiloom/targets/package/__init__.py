"""The package around the targets: its lazy `__init__`, and `py.typed`."""

from __future__ import annotations

from collections.abc import Iterator

from apiloom.pylang.docstring import Doc
from apiloom.pylang.identifier import Identifier
from apiloom.targets.lazy import LazyIndex
from apiloom.targets.options import PackageOptions
from apiloom.targets.planned import DataFile, Draft, TemplateFile, ready
from apiloom.text import Text


def plan_package(title: Text, options: PackageOptions) -> Iterator[Draft]:
    """`__init__.py` offers what the chosen targets have, each when it is used."""
    names: list[tuple[Identifier, str]] = [(Identifier("models"), "models")]
    if "client" in options.targets:
        names = [
            (Identifier("AsyncClient"), "client"),
            (Identifier("Client"), "client"),
            (Identifier("errors"), "errors"),
            *names,
        ]
    doc = Doc(((title, "."),))
    view = LazyIndex(doc, "", tuple(names)).view()
    yield ready(TemplateFile("__init__.py", "package/lazy.py.jinja", view, ""))
    yield ready(DataFile("py.typed", b""))

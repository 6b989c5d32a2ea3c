"""The package around the targets: its lazy `__init__`, and `py.typed`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc
from apiloom.python.targets.lazy_packages import LazyIndex
from apiloom.python.targets.package_options import PackageOptions
from apiloom.python.targets.planned_files import DataFile, Draft, ready

_JSON_DATA: Final = "_runtime.json_data"
_MODEL: Final = "_runtime.model"
_PLAIN_MODEL: Final = "_runtime.plain.model"
_REFUSALS: Final = "_runtime.plain.refusals"
_ERRORS: Final = ("UnwritableError", "ValidationError")
"""What reading and writing raise where pydantic has no errors of its own for it."""
_FUNCTIONS: Final = ("decode", "decode_json", "encode", "encode_json")
"""For values of types that are no models, which have methods for it."""


Offered: TypeAlias = tuple[Identifier, str]
"""A public name of the package, and the module that has it."""


def plan_package(
    title: Text,
    options: PackageOptions,
    offered: Iterable[Offered] = (),
    *,
    grows: bool = False,
) -> Iterator[Draft]:
    """`__init__.py` offers what the chosen targets have, each when it is used.

    `grows` says that there are unknown values and variants.
    """
    pydantic = options.models == "pydantic"
    names: list[Offered] = [(Identifier("models"), "models"), *offered]
    if options.base is not None:
        names = [*names, (Identifier("Model"), _MODEL if pydantic else _PLAIN_MODEL)]
    if not pydantic:
        names += ((Identifier(name), _REFUSALS) for name in _ERRORS)
    if grows:
        names += _names_of_unknown(pydantic=pydantic)
    names += ((Identifier(name), _JSON_DATA) for name in _FUNCTIONS)
    names.sort()
    doc = Doc(((title, "."),))
    yield from map(ready, LazyIndex(doc, "", tuple(names)).files())
    yield ready(DataFile("py.typed", b""))


def _names_of_unknown(*, pydantic: bool) -> list[Offered]:
    """What users ask for where variants and values may be none of the document's."""
    variants = "_runtime.open_values" if pydantic else "_runtime.plain.enumerations"
    warning = "UnknownValueWarning"
    return [
        (Identifier("Unknown"), variants),
        (Identifier(warning), "_runtime.unknown_values"),
    ]

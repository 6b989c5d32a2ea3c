"""Structs that nobody changes, and that can stand in sets and be keys."""

from msgspec import Struct

from .comparison import ByValues
from .methods import AnyModel


class FrozenModel(
    ByValues,
    AnyModel,
    Struct,
    kw_only=True,
    frozen=True,
    eq=False,
    dict=True,
    weakref=True,
):
    """A JSON object that stays as it is; its lists and dictionaries should, too."""

"""Models that nobody changes, and that can stand in sets and be keys."""

from .comparison import ByValues
from .model import Model


class FrozenModel(ByValues, Model):
    """A JSON object that stays as it is; its lists and dictionaries should, too."""

    __slots__ = ()

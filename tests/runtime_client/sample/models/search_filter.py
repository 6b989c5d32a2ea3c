"""What to search for."""

from apiloom.runtime.model import Integer, Maybe, Model


class SearchFilter(Model):
    """Conditions of a search"""

    owner: Maybe[str] = None
    minimum: Maybe[Integer] = None

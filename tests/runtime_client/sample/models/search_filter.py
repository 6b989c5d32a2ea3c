"""What to search for."""

from apiloom.runtime.digits import Integer
from apiloom.runtime.model import Maybe, Model


class SearchFilter(Model):
    """Conditions of a search"""

    owner: Maybe[str] = None
    minimum: Maybe[Integer] = None

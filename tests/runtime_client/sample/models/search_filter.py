"""What to search for."""

from typing import Annotated

from apiloom.runtime.model import Integer, Model, NotNull


class SearchFilter(Model):
    """Conditions of a search"""

    owner: Annotated[str | None, NotNull()] = None
    minimum: Annotated[Integer | None, NotNull()] = None

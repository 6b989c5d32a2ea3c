"""A file with what belongs to it."""

from typing import Annotated

from apiloom.runtime.model import Model, NotNull


class Upload(Model):
    """A file to keep"""

    file: bytes
    title: Annotated[str | None, NotNull()] = None

"""The body of every error."""

from typing import Annotated

from apiloom.runtime.model import Integer, Model, NotNull


class SampleError(Model):
    """What went wrong"""

    message: str
    code: Annotated[Integer | None, NotNull()] = None

"""The body of every error."""

from apiloom.runtime.digits import Integer
from apiloom.runtime.model import Maybe, Model


class SampleError(Model):
    """What went wrong"""

    message: str
    code: Maybe[Integer] = None

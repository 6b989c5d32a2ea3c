"""The body of every error."""

from apiloom.runtime.model import Integer, Maybe, Model


class SampleError(Model):
    """What went wrong"""

    message: str
    code: Maybe[Integer] = None

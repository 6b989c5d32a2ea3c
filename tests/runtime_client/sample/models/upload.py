"""A file with what belongs to it."""

from apiloom.runtime.model import Maybe, Model


class Upload(Model):
    """A file to keep"""

    file: bytes
    title: Maybe[str] = None

"""Several documents made one: after this, a description is a single tree."""

from apiloom.bundle.assemble import bundle

__all__ = ["bundle"]

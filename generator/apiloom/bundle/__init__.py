"""Several documents made one: after this, a description is a single tree."""

from apiloom.bundle.assemble import bundle
from apiloom.bundle.part import Kept, Part, part_of

__all__ = ["Kept", "Part", "bundle", "part_of"]

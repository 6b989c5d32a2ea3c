"""Several documents made one: after this, a description is a single tree."""

from apiloom.document.bundle.assemble import bundle
from apiloom.document.bundle.document_part import Kept, Part, part_of

__all__ = ["Kept", "Part", "bundle", "part_of"]

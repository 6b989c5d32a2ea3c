"""Several documents made one: after this, a description is a single tree."""

from apiloom.document.bundle.assemble import bundle
from apiloom.document.bundle.document_part import Part, PartSelection, part_of

__all__ = ["Part", "PartSelection", "bundle", "part_of"]

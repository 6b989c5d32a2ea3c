"""Several documents made one: after this, a description is a single tree.

In: a `DocumentSet` as it was read. Out: a `DocumentSet` whose entry has all that it
refers to; for a `PartSelection`, the `Part` of it that is needed.
"""

from apiloom.document.bundle.assemble import bundle
from apiloom.document.bundle.document_part import Part, PartSelection, part_of

__all__ = ["Part", "PartSelection", "bundle", "part_of"]

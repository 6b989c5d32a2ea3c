"""Judging a document by the official schema and by openapi-spec-validator.

In: the entry of the bundled `DocumentSet`, in its own version. Out: diagnostics in a
`Report`, of which `repeated_diagnostics` leaves one for each mistake.
"""

from apiloom.document.validation.official import check_official
from apiloom.document.validation.semantic import check_semantics

__all__ = ["check_official", "check_semantics"]

"""Judging a document by the official schema and by openapi-spec-validator."""

from apiloom.document.validation.official import check_official
from apiloom.document.validation.semantic import check_semantics

__all__ = ["check_official", "check_semantics"]

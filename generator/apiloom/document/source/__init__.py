"""Bytes to trees under a policy, and back to lines and columns for messages.

In: a path or a URL, and a `LoadPolicy`. Out: `DocumentSet`, whose entry is a
`SourceDocument`; it can be asked for the line and column of a pointer.
"""

from apiloom.document.source.document_set import DocumentSet, load, load_url
from apiloom.document.source.load_policy import LoadPolicy
from apiloom.document.source.reading import SourceDocument
from apiloom.document.source.tree import Json, JsonObject, SpelledFloat, spelled

__all__ = [
    "DocumentSet",
    "Json",
    "JsonObject",
    "LoadPolicy",
    "SourceDocument",
    "SpelledFloat",
    "load",
    "load_url",
    "spelled",
]

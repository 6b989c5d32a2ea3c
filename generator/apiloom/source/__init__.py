"""Bytes to trees under a policy, and back to lines and columns for messages."""

from apiloom.source.documents import DocumentSet, load, load_url
from apiloom.source.policy import LoadPolicy
from apiloom.source.reading import SourceDocument
from apiloom.source.tree import Json, JsonObject, SpelledFloat, spelled

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

"""Parts of forms that are files, and that the document calls strings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from apiloom.api.ir import MediaType
from apiloom.api.media_type_kinds import is_multipart
from apiloom.api.resolved_api import ResolvedApi
from apiloom.api.schema.shapes import Array, Primitive, SchemaId
from apiloom.api.suggestions.answer_members import AnswerMembers, Member
from apiloom.api.suggestions.operation_labels import label_of
from apiloom.api.suggestions.suggestion import Suggestion
from apiloom.core.type_choice import TypeChoice

_NAMES: Final = frozenset({"file", "files", "upload", "attachment", "attachments"})
_SAID: Final = re.compile(
    r"\b(file|image|document)s? (to|being) upload|upload.{0,20}file", re.IGNORECASE
)
"""How descriptions say that a part is a file."""


def file_suggestions(resolved: ResolvedApi) -> Iterator[Suggestion]:
    """Types for the parts of multipart bodies that are files."""
    members = AnswerMembers(resolved.shapes)
    for resource in resolved.resources:
        for named in resource.operations:
            body = named.operation.body
            for media_type in () if body is None else body.content:
                for schema in _files(media_type, members):
                    rule = TypeChoice(f"#{schema.pointer}", "file")
                    label = label_of(named.operation)
                    yield Suggestion(
                        rule, f"{label} takes a file, says its name or description"
                    )


def _files(media_type: MediaType, members: AnswerMembers) -> Iterator[SchemaId]:
    if media_type.schema is None or not is_multipart(media_type.name):
        return
    for member in members.below(media_type.schema, 1):
        is_file = member.name in _NAMES or _SAID.search(
            members.description(member.schema)
        )
        schema = _plain_text(member, members)
        if is_file and schema is not None:
            yield schema


def _plain_text(member: Member, members: AnswerMembers) -> SchemaId | None:
    """The schema of a text without a format, of which an array may be made."""
    shape = members.shapes[member.schema]
    if isinstance(shape, Array) and shape.items is not None:
        shape = members.shapes[shape.items]
    if not isinstance(shape, Primitive) or shape.kind != "string":
        return None
    return shape.id if shape.format is None else None

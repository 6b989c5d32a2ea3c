"""What there is to say about schemas that do not go together, with their places."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from apiloom.api.schema.intersect import Parts, described, intersect
from apiloom.api.schema.shapes import Object, Schema, SchemaId, Union
from apiloom.core.diagnostics import Report
from apiloom.core.location import Location
from apiloom.core.text import Text

_MOST_COMPARED: Final = 50


@dataclass(frozen=True, slots=True)
class SchemaConflicts:
    """Reports on the schemas of one API."""

    schemas: Mapping[SchemaId, Schema]
    report: Report

    def report_circle(self, group: Sequence[SchemaId]) -> None:
        """References, or members of `allOf`, that lead back to themselves."""
        pointers = sorted({schema_id.pointer for schema_id in group})
        self.report.recoverable(
            "circular-reference",
            "the references go round in a circle and name nothing: "
            + " -> ".join(f"#{pointer}" for pointer in [*pointers, pointers[0]]),
            Location(group[0].document, pointers[0]),
            "what goes round is left out, and a schema without a rest takes any value",
            "let one of them hold the definition itself",
        )

    def report_too_many(self, schema_id: SchemaId) -> None:
        """Unions that multiply."""
        self.report.warning(
            "allof-too-large",
            "two unions that must both hold have too many combinations",
            schema_id.document,
            schema_id.pointer,
            "only the first one is enforced",
        )

    def report_conflict(
        self, schema_id: SchemaId, owner: SchemaId, leaves: Sequence[SchemaId]
    ) -> None:
        """Members that no value satisfies together.

        `owner` is the schema of the document that brings them together: `schema_id`
        itself, or where it is a property that two members describe, the whole.
        """
        first, second = self._culprits(leaves)
        overridden = owner != schema_id
        inside = second.id.is_inside(owner)
        at = second.id if overridden and inside else owner
        hint = f"see #{first.id.pointer} and #{second.id.pointer}"
        self.report.warning(
            "allof-conflict",
            f"no value is both {described(first)} and {described(second)}",
            at.document,
            at.pointer,
            hint + ("; the property is what the latter says" if overridden else ""),
        )

    def report_closed(
        self, leaves: Sequence[SchemaId], properties: Collection[Text]
    ) -> None:
        """Members that allow no properties but theirs, beside others that have some."""
        for leaf in leaves if properties else ():
            shape = self.schemas[leaf]
            if not isinstance(shape, Object) or not shape.is_closed:
                continue
            own = {each.wire_name for each in shape.properties if each.declared}
            refused = [name for name in properties if name not in own]
            if refused:
                more = f" and {len(refused) - 1} more" if len(refused) > 1 else ""
                self.report.warning(
                    "allof-closed",
                    f"`additionalProperties: false` in one member of `allOf` forbids "
                    f"{refused[0]!r}{more}, which another member describes",
                    leaf.document,
                    leaf.pointer,
                    "the whole is taken to be closed; use "
                    "`unevaluatedProperties: false`",
                )

    def _culprits(self, leaves: Sequence[SchemaId]) -> tuple[Schema, Schema]:
        """The first two that exclude each other; else the first and the last."""
        shapes = [self.schemas[leaf] for leaf in leaves]
        for first, second in combinations(shapes[:_MOST_COMPARED], 2):
            if isinstance(first, Union) or isinstance(second, Union):
                continue
            parts = Parts(first.id)
            intersect((first, second), parts)
            if parts.conflicts:
                return first, second
        return shapes[0], shapes[-1]

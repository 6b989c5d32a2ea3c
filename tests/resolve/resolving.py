"""Resolves a document that a test spells out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apiloom.api.resolve import ResolvedApi, resolve_api
from apiloom.api.schema.shapes import Schema, SchemaId
from apiloom.core.diagnostics import Report
from apiloom.core.location import Pointer
from apiloom.core.shipped import Shipped
from tests.parse.walking import SCHEMAS, said_in, walk


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of a document, and what was reported of it."""

    api: ResolvedApi
    report: Report

    @property
    def reported(self) -> list[tuple[str, str, str, str]]:
        """Severity, code, pointer and message, in the order of places."""
        return said_in(self.report)

    def shape(self, name: str) -> Schema:
        """The resolved shape of a component, or of what stands below one."""
        pointer = Pointer(f"{SCHEMAS}/{name}")
        return self.api.shapes[SchemaId(self.api.spec.document, pointer)]

    @property
    def shipped(self) -> Shipped:
        """All its names, as the manifest keeps them."""
        return self.api.shipped(("models", "client", "server"))

    @property
    def names(self) -> dict[str, str]:
        """`module:Name` by pointer, as the manifest keeps it."""
        return dict(self.api.names_by_pointer())


def resolved(
    schemas: Mapping[str, object],
    *,
    paths: Mapping[str, object] | None = None,
    shipped: Mapping[str, str] | Shipped | None = None,
    inputs: bool = True,
) -> Resolved:
    """Walk and resolve the smallest document that holds these; the walk is content.

    `shipped` are all names of an earlier run, or those of its types.
    """
    walked = walk(schemas=schemas, paths=paths)
    assert walked.said == []
    report = Report()
    if not isinstance(shipped, Shipped):
        shipped = Shipped(types=shipped or {})
    api = resolve_api(walked.api, inputs=inputs, shipped=shipped, report=report)
    return Resolved(api, report)

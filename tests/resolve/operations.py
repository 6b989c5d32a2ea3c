"""Resolves documents of operations alone, and has what these are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apiloom.api.resolve import NameOverrides, ResolvedApi, Shipped, resolve_api
from apiloom.core.diagnostics import Report
from apiloom.core.name_override import MethodStyle
from tests.parse.walking import walk

_TARGETS = ("models", "client", "server")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of a document: `GET /path`, its id, tag and parameters."""

    key: str
    operation_id: str | None = None
    tag: str | None = None
    parameters: Sequence[str] = ()
    """Each is `location name`."""
    schemes: Sequence[str] = ()
    """Keys of security schemes that it takes, each alone."""
    body: Sequence[str] = ()
    """The properties of its body; one that ends in `!` is required."""

    def written(self) -> dict[str, Any]:
        """The operation object."""
        written: dict[str, Any] = {"responses": {"204": {"description": "done"}}}
        if self.operation_id is not None:
            written["operationId"] = self.operation_id
        if self.tag is not None:
            written["tags"] = [self.tag]
        if self.parameters:
            written["parameters"] = [
                {"in": place, "name": name, "schema": {"type": "string"}}
                | ({"required": True} if place == "path" else {})
                for place, _, name in (text.partition(" ") for text in self.parameters)
            ]
        if self.body:
            names = [name.rstrip("!") for name in self.body]
            schema = {
                "type": "object",
                "properties": {name: {"type": "string"} for name in names},
                "required": [name[:-1] for name in self.body if name.endswith("!")],
            }
            content = {"application/json": {"schema": schema}}
            written["requestBody"] = {"content": content}
        if self.schemes:
            written["security"] = [{key: []} for key in self.schemes]
        return written


@dataclass(frozen=True, slots=True)
class Named:
    """What the operations of a document are called."""

    api: ResolvedApi
    report: Report

    @property
    def methods(self) -> dict[str, str]:
        """`METHOD path` -> `resource.method`."""
        return {
            key: f"{place.module}.{place.method}"
            for key, place in self.shipped.methods().items()
        }

    @property
    def arguments(self) -> Mapping[str, Mapping[str, str]]:
        """`METHOD path` -> `location name` -> argument."""
        return self.shipped.arguments

    @property
    def shipped(self) -> Shipped:
        """What a manifest would hold."""
        return self.api.shipped(_TARGETS)

    def notes(self, code: str) -> list[str]:
        """The messages under one code."""
        return [item.message for item in self.report if item.code == code]


def named(
    operations: Sequence[Operation],
    shipped: Shipped | None = None,
    methods: MethodStyle = "short",
) -> Named:
    """Walk and resolve the smallest document that has these operations."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        method, _, path = operation.key.partition(" ")
        paths.setdefault(path, {})[method.lower()] = operation.written()
    keys = {key for operation in operations for key in operation.schemes}
    schemes = {key: {"type": "http", "scheme": "bearer"} for key in sorted(keys)}
    walked = walk(schemas={}, paths=paths, security_schemes=schemes)
    report = Report()
    overrides = NameOverrides(report, methods=methods)
    api = resolve_api(
        walked.api,
        inputs=True,
        shipped=shipped or Shipped(),
        report=report,
        overrides=overrides,
    )
    return Named(api, report)


def one(operation: Operation, methods: MethodStyle = "short") -> str:
    """`resource.method` of an operation that is alone in its document."""
    return named([operation], methods=methods).methods[operation.key]

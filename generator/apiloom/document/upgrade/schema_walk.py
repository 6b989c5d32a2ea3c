"""Every schema of a description, told from the data that only looks like one.

A property may be called `nullable` and an example may hold `{"type": "string"}`: what
is a schema follows from where it stands (`apiloom.document.bundle.grammar`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from apiloom.core.location import tokens_of
from apiloom.document.bundle.grammar import DATA, Kind, members_of, opened
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.pointer_trail import Trail, trail_to
from apiloom.document.source.references import Unresolved, resolve

__all__ = ["SchemaNode", "Trail", "names_component", "schemas_of"]

# Nothing in these leads to a schema.
_BARREN: Final = frozenset({Kind.EXAMPLE, Kind.LINK, Kind.SECURITY_SCHEME})


class SchemaNode(NamedTuple):
    """A schema object and where it stands. Boolean schemas are not listed."""

    schema: JsonObject
    trail: Trail


class _Visit(NamedTuple):
    value: Json
    kind: Kind
    trail: Trail | None


def schemas_of(root: JsonObject, *, beside_refs: bool) -> list[SchemaNode]:
    """Every schema object of a description of any 3.x version, outer before inner.

    `root` must not share containers. `beside_refs` says whether keywords next to a
    `$ref` mean something: they do from OpenAPI 3.1 on. Schemas outside of the places
    for schemas (in an extension, say) are found if a `$ref` of a schema names them.
    """
    nodes: list[SchemaNode] = []
    seen: set[int] = set()
    work = [_Visit(root, Kind.DOCUMENT, None)]
    while work:
        met = list(_walk(work, seen, beside_refs=beside_refs))
        nodes += met
        work = list(_elsewhere(root, met, seen))
    return nodes


def _walk(
    work: list[_Visit], seen: set[int], *, beside_refs: bool
) -> Iterator[SchemaNode]:
    while work:
        value, kind, trail = work.pop()
        if not isinstance(value, dict):
            continue
        if kind is Kind.SCHEMA and trail is not None:
            if id(value) in seen:
                continue
            seen.add(id(value))
            yield SchemaNode(value, trail)
            if not beside_refs and isinstance(value.get("$ref"), str):
                continue
        work += reversed(list(_inside(value, kind, trail)))


def _inside(value: JsonObject, kind: Kind, trail: Trail | None) -> Iterator[_Visit]:
    for member, step, below in members_of(value, kind, trail):
        if step.kind not in _BARREN:
            for inner, inner_kind, where in opened(member, step, below):
                yield _Visit(inner, inner_kind, where)


def _elsewhere(
    root: JsonObject, nodes: list[SchemaNode], seen: set[int]
) -> Iterator[_Visit]:
    """What references lead to that has not been met in a place for schemas."""
    references = {
        reference: None
        for node in nodes
        if isinstance(reference := node.schema.get("$ref"), str)
        and not names_component(reference)
    }
    for reference in references:
        target = resolve(root, reference)
        if isinstance(target, Unresolved):
            continue
        pointer, value = target
        tokens = tokens_of(pointer)
        if id(value) not in seen and tokens and DATA.isdisjoint(tokens):
            yield _Visit(value, Kind.SCHEMA, trail_to(tokens))


def names_component(reference: str) -> bool:
    """Whether the target is one of `components.schemas`, which are all met anyway."""
    name = reference.removeprefix("#/components/schemas/")
    return name != reference and "/" not in name

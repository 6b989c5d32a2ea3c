"""What a step of the upgrade works on, and the record of what it moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from apiloom.core.diagnostics import Report
from apiloom.core.location import ROOT, Pointer, child, tokens_of
from apiloom.document.source import JsonObject
from apiloom.document.source.references import Unresolved, pointer_of, reference_to
from apiloom.document.upgrade.moves import followed
from apiloom.document.upgrade.schema_walk import SchemaNode, Trail, names_component

# Keywords that say nothing about which values are valid. They stay where they are when
# the rest of a schema moves inwards, and so does what gives a schema its identity.
ANNOTATIONS: Final = frozenset(
    {
        "title",
        "description",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
        "example",
        "examples",
        "externalDocs",
        "xml",
        "$comment",
    }
)
_STAYING: Final = ANNOTATIONS | {
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$defs",
    "definitions",
}
_INNER: Final = ("anyOf", 0)
_NULL: Final = ("anyOf", 1)


def is_annotation(keyword: str) -> bool:
    """Whether a keyword leaves alone which values are valid (2020-12, section 7.7)."""
    return keyword in ANNOTATIONS or keyword.startswith("x-")


def _stays(keyword: str) -> bool:
    return keyword in _STAYING or keyword.startswith("x-")


@dataclass(slots=True)
class Lift:
    """One document on its way up. The rules change `root` in place.

    Pointers in diagnostics are those of the source, as in every stage before the
    normal shape exists. `converted` has the old pointers of what stands elsewhere since
    the document as a whole took another shape. `spellings` tells how scalars without
    quotes are written, by pointers of the source; `None` where all of it is JSON.
    """

    uri: str
    root: JsonObject
    report: Report
    converted: Mapping[Pointer, Pointer] = field(default_factory=dict)
    spellings: Callable[[Iterable[Pointer]], Mapping[Pointer, str]] | None = None
    _wrapped: dict[Trail, str] = field(default_factory=dict)
    _renamed: list[tuple[Trail, tuple[str | int, ...], str]] = field(
        default_factory=list
    )

    def source(self, node: SchemaNode, *tokens: str | int) -> Pointer:
        """Where a schema, or something in it, stands in the source."""
        return child(followed(self.converted, node.trail.pointer), *tokens)

    def allow_null(self, node: SchemaNode, keyword: str) -> None:
        """Make a schema `anyOf: [what it was, null]`; annotations stay outside.

        `keyword` is what said so.
        """
        schema = node.schema
        inner = {key: schema[key] for key in schema if not _stays(key)}
        for key in inner:
            del schema[key]
        schema["anyOf"] = [inner, {"type": "null"}]
        self._wrapped[node.trail] = keyword

    def moved(self, node: SchemaNode, new: tuple[str | int, ...], old: str) -> None:
        """Record that the keyword `old` of a schema now stands at `new` in it."""
        self._renamed.append((node.trail, new, old))

    def origins(self) -> dict[Pointer, Pointer]:
        """New pointer to old, for the top of each part that moved."""
        origins = {**self.converted}
        for trail, keyword in self._wrapped.items():
            new_pointer = self._now(trail)
            old_pointer = followed(self.converted, trail.pointer)
            origins[child(new_pointer, *_INNER)] = old_pointer
            origins[child(new_pointer, *_NULL)] = child(old_pointer, keyword)
        for trail, new, old in self._renamed:
            new_pointer = self._now(trail)
            if trail in self._wrapped and not _stays(str(new[0])):
                new_pointer = child(new_pointer, *_INNER)
            old_pointer = followed(self.converted, trail.pointer)
            origins[child(new_pointer, *new)] = child(old_pointer, old)
        return origins

    def redirect(self, nodes: list[SchemaNode]) -> None:
        """Correct the references that lead into a schema which moved inwards."""
        wrapped = {trail.pointer for trail in self._wrapped}
        if not wrapped:
            return
        for node in nodes:
            reference = node.schema.get("$ref")
            if isinstance(reference, str) and not names_component(reference):
                node.schema["$ref"] = _through(reference, wrapped)

    def _now(self, trail: Trail) -> Pointer:
        """Where the schema of a trail stands after all that was moved above it."""
        tokens: list[str | int] = []
        above: Trail | None = None
        for step in trail.steps():
            if above in self._wrapped and not _stays(str(step.token)):
                tokens += _INNER
            tokens.append(step.token)
            above = step
        return child(ROOT, *tokens)


def _through(reference: str, wrapped: set[Pointer]) -> str:
    """The reference to what `reference` named before the schemas of `wrapped` moved."""
    target = pointer_of(reference)
    if isinstance(target, Unresolved):
        return reference
    old_pointer = new_pointer = ROOT
    for token in tokens_of(target):
        if old_pointer in wrapped and not _stays(token):
            new_pointer = child(new_pointer, *_INNER)
        old_pointer, new_pointer = child(old_pointer, token), child(new_pointer, token)
    return reference if new_pointer == target else reference_to(new_pointer)

"""A part of a document: some of its operations, and what they lead to.

What is left is published by a server that serves no more than that. The tree is the
document as it was written, whatever its version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard

from apiloom.core.location import ROOT, Pointer, child, tokens_of
from apiloom.document.bundle.grammar import METHODS
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.references import (
    Unresolved,
    is_local,
    pointer_of,
    reference_to,
    resolve,
)

_PATHS: Final = ("paths", "x-ms-paths")
_TOP: Final = ("definitions", "parameters", "responses", "securityDefinitions")
"""Where Swagger 2.0 has its components."""
_MORE: Final = "additionalOperations"
_LONGEST_CHAIN: Final = 100


@dataclass(frozen=True, slots=True)
class PartSelection:
    """What stays: operations as `METHOD path`, webhooks as `METHOD name`.

    `components` are kept whether anything refers to them or not.
    """

    operations: frozenset[str]
    webhooks: frozenset[str]
    components: frozenset[Pointer]


@dataclass(frozen=True, slots=True)
class Part:
    """A document that shares its trees with the whole, and the places left out."""

    root: JsonObject = field(repr=False)
    left_out: frozenset[Pointer]

    def lacks(self, pointer: Pointer) -> bool:
        """Whether something of the whole is left out."""
        ancestor = ROOT
        for step in pointer.split("/")[1:]:
            ancestor = Pointer(f"{ancestor}/{step}")
            if ancestor in self.left_out:
                return True
        return False


def part_of(root: JsonObject, selection: PartSelection) -> Part:
    """The document with what is selected, and all that this refers to.

    An operation that is not selected stays where a reference leads into it. Where a
    reference is no pointer, every schema stays.
    """
    needed: set[Pointer] = set()
    while True:
        cutter = _Cutter(root, selection, frozenset(needed))
        part = cutter.cut()
        inside = {pointer for pointer in cutter.inward if part.lacks(pointer)}
        if inside <= needed:
            return part
        needed |= inside


@dataclass(slots=True)
class _Cutter:
    """One attempt; `needed` are places inside of operations that must stay."""

    root: JsonObject
    selection: PartSelection
    needed: frozenset[Pointer]
    inward: set[Pointer] = field(default_factory=set)
    """References to places inside of paths."""
    _left_out: set[Pointer] = field(default_factory=set)
    _used: set[Pointer] = field(default_factory=set)
    _waiting: list[Json] = field(default_factory=list)
    _tags: set[str] = field(default_factory=set)
    _all_schemas: bool = False

    def cut(self) -> Part:
        """Paths first, then what they refer to, then everything that is left over."""
        root = dict(self.root)
        for name, keys in (
            *((name, self.selection.operations) for name in _PATHS),
            ("webhooks", self.selection.webhooks),
        ):
            items = root.get(name)
            if isinstance(items, dict):
                root[name] = dict(self._items(name, items, keys))
        listed = root.get("tags")
        components = {*_TOP, "components"}
        self._waiting = [{k: v for k, v in root.items() if k not in components}]
        for pointer in sorted(self.selection.components):
            self._use(pointer)
        self._follow()
        self._cut_components(root)
        if isinstance(listed, list):
            root["tags"] = [*self._listed_tags(listed)]
        return Part(root, frozenset(self._left_out))

    def _items(
        self, section: str, items: JsonObject, keys: frozenset[str]
    ) -> Iterator[tuple[str, Json]]:
        for key, item in items.items():
            pointer = child(ROOT, section, key)
            if key.startswith("x-") or not isinstance(item, dict):
                yield key, item
                continue
            whole = self._behind(item)
            ways = [*_operations(whole)]
            left = [steps for steps in ways if f"{steps[-1].upper()} {key}" in keys]
            stays = [steps for steps in ways if self._is_needed(child(pointer, *steps))]
            left += [steps for steps in stays if steps not in left]
            self._note_tags(whole, left)
            if not left:
                self._left_out.add(pointer)
            elif len(left) == len(ways):
                yield key, item
            else:
                # What several paths share is written out, for each has its own part.
                yield key, self._without(whole, ways, left)
                if whole is item:
                    dropped = (steps for steps in ways if steps not in left)
                    self._left_out.update(child(pointer, *steps) for steps in dropped)

    def _is_needed(self, operation: Pointer) -> bool:
        return any(f"{pointer}/".startswith(f"{operation}/") for pointer in self.needed)

    def _without(
        self,
        item: JsonObject,
        ways: Iterable[tuple[str, ...]],
        left: list[tuple[str, ...]],
    ) -> JsonObject:
        """A path item with the operations that are `left` of its `ways`."""
        dropped = {steps for steps in ways if steps not in left}
        reduced = {
            name: value for name, value in item.items() if (name,) not in dropped
        }
        more = reduced.get(_MORE)
        if isinstance(more, dict):
            rest = {k: value for k, value in more.items() if (_MORE, k) not in dropped}
            reduced[_MORE] = rest
            if not rest:
                del reduced[_MORE]
        return reduced

    def _behind(self, item: JsonObject) -> JsonObject:
        """The path item that a chain of references ends at."""
        path_item: Json = item
        for _ in range(_LONGEST_CHAIN):
            if not isinstance(path_item, dict) or "$ref" not in path_item:
                break
            path_item = _at(self.root, path_item["$ref"])
        return path_item if isinstance(path_item, dict) else item

    def _note_tags(self, item: JsonObject, left: Iterable[tuple[str, ...]]) -> None:
        for steps in left:
            operation: Any = item
            for step in steps:
                operation = operation[step]
            tags = operation.get("tags") if isinstance(operation, dict) else None
            if isinstance(tags, list):
                self._tags.update(tag for tag in tags if isinstance(tag, str))

    def _follow(self) -> None:
        """Go to everything that what stays refers to."""
        while self._waiting:
            value = self._waiting.pop()
            if isinstance(value, list):
                self._waiting += [inner for inner in value if _is_container(inner)]
            elif isinstance(value, dict):
                self._read(value)
                self._waiting += [
                    inner for inner in value.values() if _is_container(inner)
                ]

    def _read(self, value: JsonObject) -> None:
        """What one object refers to, by pointer or by name."""
        reference = value.get("$ref")
        if isinstance(reference, str):
            self._refer(reference)
        if isinstance(value.get("$dynamicRef"), str):
            self._all_schemas = True
        discriminator = value.get("discriminator")
        mapping = discriminator.get("mapping") if _is_object(discriminator) else None
        for target in mapping.values() if _is_object(mapping) else ():
            if isinstance(target, str):
                self._name("schemas", target)
                if is_local(target):
                    self._refer(target)
        requirements = value.get("security")
        for requirement in requirements if isinstance(requirements, list) else ():
            for name in requirement if isinstance(requirement, dict) else ():
                self._name("securitySchemes", name)

    def _refer(self, reference: str) -> None:
        pointer = pointer_of(reference)
        if not isinstance(pointer, Unresolved):
            self._use(pointer)
        elif is_local(reference):
            self._all_schemas = True

    def _name(self, section: str, name: str) -> None:
        top = {"schemas": "definitions", "securitySchemes": "securityDefinitions"}
        self._use(child(ROOT, "components", section, name))
        self._use(child(ROOT, top[section], name))

    def _use(self, pointer: Pointer) -> None:
        """Keep the component that a place belongs to, and go there."""
        tokens = tokens_of(pointer) or ("",)
        if tokens[0] in {*_PATHS, "webhooks"}:
            self.inward.add(pointer)
            return
        component = tokens[: 3 if tokens[0] == "components" else 2]
        owner = child(ROOT, *component)
        if owner not in self._used:
            self._used.add(owner)
            self._waiting.append(_at(self.root, reference_to(owner)))

    def _cut_components(self, root: JsonObject) -> None:
        components = root.get("components")
        if isinstance(components, dict):
            left = dict(self._sections(components, child(ROOT, "components")))
            root["components"] = left
            if not left and components:
                del root["components"]
        if "swagger" in root:
            top: JsonObject = {name: root[name] for name in _TOP if name in root}
            for name in top:
                del root[name]
            root |= dict(self._sections(top, ROOT))

    def _sections(
        self, sections: Mapping[str, Json], above: Pointer
    ) -> Iterator[tuple[str, Json]]:
        """Each map of components with those that are used; none that is empty."""
        for name, section in sections.items():
            is_schemas = name in {"schemas", "definitions"}
            if not isinstance(section, dict) or name.startswith("x-"):
                yield name, section
                continue
            if is_schemas and self._all_schemas:
                yield name, section
                continue
            places = {key: child(above, name, key) for key in section}
            left = {key: section[key] for key in section if places[key] in self._used}
            self._left_out.update(places[key] for key in section if key not in left)
            if left:
                yield name, left

    def _listed_tags(self, listed: list[Json]) -> Iterator[Json]:
        """Tag objects that are used, and those that they stand below (3.2)."""
        parents = {
            entry["name"]: entry.get("parent")
            for entry in listed
            if _is_object(entry) and isinstance(entry.get("name"), str)
        }
        needed: set[Any] = set()
        for tag in self._tags:
            name: Any = tag
            while name in parents and name not in needed:
                needed.add(name)
                name = parents[name]
        return (
            entry
            for entry in listed
            if not _is_object(entry) or entry.get("name") in [*needed]
        )


def _operations(item: JsonObject) -> Iterator[tuple[str, ...]]:
    """The way to each operation of a path item."""
    yield from ((method,) for method in METHODS if method in item)
    more = item.get(_MORE)
    if isinstance(more, dict):
        yield from ((_MORE, method) for method in more)


def _at(root: JsonObject, reference: object) -> Json:
    """What a local reference leads to; None where that is nothing."""
    target = resolve(root, reference) if isinstance(reference, str) else None
    return target[1] if isinstance(target, tuple) else None


def _is_container(value: Json) -> bool:
    return isinstance(value, dict | list)


def _is_object(value: object) -> TypeGuard[JsonObject]:
    return isinstance(value, dict)

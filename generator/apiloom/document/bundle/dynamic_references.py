"""Dynamic references made plain ones (JSON Schema 2020-12 core, section 8.2.3.2).

Where a `$dynamicRef` leads depends on the schemas through which a value came to it. So
a schema that holds one is copied for each way on which it means something else, much as
a generic type is for its arguments: `page of users` and `page of orders` are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from apiloom.core.diagnostics import Report
from apiloom.core.location import ROOT, Pointer, child, parent, tokens_of
from apiloom.document.bundle.grammar import Kind, members_of, opened
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.pointer_trail import Trail, pointer_at, trail_to
from apiloom.document.source.references import Unresolved, pointer_of, reference_to

DYNAMIC: Final = "$dynamicRef"
_DEFINITIONS: Final = frozenset({"$defs", "definitions"})
_FEW_COPIES: Final = 100
_COPIES: Final = 4
"""Copies for each anchor, besides those few: what is written has one or two."""
_MOST_LEVELS: Final = 100
"""Levels at which a copy may stand: copies can stand in copies."""

Scope: TypeAlias = tuple[tuple[str, str], ...]
"""For each anchor, by name, the outermost resource that was entered and has it."""


@dataclass(slots=True)
class Dynamics:
    """What one tree knows of dynamic references.

    `names` has the anchor that an object looks for in its scope, by its `id()`, and
    `holders` the object and where it stands; `bases` the URI of each object that begins
    a resource; `anchors`, for each resource, the places of its dynamic anchors.
    """

    names: dict[int, str] = field(default_factory=dict)
    holders: dict[int, tuple[JsonObject, Trail | None]] = field(default_factory=dict)
    bases: dict[int, str] = field(default_factory=dict)
    anchors: dict[str, dict[str, Pointer]] = field(default_factory=dict)


class _Reference(NamedTuple):
    """`holder[key]` leads to `target`, unless the scope has another one of `name`."""

    holder: JsonObject
    key: str
    target: Pointer
    name: str | None = None


class _Place(NamedTuple):
    """A schema where it stands, reached with a scope."""

    schema: JsonObject
    pointer: Pointer
    base: str
    scope: Scope


class _Visit(NamedTuple):
    value: Json
    kind: Kind
    trail: Trail | None
    base: str
    scope: Scope


class _Copy(NamedTuple):
    """A copy of the schema `home` for another scope, which shall stand at `pointer`."""

    home: _Place
    pointer: Pointer
    scope: Scope
    parts: Mapping[int, JsonObject]


def set_reference(holder: JsonObject, reference: str) -> None:
    """Let a schema with a `$dynamicRef` have a plain reference instead."""
    del holder[DYNAMIC]
    if "$ref" not in holder:
        holder["$ref"] = reference
    else:
        _add_to_all(holder, {"$ref": reference})


@dataclass(slots=True)
class Specialiser:
    """Rewrites the dynamic references of a tree; `copied` has what came from where."""

    root: JsonObject
    dynamics: Dynamics
    uri: str
    report: Report
    most_nodes: int
    copied: dict[Pointer, Pointer] = field(default_factory=dict)
    _homes: dict[Pointer, _Place] = field(default_factory=dict)
    _needs: dict[Pointer, set[str]] = field(default_factory=dict)
    _places: dict[tuple[Pointer, Scope], Pointer] = field(default_factory=dict)
    _work: list[_Copy] = field(default_factory=list)
    _edits: list[tuple[JsonObject, str, Json]] = field(default_factory=list)
    _tags: list[tuple[_Reference, Pointer, Scope]] = field(default_factory=list)
    _added: dict[int, int] = field(default_factory=dict)
    _filled: dict[int, JsonObject] = field(default_factory=dict)
    _nodes: int = 0
    _most_copies: int = 0

    def run(self, depth: int) -> None:
        """Settle every dynamic reference of a tree of this depth.

        Those that cannot be (in extensions, after too many copies, or too deep) lead to
        the nearest target, with the warning `dynamic-reference-static`.
        """
        anchors = sum(map(len, self.dynamics.anchors.values()))
        self._most_copies = _FEW_COPIES + _COPIES * anchors
        if depth <= 2 * _MOST_LEVELS:
            self._specialise()
        self._apply()

    def _specialise(self) -> None:
        """Find what every reference leads to, and copy what that takes."""
        whole = _Visit(self.root, Kind.DOCUMENT, None, "", ())
        self._homes = {place.pointer: place for place in self._schemas(whole)}
        self._find_needs()
        for place in self._homes.values():
            for reference in self._references(place):
                self._settle(reference, reference.holder, place.pointer, place.scope)
        while self._work:
            self._settle_copy(self._work.pop())
        for reference, target, scope in self._tags:
            spot = self._places.get((target, scope), target)
            self._edits.append((reference.holder, reference.key, reference_to(spot)))

    def _schemas(self, start: _Visit, *, inner: bool = False) -> Iterator[_Place]:
        """Every schema, outer before inner; definitions are left out if `inner`."""
        work = [start]
        while work:
            visit = work.pop()
            value, kind, trail, base, scope = visit
            if not isinstance(value, dict):
                continue
            base = self.dynamics.bases.get(id(value), base)
            if kind is Kind.SCHEMA:
                scope = self._entered(scope, base)
                yield _Place(value, pointer_at(trail), base, scope)
            below = [
                _Visit(nested, nested_kind, where, base, scope)
                for member, step, way in members_of(value, kind, trail)
                if not (inner and way.token in _DEFINITIONS)
                for nested, nested_kind, where in opened(member, step, way)
            ]
            work += reversed(below)

    def _entered(self, scope: Scope, base: str) -> Scope:
        """The scope after a resource: what it had already counts first."""
        anchors = self.dynamics.anchors.get(base)
        if not anchors:
            return scope
        return tuple(sorted({**dict.fromkeys(anchors, base), **dict(scope)}.items()))

    def _references(self, place: _Place) -> Iterator[_Reference]:
        schema = place.schema
        name = self.dynamics.names.get(id(schema))
        for key, anchor in (("$ref", None), (DYNAMIC, name)):
            target = _target(schema.get(key))
            if target is not None:
                yield _Reference(schema, key, target, anchor)
        discriminator = schema.get("discriminator")
        mapping = (
            discriminator.get("mapping") if isinstance(discriminator, dict) else None
        )
        for tag, value in mapping.items() if isinstance(mapping, dict) else ():
            target = _target(value)
            if isinstance(mapping, dict) and target is not None:
                yield _Reference(mapping, tag, target)

    def _goals(self, name: str | None, target: Pointer) -> list[Pointer]:
        """All that a reference can lead to."""
        listed = [
            anchors[name]
            for anchors in (self.dynamics.anchors.values() if name else ())
            if name in anchors
        ]
        return [target, *listed]

    def _find_needs(self) -> None:
        """For each target, the anchors that somebody below it looks for."""
        uses = [
            (
                place.pointer,
                reference.name,
                self._goals(reference.name, reference.target),
            )
            for place in self._homes.values()
            for reference in self._references(place)
        ]
        targets = {goal for _, _, goals in uses for goal in goals}
        users: defaultdict[Pointer, list[Pointer]] = defaultdict(list)
        work: list[tuple[Pointer, str]] = []
        for pointer, name, goals in uses:
            above = [place for place in _and_above(pointer) if place in targets]
            for goal in goals:
                users[goal] += above
            work += [(place, name) for place in above if name is not None]
        while work:
            pointer, name = work.pop()
            needs = self._needs.setdefault(pointer, set())
            if name not in needs:
                needs.add(name)
                work += [(user, name) for user in users[pointer]]

    def _settle(
        self, reference: _Reference, holder: JsonObject, at: Pointer, scope: Scope
    ) -> None:
        """Decide where a reference leads that stands in a schema at `at`."""
        target = reference.target
        base = dict(scope).get(reference.name) if reference.name is not None else None
        if base is not None and reference.name is not None:
            target = self.dynamics.anchors[base][reference.name]
        home = self._homes.get(target)
        needs = self._needs.get(target)
        if home is None or not needs:
            self._refer(holder, reference.key, target)
            return
        narrowed = _narrowed(self._entered(scope, home.base), needs)
        if narrowed == _narrowed(home.scope, needs):
            self._refer(holder, reference.key, target)
        elif reference.key not in {"$ref", DYNAMIC}:
            self._tags.append((reference._replace(holder=holder), target, narrowed))
        elif (target, narrowed) in self._places:
            self._refer(holder, reference.key, self._places[target, narrowed])
        elif not self._copy(reference, holder, home, at, narrowed):
            self._refer(holder, reference.key, target)

    def _refer(self, holder: JsonObject, key: str, target: Pointer) -> None:
        if key == DYNAMIC and "$ref" in self._filled.get(id(holder), holder):
            self._room(holder)
        self._edits.append((holder, key, reference_to(target)))

    def _room(self, holder: JsonObject) -> int:
        """The index that the next schema gets in the `allOf` of `holder`."""
        listed = _listed(self._filled.get(id(holder), holder))
        number = self._added.get(id(holder), len(listed))
        self._added[id(holder)] = number + 1
        return number

    def _copy(
        self,
        reference: _Reference,
        holder: JsonObject,
        home: _Place,
        at: Pointer,
        scope: Scope,
    ) -> bool:
        """Have a copy of `home` stand in place of a reference; False if too many do.

        It joins an `allOf`, unless the reference stands alone.
        """
        copy, parts, size = _copied(home.schema)
        if (
            len(self._places) >= self._most_copies
            or self._nodes + size > self.most_nodes
            or at.count("/") > _MOST_LEVELS
        ):
            self._warn(at, reference.key)
            return False
        self._nodes += size
        pointer = at
        if len(holder) == 1 and id(holder) not in self._filled:
            self._filled[id(holder)] = copy
            parts[id(home.schema)] = holder
        else:
            pointer = child(at, "allOf", self._room(holder))
        self._places[home.pointer, scope] = pointer
        self.copied[pointer] = home.pointer
        self._edits.append((holder, reference.key, copy))
        self._work.append(_Copy(home, pointer, scope, parts))
        return True

    def _settle_copy(self, copy: _Copy) -> None:
        home = copy.home
        trail = trail_to(tokens_of(home.pointer))
        start = _Visit(home.schema, Kind.SCHEMA, trail, home.base, copy.scope)
        for place in self._schemas(start, inner=True):
            at = Pointer(copy.pointer + place.pointer[len(home.pointer) :])
            for name in _DEFINITIONS:
                part = copy.parts[id(place.schema)]
                self._filled.get(id(part), part).pop(name, None)
            for reference in self._references(place):
                self._settle(
                    reference, copy.parts[id(reference.holder)], at, place.scope
                )

    def _apply(self) -> None:
        edited = set()
        for holder, key, value in self._edits:
            edited.add(id(holder))
            if isinstance(value, dict):
                del holder[key]
                if self._filled.get(id(holder)) is value:
                    holder.update(value)
                else:
                    _add_to_all(holder, value)
            elif key == DYNAMIC:
                set_reference(holder, value)
            else:
                holder[key] = value
        for holder_id, (holder, trail) in self.dynamics.holders.items():
            if holder_id not in edited:
                self._warn(pointer_at(trail), DYNAMIC)
                set_reference(holder, holder[DYNAMIC])

    def _warn(self, at: Pointer, key: str) -> None:
        self.report.warning(
            "dynamic-reference-static",
            "where this leads depends on the way there; the nearest target is taken",
            self.uri,
            child(at, key),
            "refer to the schema that is meant with $ref",
        )


def _target(reference: Json) -> Pointer | None:
    pointer = pointer_of(reference) if isinstance(reference, str) else None
    return None if isinstance(pointer, Unresolved) else pointer


def _and_above(pointer: Pointer) -> Iterator[Pointer]:
    ancestor = pointer
    while ancestor != ROOT:
        yield ancestor
        ancestor = parent(ancestor)


def _narrowed(scope: Scope, names: set[str]) -> Scope:
    return tuple(binding for binding in scope if binding[0] in names)


def _listed(holder: JsonObject) -> list[Json]:
    listed = holder.get("allOf")
    return listed if isinstance(listed, list) else []


def _add_to_all(holder: JsonObject, schema: JsonObject) -> None:
    holder["allOf"] = [*_listed(holder), schema]


def _copied(schema: JsonObject) -> tuple[JsonObject, dict[int, JsonObject], int]:
    """A copy, its objects by the `id()` of what they are copies of, and its size."""
    copy = schema.copy()
    parts = {id(schema): copy}
    size = 0
    work: list[Json] = [copy]
    while work:
        container: Json = work.pop()
        size += len(container)
        entries = (
            container.items() if isinstance(container, dict) else enumerate(container)
        )
        for key, value in entries:
            if isinstance(value, dict | list):
                # Setting a key that exists does not disturb the iteration.
                inner: Json = value.copy()
                container[key] = inner
                if isinstance(value, dict):
                    parts[id(value)] = inner
                work.append(inner)
    return copy, parts, size

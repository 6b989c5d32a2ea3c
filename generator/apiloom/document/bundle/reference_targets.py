"""Every reference that means something, from the entry document on, and its target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from apiloom.core.diagnostics import Report
from apiloom.core.location import (
    Location,
    Pointer,
    child,
    escape_token,
    parent,
    tokens_of,
)
from apiloom.core.text import shown
from apiloom.document.bundle.component_keys import Section
from apiloom.document.bundle.grammar import PATTERNED, Kind, Step, members_of, opened
from apiloom.document.bundle.reference_resolver import Resolver, Target
from apiloom.document.source import Json, JsonObject, SourceDocument
from apiloom.document.source.pointer_trail import Trail, pointer_at, trail_to
from apiloom.document.source.references import (
    FALLBACK,
    Unresolved,
    is_local,
    reference_to,
)

PASTED: Final = ("#/$defs/", "#/definitions/")
"""How references begin in JSON Schemas that are documents of their own."""
_FILES: Final = (".yaml", ".yml", ".json")
_LITERAL: Final = frozenset({"default", "enum", "const", "value", "dataValue"})
_EXAMPLES: Final = frozenset({"example", "examples"})
# Objects whose unknown members are annotations, or extensions.
_OPEN: Final = frozenset({*PATTERNED, Kind.SCHEMA})
# What the output does not need: a reference that leads nowhere stops nothing.
_LINK: Final = Step(Kind.LINK)
_DISPENSABLE: Final = frozenset({Kind.EXAMPLE, Kind.LINK})


class Link(NamedTuple):
    """A reference and what it leads to.

    `inline` says that the target has to stand in place of the reference: there is no
    component of its kind, or the reference stands for a whole map or list. `dynamic`
    is the anchor that a dynamic reference looks for in its scope, if it does.
    """

    target: Target
    step: Step
    inline: bool
    dynamic: str | None = None


class _Visit(NamedTuple):
    """A value to be looked at; `component` is its key among the components, if any."""

    value: Json
    step: Step
    trail: Trail | None
    document: SourceDocument
    base: str
    component: str | None = None


@dataclass(slots=True)
class Gatherer:
    """Walks a description across its documents, each object once for each kind.

    `links` has the references of each object by its `id()` and the key; `keys` what
    components of the entry document are called, `adopted` the places that some of them
    do nothing but refer to, with the referring object by key. `operations` has the
    operation that a link names by reference, by the `id()` of the link.
    """

    resolver: Resolver
    sections: Mapping[Kind, Section]
    report: Report
    links: dict[int, dict[str, Link]] = field(default_factory=dict)
    adopted: dict[tuple[str, Pointer, Kind], dict[str, int]] = field(
        default_factory=dict
    )
    keys: dict[Kind, set[str]] = field(default_factory=dict)
    operations: dict[int, Target] = field(default_factory=dict)
    _work: list[_Visit] = field(default_factory=list)
    _later: list[_Visit] = field(default_factory=list)
    _seen: set[tuple[int, Step]] = field(default_factory=set)
    _looking: dict[str, list[tuple[_Visit, int]]] = field(default_factory=dict)

    def run(self) -> None:
        """Follow everything there is to follow, extensions last.

        `unresolved-reference` and `reference-refused` are errors, and warnings where
        the output does not depend on the target.
        """
        entry = self.resolver.root(self.resolver.library.entry)
        step = Step(Kind.DOCUMENT)
        self._work.append(_Visit(entry.value, step, None, entry.document, entry.base))
        while self._work or self._later or self._find_anchors():
            self._look(self._work.pop() if self._work else self._later.pop())
        for name, holders in self._looking.items():
            if len(self.resolver.dynamic[name]) == 1:
                for _, holder in holders:
                    links = self.links[holder]
                    links["$dynamicRef"] = links["$dynamicRef"]._replace(dynamic=None)

    def _look(self, visit: _Visit) -> None:
        value = visit.value
        if not isinstance(value, dict | list):
            return
        key = (id(value), visit.step)
        known = key in self._seen
        self._seen.add(key)
        visit = visit._replace(base=self.resolver.bases.get(id(value), visit.base))
        if not known and isinstance(value, dict):
            self._reference(visit, value)
        if visit.component is not None:
            self._adopt(visit, value)
        if not known:
            self._inside(visit)

    def _reference(self, visit: _Visit, value: JsonObject) -> None:
        reference = value.get("$ref")
        if isinstance(reference, str):
            self._link(visit, value, "$ref", reference)
        if visit.step == _LINK and isinstance(value.get("operationRef"), str):
            self._operation(visit, value, value["operationRef"])
        if visit.step.kind is not Kind.SCHEMA or visit.step.shape is not object:
            return
        dynamic = value.get("$dynamicRef")
        if isinstance(dynamic, str):
            self._dynamic(visit, value, dynamic)
        discriminator = value.get("discriminator")
        if isinstance(discriminator, dict):
            self._discriminator(visit, discriminator)

    def _link(
        self,
        visit: _Visit,
        holder: JsonObject,
        key: str,
        reference: str,
        *below: str,
    ) -> None:
        """Record what `holder[key]` leads to, and go there."""
        owner, entry = visit.document, self.resolver.library.entry
        if self._stays(visit, reference):
            return
        target = self.resolver.resolve(reference, visit.base, owner)
        if isinstance(target, Unresolved):
            pointer = child(pointer_at(visit.trail), *below, key)
            target = self._pasted(visit, reference, pointer) or target
        if isinstance(target, Unresolved):
            self._unresolved(visit, reference, pointer, target)
            return
        kind, shape = visit.step
        foreign = target.document is not entry
        whole = shape is not object or kind not in self.sections
        link = Link(target, visit.step, foreign and whole)
        self.links.setdefault(id(holder), {}).setdefault(key, link)
        self._go(visit, target)

    def _operation(self, visit: _Visit, link: JsonObject, reference: str) -> None:
        """What a link leads to (OpenAPI 3.2.0 section 4.20) is not brought along."""
        target = self.resolver.resolve(reference, visit.base, visit.document)
        if isinstance(target, Unresolved):
            pointer = child(pointer_at(visit.trail), "operationRef")
            self._unresolved(visit, reference, pointer, target)
        else:
            self.operations[id(link)] = target

    def _pasted(self, visit: _Visit, reference: str, pointer: Pointer) -> Target | None:
        """What a reference names in a JSON Schema that was pasted into a document.

        Its `#/$defs/...` is relative to the schema around it that has such a member.
        """
        if visit.step.kind is not Kind.SCHEMA or not reference.startswith(PASTED):
            return None
        ancestor = pointer
        while ancestor:
            ancestor = parent(ancestor)
            inside = f"{reference_to(ancestor)}{reference[1:]}"
            target = self.resolver.resolve(inside, visit.base, visit.document)
            if not isinstance(target, Unresolved):
                break
        else:
            return None
        self.report.warning(
            "reference-in-schema",
            f"{shown(reference)} is relative to the document by the letter; the schema "
            "around it is taken",
            visit.document.uri,
            pointer,
            f"write it as {shown(reference_to(target.pointer))}",
        )
        return target

    def _stays(self, visit: _Visit, reference: str) -> bool:
        """Whether a reference in data, or a bare name, is no business of ours."""
        entry = self.resolver.library.entry
        if visit.document is not entry:
            return False
        definitions = entry.root.get("definitions")
        named = isinstance(definitions, dict) and reference in definitions
        if named and "/" not in reference:
            return True  # Swagger of old: the upgrade knows what is meant
        local = is_local(reference)
        return local and visit.step.kind in {Kind.OTHER, Kind.EXTENSION}

    def _go(self, visit: _Visit, target: Target) -> None:
        trail = trail_to(tokens_of(target.pointer))
        work = self._later if visit.step.kind is Kind.EXTENSION else self._work
        component = visit.component if visit.step.shape is dict else None
        work.append(
            _Visit(
                target.value,
                visit.step,
                trail,
                target.document,
                target.base,
                component,
            )
        )

    def _dynamic(self, visit: _Visit, value: JsonObject, reference: str) -> None:
        """What a `$dynamicRef` leads to at first (2020-12 core, section 8.2.3.2).

        Only if that is a dynamic anchor of this name are others looked for.
        """
        name = reference.partition("#")[2]
        self._link(visit, value, "$dynamicRef", reference)
        link = self.links.get(id(value), {}).get("$dynamicRef")
        first = link.target.value if link is not None else None
        if link is None or not isinstance(first, dict):
            return
        if first.get("$dynamicAnchor") == name:
            self.links[id(value)]["$dynamicRef"] = link._replace(dynamic=name)
            self._looking.setdefault(name, []).append((visit, id(value)))

    def _find_anchors(self) -> bool:
        """Go to all that dynamic references might lead to; False if nothing is new."""
        for name, ((visit, holder), *_) in self._looking.items():
            for number, target in enumerate(self.resolver.dynamic[name]):
                link = Link(target, Step(Kind.SCHEMA), inline=False)
                known = self.links[holder].setdefault(f"$dynamicRef {number}", link)
                if known is link:
                    self._go(visit, target)
        return bool(self._work)

    def _discriminator(self, visit: _Visit, discriminator: JsonObject) -> None:
        """Values of a mapping are names or references (OpenAPI 3.2.0 section 4.25)."""
        self._mapped(visit, discriminator, "defaultMapping", "discriminator")
        mapping = discriminator.get("mapping")
        if isinstance(mapping, dict):
            for tag in mapping:
                self._mapped(visit, mapping, tag, "discriminator", "mapping")

    def _mapped(self, visit: _Visit, holder: JsonObject, key: str, *below: str) -> None:
        reference = holder.get(key)
        if not isinstance(reference, str):
            return
        if "#" not in reference and not reference.endswith(_FILES):
            # A plain name is one of the entry document's, unless its own knows it.
            if visit.document is self.resolver.library.entry:
                return
            reference = f"#/components/schemas/{escape_token(reference)}"
            target = self.resolver.resolve(reference, visit.base, visit.document)
            if isinstance(target, Unresolved):
                return
        self._link(visit, holder, key, reference, *below)

    def _adopt(self, visit: _Visit, value: Json) -> None:
        """A component that is nothing but a reference is what it leads to."""
        link = self.links.get(id(value), {}).get("$ref")
        pure = isinstance(value, dict) and len(value) == 1
        if link is None or not pure or visit.component is None:
            return
        if is_local(value["$ref"]):
            return  # it only happens to lead through a file
        target, kind = link.target, visit.step.kind
        if target.document is self.resolver.library.entry or link.inline:
            return
        if isinstance(target.value, dict):
            holders = self.adopted.setdefault((*target.place, kind), {})
            holders.setdefault(visit.component, id(value))

    def _inside(self, visit: _Visit) -> None:
        value, step = visit.value, visit.step
        if step.kind in {Kind.OTHER, Kind.EXTENSION}:
            self._anything(visit)
        elif step.shape is not object:
            self._members(visit)
        elif isinstance(value, dict):
            self._fields(visit, value)

    def _members(self, visit: _Visit) -> None:
        """The members of a map or the items of a list."""
        for value, kind, trail in opened(visit.value, visit.step, visit.trail):
            name = None
            if visit.component is not None:
                name = str(trail.token)
                self.keys.setdefault(kind, set()).add(name)
            self._push(visit, value, Step(kind), trail, name)

    def _fields(self, visit: _Visit, value: JsonObject) -> None:
        kind = visit.step.kind
        known: set[str | int] = set()
        has_components = kind is Kind.COMPONENTS or (
            kind is Kind.DOCUMENT and "swagger" in value
        )
        for member, step, trail in members_of(value, kind, visit.trail):
            known.add(trail.token)
            map_of_components = has_components and step.shape is dict
            self._push(visit, member, step, trail, "" if map_of_components else None)
        for name, member in value.items():
            if name not in known and name not in _LITERAL:
                is_data = kind in _OPEN or name.startswith("x-") or name in _EXAMPLES
                step = Step(Kind.EXTENSION if is_data else Kind.OTHER)
                self._push(visit, member, step, Trail(visit.trail, name))

    def _anything(self, visit: _Visit) -> None:
        value = visit.value
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for token, member in items:
            self._push(visit, member, visit.step, Trail(visit.trail, token))

    def _push(
        self,
        visit: _Visit,
        value: Json,
        step: Step,
        trail: Trail,
        component: str | None = None,
    ) -> None:
        if isinstance(value, dict | list):
            work = self._later if step.kind is Kind.EXTENSION else self._work
            base = visit.base
            work.append(_Visit(value, step, trail, visit.document, base, component))

    def _unresolved(
        self, visit: _Visit, reference: str, pointer: Pointer, why: Unresolved
    ) -> None:
        if visit.step.kind is Kind.EXTENSION:
            return
        where = Location(visit.document.uri, pointer)
        message = f"{shown(reference)} leads nowhere: {why.message}"
        if visit.step.kind in _DISPENSABLE:
            self.report.warning(
                why.code, message, visit.document.uri, pointer, why.hint
            )
        else:
            self.report.recoverable(why.code, message, where, FALLBACK, why.hint)

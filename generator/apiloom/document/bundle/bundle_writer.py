"""One document out of several: what is referred to becomes a component of the entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from apiloom.core.diagnostics import Report
from apiloom.core.location import ROOT, Location, Pointer, child, parent
from apiloom.document.bundle.component_keys import Section
from apiloom.document.bundle.dynamic_references import DYNAMIC, Dynamics, set_reference
from apiloom.document.bundle.grammar import Kind, Step
from apiloom.document.bundle.identities import KEYWORDS
from apiloom.document.bundle.reference_resolver import Target
from apiloom.document.bundle.reference_targets import Link
from apiloom.document.source import Json, JsonObject, SourceDocument
from apiloom.document.source.load_policy import LoadPolicy
from apiloom.document.source.pointer_trail import Trail, pointer_at, trail_to
from apiloom.document.source.references import FALLBACK, reference_to

_PATH_ITEM: Final = Step(Kind.PATH_ITEM)
_Place = tuple[str, Pointer]


class Region(NamedTuple):
    """Something of another document, and the component that it becomes."""

    section: Section
    key: str
    target: Target


class Operation(NamedTuple):
    """What a link names by reference, and how to name it where it is not at hand."""

    target: Target
    name: str


class _Way(NamedTuple):
    """The place of a copy. `chain` has what was put in place of references above it.

    `again` says that some of that stands elsewhere too.
    """

    trail: Trail | None
    chain: frozenset[_Place] = frozenset()
    again: bool = False

    def to(self, token: str | int) -> _Way:
        """The way to something right below."""
        return _Way(Trail(self.trail, token), self.chain, self.again)

    def through(self, place: _Place, *, again: bool) -> _Way:
        """The way to what stands in place of a reference here."""
        return _Way(self.trail, self.chain | {place}, self.again or again)


class _Job(NamedTuple):
    """A container being copied."""

    source: Json
    copy: Json
    links: Mapping[str, Link]
    declares: bool
    way: _Way


@dataclass(slots=True)
class Writer:
    """Copies the entry document, and what it refers to, into one tree.

    `bases` has the URI of each object that says what it is called, `operations` what
    links lead to. `origins` has the place in a file of each part that came from another
    document.
    """

    entry: SourceDocument
    links: Mapping[int, Mapping[str, Link]]
    adopting: Mapping[int, Link]
    bases: Mapping[int, str]
    operations: Mapping[int, Operation]
    policy: LoadPolicy
    report: Report
    origins: dict[Pointer, Location] = field(default_factory=dict)
    dynamics: Dynamics = field(default_factory=Dynamics)
    nodes: int = 0
    _adopted: dict[int, Link] = field(default_factory=dict)
    _homes: dict[_Place, Pointer] = field(default_factory=dict)
    _open: list[tuple[JsonObject, str, Link]] = field(default_factory=list)
    _links: list[tuple[JsonObject, Operation]] = field(default_factory=list)
    _jobs: list[_Job] = field(default_factory=list)
    _repeated: int = 0

    def write(self, regions: Iterable[Region]) -> JsonObject:
        """The one tree; every reference in it that was resolved is `#/...`."""
        self._homes[self.entry.uri, ROOT] = ROOT
        for link in self.adopting.values():
            self._adopted[id(link.target.value)] = link
        root = self._started(self.entry.root, _Way(None))
        assert isinstance(root, dict)
        self._copy()
        for section, key, target in regions:
            components = _section(root, section)
            trail = trail_to((*section, key))
            self._home(target, pointer_at(trail))
            copy = components[key] = self._started(target.value, _Way(trail))
            self.dynamics.bases[id(copy)] = target.base
            self._copy()
        for holder, key, link in self._open:
            self._point(holder, key, link)
        for holder, operation in self._links:
            place = self.place(operation.target)
            name = operation.name if place is None else reference_to(place)
            holder["operationRef"] = name
        return root

    def _copy(self) -> None:
        while self._jobs:
            job = self._jobs.pop()
            self.nodes += len(job.source)
            self._repeated += len(job.source) if job.way.again else 0
            if self._repeated > self.policy.max_repeated:
                self._exhausted(job.way.trail, self.policy.max_repeated)
                return
            if self.nodes > self.policy.max_nodes:
                self._exhausted(job.way.trail, self.policy.max_nodes)
                return
            if isinstance(job.source, dict):
                self._copy_object(job)
            else:
                job.copy.extend(
                    self._copied(item, job.way.to(number))
                    for number, item in enumerate(job.source)
                )

    def _copy_object(self, job: _Job) -> None:
        operation = self.operations.get(id(job.source))
        if operation is not None:
            self._links.append((job.copy, operation))
        for key, value in job.source.items():
            if job.declares and key in KEYWORDS and isinstance(value, str):
                continue
            link = job.links.get(key)
            if link is not None and not link.inline:
                self._open.append((job.copy, key, link))
                if link.dynamic is not None:
                    self.dynamics.names[id(job.copy)] = link.dynamic
                    self.dynamics.holders[id(job.copy)] = job.copy, job.way.trail
            job.copy[key] = self._copied(value, job.way.to(key))

    def _copied(self, value: Json, way: _Way) -> Json:
        """The copy of a value, or of what stands in its place."""
        beside: JsonObject = {}
        last_link: Link | None = None
        while isinstance(value, dict):
            link = self._in_place_of(value)
            if link is None:
                break
            if link.target.place in way.chain:
                self._circle(link, pointer_at(way.trail))
                return dict(value)
            again = link.target.place in self._homes
            if link.step == _PATH_ITEM and len(value) == 1 and again:
                return self._referring(link)
            way = way.through(link.target.place, again=again)
            self._home(link.target, pointer_at(way.trail))
            beside = {**{k: v for k, v in value.items() if k != "$ref"}, **beside}
            value, last_link = link.target.value, link
        if isinstance(value, dict) and not last_link and id(value) in self._adopted:
            return self._referring(self._adopted[id(value)])
        copy = self._started(value, way, beside)
        if last_link is not None:
            self.dynamics.bases[id(copy)] = last_link.target.base
        return copy

    def _in_place_of(self, value: JsonObject) -> Link | None:
        """The reference in `value` whose target shall stand here instead, if any."""
        if id(value) in self.adopting:
            return self.adopting[id(value)]
        link = self.links.get(id(value), {}).get("$ref")
        return link if link is not None and link.inline else None

    def _started(
        self, value: Json, way: _Way, beside: JsonObject | None = None
    ) -> Json:
        """An empty container that will be filled, or a scalar."""
        if not isinstance(value, dict | list):
            return value
        copy: Json = {} if isinstance(value, dict) else []
        links = self.links.get(id(value), {})
        base = self.bases.get(id(value))
        if base is not None:
            self.dynamics.bases[id(copy)] = base
        if beside and isinstance(value, dict):
            value = {**value, **beside}
        self._jobs.append(_Job(value, copy, links, base is not None, way))
        return copy

    def _referring(self, link: Link) -> JsonObject:
        """A reference to the component that has taken over what stands here."""
        holder: JsonObject = {"$ref": ""}
        self._open.append((holder, "$ref", link))
        return holder

    def _home(self, target: Target, pointer: Pointer) -> None:
        uri, origin = target.place
        self.origins[pointer] = Location(uri, origin)
        self._homes.setdefault(target.place, pointer)

    def place(self, target: Target) -> Pointer | None:
        """Where something of the documents stands in the one tree, if it does."""
        uri, ancestor = target.place
        while ancestor and (uri, ancestor) not in self._homes:
            ancestor = parent(ancestor)
        home = self._homes.get((uri, ancestor))
        return None if home is None else Pointer(home + target.pointer[len(ancestor) :])

    def _point(self, holder: JsonObject, key: str, link: Link) -> None:
        """Make a reference lead to where its target stands now.

        Dynamic ones that look for an anchor stay what they are for the time being.
        """
        place = self.place(link.target)
        if place is None:
            return
        if key == DYNAMIC and id(holder) not in self.dynamics.names:
            set_reference(holder, reference_to(place))
        else:
            holder[key] = reference_to(place)

    def _circle(self, link: Link, at: Pointer) -> None:
        if link.step.kind is Kind.EXTENSION:
            return  # data of the user, which stays as it is
        uri, pointer = link.target.place
        self.report.recoverable(
            "circular-reference",
            "the references go round in a circle and name nothing: "
            f"{uri}#{pointer} contains itself",
            Location(self.entry.uri, child(at, "$ref")),
            FALLBACK,
            "let one of them hold the definition itself",
        )

    def _exhausted(self, trail: Trail | None, limit: int) -> None:
        self.report.error(
            "too-many-nodes",
            f"more than {limit:,} values stand in place of references",
            self.entry.uri,
            pointer_at(trail),
            "refer to components, which are never repeated",
        )
        self._jobs.clear()


def _section(root: JsonObject, section: Section) -> JsonObject:
    """The map of components at `section`, which is made where there is none."""
    holder = root
    for step in section:
        below = holder.get(step)
        if not isinstance(below, dict):
            below = holder[step] = {}
        holder = below
    return holder

"""What documents of 3.x have in common with Swagger 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from apiloom.core.location import ROOT, Pointer, child
from apiloom.document.bundle.grammar import METHODS, Kind, members_of, opened
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.pointer_trail import Trail, pointer_at
from apiloom.document.upgrade.leftover_sections import lift_old_sections, note_leftover
from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.moves import followed
from apiloom.document.upgrade.path_extensions import merge_paths, read_webhooks
from apiloom.document.upgrade.swagger2.conversion import Conversion, Placed, media_types
from apiloom.document.upgrade.swagger2.swagger_bodies import Bodies, Payload, Responses
from apiloom.document.upgrade.swagger2.swagger_document import IN_BODY, overridden
from apiloom.document.upgrade.swagger2.swagger_parameters import parameter_of
from apiloom.document.upgrade.tree_copy import unshared

_OF_VALUES: Final = frozenset({"type", "items", "enum", "format"})
_SHOWING: Final = (
    *("in", "schema", "content", "collectionFormat", "default", "enum", "format"),
    *("items", "type", "pattern", "uniqueItems", "minLength", "maxLength"),
    *("minItems", "maxItems", "minimum", "maximum", "multipleOf"),
    *("exclusiveMinimum", "exclusiveMaximum"),
)
"""Members of a parameter that are there, or are missing, where it is an old one."""
_PLACES: Final = frozenset({"query", "path", "header"})
_SHARED: Final = child(ROOT, "components", "parameters")
_BESIDE: Final = frozenset({*METHODS, "parameters", "servers", "additionalOperations"})
_LEADING: Final = frozenset(
    {
        Kind.PATHS,
        Kind.PATH_ITEM,
        Kind.OPERATION,
        Kind.PARAMETER,
        Kind.RESPONSES,
        Kind.RESPONSE,
        Kind.HEADER,
        Kind.CALLBACK,
        Kind.COMPONENTS,
    }
)
"""What can be old, and what leads there."""


def lift_leftovers(lift: Lift, dialect: str) -> None:
    """What is written as in Swagger 2.0, in a document of 3.x, is read as meant there.

    Parameters, each with the warning `parameter-of-swagger-2`: fields of a schema go to
    `schema`, and what is sent in the body to `requestBody`. With a note each
    (`swagger-2-leftover`): the schema of a response or a header, and what stands at the
    top of the document.
    """
    merge_paths(lift)
    read_webhooks(lift)
    lift_old_sections(lift, dialect)
    conversion = Conversion.of(lift)
    _Leftovers(lift, conversion, dialect).run()
    lift.converted = conversion.origins()


class _Visit(NamedTuple):
    """An object, and what the operation around it says that it produces."""

    value: Json
    kind: Kind
    trail: Trail | None
    produces: tuple[str, ...]


@dataclass(slots=True)
class _Leftovers:
    """One document: what is old in it is rewritten where it stands."""

    lift: Lift
    conversion: Conversion
    dialect: str
    _items: list[Placed] = field(default_factory=list)
    _has_bodies: bool = False
    _has_shared_bodies: bool = False
    _warned: set[Pointer] = field(default_factory=set)

    def run(self) -> None:
        """Parameters, headers and responses first; then bodies, which span objects."""
        for visit in self._objects():
            value = visit.value
            if isinstance(value, dict):
                self._look(visit, value)
        for item in self._items if self._has_bodies else ():
            self._settle_bodies(item)

    def _objects(self) -> Iterator[_Visit]:
        """Everything that may have something old, outer before inner."""
        start = _Visit(self.lift.root, Kind.DOCUMENT, None, self.conversion.produces)
        work = [start]
        while work:
            visit = work.pop()
            value, kind, trail, produces = visit
            if not isinstance(value, dict):
                continue
            if kind is Kind.OPERATION and "produces" in value:
                produces = media_types(value["produces"])
            yield visit
            for member, step, below in members_of(value, kind, trail):
                if step.kind in _LEADING:
                    work += (
                        _Visit(*inner, produces)
                        for inner in opened(member, step, below)
                    )

    def _look(self, visit: _Visit, value: JsonObject) -> None:
        match visit.kind:
            case Kind.PARAMETER if _is_old(value) and _place_of(value) in _PLACES:
                pointer = pointer_at(visit.trail)
                self._warn(pointer)
                _become(value, parameter_of(self.conversion, value, pointer, pointer))
            case Kind.PARAMETER if _place_of(value) in IN_BODY:
                self._has_bodies = True
                shared = pointer_at(visit.trail).startswith(_SHARED)
                self._has_shared_bodies = self._has_shared_bodies or shared
            case Kind.HEADER if _is_old(value):
                pointer = self._noted(visit)
                _become(value, parameter_of(self.conversion, value, pointer, pointer))
            case Kind.RESPONSE if "schema" in value and "content" not in value:
                pointer = self._noted(visit)
                responses = Responses(self.conversion, visit.produces)
                _become(value, responses.written(Placed(value, pointer), pointer))
            case Kind.PATH_ITEM:
                if "$ref" in value and not _BESIDE.isdisjoint(value):
                    self._join(Placed(value, pointer_at(visit.trail)))
                self._items.append(Placed(value, pointer_at(visit.trail)))

    def _join(self, item: Placed) -> None:
        """A path item that adds to another one (OpenAPI 3.1.1, section 4.8.9).

        By the letter nobody knows what holds where both say something: here it is what
        stands beside the reference, and parameters of both.
        """
        target = self.conversion.behind(item.value, item.pointer)
        if target is None:
            return
        own = {name: value for name, value in item.value.items() if name != "$ref"}
        theirs = unshared(target.value)
        moves = self.conversion.moves
        for name in theirs.keys() - own.keys():
            moves.record_origin(child(target.pointer, name), child(item.pointer, name))
        listed, others = own.get("parameters"), theirs.get("parameters")
        if isinstance(listed, list) and isinstance(others, list):
            known = {_key(parameter) for parameter in listed}
            own["parameters"] = [
                *listed,
                *(other for other in others if _key(other) not in known),
            ]
        _become(item.value, {**theirs, **own})

    def _settle_bodies(self, item: Placed) -> None:
        """Make request bodies of the parameters that are one, or a field of one."""
        shared = self._payloads(item)
        used = False
        for method, operation in item.value.items():
            if method not in METHODS or not isinstance(operation, dict):
                continue
            placed_operation = Placed(operation, child(item.pointer, method))
            own = self._payloads(placed_operation)
            payloads = overridden([*shared.values()], [*own.values()])
            if payloads and "requestBody" not in operation:
                self._move_body(placed_operation, payloads)
                self._drop(placed_operation, own)
                used = True
        if used:
            self._drop(item, shared)

    def _payloads(self, holder: Placed) -> dict[int, Payload]:
        """The parameters of an object that are sent in the body, by index."""
        listed = holder.value.get("parameters")
        payloads: dict[int, Payload] = {}
        for index, value in enumerate(listed if isinstance(listed, list) else ()):
            parameter: Placed | None = None
            pointer = child(holder.pointer, "parameters", index)
            if isinstance(value, dict) and "$ref" not in value:
                parameter = Placed(value, pointer)
            elif self._has_shared_bodies:
                parameter = self.conversion.behind(value, pointer)
            if parameter is not None and parameter.value.get("in") in IN_BODY:
                payloads[index] = Payload(parameter, parameter.value)
        return payloads

    def _move_body(self, operation: Placed, payloads: list[Payload]) -> None:
        for payload in payloads:
            if payload.parameter.pointer not in self._warned:
                self._warned.add(payload.parameter.pointer)
                self._warn(payload.parameter.pointer)
        consumes = self.conversion.consumes
        if "consumes" in operation.value:
            consumes = media_types(operation.value["consumes"])
        place = child(operation.pointer, "requestBody")
        bodies = Bodies(self.conversion, consumes, operation.pointer, place)
        operation.value["requestBody"] = bodies.of(payloads)

    def _drop(self, holder: Placed, payloads: dict[int, Payload]) -> None:
        """Leave what became a body out of the parameters."""
        if not payloads:
            return
        remaining: list[Json] = []
        for index, parameter in enumerate(holder.value["parameters"]):
            if index in payloads:
                continue
            old_pointer, new_pointer = (
                child(holder.pointer, "parameters", at)
                for at in (index, len(remaining))
            )
            if old_pointer != new_pointer:
                self.conversion.moves.record_origin(old_pointer, new_pointer)
            remaining.append(parameter)
        holder.value["parameters"] = remaining

    def _noted(self, visit: _Visit) -> Pointer:
        pointer = pointer_at(visit.trail)
        note_leftover(self.lift, followed(self.lift.converted, pointer), self.dialect)
        return pointer

    def _warn(self, pointer: Pointer) -> None:
        self.lift.report.warning(
            "parameter-of-swagger-2",
            f"{self.dialect} has no such parameters; it is read as in Swagger 2.0",
            self.lift.uri,
            followed(self.lift.converted, pointer),
            "put what describes the value into `schema`, and a body into `requestBody`",
            _SHOWING,
        )


def _place_of(parameter: JsonObject) -> str:
    place = parameter.get("in")
    return place if isinstance(place, str) else ""


def _is_old(value: JsonObject) -> bool:
    """Whether the schema of a parameter or a header stands between its fields."""
    return value.keys().isdisjoint(
        {"$ref", "schema", "content"}
    ) and not value.keys().isdisjoint(_OF_VALUES)


def _key(parameter: Json) -> str:
    """What tells a parameter from others: place and name, or the reference to it."""
    fields = parameter if isinstance(parameter, dict) else {}
    return repr([fields.get(name) for name in ("$ref", "in", "name")])


def _become(value: JsonObject, other: JsonObject) -> None:
    """Let an object have the members of another one."""
    value.clear()
    value.update(other)

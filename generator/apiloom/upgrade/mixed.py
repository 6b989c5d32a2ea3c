"""What documents of 3.x have in common with Swagger 2.0."""

from __future__ import annotations

from collections.abc import Iterator

from apiloom.location import ROOT, Pointer, child
from apiloom.source import Json, JsonObject
from apiloom.upgrade.lift import Lift
from apiloom.upgrade.more_paths import merge_paths
from apiloom.upgrade.moves import followed
from apiloom.upgrade.swagger2.bodies import Bodies, Payload
from apiloom.upgrade.swagger2.convert import (
    Conversion,
    Placed,
    media_types,
    members,
)
from apiloom.upgrade.swagger2.parameters import parameter_of

_PATHS = child(ROOT, "paths")
_OF_VALUES = frozenset({"type", "items", "enum", "format"})


def lift_old_parameters(lift: Lift, dialect: str) -> None:
    """Parameters as Swagger 2.0 wrote them, in a document of 3.x.

    Each is reported as `parameter-of-swagger-2` and read as it is meant there: fields
    of a schema go to `schema`, and what is sent in the body to `requestBody`.
    """
    merge_paths(lift)
    conversion = Conversion(lift.uri, lift.root, lift.report, before=lift.converted)
    for holder, pointer in _holders(lift.root):
        place = child(pointer, "parameters")
        written = holder.get("parameters")
        listed: list[Json] = written if isinstance(written, list) else []
        for index, old in enumerate(listed):
            if _is_old(old):
                here = child(place, index)
                _warn(lift, here, dialect)
                listed[index] = parameter_of(conversion, old, here, here)
        payloads = [*_payloads(listed, place)]
        if payloads and "requestBody" not in holder and "responses" in holder:
            _move_body(lift, conversion, Placed(holder, pointer), payloads, dialect)
    components = lift.root.get("components")
    written = components.get("parameters") if isinstance(components, dict) else None
    shared: JsonObject = written if isinstance(written, dict) else {}
    for name, old, pointer in members(shared, child(ROOT, "components", "parameters")):
        if _is_old(old):
            _warn(lift, pointer, dialect)
            shared[name] = parameter_of(conversion, old, pointer, pointer)
    lift.converted = conversion.origins()


def _holders(root: JsonObject) -> Iterator[tuple[JsonObject, Pointer]]:
    """Path items and their operations, which both list parameters."""
    for _, item, pointer in members(root.get("paths"), _PATHS):
        if isinstance(item, dict):
            yield item, pointer
            for _, operation, place in members(item, pointer):
                if isinstance(operation, dict):
                    yield operation, place


def _is_old(parameter: Json) -> bool:
    """Whether the schema of a parameter stands between its fields."""
    return (
        isinstance(parameter, dict)
        and parameter.keys().isdisjoint({"$ref", "schema", "content"})
        and parameter.get("in") in {"query", "path", "header"}
        and not parameter.keys().isdisjoint(_OF_VALUES)
    )


def _payloads(listed: list[Json], pointer: Pointer) -> Iterator[Payload]:
    for index, value in enumerate(listed):
        if isinstance(value, dict) and value.get("in") in {"body", "formData"}:
            yield Payload(Placed(value, child(pointer, index)), value)


def _move_body(
    lift: Lift,
    conversion: Conversion,
    operation: Placed,
    payloads: list[Payload],
    dialect: str,
) -> None:
    holder, pointer = operation
    for each in payloads:
        _warn(lift, each.found.pointer, dialect)
    written = holder.get("consumes", lift.root.get("consumes", []))
    place = child(pointer, "requestBody")
    body = Bodies(conversion, media_types(written), pointer, place).of(payloads)
    kept: list[Json] = []
    for index, each in enumerate(holder["parameters"]):
        if isinstance(each, dict) and each.get("in") in {"body", "formData"}:
            continue
        here, now = (child(pointer, "parameters", at) for at in (index, len(kept)))
        if here != now:
            conversion.moves.came(here, now)
        kept.append(each)
    holder["parameters"] = kept
    holder["requestBody"] = body


def _warn(lift: Lift, pointer: Pointer, dialect: str) -> None:
    lift.report.warning(
        "parameter-of-swagger-2",
        f"{dialect} has no such parameters; it is read as in Swagger 2.0",
        lift.uri,
        followed(lift.converted, pointer),
        "put what describes the value into `schema`, and a body into `requestBody`",
    )

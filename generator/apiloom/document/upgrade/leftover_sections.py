"""What Swagger 2.0 has at the top of a document, in one of 3.x."""

from __future__ import annotations

from collections.abc import Iterator

from apiloom.core.location import ROOT, Pointer, child
from apiloom.document.bundle.grammar import Kind, members_of, opened
from apiloom.document.source import Json, JsonObject
from apiloom.document.source.pointer_trail import Trail
from apiloom.document.upgrade.lift import Lift
from apiloom.document.upgrade.moves import Moves, followed
from apiloom.document.upgrade.swagger2.conversion import SECTIONS
from apiloom.document.upgrade.swagger2.swagger_security import scheme_of
from apiloom.document.upgrade.swagger2.swagger_servers import PARTS, urls_of


def lift_old_sections(lift: Lift, dialect: str) -> None:
    """Move `host`, `definitions` and the like to where 3.x has them.

    References follow. What has the name of a component already stays where it is, and
    can be referred to there. Each is reported by a note (`swagger-2-leftover`).
    """
    moves = Moves()
    _move_servers(lift, moves, dialect)
    for old, new in SECTIONS:
        _move_section(lift, moves, dialect, (old, new))
    if not moves.origins:
        return
    if moves.places:
        for holder, key in _references(lift.root):
            holder[key] = moves.reference(holder[key])
    converted = lift.converted
    origins = {new: followed(converted, old) for new, old in moves.origins.items()}
    lift.converted = {**converted, **origins}


def note_leftover(lift: Lift, pointer: Pointer, dialect: str) -> None:
    """Tell of something that is read as Swagger 2.0 has it."""
    lift.report.note(
        "swagger-2-leftover",
        f"{dialect} does not have this; it is read as in Swagger 2.0",
        lift.uri,
        pointer,
        "write it as the version does that the document names",
    )


def _move_servers(lift: Lift, moves: Moves, dialect: str) -> None:
    root = lift.root
    if PARTS.isdisjoint(root) or "servers" in root:
        return
    servers = urls_of(root)
    for name in sorted(PARTS & root.keys()):
        note_leftover(lift, child(ROOT, name), dialect)
        moves.record_origin(child(ROOT, name), child(ROOT, "servers"))
        del root[name]
    if servers:
        root["servers"] = servers


def _move_section(
    lift: Lift, moves: Moves, dialect: str, names: tuple[str, str]
) -> None:
    old, new = names
    entries = lift.root.get(old)
    if not isinstance(entries, dict) or not entries:
        return
    components = _member(lift.root, "components")
    section = None if components is None else _member(components, new)
    if section is None:
        return
    note_leftover(lift, child(ROOT, old), dialect)
    for name in [*entries]:
        if name in section:
            continue
        value = entries.pop(name)
        is_scheme = old == "securityDefinitions" and isinstance(value, dict)
        section[name] = scheme_of(value) if is_scheme else value
        moves.record(child(ROOT, old, name), child(ROOT, "components", new, name))
    if len(entries) == 0:
        del lift.root[old]


def _member(holder: JsonObject, name: str) -> JsonObject | None:
    """An object in another one, made where there is none."""
    member: Json = holder.setdefault(name, {})
    return member if isinstance(member, dict) else None


def _references(root: JsonObject) -> Iterator[tuple[JsonObject, str]]:
    """Every reference of a description, and every value of a mapping, by holder."""
    work: list[tuple[Json, Kind, Trail | None]] = [(root, Kind.DOCUMENT, None)]
    while work:
        value, kind, trail = work.pop()
        if not isinstance(value, dict):
            continue
        if isinstance(value.get("$ref"), str):
            yield value, "$ref"
        discriminator = value.get("discriminator") if kind is Kind.SCHEMA else None
        mapping = (
            discriminator.get("mapping") if isinstance(discriminator, dict) else None
        )
        if isinstance(mapping, dict):
            yield from (
                (mapping, tag)
                for tag, target in mapping.items()
                if isinstance(target, str)
            )
        for member, step, below in members_of(value, kind, trail):
            work += opened(member, step, below)

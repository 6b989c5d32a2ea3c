"""Changes of the fields of classes: there or not, their types, what they demand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from apiloom.diff.surface.annotation_types import Relation, Type, relation
from apiloom.diff.surface.call_signatures import Callee
from apiloom.diff.surface.declarations import Field
from apiloom.diff.surface.field_demands import demands_of
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.type_use import Effect, Use

_EXTRA: Final = frozenset({"__pydantic_extra__", "extra_properties"})
"""What the field of further properties is called: by pydantic, and in other models."""
_ALIAS: Final = re.compile(r",?\s*(?:Field\(alias=|Key\()\"[^\"]*\"\)")


def compare_fields(
    owner: str,
    file: str,
    old: Mapping[str, Field],
    new: Mapping[str, Field],
    use: Use,
) -> Iterator[SurfaceChange]:
    """What has become of the fields of one class, called `owner`."""
    wires = {field.wire: field for field in new.values() if field.name not in old}
    moved = {
        name: wires[field.wire]
        for name, field in old.items()
        if name not in new and field.wire in wires and field.wire != name
    }
    for name in sorted(moved):
        field = moved[name]
        yield Callee(f"{owner}.{name}", file).change(
            SurfaceKind.FIELD,
            SurfaceAction.RENAMED,
            SurfaceBreak.CODE,
            f"{name} is called {field.name} now",
            old[name],
            field,
        )
    renamed = {field.name for field in moved.values()}
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if name in moved or (was is None and name in renamed):
            continue
        called = name
        if name in _EXTRA:
            called = "extra_properties"
            was, now = _typed_extra(was, now), _typed_extra(now, was)
        effect, action, sentence = _judge_field(called, was, now, use)
        if action is None:
            continue
        sentence += who_breaks(use, effect)
        callee = Callee(f"{owner}.{called}", file)
        breaks = use.breaks(effect)
        yield callee.change(SurfaceKind.FIELD, action, breaks, sentence, was, now)


def _typed_extra(declared: Field | None, other: Field | None) -> Field | None:
    """The type of further properties; they are anything where no type is declared."""
    if other is None:
        return declared and replace(declared, text="")
    if declared is not None:
        return declared
    anything = Type("dict", (Type("str"), Type("Any")))
    return replace(other, type=anything, text="")


def _judge_field(
    name: str, was: Field | None, now: Field | None, use: Use
) -> tuple[Effect, SurfaceAction | None, str]:
    """What a change of one field does, and how to say it."""
    if now is None:
        return (
            Effect(SurfaceBreak.CODE, SurfaceBreak.TYPES),
            SurfaceAction.REMOVED,
            f"{name} is gone",
        )
    if was is None:
        if now.required and use.given_by:
            effect = Effect(giving=SurfaceBreak.CODE)
            return effect, SurfaceAction.ADDED, f"{name} is new, and required"
        return Effect(), SurfaceAction.ADDED, f"{name} is new"
    if was.wire != now.wire:
        sentence = f"{name} is another property now: {now.wire!a}, not {was.wire!a}"
        effect = Effect(SurfaceBreak.CODE, SurfaceBreak.CODE)
        return effect, SurfaceAction.REPLACED, sentence
    if was.required != now.required:
        return _presence(name, was, now)
    type_relation = relation(was.type, now.type)
    if type_relation is not Relation.SAME:
        return (
            Effect.of(type_relation),
            SurfaceAction.RETYPED,
            f"{name} {type_words(type_relation)}",
        )
    if _constraints(was) != _constraints(now):
        return _judging(name, was, now)
    return Effect(), None, ""


def _judging(name: str, was: Field, now: Field) -> tuple[Effect, SurfaceAction, str]:
    """A field whose values are judged otherwise: what is refused now is not sent."""
    sentence = f"values of {name} are judged otherwise"
    if demands_of(now.text).refuse_more_than(demands_of(was.text)):
        effect = Effect(giving=SurfaceBreak.CODE)
        return effect, SurfaceAction.CONSTRAINED, f"{sentence}, and some are refused"
    return Effect(), SurfaceAction.CONSTRAINED, sentence


def _presence(name: str, was: Field, now: Field) -> tuple[Effect, SurfaceAction, str]:
    """A field that has become required, or optional, and perhaps another type too."""
    core = Effect.of(relation(was.type.without_none(), now.type.without_none()))
    if now.required:
        effect = Effect(giving=SurfaceBreak.CODE)
        return effect | core, SurfaceAction.REQUIRED, f"{name} is required now"
    if now.constant:
        sentence = f"{name} need not be given any more: it has one value"
        return core, SurfaceAction.OPTIONAL, sentence
    reading = SurfaceBreak.NOTHING
    if now.type.takes_none and not was.type.takes_none:
        reading = SurfaceBreak.TYPES
    sentence = f"{name} may be absent now"
    if reading is SurfaceBreak.TYPES:
        sentence += ", and is None then"
    return Effect(reading=reading) | core, SurfaceAction.OPTIONAL, sentence


def _constraints(field: Field) -> str:
    return _ALIAS.sub("", field.text.partition(":")[2])


def type_words(relation: Relation) -> str:
    """What has become of a type, said of what has it."""
    return {
        Relation.WIDER: "can be more than before",
        Relation.FRACTIONAL: "can be a number that is not whole",
        Relation.NARROWER: "can be less than before",
        Relation.OTHER: "has another type",
        Relation.SAME: "is the same",
    }[relation]


def who_breaks(use: Use, effect: Effect) -> str:
    """Whom a change hits, as the end of a sentence; empty where it hits nobody."""
    hit = use.hit(effect)
    return f"; that breaks {hit}" if hit else ""

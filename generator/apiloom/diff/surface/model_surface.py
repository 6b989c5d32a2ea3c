"""Changes of models, of the dictionaries that stand for them, and of aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from apiloom.diff.surface.annotation_types import Relation, Type, relation
from apiloom.diff.surface.call_signatures import Callee
from apiloom.diff.surface.declarations import Alias, Class, Field
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.surface_package import MODELS, SurfacePackage, use_of
from apiloom.diff.surface.type_use import Effect, Use

_TWIN: Final = "Dict"
_EXTRA: Final = frozenset({"__pydantic_extra__", "extra_properties"})
"""What the field of further properties is called: by pydantic, and in other models."""
_MODELS: Final = frozenset({"Model", "AssertedModel", "KeyedModel"})
"""Bases of the runtime that all are a `Model`."""
_ALIAS: Final = re.compile(r",?\s*(?:Field\(alias=|Key\()\"[^\"]*\"\)")

Declared: TypeAlias = Class | Alias


@dataclass(frozen=True, slots=True)
class PlacedDeclaration:
    """A class or an alias, the file it stands in, and its name in the manifest."""

    file: str
    symbol: str
    declared: Declared


def compare_models(old: SurfacePackage, new: SurfacePackage) -> Iterator[SurfaceChange]:
    """What has become of everything in `models`."""
    before, after = _declared(old), _declared(new)
    renamed = dict(_renamed(old, new, before, after))
    taken = set(renamed.values())
    reported: set[tuple[str, str, SurfaceAction]] = set()
    for name in sorted(before.keys() | after.keys(), key=_twins_last):
        if name in taken and name not in before:
            continue
        was, now = before.get(name), after.get(renamed.get(name, name))
        use = _use(was or now, (old, new))
        if name in renamed and was and now:
            yield _rename(name, renamed[name], now)
        was, now = _with_inherited(was, now, old, new)
        for change in _compare_declared(name, was, now, use):
            # The dictionary of a model changes as the model does: that is told once.
            field_name = (
                change.name.rpartition(".")[2]
                if change.kind is SurfaceKind.FIELD
                else ""
            )
            key = (name.removesuffix(_TWIN), field_name, change.action)
            if key not in reported or not name.endswith(_TWIN):
                yield change
            reported.add(key)


def _with_inherited(
    was: PlacedDeclaration | None,
    now: PlacedDeclaration | None,
    before: SurfacePackage,
    after: SurfacePackage,
) -> tuple[PlacedDeclaration | None, PlacedDeclaration | None]:
    """The two with all their fields, where they inherit from others.

    What has become of a base that both have is told once, of the base.
    """
    if was is None or now is None:
        return was, now
    old, new = was.declared, now.declared
    if not isinstance(old, Class) or not isinstance(new, Class):
        return was, now
    if old.base_names == new.base_names:
        return was, now
    fields = _all_fields(old, before.model_classes)
    all_new = _all_fields(new, after.model_classes)
    return (
        replace(was, declared=replace(old, fields=fields)),
        replace(now, declared=replace(new, fields=all_new)),
    )


def _all_fields(class_: Class, classes: Mapping[str, Class]) -> dict[str, Field]:
    """The fields of a class, those of its bases before its own."""
    order: dict[str, Class] = {}
    waiting = [class_]
    while waiting:
        current = waiting.pop()
        if current.name in order:
            continue
        order[current.name] = current
        waiting.extend(
            classes[base.head] for base in current.bases if base.head in classes
        )
    fields: dict[str, Field] = {}
    for current in reversed(order.values()):
        fields |= current.fields
    return fields


def _twins_last(name: str) -> tuple[str, bool]:
    return name.removesuffix(_TWIN), name.endswith(_TWIN)


def _declared(package: SurfacePackage) -> dict[str, PlacedDeclaration]:
    placed_by_name: dict[str, PlacedDeclaration] = {}
    aliases = {
        name: alias.type
        for _, module in package.modules(MODELS)
        for name, alias in module.aliases.items()
    }
    for path, module in package.modules(MODELS):
        dotted = path.removesuffix(".py").replace("/", ".")
        declared: list[Declared] = [
            _with_constants(class_, aliases) for class_ in module.classes.values()
        ]
        for declaration in (*declared, *module.aliases.values()):
            placed_by_name[declaration.name] = PlacedDeclaration(
                path, f"{dotted}:{declaration.name}", declaration
            )
    return placed_by_name


def _with_constants(class_: Class, aliases: Mapping[str, Type]) -> Class:
    """The class, those of its fields marked whose type is a name for one value."""
    fields = {
        name: replace(field, constant=field.type.expanded(aliases) == field.only)
        for name, field in class_.fields.items()
    }
    return replace(class_, fields=fields)


def _use(
    placed: PlacedDeclaration | None, packages: tuple[SurfacePackage, SurfacePackage]
) -> Use:
    assert placed is not None
    name = placed.symbol
    if name.endswith(_TWIN) and isinstance(placed.declared, Class):
        model_use = use_of(name.removesuffix(_TWIN), packages)
        return Use(given_by=model_use.given_by[:1])
    return use_of(name, packages)


def _renamed(
    old: SurfacePackage,
    new: SurfacePackage,
    before: Mapping[str, PlacedDeclaration],
    after: Mapping[str, PlacedDeclaration],
) -> Iterator[tuple[str, str]]:
    """Old and new name of what stands at one pointer, or is plainly the same."""
    gone, come = before.keys() - after.keys(), after.keys() - before.keys()
    for pointer in sorted(old.names.keys() & new.names.keys()):
        was = old.names[pointer].rpartition(":")[2]
        now = new.names[pointer].rpartition(":")[2]
        if was in gone and now in come:
            yield was, now
            if f"{was}{_TWIN}" in gone and f"{now}{_TWIN}" in come:
                yield f"{was}{_TWIN}", f"{now}{_TWIN}"
            gone, come = gone - {was}, come - {now}
    shapes: dict[object, list[str]] = {}
    for name in sorted(come):
        shapes.setdefault(_shape(after[name].declared), []).append(name)
    for name in sorted(gone):
        alike = shapes.get(_shape(before[name].declared), [])
        if len(alike) == 1:
            yield name, alike.pop()


def _shape(declared: Declared) -> object:
    """What two classes of different names have in common if they are one."""
    if isinstance(declared, Alias):
        return declared.name if declared.type.head != "|" else declared.type
    fields = tuple(field.text for field in declared.fields.values())
    return (declared.base_names, fields) if len(fields) > 1 else declared.name


def _rename(name: str, now_called: str, now: PlacedDeclaration) -> SurfaceChange:
    return SurfaceChange(
        SurfaceKind.CLASS,
        SurfaceAction.RENAMED,
        SurfaceBreak.CODE,
        f"models.{name}",
        f"{name} is called {now_called} now",
        f"models.{name}",
        f"models.{now_called}",
        now.file,
    )


def _compare_declared(
    name: str, was: PlacedDeclaration | None, now: PlacedDeclaration | None, use: Use
) -> Iterator[SurfaceChange]:
    if was is None or now is None:
        yield _one_sided_declaration(name, was, now)
        return
    old, new = was.declared, now.declared
    if isinstance(old, Class) and isinstance(new, Class):
        yield from compare_classes(name, now.file, old, new, use)
    elif isinstance(old, Alias) and isinstance(new, Alias):
        yield from _compare_aliases(name, now.file, old, new, use)
    else:
        kinds = (
            ("a class", "a type") if isinstance(old, Class) else ("a type", "a class")
        )
        sentence = f"{name} was {kinds[0]}, and is {kinds[1]} now"
        callee = Callee(f"models.{name}", now.file)
        yield callee.retyped(SurfaceKind.CLASS, SurfaceBreak.CODE, sentence, old, new)


def _one_sided_declaration(
    name: str, was: PlacedDeclaration | None, now: PlacedDeclaration | None
) -> SurfaceChange:
    placed = now or was
    assert placed is not None
    kind = (
        SurfaceKind.CLASS if isinstance(placed.declared, Class) else SurfaceKind.ALIAS
    )
    return Callee(f"models.{name}", placed.file).one_sided(
        kind,
        was.declared if was else None,
        now.declared if now else None,
        added=f"{name} is new",
        removed=f"{name} is gone",
    )


def _compare_aliases(
    name: str, file: str, old: Alias, new: Alias, use: Use
) -> Iterator[SurfaceChange]:
    type_relation = relation(old.type, new.type)
    if type_relation is Relation.SAME:
        return
    effect = Effect.of(type_relation)
    sentence = f"{name} {_type_words(type_relation)}{_who_breaks(use, effect)}"
    callee = Callee(f"models.{name}", file)
    yield callee.retyped(SurfaceKind.ALIAS, use.breaks(effect), sentence, old, new)


def compare_classes(
    name: str, file: str, old: Class, new: Class, use: Use
) -> Iterator[SurfaceChange]:
    """What has become of one class, its bases and its fields."""
    lost = old.base_names - new.base_names
    if new.bases and "TypedDict" not in new.base_names:
        lost -= _MODELS
    if lost:
        sentence = f"{name} is no longer a {' or '.join(sorted(lost))}"
        callee = Callee(f"models.{name}", file)
        yield callee.retyped(SurfaceKind.CLASS, SurfaceBreak.TYPES, sentence, old, new)
    yield from compare_fields(f"models.{name}", file, old.fields, new.fields, use)


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
        sentence += _who_breaks(use, effect)
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
            f"{name} {_type_words(type_relation)}",
        )
    if _constraints(was) != _constraints(now):
        return (
            Effect(),
            SurfaceAction.CONSTRAINED,
            f"values of {name} are judged otherwise",
        )
    return Effect(), None, ""


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


def _type_words(relation: Relation) -> str:
    return {
        Relation.WIDER: "can be more than before",
        Relation.NARROWER: "can be less than before",
        Relation.OTHER: "has another type",
        Relation.SAME: "is the same",
    }[relation]


def _who_breaks(use: Use, effect: Effect) -> str:
    hit = use.hit(effect)
    return f"; that breaks {hit}" if hit else ""

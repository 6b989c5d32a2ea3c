"""Changes of models, of the dictionaries that stand for them, and of aliases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from apiloom.diff.surface.annotation_types import Relation, Type, relation
from apiloom.diff.surface.call_signatures import Callee
from apiloom.diff.surface.declarations import Alias, Class, Field
from apiloom.diff.surface.field_surface import compare_fields, type_words, who_breaks
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.surface_package import MODELS, SurfacePackage, use_of
from apiloom.diff.surface.type_use import Effect, Use

_TWIN: Final = "Dict"
_MODELS: Final = frozenset({"Model", "AssertedModel", "KeyedModel"})
"""Bases of the runtime that all are a `Model`."""

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
    sentence = f"{name} {type_words(type_relation)}{who_breaks(use, effect)}"
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
    if _is_closed(new) and not _is_closed(old):
        effect = Effect(giving=SurfaceBreak.CODE)
        sentence = f"{name} takes no further properties now{who_breaks(use, effect)}"
        yield Callee(f"models.{name}", file).change(
            SurfaceKind.CLASS,
            SurfaceAction.CONSTRAINED,
            use.breaks(effect),
            sentence,
            old,
            new,
        )
    yield from compare_fields(f"models.{name}", file, old.fields, new.fields, use)


def _is_closed(class_: Class) -> bool:
    """Whether a model refuses properties that it does not name."""
    return 'extra="forbid"' in class_.values.get("model_config", "")

"""Changes of models, of the dictionaries that stand for them, and of aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from apiloom.diff.surface.annotation_types import Relation, relation
from apiloom.diff.surface.declarations import Alias, Class, Field
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.surface_package import MODELS, Package, use_of
from apiloom.diff.surface.type_use import Effect, Use

_TWIN: Final = "Dict"
_ALIAS: Final = re.compile(r",?\s*Field\(alias=\"[^\"]*\"\)")

Declared: TypeAlias = Class | Alias


@dataclass(frozen=True, slots=True)
class Placed:
    """A class or an alias, the file it stands in, and its name in the manifest."""

    file: str
    symbol: str
    declared: Declared


def compare_models(old: Package, new: Package) -> Iterator[SurfaceChange]:
    """What has become of everything in `models`."""
    before, after = _declared(old), _declared(new)
    renamed = dict(_renamed(old, new, before, after))
    taken = set(renamed.values())
    told: set[tuple[str, str, SurfaceAction]] = set()
    for name in sorted(before.keys() | after.keys(), key=_twins_last):
        if name in taken and name not in before:
            continue
        was, now = before.get(name), after.get(renamed.get(name, name))
        use = _use(was or now, (old, new))
        if name in renamed and was and now:
            yield _rename(name, renamed[name], now)
        for change in _changes(name, was, now, use):
            # The dictionary of a model changes as the model does: that is told once.
            field = (
                change.name.rpartition(".")[2]
                if change.kind is SurfaceKind.FIELD
                else ""
            )
            key = (name.removesuffix(_TWIN), field, change.action)
            if key not in told or not name.endswith(_TWIN):
                yield change
            told.add(key)


def _twins_last(name: str) -> tuple[str, bool]:
    return name.removesuffix(_TWIN), name.endswith(_TWIN)


def _declared(package: Package) -> dict[str, Placed]:
    found: dict[str, Placed] = {}
    for path, module in package.modules(MODELS):
        dotted = path.removesuffix(".py").replace("/", ".")
        declared: list[Declared] = [*module.classes.values()]
        for each in (*declared, *module.aliases.values()):
            found[each.name] = Placed(path, f"{dotted}:{each.name}", each)
    return found


def _use(placed: Placed | None, packages: tuple[Package, Package]) -> Use:
    assert placed is not None
    name = placed.symbol
    if name.endswith(_TWIN) and isinstance(placed.declared, Class):
        found = use_of(name.removesuffix(_TWIN), packages)
        return Use(given_by=found.given_by[:1])
    return use_of(name, packages)


def _renamed(
    old: Package,
    new: Package,
    before: Mapping[str, Placed],
    after: Mapping[str, Placed],
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
    fields = tuple(each.text for each in declared.fields.values())
    return (declared.base_names, fields) if len(fields) > 1 else declared.name


def _rename(name: str, now_called: str, now: Placed) -> SurfaceChange:
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


def _changes(
    name: str, was: Placed | None, now: Placed | None, use: Use
) -> Iterator[SurfaceChange]:
    if was is None or now is None:
        yield _whole(name, was, now)
        return
    old, new = was.declared, now.declared
    if isinstance(old, Class) and isinstance(new, Class):
        yield from _class(name, now.file, old, new, use)
    elif isinstance(old, Alias) and isinstance(new, Alias):
        yield from _alias(name, now.file, old, new, use)
    else:
        kinds = (
            ("a class", "a type") if isinstance(old, Class) else ("a type", "a class")
        )
        sentence = f"{name} was {kinds[0]}, and is {kinds[1]} now"
        yield SurfaceChange(
            SurfaceKind.CLASS,
            SurfaceAction.RETYPED,
            SurfaceBreak.CODE,
            f"models.{name}",
            sentence,
            _shown(old),
            _shown(new),
            now.file,
        )


def _whole(name: str, was: Placed | None, now: Placed | None) -> SurfaceChange:
    placed = now or was
    assert placed is not None
    kind = (
        SurfaceKind.CLASS if isinstance(placed.declared, Class) else SurfaceKind.ALIAS
    )
    action, breaks, what = SurfaceAction.ADDED, SurfaceBreak.NOTHING, "is new"
    if now is None:
        action, breaks, what = SurfaceAction.REMOVED, SurfaceBreak.CODE, "is gone"
    return SurfaceChange(
        kind,
        action,
        breaks,
        f"models.{name}",
        f"{name} {what}",
        _shown(was.declared) if was else "",
        _shown(now.declared) if now else "",
        placed.file,
    )


def _shown(declared: Declared) -> str:
    return declared.header if isinstance(declared, Class) else declared.text


def _alias(
    name: str, file: str, old: Alias, new: Alias, use: Use
) -> Iterator[SurfaceChange]:
    found = relation(old.type, new.type)
    if found is Relation.SAME:
        return
    effect = Effect.of(found)
    sentence = f"{name} {_of_type(found)}{_for(use, effect)}"
    yield SurfaceChange(
        SurfaceKind.ALIAS,
        SurfaceAction.RETYPED,
        use.breaks(effect),
        f"models.{name}",
        sentence,
        old.text,
        new.text,
        file,
    )


def _class(
    name: str, file: str, old: Class, new: Class, use: Use
) -> Iterator[SurfaceChange]:
    lost = old.base_names - new.base_names
    if lost:
        sentence = f"{name} is no longer a {' or '.join(sorted(lost))}"
        yield SurfaceChange(
            SurfaceKind.CLASS,
            SurfaceAction.RETYPED,
            SurfaceBreak.TYPES,
            f"models.{name}",
            sentence,
            old.header,
            new.header,
            file,
        )
    yield from compare_fields(f"models.{name}", file, old.fields, new.fields, use)


def compare_fields(
    owner: str,
    file: str,
    old: Mapping[str, Field],
    new: Mapping[str, Field],
    use: Use,
) -> Iterator[SurfaceChange]:
    """What has become of the fields of one class, called `owner`."""
    wires = {each.wire: each for each in new.values() if each.name not in old}
    moved = {
        name: wires[each.wire]
        for name, each in old.items()
        if name not in new and each.wire in wires and each.wire != name
    }
    for name in sorted(moved):
        now = moved[name]
        yield SurfaceChange(
            SurfaceKind.FIELD,
            SurfaceAction.RENAMED,
            SurfaceBreak.CODE,
            f"{owner}.{name}",
            f"{name} is called {now.name} now",
            old[name].text,
            now.text,
            file,
        )
    renamed = {each.name for each in moved.values()}
    for name in dict.fromkeys((*old, *new)):
        was, now_there = old.get(name), new.get(name)
        if name in moved or (was is None and name in renamed):
            continue
        effect, action, sentence = _judged(name, was, now_there, use)
        if action is None:
            continue
        yield SurfaceChange(
            SurfaceKind.FIELD,
            action,
            use.breaks(effect),
            f"{owner}.{name}",
            sentence + _for(use, effect),
            was.text if was else "",
            now_there.text if now_there else "",
            file,
        )


def _judged(
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
    if was.required != now.required:
        return _presence(name, was, now)
    found = relation(was.type, now.type)
    if found is not Relation.SAME:
        return Effect.of(found), SurfaceAction.RETYPED, f"{name} {_of_type(found)}"
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
    reading = SurfaceBreak.NOTHING
    if now.type.takes_none and not was.type.takes_none:
        reading = SurfaceBreak.TYPES
    sentence = f"{name} may be absent now"
    if reading is SurfaceBreak.TYPES:
        sentence += ", and is None then"
    return Effect(reading=reading) | core, SurfaceAction.OPTIONAL, sentence


def _constraints(found: Field) -> str:
    return _ALIAS.sub("", found.text.partition(":")[2])


def _of_type(found: Relation) -> str:
    return {
        Relation.WIDER: "can be more than before",
        Relation.NARROWER: "can be less than before",
        Relation.OTHER: "has another type",
        Relation.SAME: "is the same",
    }[found]


def _for(use: Use, effect: Effect) -> str:
    hit = use.hit(effect)
    return f"; that breaks {hit}" if hit else ""

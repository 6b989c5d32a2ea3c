"""Changes of what is called: parameters, one signature held against another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from apiloom.diff.surface.annotation_types import Relation, relation
from apiloom.diff.surface.declarations import Parameter, Signature
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.type_use import READ_BY_CALLERS, Effect, worst

_BODY: Final = "body"
_FORM_WORDS: Final = {
    _BODY: "with a whole body",
    "": "with properties as arguments",
}


class Declaration(Protocol):
    """What a package declares, in the words of its code."""

    @property
    def text(self) -> str:
        """The declaration, or the first line of it."""


@dataclass(frozen=True, slots=True)
class Callee:
    """What users call, or a class of theirs: `name` as they write it, and its file."""

    name: str
    file: str
    operation: str = ""
    tags: tuple[str, ...] = ()

    def change(
        self,
        kind: SurfaceKind,
        action: SurfaceAction,
        breaks: SurfaceBreak,
        sentence: str,
        *sides: Declaration | None,
    ) -> SurfaceChange:
        """A change of the whole, from the first of `sides` to the second."""
        old, new = ("" if side is None else side.text for side in sides)
        return SurfaceChange(
            kind,
            action,
            breaks,
            self.name,
            sentence,
            old,
            new,
            self.file,
            self.operation,
            self.tags,
        )

    def retyped(
        self,
        kind: SurfaceKind,
        breaks: SurfaceBreak,
        sentence: str,
        *sides: Declaration | None,
    ) -> SurfaceChange:
        """Something that both packages have, and of which the type is another."""
        return self.change(kind, SurfaceAction.RETYPED, breaks, sentence, *sides)

    def one_sided(
        self,
        kind: SurfaceKind,
        old: Declaration | None,
        new: Declaration | None,
        *,
        added: str,
        removed: str,
    ) -> SurfaceChange:
        """What one package has alone; `added` and `removed` are the sentences for
        either."""
        if new is not None:
            action, breaks, sentence = SurfaceAction.ADDED, SurfaceBreak.NOTHING, added
        else:
            action, breaks, sentence = SurfaceAction.REMOVED, SurfaceBreak.CODE, removed
        return self.change(kind, action, breaks, sentence, old, new)

    def of_parameter(
        self,
        name: str,
        action: SurfaceAction,
        breaks: SurfaceBreak,
        sentence: str,
        *sides: Parameter | None,
    ) -> SurfaceChange:
        """A change of one parameter."""
        whole = self.change(SurfaceKind.PARAMETER, action, breaks, sentence, *sides)
        return replace(whole, name=f"{self.name}({name})")


def compare_calls(
    callee: Callee, old: Sequence[Signature], new: Sequence[Signature]
) -> Iterator[SurfaceChange]:
    """What has become of the ways to call something."""
    before, after = _by_form(old), _by_form(new)
    if len(before) == len(after) == 1:
        # The one way there is, whatever its form.
        before, after = {"": old[0]}, {"": new[0]}
    reported: set[SurfaceChange] = set()
    for form in before.keys() & after.keys():
        for change in _compare_parameters(callee, before[form], after[form]):
            if change not in reported:
                reported.add(change)
                yield change
    for form in sorted(before.keys() - after.keys()):
        sentence = f"it cannot be called {_FORM_WORDS[form]} any more"
        sides = before[form], None
        yield callee.retyped(SurfaceKind.METHOD, SurfaceBreak.CODE, sentence, *sides)
    for form in sorted(after.keys() - before.keys()):
        sentence = f"it can be called {_FORM_WORDS[form]} too"
        added = None, after[form]
        yield callee.retyped(SurfaceKind.METHOD, SurfaceBreak.NOTHING, sentence, *added)
    yield from _compare_results(callee, old[0], new[0])


def _by_form(signatures: Sequence[Signature]) -> dict[str, Signature]:
    """Signatures by whether they take a body as a whole."""
    return {
        _BODY if _BODY in signature.by_name else "": signature
        for signature in signatures
    }


def _compare_results(
    callee: Callee, old: Signature, new: Signature
) -> Iterator[SurfaceChange]:
    result_relation = relation(old.result, new.result)
    if result_relation is Relation.SAME:
        return
    what = {
        Relation.WIDER: "can return more than before",
        Relation.FRACTIONAL: "can return numbers that are not whole",
        Relation.NARROWER: "returns less than before",
        Relation.OTHER: "returns another type",
    }[result_relation]
    breaks = READ_BY_CALLERS.breaks(Effect.of(result_relation))
    yield callee.retyped(SurfaceKind.RESULT, breaks, f"it {what}", old, new)


def _compare_parameters(
    callee: Callee, old: Signature, new: Signature
) -> Iterator[SurfaceChange]:
    before, after = old.by_name, new.by_name
    renamed = _renamed(old, new)
    for name, was in before.items():
        if name in renamed:
            now = after[renamed[name]]
            sentence = f"{name} is called {now.name} now: it matters where it is passed"
            yield callee.of_parameter(
                name,
                SurfaceAction.RENAMED,
                SurfaceBreak.CODE,
                f"{sentence} by name",
                was,
                now,
            )
        elif name not in after:
            sentence = f"{name} is gone"
            yield callee.of_parameter(
                name, SurfaceAction.REMOVED, SurfaceBreak.CODE, sentence, was, None
            )
        else:
            yield from _compare_parameter(callee, was, after[name])
    for name, now in after.items():
        if name in before or name in renamed.values():
            continue
        breaks = SurfaceBreak.CODE if now.required else SurfaceBreak.NOTHING
        sentence = f"{name} is new" + (", and required" if now.required else "")
        yield callee.of_parameter(
            name, SurfaceAction.ADDED, breaks, sentence, None, now
        )


def _compare_parameter(
    callee: Callee, was: Parameter, now: Parameter
) -> Iterator[SurfaceChange]:
    breaks = SurfaceBreak.NOTHING
    action: SurfaceAction | None = None
    statements: list[str] = []
    type_relation = relation(was.type.given(), now.type.given())
    if type_relation is not Relation.SAME:
        action, breaks = SurfaceAction.RETYPED, Effect.of(type_relation).giving
        statements.append(
            {
                Relation.WIDER: "takes more than before",
                Relation.FRACTIONAL: "takes numbers that are not whole",
                Relation.NARROWER: "takes less than before",
                Relation.OTHER: "has another type",
            }[type_relation]
        )
    if was.position is not None and was.position != now.position:
        action, breaks = SurfaceAction.MOVED, SurfaceBreak.CODE
        statements.append("stands in another place")
    if was.required != now.required:
        action = SurfaceAction.REQUIRED if now.required else SurfaceAction.OPTIONAL
        statements.append("is required now" if now.required else "may be left out now")
        breaks = worst(
            (breaks, SurfaceBreak.CODE if now.required else SurfaceBreak.NOTHING)
        )
    if action is not None:
        sentence = f"{was.name} {', and '.join(statements)}"
        yield callee.of_parameter(was.name, action, breaks, sentence, was, now)


def _renamed(old: Signature, new: Signature) -> dict[str, str]:
    """Parameters that stand where another one stood, of the same type."""
    before, after = old.by_name, new.by_name
    removed = {
        parameter.position: parameter
        for parameter in old.parameters
        if parameter.name not in after
    }
    removed.pop(None, None)
    return {
        removed[parameter.position].name: parameter.name
        for parameter in new.parameters
        if parameter.position in removed
        and parameter.name not in before
        and removed[parameter.position].type == parameter.type
    }

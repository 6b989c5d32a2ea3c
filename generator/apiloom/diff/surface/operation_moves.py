"""Operations by the methods that stand for them, and where they have gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from apiloom.diff.surface.declarations import Class, Signature
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.diff.surface.surface_package import SurfacePackage

Role: TypeAlias = Literal["client", "handler"]


def operation_of(
    symbol: str, role: Role, old: SurfacePackage, new: SurfacePackage
) -> tuple[str, tuple[str, ...]]:
    """`METHOD path` and the tags of the operation behind a method, if it has one."""
    for package in (new, old):
        key = package.operation_by_symbol(role).get(symbol)
        if key is not None:
            return key, package.tags.get(key, ())
    return "", ()


def method_pairs(
    was: Class, now: Class
) -> Iterator[tuple[str, tuple[tuple[Signature, ...], tuple[Signature, ...]]]]:
    """Every method of either class, with its signatures in both."""
    for name in dict.fromkeys((*was.methods, *now.methods)):
        yield name, (was.methods.get(name, ()), now.methods.get(name, ()))


@dataclass(frozen=True, slots=True)
class OperationMoves:
    """Operations whose method has another name, or stands in another class."""

    pairs: Mapping[str, tuple[str, str]]
    role: Role
    old: SurfacePackage
    new: SurfacePackage

    @classmethod
    def between(
        cls, old: SurfacePackage, new: SurfacePackage, role: Role
    ) -> OperationMoves:
        """Those of two packages, by `METHOD path`."""
        pairs = {
            key: (old.operations[key][role], new.operations[key][role])
            for key in sorted(old.operations.keys() & new.operations.keys())
            if role in old.operations[key] and role in new.operations[key]
        }
        return cls(
            {key: pair for key, pair in pairs.items() if pair[0] != pair[1]},
            role,
            old,
            new,
        )

    def has(self, symbol: str) -> bool:
        """Whether a method is the old or the new one of such an operation."""
        return any(symbol in pair for pair in self.pairs.values())

    def changes(self, dotted_name: Callable[[str], str]) -> Iterator[SurfaceChange]:
        """One change for each; `dotted_name` says how users write a method."""
        kind = SurfaceKind.METHOD if self.role == "client" else SurfaceKind.HANDLER
        for key, (was, now) in self.pairs.items():
            old, new = dotted_name(was), dotted_name(now)
            module = now.partition(":")[0].replace(".", "/")
            yield SurfaceChange(
                kind,
                SurfaceAction.RENAMED,
                SurfaceBreak.CODE,
                old,
                f"it is {new} now",
                old,
                new,
                f"{module}.py",
                key,
                self.new.tags.get(key, ()),
            )

"""Where the two sides of a difference stand, and the words about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol, TypeVar

from apiloom.api.schema.shapes import SchemaId
from apiloom.core.location import Location, Pointer
from apiloom.diff.contract.structure.difference import Kind

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Placed(Protocol):
    """What stands somewhere in a document: an object, or the value of a keyword."""

    @property
    def where(self) -> Location | Pointer:
        """Its place."""


def pointer_of(placed: Placed | SchemaId) -> Pointer:
    """Where something stands."""
    if isinstance(placed, SchemaId):
        return placed.pointer
    where = placed.where
    return where.pointer if isinstance(where, Location) else where


@dataclass(frozen=True, slots=True)
class Places:
    """Two places of one thing; None where one document does not have it."""

    old: Pointer | None
    new: Pointer | None

    @classmethod
    def of(cls, old: Placed | SchemaId | None, new: Placed | SchemaId | None) -> Places:
        """The places of something as it was and as it is."""
        return cls(
            None if old is None else pointer_of(old),
            None if new is None else pointer_of(new),
        )

    @classmethod
    def of_one(cls, kind: Kind, where: Pointer) -> Places:
        """The place of what was added or removed: one document alone has it."""
        return cls(None, where) if kind is Kind.ADDED else cls(where, None)


class Words(NamedTuple):
    """What a sentence needs beside its subject; text of the document is quoted."""

    name: str = ""
    before: str = ""
    after: str = ""
    subject: str = ""


NOTHING: Final = Words()


def paired(
    old: Mapping[K, T], new: Mapping[K, T], moved: Mapping[K, K] | None = None
) -> Iterator[tuple[K, T | None, T | None]]:
    """What both documents name, then what the old one alone does; None for neither.

    `moved` has old names by new ones, of what is called otherwise now.
    """
    known_as = moved or {}
    for key, after in new.items():
        yield key, old.get(known_as.get(key, key)), after
    followed = set(known_as.values())
    for key, before in old.items():
        if key not in new and key not in followed:
            yield key, before, None


def either(old: T | None, new: T | None) -> T:
    """What stands in one of the documents; of both the new one."""
    if new is not None:
        return new
    if old is None:
        raise ValueError("neither document has it")
    return old


def in_one_alone(
    old: Iterable[T], new: Iterable[T], key: Callable[[T], Hashable]
) -> dict[Kind, list[T]]:
    """The values that have gone, and those that have come, where there are any."""
    olds, news = tuple(old), tuple(new)
    keys = frozenset(map(key, olds)), frozenset(map(key, news))
    removed = [value for value in olds if key(value) not in keys[1]]
    added = [value for value in news if key(value) not in keys[0]]
    sides = {Kind.REMOVED: removed, Kind.ADDED: added}
    return {kind: values for kind, values in sides.items() if values}


def renamed(old: Mapping[K, Hashable], new: Mapping[K, Hashable]) -> dict[K, K]:
    """New names with old ones, of what is called otherwise and known by its sign.

    Both have the signs by name; a sign that several have says nothing.
    """
    removed = _by_sign({name: old[name] for name in old if name not in new})
    added = _by_sign({name: new[name] for name in new if name not in old})
    return {added[sign]: removed[sign] for sign in added if sign in removed}


def _by_sign(signs: Mapping[K, Hashable]) -> dict[Hashable, K]:
    times = Counter(signs.values())
    return {sign: name for name, sign in signs.items() if times[sign] == 1}

"""One to three structural changes of a document, by a seed."""

from __future__ import annotations

import copy
import json
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Parent: TypeAlias = dict[str, Any] | list[Any]

_DEEP: Final = 980


def deep() -> Any:
    """A value that nests too deep for what Python has for JSON."""
    value: Any = "deep"
    for step in range(_DEEP):
        value = [value] if step % 2 else {"a": value}
    return value


def deep_schema(depth: int = 200) -> Any:
    """Arrays of arrays."""
    schema: Any = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "array", "items": schema}
    return schema


_ODD: Final[tuple[Callable[[], Any], ...]] = (
    lambda: None,
    lambda: True,
    lambda: 0,
    lambda: -1,
    lambda: 1.5,
    lambda: 2**64,
    lambda: 10**400,
    lambda: -(10**4500),
    lambda: 1e308,
    lambda: "",
    lambda: " ",
    lambda: "x",
    lambda: "\ud800",
    lambda: "\x00\x1b[0m\u2028",
    lambda: "n" * 256,
    lambda: "None",
    lambda: "class",
    lambda: "#/components/schemas/Nowhere",
    lambda: "(a+)+$",
    list,
    lambda: [None],
    lambda: ["\ud800", "a", "a"],
    dict,
    lambda: {"": {}},
    lambda: {"$ref": "#"},
    lambda: {"$ref": "#/paths"},
    lambda: {"type": "object", "properties": {"\udfff": {"enum": ["\ud800", 1]}}},
    lambda: {"enum": [10**400, "\ud800", None, [], {}]},
    lambda: {"default": 10**5000, "minimum": -(10**400), "maximum": 2**70},
    lambda: {"allOf": [{"type": "string"}, {"type": "integer"}]},
    lambda: {"example": deep(), "default": deep()},
    deep_schema,
)
_NAMES: Final = (
    "",
    "$ref",
    "type",
    "\ud800",
    "n" * 256,
    "a\nb",
    "__class__",
    "self",
    "x-\u202e",
    "default",
    "2XX",
    "/",
    "{",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A member of an object or an item of an array."""

    parent: Any
    key: Any

    def put(self, value: Any) -> None:
        """Put something else there."""
        self.parent[self.key] = value


@contextmanager
def _room() -> Iterator[None]:
    """For documents that are deep, and for integers of thousands of digits."""
    digits, frames = sys.get_int_max_str_digits(), sys.getrecursionlimit()
    sys.set_int_max_str_digits(0)
    sys.setrecursionlimit(20_000)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(digits)
        sys.setrecursionlimit(frames)


def json_text(document: Any) -> str:
    """The JSON text of a document, whatever is in it."""
    with _room():
        return json.dumps(document)


def mutant(document: Any, seed: int) -> tuple[Any, list[str]]:
    """A changed copy, and in words what was changed."""
    rng = random.Random(seed)
    with _room():
        changed = copy.deepcopy(document)
        done = [_change(changed, rng) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
    return changed, done


def _change(document: Any, rng: random.Random) -> str:
    places = [*_places(document)]
    place = rng.choice(places)
    change = rng.choice(_CHANGES)
    what = change(place, places, rng)
    return f"{what} at {place.key!r:.60}"


def _places(document: Any) -> Iterator[Place]:
    pending: list[Any] = [document]
    while pending:
        parent = pending.pop()
        keys = [*parent] if isinstance(parent, dict) else [*range(len(parent))]
        for key in keys:
            yield Place(parent, key)
            if isinstance(parent[key], dict | list):
                pending.append(parent[key])


def _odd(place: Place, _places: list[Place], rng: random.Random) -> str:
    number = rng.randrange(len(_ODD))
    place.put(_ODD[number]())
    return f"odd value {number}"


def _removed(place: Place, _places: list[Place], _rng: random.Random) -> str:
    del place.parent[place.key]
    return "removed"


def _other(place: Place, places: list[Place], rng: random.Random) -> str:
    """What stands at another place, of the same key if there is one."""
    alike = [each for each in places if each.key == place.key and each is not place]
    other = rng.choice(alike if alike and rng.random() < 0.5 else places)
    place.put(copy.deepcopy(other.parent[other.key]))
    return f"what stands at {other.key!r:.60}"


def _added(place: Place, places: list[Place], rng: random.Random) -> str:
    other = rng.choice(places)
    target = place.parent[place.key]
    value = copy.deepcopy(other.parent[other.key])
    if isinstance(target, dict):
        target[other.key if isinstance(other.key, str) else "items"] = value
    elif isinstance(target, list):
        target.append(value)
    else:
        place.put(value)
    return f"with more: {other.key!r:.60}"


def _renamed(place: Place, _places: list[Place], rng: random.Random) -> str:
    if not isinstance(place.parent, dict):
        place.parent.append(copy.deepcopy(place.parent[place.key]))
        return "repeated"
    name = rng.choice(_NAMES)
    place.parent[name] = place.parent.pop(place.key)
    return f"renamed {name!r:.20}"


def _wrapped(place: Place, _places: list[Place], rng: random.Random) -> str:
    value = place.parent[place.key]
    place.put([value] if rng.random() < 0.5 else {"schema": value})
    return "wrapped"


def _emptied(place: Place, _places: list[Place], _rng: random.Random) -> str:
    kind = type(place.parent[place.key])
    place.put(kind() if kind is not type(None) else "")
    return "emptied"


_CHANGES: Final[tuple[Callable[[Place, list[Place], random.Random], str], ...]] = (
    _odd,
    _odd,
    _removed,
    _other,
    _added,
    _renamed,
    _wrapped,
    _emptied,
)

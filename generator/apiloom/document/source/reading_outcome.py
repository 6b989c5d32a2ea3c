"""What a reader hands back: a tree, or the one problem that stopped it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

from apiloom.core.diagnostics import Severity
from apiloom.core.location import ROOT, Pointer, child
from apiloom.core.text import shown
from apiloom.document.source.load_policy import LoadPolicy
from apiloom.document.source.tree import Json

_NOWHERE: Final = -1
AS_TEXT: Final = "it is taken for text"
"""How a reader goes on after a scalar that has no JSON value."""


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """A tree and how deep it nests once aliases are expanded.

    `problems` are those that did not stop the reader: each has a `fallback` or is
    a warning.
    """

    root: Json = field(repr=False)
    depth: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text cannot be read.

    `index` counts characters of the text from 0; so does `first`, which is where the
    hint shall point to, if anywhere. `fallback` says how the reader went on, and is
    empty where it could not, and where it is a warning that nobody has to accept.
    """

    code: str
    message: str
    index: int
    pointer: Pointer = ROOT
    hint: str = ""
    first: int = _NOWHERE
    fallback: str = ""
    severity: Severity = Severity.ERROR


class RefusedError(Exception):
    """Carries a `Problem` out of the depths of a reader.

    Private to this package: every public function turns it into a value.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class OpenContainer(Protocol):
    """An array or object that a reader is in, and the key that it has reached."""

    container: Json
    key: str | None


def pointer_to(open_containers: Iterable[OpenContainer]) -> Pointer:
    """Where a reader is, from its open containers and the keys it has reached."""
    tokens: list[str | int] = []
    for frame in open_containers:
        if isinstance(frame.container, list):
            tokens.append(len(frame.container))
        elif frame.key is not None:
            tokens.append(frame.key)
    return child(ROOT, *tokens)


def duplicate_key(key: str, index: int, first: int, owner: Pointer) -> Problem:
    """The same key twice: RFC 8259 section 4 wants names unique, YAML forbids it."""
    return Problem(
        "duplicate-key",
        f"the key {shown(key)} stands twice in one object",
        index,
        child(owner, key),
        "keep one of the two; the first is on line {line}",
        first,
        "the last one wins",
    )


def too_deep(policy: LoadPolicy, index: int, pointer: Pointer) -> RefusedError:
    """The budget for nesting is used up."""
    return RefusedError(
        Problem(
            "nesting-too-deep",
            f"more than {policy.max_depth:,} nested levels",
            index,
            # The whole pointer would be as long as the nesting is deep.
            Pointer("/".join(pointer.split("/", 4)[:4])),
            "move inner parts into components and refer to them",
        )
    )


def too_many_nodes(policy: LoadPolicy, index: int, pointer: Pointer) -> RefusedError:
    """The budget for values is used up."""
    return RefusedError(
        Problem(
            "too-many-nodes",
            f"more than {policy.max_nodes:,} values once aliases are expanded",
            index,
            pointer,
            "use $ref in place of YAML aliases, or split the document",
        )
    )

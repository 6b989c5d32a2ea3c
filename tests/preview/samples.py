"""Previews that are made up, for what no small document brings about."""

from __future__ import annotations

from typing import Final

from apiloom import Preview
from apiloom.core.location import Location, Pointer
from apiloom.diff.contract.contract_change import (
    ContractChange,
    ContractLevel,
    ContractSide,
)
from apiloom.diff.surface.surface_change import (
    SurfaceAction,
    SurfaceBreak,
    SurfaceChange,
    SurfaceKind,
)
from apiloom.package.comparison import FileDifference, FileState

HOSTILE: Final = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
    "](http://evil.example) **bold** `code` | cell | <details>",
    "@everyone @org/team #1 GH-1 org/repo#2 https://evil.example www.evil.example",
    "</details></code></pre> <!-- comment --> &lt; :tada:",
    "```\n~~~~\n````````\n# heading",
    "\u202eright to left\x1b[31mred\x00\x07",
    "{{ 7 * 7 }} {% raw %} ${x} $x^2$",
)


def change(
    sentence: str = "the operation is gone",
    level: ContractLevel = ContractLevel.BREAKING,
    operation: str = "GET /pets",
    tags: tuple[str, ...] = ("pets",),
    rule: str = "operation-removed",
) -> ContractChange:
    """One change of the contract."""
    where = Location("openapi.yaml", Pointer("/paths/~1pets/get"), 12, 5)
    side = ContractSide.RESPONSE
    return ContractChange(rule, level, side, sentence, where, None, operation, tags)


def seen(
    name: str = "client.pets.find",
    breaks: SurfaceBreak = SurfaceBreak.CODE,
    old: str = "def find(self) -> Pet",
    sentence: str = "the method is gone",
    tags: tuple[str, ...] = ("pets",),
) -> SurfaceChange:
    """One change of the surface."""
    kind, action, file = SurfaceKind.METHOD, SurfaceAction.REMOVED, "operations/pets.py"
    return SurfaceChange(
        kind, action, breaks, name, sentence, old, "", file, "GET /pets", tags
    )


def file(path: str, before: str | None, after: str | None) -> FileDifference:
    """One file that differs."""
    old, new = (None if each is None else each.encode() for each in (before, after))
    state = FileState.DIFFERENT
    if old is None:
        state = FileState.MISSING
    elif new is None:
        state = FileState.STALE
    return FileDifference(path, state, old, new)


def hostile() -> Preview:
    """One whose document says what no page must obey."""
    return Preview(
        "git:HEAD:<b>old</b>.yaml",
        "new.yaml",
        "api",
        contract=tuple(
            change(text, operation=f"GET /{text}", tags=(text,)) for text in HOSTILE
        ),
        surface=tuple(
            seen(text, old=text, sentence=f"the method {number} is gone", tags=(text,))
            for number, text in enumerate(HOSTILE)
        ),
        files=tuple(
            file(f"models/a{number}.py", text, f"{text}\nmore\n")
            for number, text in enumerate(HOSTILE)
        ),
    )


def large() -> Preview:
    """One that is far too long for a comment."""
    lines = "".join(f"line {number}\n" for number in range(2_000))
    return Preview(
        "old.yaml",
        "new.yaml",
        "api",
        contract=tuple(
            change(f"change {number} {level}", level)
            for level in ContractLevel
            for number in range(400)
        ),
        surface=tuple(
            seen(
                f"client.pets.find_{number}",
                breaks,
                sentence=f"the method {number} is gone",
            )
            for breaks in SurfaceBreak
            for number in range(400)
        ),
        files=tuple(
            file(f"models/pet_{number}.py", lines, lines.replace("1", "one"))
            for number in range(60)
        ),
    )


def small() -> Preview:
    """One of each kind."""
    return Preview(
        "old.yaml",
        "new.yaml",
        "api",
        contract=(
            change(),
            change(
                "the schema is new", ContractLevel.COMPATIBLE, "", (), "schema-added"
            ),
            change(
                "a text has changed",
                ContractLevel.DOCUMENTATION,
                "PUT /shops",
                ("shops",),
            ),
        ),
        surface=(
            seen(),
            seen(
                "models.Pet.id", SurfaceBreak.TYPES, "id: str", "it may be absent", ()
            ),
        ),
        files=(
            file(
                "models/pet.py", "class Pet:\n    id: str\n", "class Pet:\n    pass\n"
            ),
            file("models/new.py", None, "class New:\n    pass\n"),
            file("models/old.py", "class Old:\n    pass\n", None),
        ),
    )

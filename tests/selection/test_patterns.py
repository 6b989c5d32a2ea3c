"""What patterns fit."""

from __future__ import annotations

import random
import re

import pytest

from apiloom.api.resolve.selection_patterns import Patterns, Subject
from apiloom.core.acceptance import Accepted
from apiloom.core.location import Pointer
from apiloom.core.selection import OperationFilter, SelectionPattern
from apiloom.core.star_patterns import path_pattern, text_pattern


@pytest.mark.parametrize(
    ("pattern", "fits", "others"),
    [
        ("/v1/**", "/v1 /v1/a /v1/a/b/{c}", "/v1a /v2/v1/a /v10/a"),
        ("/v1/*", "/v1/a /v1/{id}", "/v1 /v1/a/b"),
        ("/v1/*/b", "/v1/a/b", "/v1/b /v1/a/a/b"),
        ("/**/b", "/b /a/b /a/a/b", "/ab /b/a"),
        ("/a/**/c", "/a/c /a/b/c /a/b/b/c", "/a/bc /ac"),
        ("/a**", "/a /ab /a/b", "/b"),
        ("/v1/x.y", "/v1/x.y", "/v1/xzy /V1/x.y"),
        ("/**", "/ /a /a/b", ""),
        ("/pets/{id}", "/pets/{id}", "/pets/{name}"),
    ],
)
def test_paths(pattern: str, fits: str, others: str) -> None:
    compiled = path_pattern(pattern)
    assert [path for path in fits.split() if not compiled.fullmatch(path)] == []
    assert [path for path in others.split() if compiled.fullmatch(path)] == []


def _every_way(pattern: str) -> re.Pattern[str]:
    """A path pattern that tries every way, which takes long for many stars."""
    stars = re.split(r"(/\*\*(?=/|\Z)|\*\*|\*)", pattern)
    for number in range(1, len(stars), 2):
        stars[number] = {"*": "[^/]*", "**": ".*"}.get(stars[number], "(?:/.*)?")
    return re.compile("".join(stars))


def test_paths_fit_as_if_every_way_were_tried() -> None:
    rng = random.Random(5)
    for _ in range(300):
        pattern = "".join(rng.choices(["a", "b", "/", "*", "**", "/**"], k=6))
        ways, settled = _every_way(pattern), path_pattern(pattern)
        for _ in range(20):
            path = "".join(rng.choices("ab/", k=rng.randint(0, 8)))
            fits = ways.fullmatch(path) is not None
            assert (settled.fullmatch(path) is not None) is fits, (pattern, path)


@pytest.mark.parametrize("part", ["*a", "**a", "/**/a"])
def test_many_stars_take_no_longer(part: str) -> None:
    """It would go on for years."""
    assert path_pattern(part * 40 + "*c").fullmatch("/a" * 2000 + "/b") is None
    assert text_pattern(part * 40 + "*c").fullmatch("/a" * 2000 + "/b") is None
    entry = Accepted("code", Pointer("/" + part * 40 + "*c"))
    assert entry.compiled().match("doc\0" + "/a" * 2000 + "/b") is None


def test_texts() -> None:
    assert text_pattern("a*c").fullmatch("abc/\nc")
    assert not text_pattern("a*c").fullmatch("abcd")
    assert not text_pattern("a.c").fullmatch("abc")
    assert text_pattern("[a]").fullmatch("[a]")


SUBJECT = Subject(("one", "two"), "getPet", "GET", "/pets/{id}")
NAMELESS = Subject((), None, "COPY", "/pets/{id}")
WEBHOOK = Subject((), "seen", "POST", name="petSeen")


@pytest.mark.parametrize(
    ("kind", "pattern", "fits"),
    [
        ("tags", "two", [SUBJECT]),
        ("paths", "/pets/*", [SUBJECT, NAMELESS]),
        ("paths", "/**", [SUBJECT, NAMELESS]),
        ("operations", "get*", [SUBJECT]),
        ("operations", "*", [SUBJECT, WEBHOOK]),
        ("operations", "get /pets/**", [SUBJECT]),
        ("operations", "*  /pets/*", [SUBJECT, NAMELESS]),
        ("operations", "COPY /pets/{id}", [NAMELESS]),
        ("operations", "POST petSeen", [WEBHOOK]),
        ("operations", "POST pet*", [WEBHOOK]),
    ],
)
def test_operations(kind: str, pattern: str, fits: list[Subject]) -> None:
    patterns = Patterns(OperationFilter(**{kind: (SelectionPattern(pattern),)}))
    assert [
        subject for subject in (SUBJECT, NAMELESS, WEBHOOK) if patterns.fit(subject)
    ] == fits
    assert not patterns.unused()


def test_patterns_that_fit_nothing_are_known() -> None:
    patterns = Patterns(
        OperationFilter(
            (SelectionPattern("one"), SelectionPattern("tow")),
            (SelectionPattern("/pets/**"), SelectionPattern("/pet")),
            (SelectionPattern("getPet"), SelectionPattern("POST /pets/*")),
            (SelectionPattern("Pet"), SelectionPattern("Dog")),
        )
    )
    patterns.fit(SUBJECT)
    patterns.fit_schema(("Pet", "/components/schemas/Pet"))
    assert [pattern.text for pattern in patterns.unused()] == [
        "tow",
        "/pet",
        "POST /pets/*",
        "Dog",
    ]

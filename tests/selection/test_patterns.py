"""What patterns fit."""

from __future__ import annotations

import pytest

from apiloom.api.resolve.selection_patterns import (
    Patterns,
    Subject,
    path_pattern,
    text_pattern,
)
from apiloom.core.selection import OperationFilter, SelectionPattern


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

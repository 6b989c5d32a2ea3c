"""Patterns judged by an engine that takes no more time for more ways to match."""

from __future__ import annotations

import itertools

import pytest

from apiloom.api.schema.pattern_engine import bound_patterns
from apiloom.runtime import patterns
from apiloom.runtime.linear_patterns import judge_linearly
from apiloom.runtime.patterns import compiled, is_found

_TEXTS = (
    *("a", "ab", "a b", "\u00e9", "\U0001f600", "0-1", "_", "\n", "a\n", "\u2028"),
    *("A", "\u0663", "\u00a0", "ab0_-\u00e9 \n", " a", "\ufeff", "\ud800", "a\ud800"),
)
_ATOMS = (
    *(r"\d", r"\w", r"\s", r"\S", r"\W", r"\D", ".", r"\b", r"\B", "[a-z]", r"[^\w]"),
    *(r"[\d-]", r"\p{L}", r"\P{Lu}", "(?:a|b)", "(?<y>a)", r"\u00e9", "[^]", "(?=a)"),
    *(r"(a)\1", "[]", r"[\b]", "a{2,3}"),
)
_PATTERNS = (
    *_ATOMS,
    *(f"(?:{atom}){end}" for atom, end in itertools.product(_ATOMS, ("a", "$", "*"))),
    *(f"^{atom}" for atom in _ATOMS),
)


@pytest.fixture(params=[judge_linearly, bound_patterns], autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of generated code, and that of the generator, as the only one."""
    monkeypatch.setattr(patterns, "_engines", [])
    request.param()


@pytest.mark.parametrize("pattern", _PATTERNS)
def test_both_engines_find_the_same(pattern: str) -> None:
    expected = [compiled(pattern).search(text) is not None for text in _TEXTS]
    assert [is_found(pattern, text) for text in _TEXTS] == expected


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"^(\d+)+$", "1" * 10_000 + "x"), (r"^(\w+\s?)*$", "a " * 1000 + "!")],
)
def test_many_ways_to_match_cost_nothing(pattern: str, text: str) -> None:
    """With Python's engine this would never end."""
    assert not is_found(pattern, text)
    assert is_found(pattern, text[:-1])


@pytest.mark.parametrize("pattern", ["^(?=a)(a+)+$", r"^(a)(a+)+\1\1b$"])
def test_the_generator_gives_up(pattern: str) -> None:
    """Where only an engine helps that tries all ways, it does not try for ever."""
    patterns._engines.clear()
    bound_patterns()
    assert not is_found(pattern, "a" * 40 + "!")

"""JSON by the fast way and by the iterative one, which must never differ."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apiloom.document.source import LoadPolicy, SpelledFloat, spelled
from apiloom.document.source.json_iterative import read_iteratively
from apiloom.document.source.json_reader import read_json
from apiloom.document.source.reading_outcome import Parsed, Problem

TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
    max_leaves=30,
)


def both_ways(text: str, policy: LoadPolicy | None = None) -> Parsed | Problem:
    """What the fast reader finds, once the iterative one has found the same."""
    policy = policy or LoadPolicy()
    fast, slow = read_json(text, policy), read_iteratively(text, policy)
    if isinstance(fast, Problem):
        assert fast == slow
        return fast
    assert isinstance(slow, Parsed)
    assert fast.depth == slow.depth
    assert repr(fast.root) == repr(slow.root)
    return fast


def root_of(text: str) -> Any:
    outcome = both_ways(text)
    assert isinstance(outcome, Parsed)
    return outcome.root


@settings(deadline=None)
@given(TREES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_what_json_writes(tree: object, indent: Any, ascii_only: bool) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    assert root_of(text) == tree


@settings(deadline=None)
@given(
    st.text(st.sampled_from('{}[]",: \n\\eE+-.0123456789truefalsnuIity'), max_size=12)
)
@example('{"a":1,"a":2}')
@example('{"a":{"b":NaN}}')
@example("[1,]")
@example("[01]")
@example("-")
@example("[1.]")
@example('["\\ud800"]')
@example('["\\x"]')
@example('{"a"}')
@example('{"a":}')
@example('{"a":1 "b"}')
@example("[-Infinity]")
@example("[1e400]")
@example("")
def test_what_nobody_writes(text: str) -> None:
    both_ways(text)


@settings(deadline=None)
@given(TREES, st.integers(0, 40), st.integers(0, 40))
def test_budgets(tree: object, depth: int, nodes: int) -> None:
    both_ways(json.dumps(tree), LoadPolicy(max_depth=depth, max_nodes=nodes))


def test_depth_beyond_the_c_scanner() -> None:
    depth = 4_999
    text = '{"a": ' + "[" * depth + "]" * depth + "}"
    with pytest.raises(RecursionError):
        json.loads("[" * 500_000 + "]" * 500_000)
    outcome = read_json(text, LoadPolicy())
    assert isinstance(outcome, Parsed)
    assert outcome.depth == depth + 1


def test_lone_surrogates_stay() -> None:
    assert root_of('{"\\udfff": "\\ud800"}') == {"\udfff": "\ud800"}


def test_numbers_remember_their_spelling() -> None:
    document = root_of('{"a": 1.10, "b": 1.1, "c": 1E3, "d": -0, "e": 10000000000}')
    assert [spelled(document[key]) for key in "abc"] == ["1.10", "1.1", "1E3"]
    assert isinstance(document["a"], SpelledFloat)
    assert type(document["b"]) is float
    assert type(document["e"]) is int

"""YAML 1.2 as its core schema has it, keys as strings, aliases and merges."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.core.location import Pointer
from apiloom.document.source import LoadPolicy, SpelledFloat, spelled
from apiloom.document.source.reading_outcome import Parsed, Problem
from apiloom.document.source.yaml_reader import locate_yaml, read_yaml
from tests.source.loading import loaded


def read(text: str) -> Any:
    outcome = read_yaml(text, LoadPolicy())
    assert isinstance(outcome, Parsed), outcome
    return outcome.root


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # What YAML 1.1 takes for something else.
        ("on", "on"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("2020-01-01", "2020-01-01"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("=", "="),
        # YAML 1.2.2 section 10.3.2, row by row, and near misses.
        ("null", None),
        ("Null", None),
        ("~", None),
        ("", None),
        ("nULL", "nULL"),
        ("true", True),
        ("FALSE", False),
        ("tRUE", "tRUE"),
        ("0", 0),
        ("-19", -19),
        ("+3", 3),
        ("014", 14),
        ("0o14", 12),
        ("0x3A", 58),
        ("-0x3A", "-0x3A"),
        ("0o18", "0o18"),
        ("0.", 0.0),
        ("-0.0", -0.0),
        (".5", 0.5),
        ("+12e03", 12000.0),
        ("-2E+05", -200000.0),
        (".", "."),
        ("e5", "e5"),
        ("1e", "1e"),
        ("1.2.3", "1.2.3"),
        ("-", [None]),
        # Tags and quotes.
        ("!!str 12", "12"),
        ("! 12", "12"),
        ("'12'", "12"),
        ("!!int '0x1F'", 31),
        ("!!float 3", 3.0),
        ("!!null ''", None),
        ("!!bool 'true'", True),
        ("!!seq [1]", [1]),
        ("!!map {a: 1}", {"a": 1}),
        ("|\n  a\n  b\n", "a\nb\n"),
    ],
)
def test_values(text: str, value: object) -> None:
    read_value = read(f"a: {text}" if text != "-" else "a:\n-")["a"]
    assert read_value == value
    assert type(read_value) is type(value) or isinstance(read_value, SpelledFloat)


def test_keys_are_spelled_as_written() -> None:
    assert read("{200: a, 1.10: b, true: c, 0x1: d, .inf: e, 'null': f, on: g}") == {
        "200": "a",
        "1.10": "b",
        "true": "c",
        "0x1": "d",
        ".inf": "e",
        "null": "f",
        "on": "g",
    }


def test_numbers_remember_their_spelling() -> None:
    document = read("{a: 1.10, b: 1.1, c: 1e3, d: 1}")
    assert document == {"a": 1.1, "b": 1.1, "c": 1000, "d": 1}
    assert [spelled(document[key]) for key in "abcd"] == ["1.10", "1.1", "1e3", "1"]
    assert type(document["b"]) is float
    assert type(document["d"]) is int


def test_spelling_survives_copies() -> None:
    number = SpelledFloat("1.10")
    for twin in (
        copy.copy(number),
        copy.deepcopy(number),
        pickle.loads(pickle.dumps(number)),
    ):
        assert (twin, spelled(twin)) == (1.1, "1.10")


def test_anchors() -> None:
    document = read("a: &x {p: [1]}\nb: *x\nc: &s text\n? *s\n: *s\n&k d: *k\n")
    assert document == {
        "a": {"p": [1]},
        "b": {"p": [1]},
        "c": "text",
        "text": "text",
        "d": "d",
    }
    assert document["a"] is document["b"]


def test_an_anchor_may_be_used_again() -> None:
    assert read("[&x 1, *x, &x 2, *x]") == [1, 1, 2, 2]
    outcome = read_yaml("[&x 1, &x [*x]]", LoadPolicy())
    assert isinstance(outcome, Problem)
    assert outcome.code == "yaml-alias"


def test_merge_keys() -> None:
    document = read("""
        base: &base {a: 1, b: 1}
        more: &more {b: 2, c: 2}
        one: {<<: *base, b: 3}
        two: {b: 3, <<: [*base, *more]}
        inline: {<<: {z: 0}}
        twice: {<<: {<<: *base, a: 9}}
        quoted: {"<<": 1}
        """)
    assert document["one"] == {"a": 1, "b": 3}
    assert document["two"] == {"a": 1, "b": 3, "c": 2}
    assert document["inline"] == {"z": 0}
    assert document["twice"] == {"a": 9, "b": 1}
    assert document["quoted"] == {"<<": 1}
    assert document["base"] == {"a": 1, "b": 1}


def test_byte_order_marks(tmp_path: Path) -> None:
    text = "a: é😀"
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        documents = loaded(tmp_path, text.encode(encoding))
        assert documents.entry.root == {"a": "é😀"}


def test_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read("a: [&x 1, *x]\nb: !!str 2") == {"a": [1, 1], "b": "2"}
    for text, index in (("a: [1", 5), ('a: "\\U00110000"', 0), ("a: \x01", 3)):
        outcome = read_yaml(text, LoadPolicy())
        assert isinstance(outcome, Problem)
        assert (outcome.code, outcome.index) == ("syntax-yaml", index)


# What YAML forbids to stand unescaped (YAML 1.2.2 section 5.1), JSON allows.
PRINTABLE = st.text(
    st.characters(
        exclude_categories=("Cc", "Cs"),
        exclude_characters="\ufeff\ufffe\uffff\u2028\u2029",
    ),
    max_size=30,
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | PRINTABLE
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(PRINTABLE, inner, max_size=5)
    ),
    max_leaves=30,
)


@settings(deadline=None)
@given(TREES, st.sampled_from([None, 2]))
def test_json_is_yaml(tree: object, indent: int | None) -> None:
    text = json.dumps(tree, ensure_ascii=False, indent=indent)
    assert read(text) == json.loads(text)


@settings(deadline=None)
@given(TREES)
def test_block_style_means_the_same(tree: object) -> None:
    # Every scalar quoted or canonical: the versions of YAML agree on those.
    text = yaml.safe_dump(tree, default_style='"', allow_unicode=True)
    assert read(text) == yaml.safe_load(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: x\u2028y", "x\u2028y"),
        ("a: \u2029", "\u2029"),
        ('a: "x\x85 y"', "x\x85 y"),
        ("a: 'x \u2028 y'", "x \u2028 y"),
        ("a: |-\n  x\u2028y\n  z", "x\u2028y\nz"),
        ("a: >-\n  x\u2028y\n  z \ue000", "x\u2028y z \ue000"),
    ],
)
def test_separators_of_yaml_1_1_are_characters(text: str, value: str) -> None:
    outcome = read_yaml(f"{text}\n", LoadPolicy())
    assert isinstance(outcome, Parsed)
    assert outcome.root == {"a": value}


@pytest.mark.parametrize("end", ["---\n", "---\n...\n", "--- # nothing\n", "...\n"])
def test_a_file_may_end_with_a_separator(end: str) -> None:
    outcome = read_yaml(f"a: 1\n{end}", LoadPolicy())
    assert isinstance(outcome, Parsed)
    assert outcome.root == {"a": 1}


@pytest.mark.parametrize("more", ["b: 1", "~", "''", "[]", "&x", "!!str"])
def test_a_second_document_is_reported(more: str) -> None:
    outcome = read_yaml(f"a: 1\n--- {more}\n", LoadPolicy())
    assert isinstance(outcome, Parsed)
    (problem,) = outcome.problems
    assert (problem.code, problem.index) == ("several-documents", 5)


FACE = r"\ud83d\ude00"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f'"{FACE} {FACE.upper().replace("U", "u")}"', "\U0001f600 \U0001f600"),
        (f'"\\{FACE}"', f"\\{FACE[1:6]}\ude00"),
        (FACE, FACE),
        (f"'{FACE}'", FACE),
        (f"|-\n  {FACE}", FACE),
        (r'"\ud83d"', "\ud83d"),
        (r'"\uf8ff \uF8FE ' + FACE + '"', "\uf8ff \uf8fe \U0001f600"),
    ],
)
def test_characters_in_two_halves(text: str, value: str) -> None:
    """As JSON has them, and only where escapes mean something."""
    assert read(f'a: {text}\n"{FACE}": "b"') == {"a": value, "\U0001f600": "b"}


def test_places_after_characters_in_two_halves() -> None:
    text = f'{{"a": "{FACE}", b: 1}}'
    assert locate_yaml(text, [Pointer("/b")]) == {Pointer("/b"): text.index("b:")}

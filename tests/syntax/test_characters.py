"""What is printed does not depend on how much of Unicode a Python knows."""

from __future__ import annotations

import sys

import pytest
from black.strings import str_width

from apiloom.core.characters import is_old, is_shown
from apiloom.core.identifiers import class_name, is_name, snake_name
from apiloom.core.text import Text
from apiloom.python.syntax.docstring import Doc, docstring_lines
from apiloom.python.syntax.literal import string_literal
from apiloom.python.syntax.width import width_of

SHAKING_FACE = "\U0001fae8"
"""Assigned in Unicode 15: Python 3.11 takes it for nothing, Python 3.12 prints it."""
NEW_LETTER = "\U0001df25"
"""A letter of Unicode 15, which is no part of a name in Python 3.11."""


@pytest.mark.parametrize("character", [SHAKING_FACE, NEW_LETTER, "é", "中", "🎉", " "])
def test_what_can_be_seen_is_printed(character: str) -> None:
    assert is_shown(character)
    assert string_literal(character) == f'"{character}"'
    (line,) = docstring_lines(Doc((Text(f"a{character}b"),)), 0)
    assert line == f'"""a{character}b"""'


@pytest.mark.parametrize(
    "character",
    [
        *"\x00\x7f\xa0\u202e\u2028\ufdd0\ufffe\ue000\U000e0041\U000e0080\U0001343f\U0010ffff"
    ],
)
def test_what_cannot_be_seen_is_escaped(character: str) -> None:
    assert not is_shown(character)
    assert character not in string_literal(character)


def test_what_every_python_knows_is_shown_as_python_has_it() -> None:
    known = [c for c in map(chr, range(sys.maxunicode + 1)) if is_old(c)]
    assert [c for c in known if is_shown(c) != c.isprintable()] == []


def test_names_have_letters_that_every_python_knows() -> None:
    assert class_name(f"a{NEW_LETTER}b") == "AB"
    assert snake_name(f"a{NEW_LETTER}b", "field") == "a_b"
    assert not is_name(f"a{NEW_LETTER}")
    assert class_name("naïve中") == "Naïve中"


def test_columns_are_counted_as_black_counts_them() -> None:
    """Black may know a newer Unicode, which adds characters but rarely changes one."""
    old = (chr(code) for code in range(0x110000) if is_old(chr(code)))
    differing = [
        character
        for character in old
        if width_of(f"a{character}") != str_width(f"a{character}")
    ]
    assert not differing


def test_columns_of_what_this_python_may_not_know() -> None:
    assert width_of("\U00014647") == 1  # not assigned, for which Python 3.11 says wide
    assert width_of(SHAKING_FACE) == 2

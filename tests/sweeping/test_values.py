"""Values for calls: hostile where schema and place let them be, valid in any case."""

from __future__ import annotations

import re

import pytest

from tests.sweeping.examples import Examples
from tests.sweeping.hostile import ANYWHERE, EXTRA_NAMES, Room, hostile_texts
from tests.sweeping.patterns import text_of
from tests.sweeping.values import NoExampleError


def test_a_place_that_can_hold_everything_gets_it_all() -> None:
    texts = "".join(hostile_texts({}, ANYWHERE, 0))
    assert set(" &=?#/%+;,|\"'.🦜\n") <= set(texts)
    assert any(text != text.strip() for text in hostile_texts({}, Room(), 0))


def test_a_place_gets_only_what_it_can_hold() -> None:
    room = Room(avoided=",=", ascii_only=True, trimmed=True)
    texts = list(hostile_texts({"minLength": 3, "maxLength": 9}, room, 2))
    assert texts
    assert all(room.holds(text) and 3 <= len(text) <= 9 for text in texts)
    assert all(text.isascii() for text in texts)


def test_arrays_have_two_items_and_objects_unknown_properties() -> None:
    schema = {
        "type": "object",
        "properties": {
            "names": {
                "type": "array",
                "uniqueItems": True,
                "items": {"type": "string"},
            },
            "one": {"type": "array", "maxItems": 1, "items": {"type": "integer"}},
        },
    }
    value = Examples({"a": schema}).chosen("/a", 1, ANYWHERE)
    assert len(set(value["names"])) == 2
    assert len(value["one"]) == 1
    assert set(EXTRA_NAMES) <= value.keys()
    closed = {**schema, "additionalProperties": False}
    assert Examples({"a": closed}).chosen("/a", 1, ANYWHERE).keys() == {"names", "one"}


def test_each_turn_has_another_value() -> None:
    examples = Examples({"a": {"enum": ["x", "y", None]}, "b": {"type": "string"}})
    assert {examples.chosen("/a", turn, ANYWHERE) for turn in (0, 1)} == {"x", "y"}
    assert len({examples.chosen("/b", turn, ANYWHERE) for turn in range(5)}) == 5


def test_no_value_is_an_error() -> None:
    with pytest.raises(NoExampleError):
        Examples({"a": False}).chosen("/a", 0, ANYWHERE)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^arn:aws[^:]*:sns:[^:]+:[0-9]{12}:[a-zA-Z0-9-_]{1,256}$",
        r"^(-*\d+\.*\d*, *){3}(-*\d+\.*\d*)$",
        r"^(\w)\1(a|b)[^a-z]{2,}\s$",
        r"s3://([^/]+)(/.*)?",
    ],
)
def test_texts_match_their_pattern(pattern: str) -> None:
    texts = [text_of(pattern, 0, None, turn) for turn in range(4)]
    assert all(text is not None and re.search(pattern, text) for text in texts)


def test_properties_of_unicode_are_matched_by_plain_letters() -> None:
    assert text_of(r"^[\p{L}\p{N}_.]{3}$", 0, None, 0)
    assert text_of(r"\P{C}+", 5, 9, 0)
    assert text_of(r"(?<name>x)(", 0, None, 0) is None

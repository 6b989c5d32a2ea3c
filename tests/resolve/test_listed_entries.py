"""Entries of `oneOf` are found again by what they are, also without any text of theirs.

The names of members count as much where nothing but a constant, or something further
below, tells one from another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from apiloom.api.names.aligned_entries import aligned
from tests.resolve.resolving import resolved

Json = dict[str, Any]

TEXT: Final = {"type": "string"}
PLACE: Final = "/components/schemas/Source/oneOf"


def an_object(**properties: object) -> Json:
    """An object with these properties."""
    return {"type": "object", "properties": properties}


def a_full(**properties: object) -> Json:
    """An object that requires all of its properties."""
    return an_object(**properties) | {"required": list(properties)}


KINDS: Final[dict[str, Callable[[str], Json]]] = {
    "constant": lambda word: a_full(type={"const": word}, id=TEXT),
    "optional_constant": lambda word: an_object(type={"enum": [word]}, id=TEXT),
    "list": lambda word: {"type": "array", "items": an_object(**{word: TEXT})},
    "map": lambda word: {
        "type": "object",
        "additionalProperties": an_object(**{word: TEXT}),
    },
    "nested": lambda word: an_object(data=an_object(**{word: TEXT})),
    "nested_enum": lambda word: an_object(data={"enum": [word, f"{word}s"]}),
    "union": lambda word: {
        "anyOf": [
            an_object(data=an_object(**{word: TEXT})),
            an_object(data=an_object(**{f"{word}s": TEXT})),
        ]
    },
}


def below(names: dict[str, str], position: int) -> dict[str, str]:
    """The names of what stands in one member, by the way from there."""
    member = f"{PLACE}/{position}"
    return {
        place.removeprefix(member): name
        for place, name in names.items()
        if place == member or place.startswith(f"{member}/")
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("order", ["ncb", "cnb", "cbn", "bnc"])
def test_a_member_anywhere_else_renames_none(kind: str, order: str) -> None:
    words = {"c": "card", "b": "bank", "n": "voucher"}
    old = [KINDS[kind](words[letter]) for letter in "cb"]
    new = [KINDS[kind](words[letter]) for letter in order]
    before = resolved({"Source": {"oneOf": old}})
    after = resolved({"Source": {"oneOf": new}}, shipped=before.shipped)
    for position, letter in enumerate("cb"):
        names = below(before.names, position)
        assert names
        assert below(after.names, order.index(letter)) == names


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (KINDS["constant"]("card"), KINDS["constant"]("voucher")),
        (
            an_object(n=TEXT, id=TEXT) | {"title": "Card"},
            an_object(v=TEXT, id=TEXT) | {"title": "Voucher"},
        ),
        (a_full(id=TEXT, number=TEXT), a_full(id=TEXT, code=TEXT)),
    ],
)
def test_what_is_put_in_the_place_of_another_has_not_its_name(
    old: Json, new: Json
) -> None:
    bank = a_full(id=TEXT, iban=TEXT)
    before = resolved({"Source": {"oneOf": [old, bank]}})
    after = resolved({"Source": {"oneOf": [new, bank]}}, shipped=before.shipped)
    assert below(after.names, 1) == below(before.names, 1)
    assert below(after.names, 0)[""] != below(before.names, 0)[""]


def test_a_member_with_another_title_or_property_keeps_its_name() -> None:
    old = an_object(number=TEXT, id=TEXT) | {"title": "Card"}
    new = an_object(number=TEXT, id=TEXT, more=TEXT) | {"title": "Payment card"}
    bank = KINDS["constant"]("bank")
    before = resolved({"Source": {"oneOf": [old, bank]}})
    after = resolved({"Source": {"oneOf": [new, bank]}}, shipped=before.shipped)
    assert below(after.names, 0) == below(before.names, 0)


def test_many_members_that_have_all_grown_are_found_again() -> None:
    old = [("object", "property id", f"property p{i}") for i in range(1000)]
    new = [(*traits, "property more") for traits in reversed(old)]
    moves = aligned(old, [("object", "property id", "property q"), *new])
    assert moves == {i: 1000 - i for i in range(1000)}


def test_a_manifest_that_knows_less_of_its_entries_is_read() -> None:
    old = [("object", "property id"), ("object", "property id")]
    new = [(*old[0], "property id: string"), (*old[1], "property id: integer")]
    assert aligned(old, new) == {0: 0, 1: 1}


def test_a_member_that_is_described_anew_keeps_its_name() -> None:
    old = [a_full(id=TEXT) | {"description": word} for word in ("one", "two")]
    new = [old[0], a_full(id=TEXT) | {"description": "the second"}]
    before = resolved({"Source": {"oneOf": old}})
    after = resolved({"Source": {"oneOf": new}}, shipped=before.shipped)
    assert after.names == before.names


def test_positions_of_unions_in_each_other_are_all_said() -> None:
    member = an_object(data=TEXT)
    inner = {"anyOf": [member, member]}
    names = resolved({"Source": {"oneOf": [inner, inner]}}).names
    assert {place: name.partition(":")[2] for place, name in names.items()} == {
        "/components/schemas/Source": "Source",
        f"{PLACE}/0/anyOf/0": "SourceOption1Option1",
        f"{PLACE}/0/anyOf/1": "SourceOption1Option2",
        f"{PLACE}/1/anyOf/0": "SourceOption2Option1",
        f"{PLACE}/1/anyOf/1": "SourceOption2Option2",
    }

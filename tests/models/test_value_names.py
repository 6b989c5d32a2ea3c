"""Names of listed values: whose they are, and that they stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apiloom.core.identifiers import is_name
from tests.shapes import obj, ref
from tests.weaving import Woven, document, weave


def listed(names: list[object], *values: object, **keywords: Any) -> dict[str, Any]:
    """An enumeration with names."""
    return {"enum": [*values] or [1, 2], "x-enum-varnames": names, **keywords}


def constants(holder: type) -> dict[str, object]:
    """The names that a class has for values."""
    return {name: value for name, value in vars(holder).items() if name.isupper()}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    schemas: dict[str, object] = {
        "Priority": listed(["LOW", "high"]),
        "PriorityValues": {"type": "string"},
        "Same": listed(["a-b", "a_b", "aB"], 1, 2, 3),
        "Hostile": listed(
            ["x = 1", "__class__", '"""', "\u202e", "def", "self"], *"abcdef"
        ),
        "Blank": listed(["", "  "]),
        "Null": listed(["A", "NOTHING", "B"], 1, None, 2),
        "Refused": listed(["A", "TEXT", "B"], 1, "x", 2, type="integer"),
        "Twice": listed(["A", "AGAIN", "B"], 1, 1.0, 2),
        "Flags": listed(["On", "Off"], True, False),
        "Fractions": listed(["HALF", "BIG"], 0.5, 2**70),
        "One": listed(["ONLY"], "only"),
        "Uses": obj(**{"class": listed(["ONLY"], "only"), "by": ref("Priority")}),
        "Described": {
            "enum": ["b", "c"],
            "x-enumDescriptions": {"b": 'bad """', "c": "good"},
        },
        "Merged": {
            "allOf": [
                listed(["A", "B", "C"], 1, 2, 3),
                {"enum": [2, 3], "x-enum-descriptions": ["two", "three"]},
            ]
        },
        "NoConstants": {
            "oneOf": [{"const": 1, "title": "A"}, {"const": 1, "title": "B"}]
        },
        "Half": {"oneOf": [{"const": 1, "title": "A"}, {"type": "string"}]},
    }
    with weave(document(schemas=schemas), targets=("models",)) as package:
        yield package


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PriorityEnumValues", {"LOW": 1, "HIGH": 2}),
        ("NullValues", {"A": 1, "B": 2}),
        ("RefusedValues", {"A": 1, "B": 2}),
        ("TwiceValues", {"A": 1, "B": 2}),
        ("FlagsValues", {"ON": True, "OFF": False}),
        ("FractionsValues", {"HALF": 0.5, "BIG": 2**70}),
        ("OneValues", {"ONLY": "only"}),
        ("UsesClassValues", {"ONLY": "only"}),
        ("MergedValues", {"B": 2, "C": 3}),
    ],
)
def test_names_belong_to_their_values(
    woven: Woven, name: str, expected: dict[str, object]
) -> None:
    assert constants(getattr(woven.models, name)) == expected


def test_names_that_meet_are_told_apart(woven: Woven) -> None:
    names = constants(woven.models.SameValues)
    assert sorted(map(str, names.values())) == ["1", "2", "3"]
    assert "A_B" not in {*names} - {"A_B"}


def test_names_are_names(woven: Woven) -> None:
    names = constants(woven.models.HostileValues)
    assert sorted(map(str, names.values())) == [*"abcdef"]
    assert all(map(is_name, names))


def test_what_has_no_name_has_no_class(woven: Woven) -> None:
    for name in ("BlankValues", "DescribedValues", "NoConstantsValues", "HalfValues"):
        assert not hasattr(woven.models, name)
    assert '"c": good' in woven.source("models/described.py")


def test_names_stay_when_the_document_has_others(tmp_path: Path) -> None:
    package = tmp_path / "kept"
    first = document(
        schemas={"A": listed(["ONE", "TWO"]), "B": obj(p=listed(["X", "Y"]))}
    )
    later = document(
        schemas={
            "A": listed(["THREE", "UNO", "ONE"], 3, 1, 2),
            "B": obj(p=listed(["X", "Z"])),
            "BPValues": {"type": "string"},
        }
    )
    with weave(first, targets=("models",), package=package) as woven:
        assert woven.manifest["value-holders"] == {
            "/components/schemas/A": "AValues",
            "/components/schemas/B/properties/p": "BPValues",
        }
        assert woven.manifest["values"]["/components/schemas/A"] == {
            "1": "ONE",
            "2": "TWO",
        }
    with weave(later, targets=("models",), package=package) as woven:
        assert constants(woven.models.AValues) == {"THREE": 3, "ONE": 1, "TWO": 2}
        assert constants(woven.models.BPValues) == {"X": 1, "Y": 2}
        assert [note.message for note in woven.reported("name-kept")] == [
            "values keep the names that they shipped with: 'ONE' (else 'UNO'), "
            "'TWO' (else 'ONE'), 'Y' (else 'Z')"
        ]


@pytest.mark.parametrize(
    "extension",
    [
        {"x-enum-varnames": "ONE"},
        {"x-enum-varnames": ["ONE"]},
        {"x-enum-varnames": ["ONE", "TWO", "THREE"]},
        {"x-enum-varnames": ["ONE", 2]},
        {"x-enum-descriptions": {"3": "three"}},
        {"x-enum-descriptions": [1, "two"]},
        {"x-ms-enum": ["A"]},
        {"x-ms-enum": {"values": [{"name": "A"}]}},
        {"x-ms-enum": {"values": [{"value": 3, "name": "A"}]}},
        {"x-ms-enum": {"name": 1}},
        {"x-ms-enum": {"values": [{"value": 1, "name": 1}]}},
    ],
)
def test_what_cannot_be_used_is_reported(extension: dict[str, object]) -> None:
    schemas = {"A": {"enum": [1, 2], **extension}}
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        ((code, pointer),) = woven.warnings
        assert code in {"enum-names-unusable", "wrong-type"}
        assert pointer.startswith("/components/schemas/A/x-")
        assert woven.accepts("A", 1)
        assert not woven.accepts("A", 3)

"""What a change of constants and of names of values does to Python."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.preview.documents import Document, Edit, edited, schema, surface


def fix_field(document: Document) -> None:
    schema(document, "NewPet")["properties"]["name"] = {"const": "Tom"}


def name_values(document: Document) -> None:
    schema(document, "Kind")["x-enum-varnames"] = ["CAT", "DOG"]


def fixed(document: Document) -> None:
    """What is there before: a constant, and names of values."""
    schema(document, "Pet")["properties"]["id"] = {"const": "1"}
    name_values(document)


def free_field(document: Document) -> None:
    schema(document, "Pet")["properties"]["id"] = {"type": "string"}


def drop_value(document: Document) -> None:
    schema(document, "Kind")["enum"].pop()
    schema(document, "Kind")["x-enum-varnames"].pop()


def add_value(document: Document) -> None:
    schema(document, "Kind")["enum"].append("cow")
    schema(document, "Kind")["x-enum-varnames"].append("COW")


def rename_value(document: Document) -> None:
    schema(document, "Kind")["x-enum-varnames"] = ["CAT", "HOUND"]


PLAIN: Final = edited()
FIXED: Final = edited(fixed)
CASES: Final[tuple[tuple[Edit, Document, tuple[str, ...]], ...]] = (
    (
        fix_field,
        PLAIN,
        (
            "code parameter optional client.pets.put(name)",
            "code field optional models.NewPet.name",
            "code field retyped models.NewPetDict.name",
        ),
    ),
    (name_values, PLAIN, ("nothing class added models.KindValues",)),
    (free_field, FIXED, ("code field required models.Pet.id",)),
    # A name that has shipped stays.
    (rename_value, FIXED, ()),
    (
        add_value,
        FIXED,
        (
            "types alias retyped models.Kind",
            "nothing field added models.KindValues.COW",
        ),
    ),
    (
        drop_value,
        FIXED,
        (
            "code alias retyped models.Kind",
            "code field removed models.KindValues.DOG",
            "nothing field optional models.Pet.kind",
        ),
    ),
)


@pytest.mark.parametrize(
    ("edit", "base", "expected"), CASES, ids=[edit.__name__ for edit, *_ in CASES]
)
def test_a_change_is_seen_and_judged(
    edit: Edit, base: Document, expected: tuple[str, ...], tmp_path: Path
) -> None:
    changes = surface(tmp_path, edit, base=base)
    said = tuple(
        f"{change.breaks} {change.kind} {change.action} {change.name}"
        for change in changes
    )
    assert said == expected, [change.sentence for change in changes]
    assert not any("absent" in change.sentence for change in changes)

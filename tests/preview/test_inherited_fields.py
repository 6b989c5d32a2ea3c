"""Classes that inherit fields are compared by all that they have."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import apiloom
from apiloom import Job
from tests.shapes import INTEGER, TEXT, all_of, array, obj, ref
from tests.weaving import document

JOB = Job(Path("-"), Path("api"), targets=("models",), allof="inherit")


def _document(**changes: Any) -> dict[str, Any]:
    schemas: dict[str, Any] = {
        "Pet": obj(name=TEXT, size=INTEGER),
        "Dog": all_of(ref("Pet"), obj(bark=TEXT)),
        "Puppy": all_of(ref("Dog"), obj(age=INTEGER)),
    }
    return document(schemas=schemas | changes)


def _changes(folder: Path, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    before, after = folder / "old.json", folder / "new.json"
    before.write_text(json.dumps(old), "utf-8")
    after.write_text(json.dumps(new), "utf-8")
    surface = apiloom.preview(before, after, JOB, views=("surface",)).surface
    assert surface is not None
    return [f"{each.breaks} {each.action} {each.name}" for each in surface]


FLAT_DOG = all_of(ref("Pet"), obj("name", bark=TEXT))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Dog": all_of(ref("Pet"), obj(bark=TEXT, b=TEXT))}, ["added models.Dog.b"]),
        ({"Pet": obj(name=TEXT)}, ["removed models.Pet.size"]),
        (
            {"Dog": FLAT_DOG},
            ["required models.Dog.name", "retyped models.Dog"],
        ),
        (
            {"Puppy": all_of(ref("Pet"), obj(age=INTEGER))},
            ["removed models.Puppy.bark", "retyped models.Puppy"],
        ),
        (
            {"Puppy": all_of(ref("Pet"), obj(bark=array(TEXT), age=INTEGER))},
            ["retyped models.Puppy.bark", "retyped models.Puppy"],
        ),
    ],
)
def test_what_becomes_of_fields(
    tmp_path: Path, changes: dict[str, Any], expected: list[str]
) -> None:
    told = _changes(tmp_path, _document(), _document(**changes))
    words = [each.partition(" ")[2] for each in told]
    assert words == expected


def test_a_package_on_disk_that_begins_to_inherit(tmp_path: Path) -> None:
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(_document()), "utf-8")
    flat = replace(JOB, spec=spec, output=tmp_path / "api", allof="merge")
    assert apiloom.generate(flat).exit_code == 0
    preview = apiloom.preview(None, None, replace(flat, allof="inherit"))
    assert preview.surface == ()

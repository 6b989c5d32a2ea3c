"""Previews tell the same of dataclasses and structs as of pydantic's models."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

import apiloom
from apiloom import Job
from apiloom.core.model_style import MODEL_STYLES
from tests.shapes import INTEGER, TEXT, array, obj, ref
from tests.weaving import document

PET: Final = {
    "name": TEXT,
    "petType": {"const": "cat"},
    "petSize": {**INTEGER, "minimum": 1},
    "note": {"type": ["string", "null"]},
    "tags": array(TEXT),
}


def _told(folder: Path, models: Any, old: Any, new: Any) -> list[str]:
    paths: list[Path] = []
    for name, pet in (("old", old), ("new", new)):
        schemas = {"Pet": pet, "Owner": obj(pets=array(ref("Pet")))}
        paths.append(folder / f"{name}.json")
        paths[-1].write_text(json.dumps(document(schemas=schemas)), "utf-8")
    job = replace(Job(Path("-"), Path("api"), targets=("models",)), models=models)
    surface = apiloom.preview(paths[0], paths[1], job, views=("surface",)).surface
    assert surface is not None
    return [f"{each.breaks} {each.action} {each.name}" for each in surface]


@pytest.mark.parametrize("models", MODEL_STYLES[1:])
@pytest.mark.parametrize(
    "pet",
    [
        obj("name", **PET),
        obj(**{**PET, "petSize": TEXT}),
        obj(**{**PET, "petSize": {**INTEGER, "minimum": 2}}),
        obj(**{name: PET[name] for name in PET if name != "petSize"}),
        obj(**PET, more=TEXT),
        {**obj(**PET), "additionalProperties": INTEGER},
        {**obj(**PET), "additionalProperties": False},
    ],
)
def test_what_becomes_of_a_model(tmp_path: Path, models: str, pet: Any) -> None:
    told = [_told(tmp_path, way, obj(**PET), pet) for way in (MODEL_STYLES[0], models)]
    assert told[0] == told[1]


@pytest.mark.parametrize("models", MODEL_STYLES[1:])
def test_what_may_be_null_no_more_is_missing_no_more(
    tmp_path: Path, models: str
) -> None:
    told = _told(tmp_path, models, obj(**PET), obj(**{**PET, "note": TEXT}))
    assert told == ["code retyped models.Pet.note"]

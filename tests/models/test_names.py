"""Names of classes, modules and fields, where the document makes it hard."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import ValidationError

from .conftest import Weave
from .weaving import (
    SCHEMAS,
    Json,
    holder,
    package_name,
    read,
    ref,
    refused,
    weaving,
    written,
)

INTEGER: Final[Json] = {"type": "integer"}
STRING: Final[Json] = {"type": "string"}


def object_of(**properties: object) -> Json:
    """An object with these optional properties."""
    return {"type": "object", "properties": properties}


def test_properties_called_like_types(weave: Weave) -> None:
    """A field that binds the name of a type does not change other annotations."""
    day = {"type": "string", "format": "date"}
    properties = {
        "date": day,
        "second": day,
        "int": INTEGER,
        "str": STRING,
        "third": STRING,
        "list": {"type": "array", "items": STRING},
        "fourth": {"type": "array", "items": day},
        "dict": {"type": "object"},
        "Any": {},
        "float": {"type": "number"},
        "bool": {"type": "boolean"},
        "Annotated": STRING,
        "NotNull": STRING,
        "Field": STRING,
        "Other": ref("Other"),
        "fifth": ref("Other"),
    }
    schemas = {"M": object_of(**properties), "Other": object_of(n=INTEGER)}
    model = weave(schemas).models.M
    value = {
        "date": "2024-01-01",
        "second": "2024-01-02",
        "int": 1,
        "str": "s",
        "third": "t",
        "list": ["a"],
        "fourth": ["2024-01-03"],
        "dict": {"a": 1},
        "Any": [None],
        "float": 1.5,
        "bool": True,
        "Annotated": "a",
        "NotNull": "n",
        "Field": "f",
        "Other": {"n": 1},
        "fifth": {"n": 2},
    }
    instance = read(model, value)
    assert instance.second == date(2024, 1, 2)
    assert instance.fourth == [date(2024, 1, 3)]
    assert written(instance) == value
    assert refused(model, {"second": 1, "third": 1, "fifth": {"n": ""}}) == [
        ("second",),
        ("third",),
        ("fifth", "n"),
    ]


TAKEN: Final = [
    *("Field", "Model", "Annotated", "str", "list", "Literal", "None", "True", "class"),
    *("Any", "NotNull", "TypeAlias", "date", "datetime", "UUID", "Decimal", "dict"),
    *("Integer", "BaseModel", "ConfigDict", "TYPE_CHECKING", "models", "int", "type"),
    *("import", "annotations", "pydantic", "typing", "_runtime", "__init__", "print"),
]


def test_schemas_called_like_what_modules_import(weave: Weave) -> None:
    """Each is a class of its own that works, among uses of the real ones."""
    day = {"type": "string", "format": "date"}
    schema = {
        **object_of(day=day, kind={"enum": ["a", "b"]}, n=INTEGER, names={}, f=STRING),
        "required": ["n"],
    }
    everything = object_of(**{f"p{at}": ref(name) for at, name in enumerate(TAKEN)})
    woven = weave({**dict.fromkeys(TAKEN, schema), "Everything": everything})
    names = {name: woven.names[SCHEMAS + name].partition(":")[2] for name in TAKEN}
    assert len({class_name.casefold() for class_name in names.values()}) == len(TAKEN)
    member = {"day": "2024-01-01", "kind": "b", "n": 1, "names": [1], "f": "x"}
    value = {f"p{at}": member for at in range(len(TAKEN))}
    read_back = read(woven.models.Everything, value)
    assert written(read_back) == value
    for at, name in enumerate(TAKEN):
        model = getattr(woven.models, names[name])
        assert type(getattr(read_back, f"p{at}")) is model
        assert refused(model, {"n": 1, "kind": "c"}) == [("kind",)]


HARD: Final = [
    *("model_config", "json", "copy", "self", "class", "__class__", "_private", "1st"),
    *("a-b", "a_b", "a b", "A_B", "aB", "", "None", "schema", "model_fields", "dict"),
    *("__init__", "__pydantic_extra__", "model_dump", "validate", "\u00fc", "\u6f22"),
    *("import", "import_", "json_", "$ref", "\U0001f600", "a.b", 'a"b', "a\\b", "a\nb"),
    *("\ufb01x", "fix", "\u212b", "\u00c5", "cls", "model_x", "__dict__", "__slots__"),
]


def test_hard_properties_in_one_object(weave: Weave) -> None:
    """Each has a field of its own, and keeps its key on the wire."""
    model = weave({"M": object_of(**dict.fromkeys(HARD, INTEGER))}).models.M
    value = {name: at for at, name in enumerate(HARD)}
    instance = read(model, value)
    assert written(instance) == value
    assert instance.model_extra == {}
    assert len(type(instance).model_fields) == len(HARD)
    wire = {
        name if field.alias is None else field.alias: name
        for name, field in model.model_fields.items()
    }
    for name, at in value.items():
        assert getattr(instance, wire[name]) == at
    for name in HARD:
        assert len(refused(model, {name: "x"})) == 1


def test_exact_names_win(weave: Weave) -> None:
    """A property whose key is a Python name is called just that."""
    model = weave({"M": object_of(**{"a-b": INTEGER, "a_b": STRING})}).models.M
    instance = read(model, {"a-b": 1, "a_b": "s"})
    assert instance.a_b == "s"
    assert model(a_b="s").model_dump(exclude_unset=True) == {"a_b": "s"}


def test_modules_that_differ_in_case(weave: Weave) -> None:
    """A file system may not tell them apart; names are compared folded."""
    names = ["Status", "status", "STATUS", "sta-tus", "StaTus"]
    schemas: Json = {
        name: object_of(**{f"n{at}": STRING}) for at, name in enumerate(names)
    }
    woven = weave(schemas)
    files = [file.stem for file in (woven.folder / "models").glob("*.py")]
    assert len({stem.casefold() for stem in files}) == len(files) == len(names) + 1
    for at, name in enumerate(names):
        class_name = woven.names[SCHEMAS + name].partition(":")[2]
        model: Any = getattr(woven.models, class_name)
        assert set(model.model_fields) == {f"n{at}"}


def test_twins_after_nfkc(weave: Weave) -> None:
    """Python itself would take one name for the other."""
    names = ["x\ufb01le", "xfile", "\u212bngstrom", "\u00c5ngstrom"]
    inner = object_of(**dict.fromkeys(names, INTEGER))
    woven = weave({"M": inner})
    value = {name: at for at, name in enumerate(names)}
    assert written(read(woven.models.M, value)) == value
    assert len(woven.models.M.model_fields) == 4


def test_inline_objects_are_named_by_their_pointer(weave: Weave) -> None:
    """Owner and way, whatever the property is called elsewhere."""
    inner = object_of(n=INTEGER)
    schema = object_of(
        one=inner,
        many={"type": "array", "items": inner},
        by={"type": "object", "additionalProperties": inner},
        kind={"enum": ["a", "b"]},
        either={"oneOf": [STRING, inner]},
    )
    woven = weave({"Team": schema})
    at = f"{SCHEMAS}Team"
    assert woven.names == {
        at: "models.team:Team",
        f"{at}/properties/one": "models.team:TeamOne",
        f"{at}/properties/many/items": "models.team:TeamManyItem",
        f"{at}/properties/by/additionalProperties": "models.team:TeamByValue",
        f"{at}/properties/kind": "models.team:TeamKind",
        f"{at}/properties/either/oneOf/1": "models.team:TeamEitherOption2",
    }
    assert woven.models.TeamOne(n=1).n == 1


ADDED: Final = ["Aa", "Zz", "TeamTwo", "TeamOn", "One"]


@pytest.mark.parametrize("added", ADDED)
def test_adding_a_schema_renames_nothing(weave: Weave, added: str) -> None:
    """Not even where the package is generated afresh."""
    schemas: Json = {
        "Team": object_of(one=object_of(n=INTEGER)),
        "Items": holder(STRING),
    }
    before = weave(schemas).names
    after = weave({added: object_of(x=STRING), **schemas}).names
    assert {pointer: after[pointer] for pointer in before} == before


@pytest.mark.parametrize("late", ["TeamOne", "Team_One"])
def test_a_shipped_name_is_kept(tmp_path: Path, late: str) -> None:
    """A component that comes later does not take the name of an inline object."""
    package = package_name()
    schemas: Json = {"Team": object_of(one=object_of(n=INTEGER))}
    with weaving(schemas, tmp_path, name=package) as woven:
        before = woven.names
    schemas[late] = object_of(other=STRING)
    with weaving(schemas, tmp_path, name=package) as woven:
        after = woven.names
        assert {pointer: after[pointer] for pointer in before} == before
        assert "name-clash" in woven.codes
        name = after[SCHEMAS + late].partition(":")[2]
        assert set(woven.models.TeamOne.model_fields) == {"n"}
        assert set(getattr(woven.models, name).model_fields) == {"other"}


def test_the_field_name_of_an_empty_key_is_no_key(weave: Weave) -> None:
    """As for every other field, whose name is refused where it is not the key."""
    model = weave({"M": object_of(**{"": INTEGER})}).models.M
    (name,) = model.model_fields
    wire = json.dumps({name: 1})
    with pytest.raises(ValidationError, match="not its key"):
        model.model_validate_json(wire, by_alias=True, by_name=False)
    assert written(read(model, {"": 1})) == {"": 1}

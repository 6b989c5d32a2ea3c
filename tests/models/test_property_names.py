"""Names of properties that clash: with each other, Python, what classes inherit."""

from __future__ import annotations

import json
import keyword
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final

import pytest
from pydantic import ValidationError

from tests.models.conftest import WeaveModels
from tests.shapes import INTEGER, TEXT, array, obj, ref
from tests.weaving import Woven, document, read_json, refused_at, to_json, weave

DAY = {"type": "string", "format": "date"}
IDS = {"type": "string", "format": "uuid"}
PROPERTIES = [
    "model_config",
    "model_fields",
    "model_fields_set",
    "model_extra",
    "model_dump",
    "model_validate",
    "model_post_init",
    "json",
    "dict",
    "copy",
    "schema",
    "validate",
    "self",
    "cls",
    "class",
    "None",
    "__class__",
    "__init__",
    "__dict__",
    "__slots__",
    "__pydantic_extra__",
    "__getattr__",
    "_private",
    "__mangled",
    "Field",
    "Model",
    "Annotated",
    "Maybe",
    "str",
    "int",
    "list",
    "float",
    "bool",
    "date",
    "property",
    "type",
    "id",
    "match",
    "",
    " ",
    "-",
    "$ref",
    "1st",
    "a b",
    "a-b",
    "a.b",
    "a/b",
    "a~b",
    "\u9867\u5ba2",
    "\uff21",
    "\ufb01",
    "fi",
    "\u00df",
    "ss",
    "\u0130",
    "A",
    "a",
    "fooBar",
    "foo_bar",
    "FooBar",
    "FOO_BAR",
    "\u2028",
    "x" * 300,
    "\U0001f600",
    "\"'\\",
]


@pytest.fixture(scope="module")
def shadows() -> Iterator[Woven]:
    """Properties called like the types that they have, and like built-ins."""
    everything = obj(
        date=DAY,
        uuid=IDS,
        UUID=IDS,
        str=TEXT,
        int=INTEGER,
        list=array(TEXT),
        dict={"type": "object", "additionalProperties": TEXT},
        float={"type": "number"},
        bool={"type": "boolean"},
        bytes={"type": "string", "format": "binary"},
        Thing=ref("Thing"),
        thing=array(ref("Thing")),
        datetime={"type": "string", "format": "date-time"},
        Decimal={"type": "string", "format": "decimal"},
        Any={},
        Literal={"enum": ["a", "b"]},
        Field={"type": "string", "minLength": 1},
    )
    with weave(document(schemas={"Thing": everything}), clean=True) as woven:
        yield woven


def test_a_property_may_be_called_like_its_type(shadows: Woven) -> None:
    wire = {
        "date": "2024-02-29",
        "uuid": "c56a4180-65aa-42ec-a945-5fd21dec0538",
        "UUID": "c56a4180-65aa-42ec-a945-5fd21dec0538",
        "str": "s",
        "int": 1,
        "list": ["x"],
        "dict": {"a": "b"},
        "float": 1.5,
        "bool": True,
        "bytes": "raw",
        "Thing": {"str": "t"},
        "thing": [{"int": 2}],
        "datetime": "2024-05-15T10:30:15Z",
        "Decimal": "1.10",
        "Any": None,
        "Literal": "a",
        "Field": "f",
    }
    assert shadows.write("Thing", shadows.read("Thing", wire)) == wire
    assert not shadows.accepts("Thing", {"date": "x"})
    assert not shadows.accepts("Thing", {"Field": ""})


def test_properties_called_like_types(weave_models: WeaveModels) -> None:
    """A field that binds the name of a type does not change other annotations."""
    day = {"type": "string", "format": "date"}
    properties = {
        "date": day,
        "second": day,
        "int": INTEGER,
        "str": TEXT,
        "third": TEXT,
        "list": {"type": "array", "items": TEXT},
        "fourth": {"type": "array", "items": day},
        "dict": {"type": "object"},
        "Any": {},
        "float": {"type": "number"},
        "bool": {"type": "boolean"},
        "Annotated": TEXT,
        "Maybe": TEXT,
        "Field": TEXT,
        "Other": ref("Other"),
        "fifth": ref("Other"),
    }
    schemas = {"M": obj(**properties), "Other": obj(n=INTEGER)}
    model = weave_models(schemas).models.M
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
        "Maybe": "n",
        "Field": "f",
        "Other": {"n": 1},
        "fifth": {"n": 2},
    }
    instance = read_json(model, value)
    assert instance.second == date(2024, 1, 2)
    assert instance.fourth == [date(2024, 1, 3)]
    assert to_json(instance) == value
    assert refused_at(model, {"second": 1, "third": 1, "fifth": {"n": ""}}) == [
        ("second",),
        ("third",),
        ("fifth", "n"),
    ]


@pytest.fixture(scope="module")
def properties() -> Iterator[Woven]:
    thing = obj(**{name: INTEGER for name in PROPERTIES if name != "self"})
    thing["properties"]["self"] = INTEGER
    with weave(document(schemas={"Thing": thing}), clean=True) as woven:
        yield woven


def test_a_property_may_be_called_anything(properties: Woven) -> None:
    wire = {name: index for index, name in enumerate(PROPERTIES)}
    read = properties.read("Thing", wire)
    assert properties.write("Thing", read) == wire
    assert len(read.model_fields_set) == len(PROPERTIES)
    assert not read.model_extra


@pytest.mark.parametrize("name", PROPERTIES)
def test_each_property_is_judged(properties: Woven, name: str) -> None:
    assert not properties.accepts("Thing", {name: "text"})
    assert properties.read("Thing", {name: 1}).model_fields_set


def test_python_names_of_properties_are_distinct_and_plain(properties: Woven) -> None:
    names = list(properties.models.Thing.model_fields)
    folded = {unicodedata.normalize("NFKC", name).casefold() for name in names}
    assert len(folded) == len(names) == len(PROPERTIES)
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names)
    assert all(unicodedata.is_normalized("NFKC", name) for name in names)


def test_attributes_of_the_base_stay_reachable(properties: Woven) -> None:
    read = properties.read("Thing", {"model_dump": 1, "json": 2, "copy": 3})
    assert callable(read.model_dump)
    assert callable(read.model_copy)


HARD: Final = [
    *("model_config", "json", "copy", "self", "class", "__class__", "_private", "1st"),
    *("a-b", "a_b", "a b", "A_B", "aB", "", "None", "schema", "model_fields", "dict"),
    *("__init__", "__pydantic_extra__", "model_dump", "validate", "\u00fc", "\u6f22"),
    *("import", "import_", "json_", "$ref", "\U0001f600", "a.b", 'a"b', "a\\b", "a\nb"),
    *("\ufb01x", "fix", "\u212b", "\u00c5", "cls", "model_x", "__dict__", "__slots__"),
]


def test_hard_properties_in_one_object(weave_models: WeaveModels) -> None:
    """Each has a field of its own, and keeps its key on the wire."""
    model = weave_models({"M": obj(**dict.fromkeys(HARD, INTEGER))}).models.M
    value = {name: at for at, name in enumerate(HARD)}
    instance = read_json(model, value)
    assert to_json(instance) == value
    assert instance.model_extra == {}
    assert len(type(instance).model_fields) == len(HARD)
    wire = {
        name if field.alias is None else field.alias: name
        for name, field in model.model_fields.items()
    }
    for name, at in value.items():
        assert getattr(instance, wire[name]) == at
    for name in HARD:
        assert len(refused_at(model, {name: "x"})) == 1


def test_exact_names_win(weave_models: WeaveModels) -> None:
    """A property whose key is a Python name is called just that."""
    model = weave_models({"M": obj(**{"a-b": INTEGER, "a_b": TEXT})}).models.M
    instance = read_json(model, {"a-b": 1, "a_b": "s"})
    assert instance.a_b == "s"
    assert model(a_b="s").model_dump(exclude_unset=True) == {"a_b": "s"}


def test_twins_after_nfkc(weave_models: WeaveModels) -> None:
    """Python itself would take one name for the other."""
    names = ["x\ufb01le", "xfile", "\u212bngstrom", "\u00c5ngstrom"]
    inner = obj(**dict.fromkeys(names, INTEGER))
    woven = weave_models({"M": inner})
    value = {name: at for at, name in enumerate(names)}
    assert to_json(read_json(woven.models.M, value)) == value
    assert len(woven.models.M.model_fields) == 4


def test_the_field_name_of_an_empty_key_is_no_key(weave_models: WeaveModels) -> None:
    """As for every other field, whose name is refused where it is not the key."""
    model = weave_models({"M": obj(**{"": INTEGER})}).models.M
    (name,) = model.model_fields
    wire = json.dumps({name: 1})
    with pytest.raises(ValidationError, match="not its key"):
        model.model_validate_json(wire, by_alias=True, by_name=False)
    assert to_json(read_json(model, {"": 1})) == {"": 1}

"""Names of classes and modules that clash: with each other, Python, generated code."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.models.conftest import WeaveModels
from tests.shapes import COMPONENT_POINTER, INTEGER, TEXT, Schema, holder, obj, ref
from tests.weaving import Woven, document, read_json, refused_at, to_json, weave

DAY = {"type": "string", "format": "date"}
COMPONENTS = [
    "Field",
    "Model",
    "Annotated",
    "Maybe",
    "TypeAlias",
    "TypedDict",
    "Literal",
    "Any",
    "BaseModel",
    "AwareDatetime",
    "Integer",
    "MISSING",
    "Client",
    "AsyncClient",
    "Operation",
    "Response",
    "Request",
    "Error",
    "str",
    "list",
    "int",
    "dict",
    "bool",
    "object",
    "date",
    "datetime",
    "UUID",
    "uuid",
    "None",
    "True",
    "class",
    "import",
    "self",
    "typing",
    "models",
    "errors",
    "client",
    "_runtime",
    "__init__",
    "con",
    "nul",
    "Field_",
]


@pytest.fixture(scope="module")
def components() -> Iterator[Woven]:
    """Components called like what generated code uses, all of them in use."""
    schemas: dict[str, object] = {
        name: obj("value", value=TEXT | {"minLength": 1}, day=DAY)
        for name in COMPONENTS
    }
    schemas["Last"] = obj(**{name: ref(name) for name in COMPONENTS})
    content = {"application/json": {"schema": ref("Last")}}
    operation = {
        "operationId": "useAll",
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    paths = {"/all": {"put": operation}}
    with weave(document(schemas=schemas, paths=paths)) as woven:
        yield woven


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_may_be_called_anything(components: Woven, name: str) -> None:
    place = components.manifest["names"][f"/components/schemas/{name}"]
    module, _, class_name = place.partition(":")
    model = getattr(components.models, class_name)
    assert model is getattr(components.module(module), class_name)
    wire = {"value": "x", "day": "2024-02-29"}
    assert model.model_validate_json('{"value": "x"}').value == "x"
    assert components.write(class_name, components.read(class_name, wire)) == wire
    assert not components.accepts(class_name, {"value": ""})
    assert type(components.read("Last", {name: wire}).model_dump()) is dict
    assert not components.accepts("Last", {name: {"value": ""}})


CIRCULAR = [
    "Model",
    "Field",
    "Annotated",
    "Maybe",
    "date",
    "\u9867\u5ba2",
    "TypedDict",
]


def test_components_of_such_names_may_form_a_circle() -> None:
    """They share a module with the names that they would hide."""
    schemas: dict[str, object] = {
        name: obj("value", value=TEXT | {"minLength": 1}, day=DAY, next=ref("Last"))
        for name in CIRCULAR
    }
    schemas["Last"] = obj(**{name: ref(name) for name in CIRCULAR}, **{"@id": TEXT})
    content = {"application/json": {"schema": ref("Last")}}
    operation = {
        "operationId": "useAll",
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    whole = document(schemas=schemas, paths={"/all": {"put": operation}})
    with weave(whole) as woven:
        for name in CIRCULAR:
            wire = {name: {"value": "x", "next": {"@id": "i", name: {"value": "y"}}}}
            assert woven.write("Last", woven.read("Last", wire)) == wire
            assert not woven.accepts("Last", {name: {"value": "x", "next": 1}})
            assert not woven.accepts("Last", {name: {"value": ""}})
        assert woven.module("operations.all").All


@pytest.mark.parametrize(
    "module", ["client", "errors", "operations.all", "server", "server.all"]
)
def test_other_modules_import_beside_such_components(
    components: Woven, module: str
) -> None:
    assert components.module(module).__name__ == f"{components.name}.{module}"


def test_every_module_says_what_it_exports(components: Woven) -> None:
    names = {place.partition(":")[2] for place in components.manifest["names"].values()}
    assert names <= set(components.models.__all__)
    assert names <= set(dir(components.models))


def test_generated_names_are_in_nfkc(components: Woven) -> None:
    for path in components.folder.glob("models/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                assert unicodedata.is_normalized("NFKC", node.id)


TAKEN: Final = [
    *("Field", "Model", "Annotated", "str", "list", "Literal", "None", "True", "class"),
    *("Any", "Maybe", "TypeAlias", "date", "datetime", "UUID", "Decimal", "dict"),
    *("Integer", "BaseModel", "ConfigDict", "TYPE_CHECKING", "models", "int", "type"),
    *("import", "annotations", "pydantic", "typing", "_runtime", "__init__", "print"),
]


def test_schemas_called_like_what_modules_import(weave_models: WeaveModels) -> None:
    """Each is a class of its own that works, among uses of the real ones."""
    day = {"type": "string", "format": "date"}
    schema = {
        **obj(day=day, kind={"enum": ["a", "b"]}, n=INTEGER, names={}, f=TEXT),
        "required": ["n"],
    }
    everything = obj(**{f"p{at}": ref(name) for at, name in enumerate(TAKEN)})
    woven = weave_models({**dict.fromkeys(TAKEN, schema), "Everything": everything})
    names = {
        name: woven.names[COMPONENT_POINTER + name].partition(":")[2] for name in TAKEN
    }
    assert len({each.casefold() for each in names.values()}) == len(TAKEN)
    member = {"day": "2024-01-01", "kind": "b", "n": 1, "names": [1], "f": "x"}
    value = {f"p{at}": member for at in range(len(TAKEN))}
    read_back = read_json(woven.models.Everything, value)
    assert to_json(read_back) == value
    for at, name in enumerate(TAKEN):
        model = getattr(woven.models, names[name])
        assert type(getattr(read_back, f"p{at}")) is model
        assert refused_at(model, {"n": 1, "kind": "c"}) == [("kind",)]


TWINS = {
    "Pet": obj(a=INTEGER),
    "pet": obj(b=INTEGER),
    "PET": obj(c=INTEGER),
    "P_et": obj(d=INTEGER),
    "p-et": obj(e=INTEGER),
    "\uff30et": obj(f=INTEGER),
}


def test_names_that_differ_in_case_alone_make_distinct_classes_and_files() -> None:
    schemas = {**TWINS, "All": obj(**{name: ref(name) for name in TWINS})}
    with weave(document(schemas=schemas)) as woven:
        places = [
            woven.manifest["names"][f"/components/schemas/{name}"] for name in TWINS
        ]
        assert len({each.casefold() for each in places}) == len(TWINS)
        files = [path.name.casefold() for path in (woven.folder / "models").iterdir()]
        assert len(set(files)) == len(files)
        wire = {
            name: dict.fromkeys(schema["properties"], 1)
            for name, schema in TWINS.items()
        }
        read = woven.read("All", wire)
        assert woven.write("All", read) == wire
        assert not woven.accepts("All", {"pet": {"b": "x"}})
        assert not woven.accepts("All", {"PET": {"c": "x"}})
        clashes = {each.where.pointer for each in woven.reported("name-clash")}
        assert len(clashes) >= len(TWINS) - 1


def test_modules_that_differ_in_case(weave_models: WeaveModels) -> None:
    """A file system may not tell them apart; names are compared folded."""
    names = ["Status", "status", "STATUS", "sta-tus", "StaTus"]
    schemas: Schema = {name: obj(**{f"n{at}": TEXT}) for at, name in enumerate(names)}
    woven = weave_models(schemas)
    files = [each.stem for each in (woven.folder / "models").glob("*.py")]
    assert len({each.casefold() for each in files}) == len(files) == len(names) + 1
    for at, name in enumerate(names):
        class_name = woven.names[COMPONENT_POINTER + name].partition(":")[2]
        model: Any = getattr(woven.models, class_name)
        assert set(model.model_fields) == {f"n{at}"}


def test_an_inline_schema_may_be_called_like_a_component() -> None:
    schemas = {
        "Pet": obj(owner=obj(name=TEXT)),
        "PetOwner": obj("id", id=INTEGER),
    }
    with weave(document(schemas=schemas), targets=("models",)) as woven:
        assert woven.models.PetOwner.model_fields.keys() == {"id"}
        inline = woven.manifest["names"]["/components/schemas/Pet/properties/owner"]
        assert inline.partition(":")[2] not in {"PetOwner", "Pet"}
        assert woven.accepts("Pet", {"owner": {"name": "x"}})


def test_long_names_are_cut_and_stay_distinct() -> None:
    long = {"Very" * 80 + end: obj(a=INTEGER) for end in ("One", "Two")}
    with weave(document(schemas=long), targets=("models",)) as woven:
        places = list(woven.manifest["names"].values())
        assert len(set(places)) == len(long)
        assert all(len(path.name) < 120 for path in woven.folder.rglob("*.py"))


def test_one_of_the_types_of_a_component_is_not_called_like_the_whole() -> None:
    mixed = {"type": ["object", "string"], "properties": {"x": {"type": "string"}}}
    empty = {"type": ["object", "null"], "properties": {"x": {"type": "string"}}}
    with weave(document(schemas={"Mixed": mixed, "Empty": empty})) as woven:
        assert set(woven.manifest["names"].values()) == {
            "models.mixed:Mixed",
            "models.mixed:MixedObject",
            "models.empty:Empty",
        }
        assert isinstance(woven.read("Mixed", {"x": "a"}), woven.models.MixedObject)
        assert woven.read("Mixed", "text") == "text"


def test_inline_objects_are_named_by_their_pointer(weave_models: WeaveModels) -> None:
    """Owner and way, whatever the property is called elsewhere."""
    inner = obj(n=INTEGER)
    schema = obj(
        one=inner,
        many={"type": "array", "items": inner},
        by={"type": "object", "additionalProperties": inner},
        kind={"enum": ["a", "b"]},
        either={"oneOf": [TEXT, inner]},
    )
    woven = weave_models({"Team": schema})
    at = f"{COMPONENT_POINTER}Team"
    assert woven.names == {
        at: "models.team:Team",
        f"{at}/properties/one": "models.team:TeamOne",
        f"{at}/properties/many/items": "models.team:TeamManyItem",
        f"{at}/properties/by/additionalProperties": "models.team:TeamByValue",
        f"{at}/properties/kind": "models.team:TeamKind",
        f"{at}/properties/either/oneOf/1": "models.team:TeamEitherObject",
    }
    assert woven.models.TeamOne(n=1).n == 1


ADDED: Final = ["Aa", "Zz", "TeamTwo", "TeamOn", "One"]


@pytest.mark.parametrize("added", ADDED)
def test_adding_a_schema_renames_nothing(weave_models: WeaveModels, added: str) -> None:
    """Not even where the package is generated afresh."""
    schemas: Schema = {"Team": obj(one=obj(n=INTEGER)), "Items": holder(TEXT)}
    before = weave_models(schemas).names
    after = weave_models({added: obj(x=TEXT), **schemas}).names
    assert {pointer: after[pointer] for pointer in before} == before


@pytest.mark.parametrize("late", ["TeamOne", "Team_One"])
def test_a_shipped_name_is_kept(tmp_path: Path, late: str) -> None:
    """A component that comes later does not take the name of an inline object."""
    package = tmp_path / f"shipped_{late.lower()}"
    schemas: Schema = {"Team": obj(one=obj(n=INTEGER))}
    with weave(
        document(schemas=schemas), targets=("models",), package=package
    ) as woven:
        before = woven.names
    schemas[late] = obj(other=TEXT)
    with weave(
        document(schemas=schemas), targets=("models",), package=package
    ) as woven:
        after = woven.names
        assert {pointer: after[pointer] for pointer in before} == before
        assert "name-clash" in woven.codes
        name = after[COMPONENT_POINTER + late].partition(":")[2]
        assert set(woven.models.TeamOne.model_fields) == {"n"}
        assert set(getattr(woven.models, name).model_fields) == {"other"}

"""Names that clash: with each other, with Python, with what generated code uses."""

from __future__ import annotations

import ast
import keyword
import unicodedata
from collections.abc import Iterator

import pytest

from tests.generation.harness import Woven, document, weave
from tests.generation.shapes import INTEGER, TEXT, array, obj, ref

DAY = {"type": "string", "format": "date"}
IDS = {"type": "string", "format": "uuid"}
COMPONENTS = [
    "Field",
    "Model",
    "Annotated",
    "NotNull",
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
    "NotNull",
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
    "NotNull",
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
        assert woven.module("operations.default").Default


@pytest.mark.parametrize(
    "module", ["client", "errors", "operations.default", "server", "server.default"]
)
def test_other_modules_import_beside_such_components(
    components: Woven, module: str
) -> None:
    assert components.module(module).__name__ == f"{components.name}.{module}"


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
        assert len({place.casefold() for place in places}) == len(TWINS)
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
        clashes = {
            diagnostic.where.pointer for diagnostic in woven.reported("name-clash")
        }
        assert len(clashes) >= len(TWINS) - 1


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


def test_every_module_says_what_it_exports(components: Woven) -> None:
    names = {place.partition(":")[2] for place in components.manifest["names"].values()}
    assert names <= set(components.models.__all__)
    assert names <= set(dir(components.models))


def test_long_names_are_cut_and_stay_distinct() -> None:
    long = {"Very" * 80 + end: obj(a=INTEGER) for end in ("One", "Two")}
    with weave(document(schemas=long), targets=("models",)) as woven:
        places = list(woven.manifest["names"].values())
        assert len(set(places)) == len(long)
        assert all(len(path.name) < 120 for path in woven.folder.rglob("*.py"))


def test_generated_names_are_in_nfkc(components: Woven) -> None:
    for path in components.folder.glob("models/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                assert unicodedata.is_normalized("NFKC", node.id)


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

"""A deprecated property warns who reads the attribute, and nothing else does."""

from __future__ import annotations

import copy
import pickle
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from apiloom.core.enum_style import EnumStyle
from apiloom.core.model_style import MODEL_STYLES, ModelStyle
from tests.shapes import INTEGER, TEXT, by_tag, obj, one_of, ref
from tests.weaving import Woven, document, weave

OLD: Final = {**TEXT, "deprecated": True}
SCHEMAS: Final = {
    "Pet": obj("id", id=INTEGER, nick=OLD, **{"old-name": OLD}),
    "Box": obj(
        "size",
        size={"enum": ["s", "l"], "deprecated": True},
        lid={"const": True, "deprecated": True},
        kind={"enum": [1, 2], "deprecated": True},
    ),
    "Cat": obj("kind", kind={"const": "cat", "deprecated": True}, pet=ref("Pet")),
    "Dog": obj("kind", kind={"const": "dog", "deprecated": True}),
    "Animal": one_of(ref("Cat"), ref("Dog")) | {"discriminator": by_tag("kind")},
}
SCHEMAS["Animal"]["discriminator"] = by_tag("kind")
BOTH: Final = '{"id":1,"nick":"a","old-name":"b"}'


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS)) as package:
        yield package


@pytest.fixture(scope="module")
def models(woven: Woven) -> Any:
    return woven.models


def test_reading_the_attribute_warns(models: Any) -> None:
    pet = models.Pet.from_json(BOTH)
    for name in ("nick", "old_name"):
        with pytest.warns(DeprecationWarning, match="deprecated"):
            assert getattr(pet, name) in {"a", "b"}


def test_nothing_else_warns(models: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pet = models.Pet.from_json(BOTH)
        assert pet.to_json() == BOTH
        assert models.Pet.from_dict(pet.to_dict()) == pet
        assert models.Pet(id=1, nick="a", old_name="b") == pet
        assert pickle.loads(pickle.dumps(pet)) == copy.deepcopy(pet) == pet
        assert pet.model_copy() == pet
        assert "nick='a'" in repr(pet)
        pet.nick = "c"
        assert pet.model_dump(by_alias=True)["nick"] == "c"
        assert pet.model_fields_set == {"id", "nick", "old_name"}


def test_unions_are_told_by_a_deprecated_tag(woven: Woven) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cat = woven.read("Animal", {"kind": "cat", "pet": {"id": 1, "nick": "a"}})
        assert isinstance(cat, woven.models.Cat)
        assert woven.write("Animal", cat) == {
            "kind": "cat",
            "pet": {"id": 1, "nick": "a"},
        }
        assert woven.write("Animal", woven.models.Dog()) == {"kind": "dog"}


def test_a_list_of_values_and_a_constant_warn_too(models: Any) -> None:
    """But not the key of a tag: pydantic reads that of any model to choose a class."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        box = models.Box(size="s", lid=True, kind=1)
        assert models.Box.from_json(box.to_json()) == box
        assert box.kind == 1
    for name in ("size", "lid"):
        with pytest.warns(DeprecationWarning, match="deprecated"):
            getattr(box, name)


def test_json_schemas_say_so(models: Any) -> None:
    properties = models.Pet.model_json_schema()["properties"]
    assert properties["nick"]["deprecated"] is True
    assert properties["old-name"]["deprecated"] is True
    assert "deprecated" not in properties["id"]


COMPONENTS: Final = {
    "Listed": {**TEXT, "enum": ["a", "b"]},
    "Constant": {"const": "x"},
    "Alias": {**TEXT, "format": "date"},
    "Either": one_of(TEXT, INTEGER),
    "Thing": obj(a=TEXT),
}


@pytest.mark.parametrize("models", MODEL_STYLES)
@pytest.mark.parametrize("enums", ["literal", "class"])
def test_a_deprecated_component_says_so_where_it_is_declared(
    models: ModelStyle, enums: EnumStyle
) -> None:
    """In its docstring: PEP 702 would have checkers report the package itself."""
    schemas = {
        name: {**schema, "deprecated": True} for name, schema in COMPONENTS.items()
    }
    schemas["Holder"] = obj(old=OLD, **{name.lower(): ref(name) for name in COMPONENTS})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with weave(
            document(schemas=schemas), targets=("models",), models=models, enums=enums
        ) as woven:
            folder = Path(woven.models.__path__[0])
            for name in COMPONENTS:
                source = (folder / f"{name.lower()}.py").read_text("utf-8")
                assert source.count('"""Deprecated."""') == 1, name
            source = (folder / "holder.py").read_text("utf-8")
            assert source.count('"""Deprecated."""') == 1
            given = {"listed": "b", "constant": "x", "thing": {"a": "x"}, "old": "x"}
            read = woven.package.decode(woven.models.Holder, given)
            assert woven.package.encode(read, woven.models.Holder) == given

"""Models that derive from a class of the user's, and models that are frozen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.shapes import array, mapping, obj, ref
from tests.weaving import Woven, document, read_json, to_json, weave

SCHEMAS: dict[str, Any] = {
    "Pet": obj("name", name={"type": "string"}, tags=array({"type": "string"})),
    "Keyed": obj(**{"a_b": {"type": "string"}, "a-b": {"type": "string"}}),
    "Asserted": {**obj(pet=ref("Pet")), "minProperties": 1},
    "Closed": {**obj(map=mapping({})), "additionalProperties": False},
}
IMPORT = "from PACKAGE import Model\n"
METHOD = "    def described(self) -> str:\n        return f'a {type(self).__name__}'\n"


@contextmanager
def based(tmp_path: Path, source: str, **settings: Any) -> Iterator[Woven]:
    """A package whose models derive from `basemodule:Base`."""
    package = tmp_path / f"based_{tmp_path.name}"
    text = source.replace("PACKAGE", package.name)
    (tmp_path / "basemodule.py").write_text(text)
    sys.path.insert(0, str(tmp_path))
    try:
        with weave(
            document(schemas=SCHEMAS),
            targets=("models",),
            package=package,
            base="basemodule:Base",
            **settings,
        ) as woven:
            yield woven
    finally:
        sys.path.remove(str(tmp_path))
        sys.modules.pop("basemodule", None)


def test_every_model_has_what_the_base_has(tmp_path: Path) -> None:
    with based(tmp_path, f"{IMPORT}class Base(Model):\n{METHOD}") as woven:
        for name in SCHEMAS:
            model = getattr(woven.models, name)
            assert issubclass(model, sys.modules["basemodule"].Base)
        pet = read_json(woven.models.Pet, {"name": "Rex", "more": 1})
        assert pet.described() == "a Pet"
        assert to_json(pet) == {"name": "Rex", "more": 1}
        keyed = read_json(woven.models.Keyed, {"a-b": "1", "a_b": "2"})
        assert to_json(keyed) == {"a-b": "1", "a_b": "2"}
        for model, wrong in (
            (woven.models.Pet, {"name": 5}),
            (woven.models.Asserted, {}),
            (woven.models.Closed, {"a": 1}),
        ):
            with pytest.raises(ValidationError):
                read_json(model, wrong)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Base = 5", "has to derive from"),
        ("class Base: pass", r"has to derive from .*, as in `class Base\(Model\)`"),
        (
            "from pydantic import BaseModel\nclass Base(BaseModel): pass",
            "has to derive from",
        ),
        (f"{IMPORT}class Base(Model):\n    name: str = ''", "has the fields 'name'"),
        (f"{IMPORT}class Base(Model, extra='ignore'): pass", "sets 'extra'"),
        (f"{IMPORT}class Base(Model, strict=False): pass", "sets 'strict'"),
        (
            f"{IMPORT}class Base(Model, frozen=True): pass",
            "since `frozen` of the configuration is false",
        ),
    ],
)
def test_what_can_be_no_base_says_why(tmp_path: Path, source: str, said: str) -> None:
    expected = f"(?s)(Base|5), the base of all models, .*{said}"
    with based(tmp_path, source) as woven, pytest.raises(TypeError, match=expected):
        woven.models.Pet(name="Rex")


def test_frozen_models() -> None:
    whole = document(schemas=SCHEMAS)
    with weave(whole, targets=("models",), frozen=True) as woven:
        assert_frozen(woven)


def test_frozen_models_with_a_base(tmp_path: Path) -> None:
    source = f"{IMPORT}class Base(Model, frozen=True):\n{METHOD}"
    with based(tmp_path, source, frozen=True) as woven:
        assert_frozen(woven)


def assert_frozen(woven: Woven) -> None:
    value = {"name": "Rex", "tags": ["a"], "more": [{}]}
    pet = read_json(woven.models.Pet, value)
    for name in ("name", "unknown"):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(pet, name, "Max")
    with pytest.raises(ValidationError, match="frozen"):
        del pet.name
    same = read_json(woven.models.Pet, value)
    other = read_json(woven.models.Pet, {"name": "Rex", "tags": ["b"]})
    assert hash(pet) == hash(same)
    assert len({pet, same, other}) == 2
    assert to_json(pet.model_copy(update={"name": "Max"}))["name"] == "Max"
    for instance in (
        woven.models.Keyed(a_b="1"),
        woven.models.Asserted(pet=pet),
        woven.models.Closed(map={"a": [1, {"b": None}]}),
    ):
        assert len({instance, instance.model_copy()}) == 1
        name = next(iter(type(instance).model_fields))
        with pytest.raises(ValidationError, match="frozen"):
            setattr(instance, name, None)

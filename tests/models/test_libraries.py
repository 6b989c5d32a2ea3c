"""Models that are dataclasses, or structs of msgspec, judge as those of pydantic do.

Every case of `tests/models/cases/` is generated for each of them: what it accepts is
accepted, and written as it came; what it refuses is refused at the same places.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from apiloom.core.exit_codes import FINE
from apiloom.core.model_style import MODEL_STYLES
from apiloom.package.verify import failure_of
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from apiloom.runtime.server.problem import pointer_of
from tests.models.case_files import ALONE, FOLDER, Value, parse
from tests.shapes import INTEGER, TEXT, array, by_tag, mapping, obj, one_of, ref
from tests.weaving import Woven, document, weave

CASES: Final = sorted(FOLDER.glob("*.md"))
PLAIN: Final = MODEL_STYLES[1:]


def _name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("style", PLAIN)
@pytest.mark.parametrize("path", CASES, ids=_name)
def test_cases_are_judged_alike(path: Path, style: str) -> None:
    case = parse(path.read_text("utf-8"))
    wrong: list[str] = []
    with weave(case.document, targets=("models",), models=style) as woven:
        for value in case.values("Accepted"):
            wrong += _unlike(woven, value, [])
        for value in case.values("Refused"):
            places = value.comment.partition(f"; {ALONE}")[0].split(", ")
            wrong += _unlike(woven, value, places)
    assert wrong == []


def _unlike(woven: Woven, value: Value, places: list[str]) -> list[str]:
    """What is otherwise than the case says: the places, or what is written."""
    api: Any = woven.package
    type_ = getattr(woven.models, value.schema)
    data = json.loads(value.json)
    try:
        read = api.decode_json(type_, value.json)
    except api.ValidationError as error:
        at = [pointer_of(item["loc"], data) or "the whole" for item in error.errors()]
        found = list(dict.fromkeys(at))
        # Who judges the whole may say so, and who judges its parts where.
        ok = all(
            any(p == "the whole" or f.startswith(p) for p in places) for f in found
        )
        if ok and places:
            return []
        return [f"{value.schema} {value.json}: {found}, not {places}"]
    if places:
        return [f"{value.schema} {value.json} is accepted"]
    try:
        again = json.loads(api.encode_json(read, type_))
    except ValueError as error:
        return [f"{value.schema} {value.json} is not written: {error}"]
    same = again == data or api.decode(type_, again) == read
    return [] if same else [f"{value.schema} {value.json} is written as {again}"]


DOCUMENTS: Final = sorted(
    (Path(__file__).parents[1] / "type_checking" / "documents").glob("*.yaml")
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_nothing_of_a_package_needs_pydantic(path: Path, tmp_path: Path) -> None:
    """Whatever a document has: streams, files, webhooks, credentials."""
    package = tmp_path / "api"
    outcome = generate(Job(path, package, models="dataclass"))
    assert outcome.exit_code == FINE
    text = "".join(file.read_text("utf-8") for file in package.rglob("*.py"))
    assert (
        re.findall(r"^\s*(?:from|import) (?:pydantic|msgspec)\b", text, re.MULTILINE)
        == []
    )
    assert failure_of(package, "api") is None


SCHEMAS: Final[dict[str, Any]] = {
    "Pet": {
        **obj(
            "name",
            "petType",
            name={**TEXT, "minLength": 2},
            petType={"const": "cat"},
            class_={"type": ["string", "null"]},
            size={**INTEGER, "default": 5},
            tags=array(TEXT, default=["new"]),
            born={"type": "string", "format": "date"},
            friends=array(ref("Pet")),
        ),
        "additionalProperties": TEXT,
    },
    "Closed": {**obj(n=INTEGER), "additionalProperties": False, "minProperties": 1},
    "Bird": obj("kind", kind={"enum": ["bird"]}, wings=INTEGER),
    "Fish": obj("kind", kind={"enum": ["fish", "carp"]}, fins=INTEGER),
    "Animal": one_of(ref("Bird"), ref("Fish"), discriminator=by_tag("kind")),
    "Level": {"type": "integer", "enum": [1, 2], "x-enum-varnames": ["LOW", "HIGH"]},
    "Times": obj(
        at={"type": "string", "format": "date-time"},
        span={"type": "string", "format": "duration"},
        money={"type": "string", "format": "decimal"},
        raw={"type": "string", "contentEncoding": "base64"},
    ),
    "Json": {"type": ["object", "array", "string"], "additionalProperties": True},
    "Tree": {**obj(value=INTEGER), "additionalProperties": ref("Tree")},
    "Base": obj("a", a=INTEGER),
    "Derived": {"allOf": [ref("Base"), obj(b=mapping(INTEGER))]},
}
CAT: Final = {"name": "Tom", "petType": "cat"}


@pytest.fixture(scope="module", params=PLAIN)
def api(request: pytest.FixtureRequest) -> Iterator[Woven]:
    whole = document(schemas=SCHEMAS)
    with weave(whole, targets=("models",), clean=True, models=request.param) as woven:
        yield woven


def test_models_are_what_they_are_called(api: Woven) -> None:
    pet = api.models.Pet
    assert dataclasses.is_dataclass(pet) != issubclass(pet, msgspec.Struct)
    assert not any("pydantic" in path.name for path in api.folder.rglob("*.py"))
    for path in api.folder.rglob("*.py"):
        text = path.read_text("utf-8")
        assert "from pydantic" not in text
        assert "import pydantic" not in text


def test_absent_null_and_present_are_three(api: Woven) -> None:
    pet, missing = api.models.Pet, api.module("_runtime.missing").MISSING
    read = pet.from_dict(CAT)
    assert (read.born, read.class_, read.size, read.tags) == (None, missing, 5, ["new"])
    assert read.to_dict() == CAT
    whole = {**CAT, "class_": None, "size": 5, "tags": ["new"], "x": "more"}
    again = pet.from_dict(whole)
    assert (again.class_, again.extra_properties) == (None, {"x": "more"})
    assert again.to_dict() == whole
    for value in (pickle.loads(pickle.dumps(read)), copy.deepcopy(read)):
        assert value == read
        assert value.to_dict() == CAT
    for wrong in ({"born": None}, {"size": None}, {"tags": None}, {"x": 1}):
        with pytest.raises(api.package.ValidationError) as refused:
            pet.from_dict({**CAT, **wrong})
        assert [error["loc"] for error in refused.value.errors()] == [tuple(wrong)]


def test_constructors_take_names_and_fill_in_constants(api: Woven) -> None:
    pet = api.models.Pet
    tom = pet(name="Tom", friends=[pet(name="Al", size=6)], extra_properties={"k": "v"})
    assert tom.to_dict() == {
        **CAT,
        "friends": [{"name": "Al", "petType": "cat", "size": 6}],
        "k": "v",
    }
    assert pet.from_json(tom.to_json()) == tom
    assert pet(name="a").tags is not pet(name="a").tags
    with pytest.raises(TypeError):
        pet(name="Tom", nam="Tim")
    with pytest.raises(TypeError):
        pet("Tom")


def test_what_does_not_fit_is_not_written(api: Woven) -> None:
    pet, refused = api.models.Pet, api.package.UnwritableError
    with pytest.raises(refused, match="friends\\.0\\.name: Input should be a valid s"):
        pet(name="Tom", friends=[pet(name=1)]).to_dict()
    with pytest.raises(refused, match="has a field of its own"):
        pet(name="Tom", extra_properties={"name": "x"}).to_json()
    with pytest.raises(refused, match="x: Input should be a valid string"):
        pet(name="Tom", extra_properties={"x": 1}).to_json()
    circle = pet(name="Tom", friends=[])
    circle.friends.append(circle)
    with pytest.raises(refused, match="nested too deep"):
        circle.to_json()


def test_every_flaw_has_its_place(api: Woven) -> None:
    invalid = api.package.ValidationError
    with pytest.raises(invalid) as refused:
        api.models.Pet.from_dict({"name": "T", "friends": [{"born": "x"}], "y": 1})
    assert [(error["type"], error["loc"]) for error in refused.value.errors()] == [
        ("json_schema", ("name",)),
        ("format", ("friends", 0, "born")),
        ("missing", ("friends", 0, "name")),
        ("missing", ("friends", 0, "petType")),
        ("string_type", ("y",)),
        ("missing", ("petType",)),
    ]
    assert refused.value.error_count() == 6
    assert "secret" not in str(refused.value)
    with pytest.raises(invalid, match="minProperties"):
        api.models.Closed.from_dict({})
    with pytest.raises(invalid, match="No such property is allowed"):
        api.models.Closed.from_dict({"m": 1})


def test_unions_go_by_their_tags(api: Woven) -> None:
    animal, decode = api.models.Animal, api.package.decode
    fish = decode(animal, {"kind": "carp", "fins": 2})
    assert fish == api.models.Fish(kind="carp", fins=2)
    assert decode(animal, {"kind": "bird"}) == api.models.Bird()
    with pytest.raises(api.package.ValidationError, match="`kind` must be 'bird'"):
        decode(animal, {"kind": "cow"})
    assert api.package.encode(fish, animal) == {"kind": "carp", "fins": 2}
    given = {"kind": "bird", "wings": 2}
    assert api.package.encode(given, animal) == given


def test_scalars_have_types(api: Woven) -> None:
    wire = {
        "at": "2024-02-29T12:30:00.5Z",
        "span": "P1DT2H",
        "money": "0.10",
        "raw": "aGk=",
    }
    times = api.models.Times.from_dict(wire)
    assert times.at == datetime(2024, 2, 29, 12, 30, 0, 500000, UTC)
    assert times.span == timedelta(days=1, hours=2)
    assert times.money == Decimal("0.10")
    assert times.raw == b"hi"
    assert times.to_dict() == {**wire, "at": "2024-02-29T12:30:00.500000Z"}
    with pytest.raises(api.package.UnwritableError, match=r"at: .*with an offset"):
        api.models.Times(at=datetime(2024, 2, 29)).to_dict()  # noqa: DTZ001
    with pytest.raises(api.package.UnwritableError, match="born: Input should be date"):
        api.models.Pet(name="Tom", born=datetime.now(UTC)).to_dict()
    assert api.models.Pet(name="Tom", born=date(2024, 2, 29)).to_dict()["born"]


@pytest.mark.parametrize(
    "text", ["{", "[1]", '"\\ud800"', "NaN", "1e999", '{"n": NaN}', "[" * 9999]
)
def test_texts_that_are_none(api: Woven, text: str) -> None:
    for name in ("Closed", "Tree"):
        with pytest.raises(api.package.ValidationError):
            getattr(api.models, name).from_json(text)


def test_recursive_models(api: Woven) -> None:
    tree = api.models.Tree.from_dict({"value": 1, "left": {"right": {"value": 2}}})
    assert tree.extra_properties["left"].extra_properties["right"].value == 2
    deep: Any = {}
    for _ in range(5000):
        deep = {"x": deep}
    with pytest.raises(api.package.ValidationError, match="too deep"):
        api.models.Tree.from_dict(deep)


@pytest.mark.parametrize("style", PLAIN)
def test_other_settings_hold(style: Any) -> None:
    settings: dict[str, Any] = {
        "enums": "class",
        "frozen": True,
        "is_open": True,
        "allof": "inherit",
    }
    whole = document(schemas=SCHEMAS)
    with weave(whole, targets=("models",), models=style, **settings) as woven:
        models, package = woven.models, woven.package
        high = package.decode(models.Level, 2.0)
        assert high is models.Level.HIGH
        assert package.encode(high, models.Level) == 2
        assert package.encode(1, models.Level) == 1
        derived = models.Derived.from_dict({"a": 1, "b": {"c": 2}, "d": 3})
        assert isinstance(derived, models.Base)
        assert derived.to_dict() == {"a": 1, "b": {"c": 2}, "d": 3}
        assert len({derived, models.Derived.from_dict(derived.to_dict())}) == 1
        with pytest.raises(AttributeError):
            derived.a = 2
        with pytest.warns(UserWarning, match="none of the variants"):
            unknown = package.decode(models.Animal, {"kind": "cow", "legs": 4})
        assert unknown.extra_properties == {"kind": "cow", "legs": 4}
        assert package.encode(unknown, models.Animal) == {"kind": "cow", "legs": 4}

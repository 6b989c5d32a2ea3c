"""`open = true`: what the document does not have is typed, kept, and warned of once."""

from __future__ import annotations

import json
import pickle
import warnings
from collections.abc import Iterator

import pytest

from apiloom.core.enum_style import EnumStyle
from tests.shapes import NUMBER, array, by_tag, mapping, obj, one_of, ref
from tests.weaving import Woven, document, weave

SCHEMAS: dict[str, object] = {
    "Level": {"type": "integer", "enum": [1, 2], "x-enum-varnames": ["LOW", "HIGH"]},
    "Color": {"type": ["string", "null"], "enum": ["red", "green", None]},
    "Mixed": {"enum": [1, "a"]},
    "Fixed": {"const": "x"},
    "Round": obj("kind", kind={"enum": ["circle", "ellipse"]}, r=NUMBER),
    "Square": obj("kind", kind={"const": "square"}),
    "Shape": one_of(ref("Round"), ref("Square"), discriminator=by_tag("kind")),
    "Given": one_of(
        ref("Square"),
        ref("Round"),
        discriminator=by_tag("kind", {"square": "Square"}, defaultMapping="Round"),
    ),
    "All": obj(
        level=ref("Level"),
        color=ref("Color"),
        mixed=ref("Mixed"),
        fixed=ref("Fixed"),
        shape=ref("Shape"),
        shapes=array(ref("Shape")),
        levels=mapping(ref("Level")),
    ),
}
UNKNOWN = (
    '{"level":7,"color":"blue","shape":{"kind":"star","n":{"b":[1,2.5],"a":null}},'
    '"shapes":[{"kind":"square"},{"kind":"dot"},{}],"levels":{"a":-1}}'
)


@pytest.fixture(scope="module", params=["literal", "class"])
def woven(request: pytest.FixtureRequest) -> Iterator[Woven]:
    content = {"application/json": {"schema": ref("All")}}
    post = {
        "operationId": "send",
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    whole = document(schemas=SCHEMAS, paths={"/a": {"post": post}})
    with weave(whole, enums=request.param, is_open=True) as package:
        yield package


@pytest.mark.filterwarnings("ignore")
def test_what_is_unknown_is_sent_back_as_it_came(woven: Woven) -> None:
    read = woven.models.All.model_validate_json(UNKNOWN)
    judge = woven.module("_runtime.judging").Judge(woven.models.All, "body")
    assert judge.json_bytes(read).decode() == UNKNOWN
    assert pickle.loads(pickle.dumps(read)) == read
    unknown = woven.module("_runtime.open_values").Unknown
    assert [type(shape) for shape in read.shapes] == [
        woven.models.Square,
        unknown,
        unknown,
    ]
    assert read.shape.kind == "star"
    assert (read.level, read.color, read.levels) == (7, "blue", {"a": -1})


@pytest.mark.filterwarnings("ignore")
def test_callers_send_what_is_unknown(woven: Woven) -> None:
    judge = woven.module("_runtime.judging").Judge(woven.models.All, "body")
    unknown = woven.module("_runtime.open_values").Unknown
    given = {"level": 9, "color": "teal", "shape": unknown(kind="star", n=1)}
    sent = {"level": 9, "color": "teal", "shape": {"kind": "star", "n": 1}}
    assert json.loads(judge.json_bytes(given)) == sent


def test_what_is_known_is_what_it_was(woven: Woven) -> None:
    models = woven.models
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = woven.read(
            "All", {"level": 2.0, "color": None, "shape": {"kind": "circle"}}
        )
    assert type(read.shape) is models.Round
    assert read.level == 2
    assert read.color is None
    holder = getattr(models, "LevelValues", models.Level)
    assert read.level == holder.HIGH


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "wrong",
    [
        {"level": True},
        {"level": "1"},
        {"level": 1.5},
        {"level": None},
        {"color": 1},
        {"mixed": "b"},
        {"fixed": "y"},
        {"shape": 5},
        {"shape": None},
        {"shape": {"kind": "circle", "r": "x"}},
    ],
)
def test_other_types_are_refused(woven: Woven, wrong: dict[str, object]) -> None:
    assert not woven.accepts("All", wrong)


def test_a_default_of_the_document_stays_that(woven: Woven) -> None:
    assert type(woven.read("Given", {"kind": "ellipse"})) is woven.models.Round


def test_each_is_warned_of_once(woven: Woven) -> None:
    module = woven.module("_runtime.unknown_values")
    module._seen.clear()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(3):
            woven.models.All.model_validate_json(UNKNOWN)
    told = [str(warning.message) for warning in caught]
    assert len(told) == len(set(told)) == 5
    assert all(warning.category is module.UnknownValueWarning for warning in caught)
    assert not any(secret in message for message in told for secret in ("blue", "star"))


def test_the_description_of_a_model_admits_what_is_not_listed(woven: Woven) -> None:
    """As FastAPI asks for it: JSON Schema of both ways, closed nowhere."""
    for mode in ("validation", "serialization"):
        described = woven.models.All.model_json_schema(mode=mode)
        for name, type_, known in (
            ("level", "integer", [1, 2]),
            ("color", "string", ["red", "green"]),
        ):
            members = described["properties"][name]["anyOf"]
            members = [part for part in members if part != {"type": "null"}]
            if "anyOf" in members[0]:
                members = members[0]["anyOf"]
            assert members == [{"enum": known, "type": type_}, {"type": type_}]


def test_a_tag_with_a_fraction_of_zero_is_the_integer() -> None:
    schemas: dict[str, object] = {
        "One": obj("v", v={"type": "integer", "enum": [1]}),
        "Two": obj("v", v={"type": "integer", "enum": [2]}),
        "Any": one_of(ref("One"), ref("Two"), discriminator=by_tag("v")),
    }
    for is_open in (False, True):
        with weave(
            document(schemas=schemas), targets=("models",), is_open=is_open
        ) as package:
            assert type(package.read("Any", {"v": 2.0})) is package.models.Two


@pytest.mark.filterwarnings("ignore")
def test_frozen_models_keep_their_hash_with_an_unknown_variant_inside() -> None:
    with weave(
        document(schemas=SCHEMAS), targets=("models",), is_open=True, frozen=True
    ) as package:
        one, two = (package.models.All.from_json(UNKNOWN) for _ in range(2))
        assert one == two
        assert len({one, two, one.shape, two.shape}) == 2


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("style", ["literal", "class"])
def test_a_document_may_say_so_of_one_list(style: EnumStyle) -> None:
    """`modelAsString` of AutoRest: the values that are listed are those known today."""
    listed = {"type": "string", "enum": ["a", "b"]}
    schemas: dict[str, object] = {
        "Grows": listed | {"x-ms-enum": {"name": "Grows", "modelAsString": True}},
        "Stays": listed | {"x-ms-enum": {"name": "Stays", "modelAsString": False}},
    }
    with weave(document(schemas=schemas), targets=("models",), enums=style) as woven:
        assert woven.write("Grows", woven.read("Grows", "c")) == "c"
        assert not woven.accepts("Grows", 1)
        assert not woven.accepts("Stays", "c")


def test_without_it_a_client_keeps_them_as_they_are() -> None:
    with weave(document(schemas=SCHEMAS), targets=("models", "client")) as woven:
        assert not woven.accepts("All", json.loads(UNKNOWN))
        lenient = woven.module("_runtime.lenient").decode_leniently
        read, flaws = lenient(woven.models.All, json.loads(UNKNOWN))
        assert woven.write("All", read) == json.loads(UNKNOWN)
        assert "/level" in flaws

"""Constants and tags: constructors fill them in, all dumps have them, reading asks."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator

import pytest

from tests.shapes import INTEGER, TEXT, by_tag, obj, one_of, ref
from tests.weaving import Woven, document, read_json, weave

SCHEMAS: dict[str, object] = {
    "Cat": obj(
        *("petType", "n", "half", "yes", "name"),
        petType={"const": "cat"},
        n={"const": 1},
        half={"const": 1.5},
        yes={"enum": [True]},
        name=TEXT,
        spare={"const": "a"},
        implied={"const": "b", "default": "b"},
        nothing={"enum": ["c", None]},
    ),
    "Dog": obj("petType", petType={"const": "dog"}),
    "Pet": one_of(ref("Cat"), ref("Dog"), discriminator=by_tag("petType")),
    "Nullable": obj("kind", kind={"enum": ["a", None]}),
    "Sort": obj(sort={"enum": ["asc", "desc"], "default": "asc"}),
    # `a_b` is the name of the field `a-b`, and the key of another.
    "Keyed": obj("a-b", "a_b", **{"a-b": {"const": 1}, "a_b": {"const": 2}}),
    "Judged": obj("kind", kind={"const": "a"}, n=INTEGER) | {"minProperties": 2},
    "Left": obj("kind", kind=TEXT, n=INTEGER),
    "Right": obj("kind", kind=TEXT),
    "Numbered": obj("kind", kind=INTEGER),
    "Both": one_of(
        ref("Left"),
        ref("Right"),
        discriminator=by_tag("kind", {"l": "Left", "r": "Right", "right": "Right"}),
    ),
    "Listing": obj("kind", kind=ref("Kinds"), n=INTEGER),
    "Kinds": {"type": "string", "enum": ["listing", "other"]},
    "Other": obj("kind", kind=ref("Kinds")),
    "Shared": one_of(
        ref("Listing"),
        ref("Other"),
        discriminator=by_tag("kind", {"listing": "Listing", "other": "Other"}),
    ),
    "Fallback": obj("sort", sort=TEXT),
    "Known": obj("sort", sort=TEXT),
    "Open": one_of(
        ref("Known"),
        ref("Fallback"),
        discriminator=by_tag("sort", {"known": "Known"}, defaultMapping="Fallback"),
    ),
}
CAT = {"petType": "cat", "n": 1, "half": 1.5, "yes": True, "name": "Tom"}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    content = {"application/json": {"schema": ref("Cat")}}
    post = {
        "operationId": "adopt",
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    whole = document(schemas=SCHEMAS, paths={"/cats": {"post": post}})
    with weave(whole) as package:
        yield package


def test_a_constructor_fills_them_in(woven: Woven) -> None:
    cat = woven.models.Cat(name="Tom")
    assert cat.pet_type == "cat"
    assert (cat.n, cat.half, cat.yes) == (1, 1.5, True)
    assert cat.model_fields_set == {"pet_type", "n", "half", "yes", "name"}


@pytest.mark.parametrize("way", ["exclude_unset", "exclude_defaults", "exclude_none"])
def test_every_dump_has_them(woven: Woven, way: str) -> None:
    cat = woven.models.Cat(name="Tom")
    dumped = cat.model_dump(**{way: True})
    assert dumped | CAT == dumped
    assert woven.write("Pet", cat) == CAT
    again = pickle.loads(pickle.dumps(cat))
    assert again == cat
    assert again.model_fields_set == cat.model_fields_set
    assert woven.write("Cat", cat.model_copy(update={"name": "Tim"})) == {
        **CAT,
        "name": "Tim",
    }


def test_they_may_be_given_by_name_or_by_key(woven: Woven) -> None:
    cat = woven.models.Cat
    assert cat(name="Tom", pet_type="cat") == cat(name="Tom", petType="cat")
    for other in ({"pet_type": "dog"}, {"petType": "dog"}, {"pet_type": None}):
        with pytest.raises(ValueError, match="Input should be 'cat'"):
            cat(name="Tom", **other)


def test_what_is_not_judged_has_them_too(woven: Woven) -> None:
    assert woven.write("Cat", woven.models.Cat.model_construct(name="Tom")) == CAT
    assert woven.models.Cat.model_construct({"name"}).model_fields_set == {"name"}


@pytest.mark.parametrize("key", ["petType", "n", "half", "yes"])
def test_reading_asks_for_them(woven: Woven, key: str) -> None:
    wire = {name: value for name, value in CAT.items() if name != key}
    with pytest.raises(ValueError, match=key):
        read_json(woven.models.Cat, wire)
    with pytest.raises(ValueError, match=key):
        woven.models.Cat.model_validate(wire)
    assert key in woven.models.Cat.model_json_schema()["required"]
    _, flaws = woven.module("_runtime.lenient").decode_leniently(woven.models.Cat, wire)
    assert flaws == [f"/{key}"]


def test_what_is_read_without_them_is_written_without_them(woven: Woven) -> None:
    read, _ = woven.module("_runtime.lenient").decode_leniently(
        woven.models.Cat, {"name": "Tom"}
    )
    assert read.pet_type == "cat"
    assert woven.write("Cat", read) == {"name": "Tom"}


def test_optional_ones_stay_absent(woven: Woven) -> None:
    cat = woven.read("Cat", CAT)
    assert (cat.spare, cat.implied, cat.nothing) == (None, "b", None)
    assert woven.write("Cat", cat) == CAT
    assert woven.write("Sort", woven.models.Sort()) == {}
    with pytest.raises(ValueError, match="kind"):
        woven.models.Nullable()


def test_keys_that_are_names_of_others_are_told_apart(woven: Woven) -> None:
    assert woven.write("Keyed", woven.models.Keyed()) == {"a-b": 1, "a_b": 2}


def test_a_judged_model_has_them_before_it_is_judged(woven: Woven) -> None:
    assert woven.write("Judged", woven.models.Judged(n=1)) == {"kind": "a", "n": 1}
    with pytest.raises(ValueError, match="minProperties"):
        woven.models.Judged()


def test_a_mapped_tag_is_a_constant(woven: Woven) -> None:
    """OpenAPI 3.2, section 4.25: what has another tag is something else."""
    assert woven.write("Both", woven.models.Left(n=1)) == {"kind": "l", "n": 1}
    assert not woven.accepts("Left", {"kind": "r"})
    assert woven.write("Shared", woven.models.Listing()) == {"kind": "listing"}
    assert 'kind: Literal["l"] = "l"' in woven.source("models/left.py")
    assert 'kind: Literal["other"] = "other"' in woven.source("models/other.py")


def test_of_several_tags_none_is_the_default(woven: Woven) -> None:
    with pytest.raises(ValueError, match="kind"):
        woven.models.Right()
    assert woven.write("Both", woven.models.Right(kind="right")) == {"kind": "right"}
    assert not woven.accepts("Right", {"kind": "l"})


def test_what_stands_for_unknown_tags_takes_any(woven: Woven) -> None:
    read = woven.read("Open", {"sort": "new"})
    assert type(read) is woven.models.Fallback
    assert woven.write("Open", woven.models.Known()) == {"sort": "known"}


def test_arguments_of_a_call_need_none_of_them(woven: Woven) -> None:
    encode = woven.module("_runtime.body").encode_body
    missing = woven.module("_runtime.missing").MISSING
    operation = woven.module("operations.cats")._adopt()
    sent = json.loads(encode(operation, missing, {"name": "Tom"}).content)
    assert sent == CAT
    with pytest.raises(ValueError, match="petType"):
        encode(operation, missing, {"name": "Tom", "pet_type": "dog"})
    with pytest.raises(ValueError, match="petType"):
        encode(operation, {"name": "Tom"}, {})

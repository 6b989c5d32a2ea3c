"""`open = true`: unions that no tag decides may get variants too."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from apiloom.core.model_style import MODEL_STYLES
from tests.shapes import INTEGER, NUMBER, TEXT, array, by_tag, mapping, obj, one_of, ref
from tests.weaving import Woven, document, weave

SCHEMAS: dict[str, object] = {
    "Cat": obj("meow", meow={"type": "boolean"}),
    "Dog": obj("bark", bark=NUMBER),
    "Pet": one_of(ref("Cat"), ref("Dog")),
    "Kept": {"anyOf": [ref("Dog"), {"type": "null"}, array(TEXT), mapping(INTEGER)]},
    "More": {"anyOf": [ref("Pet"), obj("swim", swim=TEXT), TEXT]},
    "Round": obj("kind", kind={"const": "round"}),
    "Square": obj("kind", kind={"const": "square"}),
    "Shape": one_of(ref("Round"), ref("Square"), discriminator=by_tag("kind")),
    "Any": {"anyOf": [ref("Shape"), ref("Dog")]},
    "Scalar": {"anyOf": [TEXT, INTEGER]},
    "Types": {"type": ["object", "string"], "properties": {"a": TEXT}},
    "Free": {"anyOf": [ref("Cat"), {}]},
    "All": obj(
        pet=ref("Pet"),
        kept=ref("Kept"),
        pets=array(ref("Pet")),
        more=mapping(ref("More")),
    ),
}
UNKNOWN = (
    '{"pet":{"x":1},"kept":{"bark":"x","n":{"b":[1,2.5],"a":null}},'
    '"pets":[{"bark":2},{"bark":"x"},{}],"more":{"k":{"z":null},"p":{"swim":"x"}}}'
)


@pytest.fixture(scope="module", params=MODEL_STYLES)
def woven(request: pytest.FixtureRequest) -> Iterator[Woven]:
    whole = document(schemas=SCHEMAS)
    with weave(
        whole, targets=("models",), models=request.param, is_open=True
    ) as package:
        yield package


@pytest.mark.filterwarnings("ignore")
def test_what_is_unknown_is_written_as_it_came(woven: Woven) -> None:
    package, unknown = woven.package, woven.package.Unknown
    read = package.decode_json(woven.models.All, UNKNOWN)
    assert [type(read.pet), type(read.kept)] == [unknown, unknown]
    assert [*map(type, read.pets)] == [woven.models.Dog, unknown, unknown]
    assert [*map(type, read.more.values())] == [unknown, woven.models.MoreObject]
    for written in (package.encode_json(read, woven.models.All), read.to_json()):
        assert written == UNKNOWN
    assert package.decode(woven.models.All, read.to_dict()) == read


@pytest.mark.parametrize(
    ("name", "value", "class_"),
    [
        ("Pet", {"meow": True}, "Cat"),
        ("Pet", {"bark": 1, "x": 2}, "Dog"),
        ("More", {"bark": 1}, "Dog"),
        ("More", {"swim": "x"}, "MoreObject"),
        ("More", "x", None),
        ("Kept", None, None),
        ("Kept", ["x"], None),
        ("Kept", {"a": 1}, None),
        ("Any", {"kind": "round"}, "Round"),
        ("Any", {"bark": 1}, "Dog"),
        ("Free", {"x": 1}, None),
        ("Types", {"a": "x"}, "TypesObject"),
    ],
)
def test_what_is_known_is_what_it_was(
    woven: Woven, name: str, value: Any, class_: str | None
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = woven.package.decode(getattr(woven.models, name), value)
    assert type(read) is (getattr(woven.models, class_) if class_ else type(value))
    assert woven.package.encode(read, getattr(woven.models, name)) == value


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Pet", 5),
        ("Pet", None),
        ("Pet", [{}]),
        ("Pet", {"meow": True, "bark": 1}),
        ("Kept", [1]),
        ("More", 5),
        ("Scalar", {}),
        ("Types", {"a": 1}),
    ],
)
def test_what_is_no_variant_is_refused(woven: Woven, name: str, value: Any) -> None:
    """Another JSON type, two members where one is to hold, what is no list of them."""
    with pytest.raises(ValueError, match="error"):
        woven.package.decode(getattr(woven.models, name), value)


@pytest.mark.parametrize(
    "value", [{"kind": "star", "x": 1}, {"kind": "star"}, {"bark": "x"}, {}]
)
def test_a_union_inside_of_another_is_the_last_resort_of_both(
    woven: Woven, value: Any
) -> None:
    woven.module("_runtime.unknown_values")._seen.clear()
    with pytest.warns(woven.package.UnknownValueWarning):
        read = woven.package.decode(woven.models.Any, value)
    assert type(read) is woven.package.Unknown
    assert woven.package.encode(read, woven.models.Any) == value


def test_each_is_warned_of_once(woven: Woven) -> None:
    woven.module("_runtime.unknown_values")._seen.clear()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(3):
            woven.package.decode_json(woven.models.All, UNKNOWN)
    told = [str(warning.message) for warning in caught]
    assert len(told) == len(set(told)) == 5
    assert all(
        issubclass(each.category, woven.package.UnknownValueWarning) for each in caught
    )


def test_without_it_they_are_refused() -> None:
    with weave(document(schemas=SCHEMAS), targets=("models",)) as woven:
        assert not hasattr(woven.package, "Unknown")
        assert not woven.accepts("Pet", {"x": 1})


def test_a_known_variant_may_have_more_properties(woven: Woven) -> None:
    """Inside of a model, which a library may read by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = woven.package.decode_json(woven.models.All, '{"pet":{"bark":1,"x":2}}')
    assert type(read.pet) is woven.models.Dog

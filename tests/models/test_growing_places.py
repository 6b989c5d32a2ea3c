"""`open` by pointers: these lists and unions may grow, all others are as they are."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from apiloom.core.model_style import MODEL_STYLES
from apiloom.core.type_choice import GROWING, TypeChoice
from tests.shapes import COMPONENT_POINTER, TEXT, by_tag, obj, one_of, ref
from tests.weaving import Woven, document, weave

SCHEMAS: dict[str, Any] = {
    "Level": {"type": "integer", "enum": [1, 2]},
    "Hue": {"type": "string", "enum": ["red", "green"]},
    "Round": obj("kind", kind={"enum": ["circle", "ellipse"]}),
    "Square": obj("kind", kind={"const": "square"}),
    "Shape": one_of(ref("Round"), ref("Square"), discriminator=by_tag("kind")),
    "Known": one_of(ref("Round"), ref("Square"), discriminator=by_tag("kind")),
    "Either": one_of(obj("x", x=TEXT), obj("y", y=TEXT)),
    "Strict": one_of(obj("x", x=TEXT), obj("y", y=TEXT)),
    "Fixed": {"const": "a"},
    "Alias": ref("Level"),
}
GROWS = ("Level", "Shape", "Either", "Round/properties/kind")


def growing(*names: str) -> tuple[TypeChoice, ...]:
    return tuple(TypeChoice(f"#{COMPONENT_POINTER}{name}", GROWING) for name in names)


@pytest.fixture(scope="module", params=MODEL_STYLES)
def woven(request: pytest.FixtureRequest) -> Iterator[Woven]:
    whole = document(schemas=SCHEMAS)
    with weave(
        whole, targets=("models",), models=request.param, types=growing(*GROWS)
    ) as package:
        yield package


@pytest.mark.parametrize(
    ("name", "value", "class_"),
    [
        ("Level", 7, "int"),
        ("Shape", {"kind": "star", "n": 1}, "Unknown"),
        ("Shape", {"kind": "ellipse"}, "Round"),
        ("Round", {"kind": "oval"}, "Round"),
        ("Either", {"z": [1]}, "Unknown"),
    ],
)
def test_what_is_unknown_is_kept_there(
    woven: Woven, name: str, value: Any, class_: str
) -> None:
    type_ = getattr(woven.models, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", woven.package.UnknownValueWarning)
        read = woven.package.decode(type_, value)
    assert type(read).__name__ == class_
    assert woven.package.encode(read, type_) == value
    assert isinstance(read, woven.package.Unknown) is (class_ == "Unknown")


@pytest.mark.parametrize(
    ("name", "value"),
    [("Hue", "blue"), ("Known", {"kind": "star"}), ("Strict", {"z": 1}), ("Level", "")],
)
def test_elsewhere_it_is_refused(woven: Woven, name: str, value: Any) -> None:
    with pytest.raises(ValueError, match="error"):
        woven.package.decode(getattr(woven.models, name), value)


@pytest.mark.parametrize("name", ["Fixed", "Alias", "Square", "Nowhere"])
def test_what_cannot_grow_is_told(name: str) -> None:
    whole = document(schemas=SCHEMAS)
    with weave(whole, targets=("models",), types=growing(name)) as woven:
        assert woven.codes == ["type-unused"]
        assert not hasattr(woven.package, "Unknown")

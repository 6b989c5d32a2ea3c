"""`x-discriminator-value` and the names of definitions, as tags of Swagger 2.0.

The value of a discriminator "MUST be the name of this schema or any schema that
inherits it" (Swagger 2.0, "Schema Object"); an extension gives another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.shapes import INTEGER, TEXT, Schema, all_of, array, obj
from tests.weaving import Woven, weave


def definition(name: str) -> Schema:
    """A reference to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def base(**properties: object) -> Schema:
    """An object with a discriminator."""
    return obj("kind", kind=TEXT, **properties) | {"discriminator": "kind"}


def derived(parent: str, tag: object = None, **properties: object) -> Schema:
    """What adds properties to its parent; with the extension if it has a tag."""
    schema = all_of(definition(parent), obj(**properties))
    return schema if tag is None else schema | {"x-discriminator-value": tag}


DEFINITIONS: dict[str, object] = {
    "Animal": base(),
    "Cat": derived("Animal", "cat", claws=INTEGER),
    "Kitten": derived("Cat", "kitten", age=INTEGER),
    "Dog": derived("Animal", tail=INTEGER),
    "Puppy": derived("Dog", age=INTEGER),
    "Same": all_of(definition("Animal")),
    # One definition that extends it, and none with the extension.
    "Thing": base(),
    "Chair": derived("Thing", legs=INTEGER),
    # The base lists its tags, and its name is none of them.
    "Closed": obj("kind", kind={"type": "string", "enum": ["only"]})
    | {"discriminator": "kind"},
    "Only": derived("Closed", "only", n=INTEGER),
    # It has the extension itself; a tag that YAML reads as a number.
    "Tagged": base() | {"x-discriminator-value": "tagged"},
    "Seven": derived("Tagged", 7, n=INTEGER),
    # The discriminator stands in a member of `allOf`.
    "Inline": all_of(obj(id=TEXT), base()),
    "Low": derived("Inline", "low", n=INTEGER),
    # By another name, and by the extension of Microsoft.
    "Shape": base(),
    "Figure": definition("Shape"),
    "Disc": derived("Figure", r=INTEGER) | {"x-ms-discriminator-value": "#Ms.Disc"},
    "Round": definition("Disc"),
    "Shapes": array(definition("Figure")),
}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    whole: dict[str, Any] = {
        "swagger": "2.0",
        "info": {"title": "Tags", "version": "1"},
        "paths": {},
        "definitions": DEFINITIONS,
    }
    with weave(whole, targets=("models",), clean=True) as package:
        yield package


@pytest.mark.parametrize(
    ("name", "wire", "class_name"),
    [
        ("Animal", {"kind": "Animal"}, "AnimalBase"),
        ("Animal", {"kind": "cat", "claws": 1}, "CatBase"),
        ("Animal", {"kind": "kitten", "age": 1}, "Kitten"),
        ("Animal", {"kind": "Dog", "tail": 1}, "DogBase"),
        ("Animal", {"kind": "Puppy", "age": 1}, "Puppy"),
        ("Animal", {"kind": "Same"}, "Same"),
        ("Cat", {"kind": "cat", "claws": 1}, "CatBase"),
        ("Cat", {"kind": "kitten", "age": 1}, "Kitten"),
        ("Dog", {"kind": "Puppy", "age": 1}, "Puppy"),
        ("Thing", {"kind": "Thing"}, "ThingBase"),
        ("Thing", {"kind": "Chair", "legs": 1}, "Chair"),
        ("Closed", {"kind": "only", "n": 1}, "Only"),
        ("Tagged", {"kind": "tagged"}, "TaggedBase"),
        ("Tagged", {"kind": "7", "n": 1}, "Seven"),
        ("Inline", {"kind": "Inline", "id": "x"}, "InlineBase"),
        ("Inline", {"kind": "low", "n": 1}, "Low"),
        ("Shape", {"kind": "#Ms.Disc", "r": 1}, "Disc"),
        ("Figure", {"kind": "Round", "r": 1}, "Disc"),
        ("Figure", {"kind": "Figure"}, "ShapeBase"),
    ],
)
def test_a_tag_is_an_extension_or_a_name(
    woven: Woven, name: str, wire: Any, class_name: str
) -> None:
    read = woven.read(name, wire)
    assert type(read) is getattr(woven.models, class_name)
    assert woven.write(name, read) == wire


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Animal", {"kind": "Cat"}),
        ("Animal", {"kind": "Cow"}),
        ("Animal", {}),
        ("Animal", {"kind": "cat", "claws": "x"}),
        ("Cat", {"kind": "Animal"}),
        ("Cat", {"kind": "kitten", "age": "x"}),
        ("Closed", {"kind": "Closed"}),
        ("Closed", {"kind": "other"}),
        ("Tagged", {"kind": "Tagged"}),
        ("Tagged", {"kind": "7", "n": "x"}),
        ("Inline", {"kind": "1"}),
        ("Shape", {"kind": "Disc"}),
        ("Shapes", [{"kind": "#Ms.Disc", "r": "x"}]),
    ],
)
def test_what_is_no_tag_is_refused(woven: Woven, name: str, wire: object) -> None:
    assert not woven.accepts(name, wire)


def test_a_tag_of_two_schemas_is_told() -> None:
    definitions = {
        "Animal": base(),
        "Cat": derived("Animal", "soft", n=INTEGER),
        "Dog": derived("Animal", "soft", n=TEXT),
        "soft/er": derived("Animal", "softer", n=INTEGER),
        "softer": derived("Animal", n=TEXT),
    }
    whole: dict[str, Any] = {
        "swagger": "2.0",
        "info": {"title": "Tags", "version": "1"},
        "paths": {},
        "definitions": definitions,
    }
    with weave(whole, targets=("models",)) as package:
        assert package.warnings == [
            ("discriminator-value-taken", "/definitions/Dog"),
            ("discriminator-value-taken", "/definitions/softer"),
        ]
        assert type(package.read("Animal", {"kind": "soft"})) is package.models.Cat
        assert not package.accepts("Animal", {"kind": "softer", "n": "x"})

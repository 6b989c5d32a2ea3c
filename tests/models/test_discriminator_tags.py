"""Tags of every type, shared, left out, null, in unions of unions, unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.shapes import INTEGER, NULL, TEXT, all_of, by_tag, obj, one_of, ref
from tests.weaving import Woven, document, weave


def kind(*values: object, **properties: object) -> dict[str, Any]:
    """An object that fixes its `kind`."""
    return obj("kind", kind={"enum": list(values)}, **properties)


TAGGED: dict[str, object] = {
    "Numbered": one_of(ref("One"), ref("Two"), discriminator=by_tag("v")),
    "One": obj("v", v={"const": 1}, a=TEXT),
    "Two": obj("v", v={"enum": [2, 3]}, b=TEXT),
    "Mapped": one_of(
        ref("Small"), ref("Big"), discriminator=by_tag("v", {"1": "Small", "2": "Big"})
    ),
    "Small": obj("v", v=INTEGER, a=TEXT),
    "Big": obj("v", v=INTEGER, b=TEXT),
    "Flag": one_of(ref("Yes"), ref("No"), discriminator=by_tag("on")),
    "Yes": obj("on", on={"const": True}, a=INTEGER),
    "No": obj("on", on={"const": False}, a=TEXT),
    # The tags of all members are listed in each; the mapping says which is whose.
    "Listed": one_of(
        ref("Left"),
        ref("Right"),
        discriminator=by_tag("kind", {"l": "Left", "r": "Right"}),
    ),
    "Left": kind("l", "r", a=INTEGER),
    "Right": kind("l", "r", a=TEXT),
    # Two members claim one tag: only these two are tried.
    "Shared": one_of(
        ref("Text"), ref("Image"), ref("Note"), discriminator=by_tag("kind")
    ),
    "Text": kind("message", text=TEXT) | {"required": ["kind", "text"]},
    "Image": kind("message", url=TEXT) | {"required": ["kind", "url"]},
    "Note": kind("note"),
    # A tag that may be left out, or is not described.
    "Optional": one_of(ref("A"), ref("B"), discriminator=by_tag("kind")),
    "A": obj("a", kind=TEXT, a=INTEGER),
    "B": obj("b", b=INTEGER),
    "Default": one_of(
        ref("A"), ref("B"), discriminator=by_tag("kind", {"a": "A"}, defaultMapping="B")
    ),
    # Unions of unions.
    "Outer": one_of(ref("Numbered"), ref("Zero"), discriminator=by_tag("v")),
    "Zero": obj("v", v={"const": 0}),
    "Other": one_of(
        ref("Shared"), ref("More"), discriminator=by_tag("group", {"s": "Shared"})
    ),
    "More": obj("group", group={"const": "more"}),
    # A tag though nobody says so; beside something that has none.
    "Implicit": {"anyOf": [kind("x", a=INTEGER), kind("y", a=TEXT), TEXT, NULL]},
    # A tag that may be null.
    "Nullable": one_of(ref("Null"), ref("Note"), discriminator=by_tag("kind")),
    "Null": obj("id", id=INTEGER, kind={"enum": ["null-able", None]}),
    "Twice": one_of(ref("A"), ref("A"), discriminator=by_tag("kind")),
    "Alias": one_of(
        ref("Left"), ref("Again"), discriminator=by_tag("kind", {"l": "Left"})
    ),
    "Again": all_of(ref("Left"), description="The same."),
    "Holder": obj(
        outer=ref("Outer"), optional=ref("Optional"), implicit=ref("Implicit")
    ),
}


@pytest.fixture(scope="module")
def tagged() -> Iterator[Woven]:
    content = {"application/json": {"schema": ref("Holder")}}
    answer = {"200": {"description": "", "content": content}}
    paths = {"/holder": {"get": {"operationId": "hold", "responses": answer}}}
    whole = document("3.2.0", schemas=TAGGED, paths=paths)
    with weave(whole, targets=("models", "client"), clean=True) as package:
        yield package


@pytest.mark.parametrize(
    ("name", "wire", "class_name"),
    [
        ("Numbered", {"v": 1, "a": "x"}, "One"),
        ("Numbered", {"v": 3, "b": "x"}, "Two"),
        ("Mapped", {"v": 1}, "Small"),
        ("Mapped", {"v": 2}, "Big"),
        ("Flag", {"on": True, "a": 1}, "Yes"),
        ("Flag", {"on": False, "a": "x"}, "No"),
        ("Listed", {"kind": "l", "a": 1}, "Left"),
        ("Listed", {"kind": "r", "a": "x"}, "Right"),
        ("Shared", {"kind": "message", "text": "x"}, "Text"),
        ("Shared", {"kind": "message", "url": "x"}, "Image"),
        ("Shared", {"kind": "note"}, "Note"),
        ("Optional", {"kind": "A", "a": 1}, "A"),
        ("Optional", {"kind": "B", "b": 1}, "B"),
        ("Optional", {"b": 1}, "B"),
        ("Optional", {"a": 1}, "A"),
        ("Default", {"kind": "a", "a": 1}, "A"),
        ("Default", {"kind": "new", "b": 1}, "B"),
        ("Default", {"b": 1}, "B"),
        ("Outer", {"v": 0}, "Zero"),
        ("Outer", {"v": 1}, "One"),
        ("Other", {"group": "s", "kind": "note"}, "Note"),
        ("Other", {"group": "more"}, "More"),
        ("Nullable", {"kind": "null-able", "id": 1}, "Null"),
        ("Nullable", {"kind": None, "id": 1}, "Null"),
        ("Nullable", {"id": 1}, "Null"),
        ("Nullable", {"kind": "note"}, "Note"),
        ("Twice", {"a": 1}, "A"),
        ("Alias", {"kind": "l"}, "Left"),
    ],
)
def test_the_tag_decides(
    tagged: Woven, name: str, wire: object, class_name: str
) -> None:
    read = tagged.read(name, wire)
    assert type(read) is getattr(tagged.models, class_name)
    assert tagged.write(name, read) == wire


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("Numbered", {"v": 4}),
        ("Numbered", {"v": "1"}),
        ("Numbered", {"v": 1, "a": 1}),
        ("Mapped", {"v": 3}),
        ("Flag", {"on": True, "a": "x"}),
        ("Flag", {"on": 1, "a": 1}),
        ("Listed", {"kind": "l", "a": "x"}),
        ("Listed", {"kind": "x"}),
        ("Shared", {"kind": "message"}),
        ("Optional", {"kind": "C", "a": 1}),
        ("Optional", {"kind": "A", "b": 1}),
        ("Optional", {}),
        ("Default", {"kind": "a", "b": 1}),
        ("Default", {"kind": "new", "a": 1}),
        ("Outer", {"v": 9}),
        ("Implicit", {"kind": "x", "a": "x"}),
        ("Implicit", {"kind": "z"}),
        ("Implicit", 1),
    ],
)
def test_what_no_member_takes(tagged: Woven, name: str, wire: object) -> None:
    assert not tagged.accepts(name, wire)


@pytest.mark.parametrize("wire", [{"kind": "x", "a": 1}, {"kind": "y"}, "text", None])
def test_constants_decide_without_a_discriminator(tagged: Woven, wire: object) -> None:
    assert tagged.write("Implicit", tagged.read("Implicit", wire)) == wire
    assert 'discriminator="kind"' in tagged.source("models/implicit.py")


def test_an_error_tells_of_the_chosen_member_alone(tagged: Woven) -> None:
    with pytest.raises(ValueError, match="1 validation error"):
        tagged.read("Mapped", {"v": 1, "a": 1})


def test_a_client_keeps_what_it_does_not_know(tagged: Woven) -> None:
    lenient = tagged.module("_runtime.lenient").decode_leniently
    wire = {"outer": {"v": 9, "x": [1]}, "implicit": {"kind": "z", "a": 1}}
    read, flaws = lenient(tagged.models.Holder, wire)
    assert read.outer == wire["outer"]
    assert read.implicit == wire["implicit"]
    assert flaws == ["/outer", "/implicit"]
    assert read.model_dump(exclude_unset=True, by_alias=True) == wire


def test_a_client_reads_what_it_knows_as_far_as_possible(tagged: Woven) -> None:
    lenient = tagged.module("_runtime.lenient").decode_leniently
    wire = {"outer": {"v": 1, "a": 5}, "optional": {"kind": "B", "b": "x"}}
    read, flaws = lenient(tagged.models.Holder, wire)
    assert type(read.outer) is tagged.models.One
    assert type(read.optional) is tagged.models.B
    assert flaws == ["/outer/a", "/optional/b"]
    assert read.model_dump(exclude_unset=True, by_alias=True) == wire

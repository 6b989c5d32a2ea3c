"""Between a base with a discriminator and those that extend it, each level is a base.

A value with a tag is what the tag says wherever a schema above it is asked for (OpenAPI
3.2, section 4.25).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.shapes import INTEGER, TEXT, Schema, all_of, array, by_tag, obj, one_of, ref
from tests.weaving import Woven, document, weave


def base(name: str, mapping: dict[str, str] | None = None, **more: Any) -> Schema:
    """An object with the discriminator `name`."""
    fallback = {key: more.pop(key) for key in ("defaultMapping",) if key in more}
    tag = by_tag(name, mapping, **fallback)
    return obj(name, **{name: TEXT}, **more) | {"discriminator": tag}


def extending(*parents: str, **properties: object) -> Schema:
    """What adds properties to its parents."""
    return all_of(*map(ref, parents), obj(**properties))


SCHEMAS: dict[str, object] = {
    # A chain of four.
    "L0": base("k"),
    "L1": extending("L0", one=INTEGER, others=array(ref("L1"))),
    "L2": extending("L1", two=INTEGER),
    "L3": extending("L2", three=INTEGER),
    # A discriminator beside `allOf`, and one in a member of it, however deep.
    "Named": obj(id=TEXT),
    "Beside": all_of(ref("Named")) | base("k"),
    "BesideLow": extending("Beside", low=INTEGER),
    "Inline": all_of(ref("Named"), base("k")),
    "InlineLow": extending("Inline", low=INTEGER),
    "Deep": all_of(ref("Named"), all_of(all_of(base("k", {"d": "DeepLow"})))),
    "DeepLow": extending("Deep", low=INTEGER),
    # A mapping at the top.
    "M0": base("k", {"m1": "M1", "m2": "#/components/schemas/M2"}),
    "M1": extending("M0", one=INTEGER),
    "M2": extending("M1", two=INTEGER),
    "M3": extending("M2", three=INTEGER),
    # A level with a discriminator of its own, of the same property and of another.
    "S0": base("k", {"s1": "S1", "s2": "S2"}),
    "S1": all_of(ref("S0"), obj(one=INTEGER)) | {"discriminator": by_tag("k")},
    "S2": extending("S1", two=INTEGER),
    "T0": base("k"),
    "T1": all_of(ref("T0"), base("sort", {"t1": "T1", "t2": "T2", "t3": "T3"})),
    "T2": extending("T1", two=INTEGER),
    "T3": extending("T1", two=TEXT),
    # A diamond.
    "D0": base("k"),
    "Left": extending("D0", left=INTEGER),
    "Right": extending("D0", right=INTEGER),
    "Both": extending("Left", "Right", both=INTEGER),
    # A level that no value is: the tag is fixed lower down.
    "A0": base("k"),
    "A1": all_of(ref("A0"), obj(k={"enum": ["A2", "A3"]})),
    "A2": extending("A1", two=INTEGER),
    "A3": extending("A1", three=INTEGER),
    # Aliases are what they refer to; a description alone makes no other schema.
    "Alias": ref("L1"),
    "AliasLow": extending("Alias", low=INTEGER),
    # Unknown tags.
    "F0": base("k", {"f1": "F1", "f2": "F2"}, defaultMapping="F0"),
    "F1": extending("F0", one=INTEGER),
    "F2": extending("F1", two=INTEGER),
    "G0": base("k", {"g1": "G1", "g2": "G2"}, defaultMapping="G2"),
    "G1": extending("G0", one=INTEGER),
    "G2": extending("G1", two=INTEGER),
    # A tag that may be left out.
    "O0": obj(k=TEXT) | {"discriminator": by_tag("k")},
    "O1": extending("O0", one=INTEGER),
    "O2": all_of(ref("O1"), obj("two", two=INTEGER)),
    # A base that names its children by `oneOf`.
    "Node": obj("op", op=TEXT)
    | one_of(ref("Leaf"), ref("Twig"), ref("Fork"), discriminator=by_tag("op")),
    "Leaf": extending("Node", value=INTEGER),
    "Twig": extending("Leaf", length=INTEGER),
    "Fork": extending("Node", parts=array(ref("Node"))),
    "Bud": extending("Leaf", open=INTEGER),
    # Only some of them assert something.
    "R0": base("k") | {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    "R1": extending("R0", a=INTEGER, b=INTEGER),
    # A union with a discriminator whose member is a base.
    "U": one_of(ref("L1"), ref("Solo"), discriminator=by_tag("k", {"one": "L1"})),
    "V": one_of(ref("L1"), ref("Solo"), discriminator=by_tag("k")),
    "Solo": obj("k", k=TEXT, solo=INTEGER),
    "Holder": obj(
        one=ref("L1"),
        many=array(ref("L1")),
        described=all_of(ref("L1"), description="The best."),
        by_key={"type": "object", "additionalProperties": ref("L1")},
        more=all_of(ref("L1"), obj(more=INTEGER)),
    ),
}


@pytest.fixture(scope="module")
def levels() -> Iterator[Woven]:
    whole = document("3.2.0", schemas=SCHEMAS)
    with weave(whole, targets=("models",), clean=True) as package:
        yield package


@pytest.mark.parametrize(
    ("name", "wire", "class_name"),
    [
        ("L0", {"k": "L1", "one": 1}, "L1Base"),
        ("L0", {"k": "L3", "three": 3}, "L3"),
        ("L1", {"k": "L1", "one": 1}, "L1Base"),
        ("L1", {"k": "L2", "two": 2}, "L2Base"),
        ("L1", {"k": "L3", "three": 3}, "L3"),
        ("L2", {"k": "L2", "one": 1}, "L2Base"),
        ("L2", {"k": "L3", "three": 3}, "L3"),
        ("Beside", {"k": "BesideLow", "low": 1}, "BesideLow"),
        ("Beside", {"k": "Beside"}, "BesideBase"),
        ("Inline", {"k": "InlineLow", "low": 1, "id": "x"}, "InlineLow"),
        ("Inline", {"k": "Inline", "id": "x"}, "InlineBase"),
        ("Deep", {"k": "d", "low": 1, "id": "x"}, "DeepLow"),
        ("M0", {"k": "m2", "two": 2}, "M2Base"),
        ("M1", {"k": "m1", "one": 1}, "M1Base"),
        ("M1", {"k": "m2", "two": 2}, "M2Base"),
        ("M1", {"k": "M3", "three": 3}, "M3"),
        ("M2", {"k": "M3", "three": 3}, "M3"),
        ("S0", {"k": "s2", "two": 2}, "S2"),
        ("S1", {"k": "s1", "one": 2}, "S1Base"),
        ("S1", {"k": "s2", "two": 2}, "S2"),
        ("S1", {"k": "S2", "two": 2}, "S2"),
        ("T0", {"k": "T1", "sort": "t1"}, "T1Base"),
        ("T0", {"k": "T1", "sort": "t2", "two": 2}, "T2"),
        ("T0", {"k": "T3", "sort": "t2", "two": "x"}, "T3"),
        ("T1", {"k": "T1", "sort": "t3", "two": "x"}, "T3"),
        ("D0", {"k": "Both", "both": 1}, "Both"),
        ("Left", {"k": "Both", "left": 1, "right": 2, "both": 3}, "Both"),
        ("Left", {"k": "Left", "left": 1}, "LeftBase"),
        ("Right", {"k": "Both", "left": 1, "right": 2, "both": 3}, "Both"),
        ("A1", {"k": "A2", "two": 2}, "A2"),
        ("A1", {"k": "A3", "three": 2}, "A3"),
        ("Alias", {"k": "L2", "two": 2}, "L2Base"),
        ("L1", {"k": "AliasLow", "low": 2}, "AliasLow"),
        ("L0", {"k": "Alias", "one": 2}, "L1Base"),
        ("F0", {"k": "new"}, "F0Base"),
        ("F1", {"k": "f2", "two": 2}, "F2"),
        ("F1", {"k": "new", "one": 2}, "F1Base"),
        ("G1", {"k": "new", "two": 2}, "G2"),
        ("G1", {"k": "g1", "two": "x"}, "G1Base"),
        ("O1", {"k": "O2", "two": 2}, "O2"),
        ("O1", {"two": 2}, "O2"),
        ("O1", {"one": 2}, "O1Base"),
        ("Node", {"op": "Leaf", "value": 1}, "LeafBase"),
        ("Node", {"op": "Twig", "length": 1}, "Twig"),
        ("Leaf", {"op": "Leaf", "value": 1}, "LeafBase"),
        ("Leaf", {"op": "Twig", "length": 1}, "Twig"),
        ("Leaf", {"op": "Bud", "open": 1}, "Bud"),
        ("Fork", {"op": "Fork", "parts": [{"op": "Twig", "length": 1}]}, "Fork"),
        ("R0", {"k": "R1", "a": 1}, "R1"),
        ("U", {"k": "one", "one": 1}, "L1Base"),
        ("U", {"k": "L3", "three": 1}, "L3"),
        ("U", {"k": "Solo", "solo": 1}, "Solo"),
        ("V", {"k": "L1", "one": 1}, "L1Base"),
        ("V", {"k": "L2", "two": 1}, "L2Base"),
    ],
)
def test_the_tag_decides_at_every_level(
    levels: Woven, name: str, wire: Any, class_name: str
) -> None:
    read = levels.read(name, wire)
    assert type(read) is getattr(levels.models, class_name)
    assert levels.write(name, read) == wire


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("L1", {"k": "L0"}),
        ("L2", {"k": "L1"}),
        ("L1", {"k": "Cow"}),
        ("L1", {"one": 1}),
        ("L1", {"k": "L2", "two": "x"}),
        ("L1", {"k": "L2", "others": [{"k": "L3", "three": "x"}]}),
        ("Inline", {"k": "1"}),
        ("Inline", {"k": "InlineLow", "low": "x"}),
        ("Deep", {"k": "d", "low": "x"}),
        ("Deep", {"k": "Deep", "id": 1}),
        ("M1", {"k": "M1"}),
        ("M1", {"k": "m2", "two": "x"}),
        ("T0", {"k": "T1", "sort": "t2", "two": "x"}),
        ("A1", {"k": "A1"}),
        ("A0", {"k": "A1"}),
        ("F1", {"k": "new", "one": "x"}),
        ("G1", {"k": "new", "two": "x"}),
        ("O1", {"k": "O2"}),
        ("Leaf", {"op": "Fork"}),
        ("R0", {"k": "R1"}),
        ("U", {"k": "L1", "one": "x"}),
        ("Holder", {"one": {"k": "L2", "two": "x"}}),
        ("Holder", {"many": [{"k": "L3", "two": "x"}]}),
        ("Holder", {"described": {"k": "L2", "two": "x"}}),
        ("Holder", {"by_key": {"a": {"k": "L2", "two": "x"}}}),
    ],
)
def test_what_the_level_or_the_tag_refuses(
    levels: Woven, name: str, wire: object
) -> None:
    assert not levels.accepts(name, wire)


def test_a_level_stands_for_its_union_wherever_it_is_a_type(levels: Woven) -> None:
    low = {"k": "L2", "two": 2, "others": [{"k": "L3", "three": 3}]}
    wire = {
        "one": low,
        "many": [low],
        "described": low,
        "by_key": {"a": low},
        "more": {"k": "L1", "more": 1},
    }
    read = levels.read("Holder", wire)
    for value in (read.one, read.many[0], read.described, read.by_key["a"]):
        assert type(value) is levels.models.L2Base
        assert type(value.others[0]) is levels.models.L3
    assert levels.write("Holder", read) == wire


def test_python_builds_them_too(levels: Woven) -> None:
    models = levels.models
    holder = models.Holder(one=models.L3(k="L3", three=3))
    assert type(holder.one) is models.L3
    with pytest.raises(ValueError, match="k"):
        models.Holder(one=models.L3(k="L0", three=3))


def test_what_is_sent_has_the_tags_of_what_is_read() -> None:
    """A read-only property splits each of them in two."""
    read_only = INTEGER | {"readOnly": True}
    schemas = {
        "Pet": base("kind", id=read_only),
        "Cat": extending("Pet", lives=INTEGER),
        "Kitten": extending("Cat", age=INTEGER),
        "Rock": obj("kind", kind=TEXT, owner=ref("Cat")),
        "Either": one_of(ref("Cat"), ref("Rock"), discriminator=by_tag("kind")),
    }
    content = {"application/json": {"schema": ref("Either")}}
    body = {"required": True, "content": content}
    responses = {"200": {"description": "", "content": content}}
    operation = {"operationId": "echo", "requestBody": body, "responses": responses}
    whole = document(schemas=schemas, paths={"/echo": {"post": operation}})
    with weave(whole, clean=True) as woven:
        owner = {"kind": "Kitten", "lives": 9, "age": 1}
        read = woven.read("RockInput", {"kind": "Rock", "owner": owner})
        assert type(read.owner) is woven.models.KittenInput
        for path in ("operations/echo.py", "server/echo.py"):
            source = woven.source(path)
            assert '"~' not in source
            assert "CatBaseInput | KittenInput | RockInput" in " ".join(source.split())
            assert 'Field(discriminator="kind")' in source


def test_a_circle_of_bases_is_told() -> None:
    """What goes round is left out, as with any circle; the tags stay."""
    schemas = {
        "A": all_of(ref("B"), base("k", a=INTEGER)),
        "B": all_of(ref("C"), obj(b=INTEGER)),
        "C": all_of(ref("A"), obj(c=INTEGER)),
    }
    code = "circular-reference"
    whole = document(schemas=schemas)
    with weave(whole, targets=("models",), accept=(code,)) as woven:
        (diagnostic,) = woven.reported(code)
        assert "~" not in diagnostic.message
        for name in ("A", "B", "C"):
            assert type(woven.read(name, {"k": "C", "c": 1})) is woven.models.CBase
        assert not woven.accepts("B", {"k": "D"})


def test_null_has_no_tag() -> None:
    """A base that may be null is one of its members, and null is another."""
    nullable = base("k") | {"nullable": True}
    schemas = {
        "Base": nullable,
        "Low": all_of(ref("Base"), obj(n=INTEGER)),
        "Lower": all_of(ref("Low"), obj(m=INTEGER)),
    }
    whole = document("3.0.3", schemas=schemas)
    with weave(whole, targets=("models",), clean=True) as woven:
        assert woven.read("Base", None) is None
        assert type(woven.read("Base", {"k": "Lower", "m": 1})) is woven.models.Lower
        assert type(woven.read("Low", {"k": "Lower", "m": 1})) is woven.models.Lower
        assert woven.accepts("Base", {"k": "Base"})
        for wire in ({"k": "Low", "n": "x"}, {"k": "Lower", "m": "x"}, {"k": "Cow"}):
            assert not woven.accepts("Base", wire)


def test_a_member_of_all_of_that_others_extend_too() -> None:
    """It is a base by itself; and of two in one schema, each decides where it can."""
    pointer = "#/components/schemas/Whole/allOf/1"
    schemas = {
        "Whole": all_of(obj(id=TEXT), base("k")),
        "Low": extending("Whole", n=INTEGER),
        "Part": all_of({"$ref": pointer}, obj(n=INTEGER)),
        "Any": array({"$ref": pointer}),
        "Two": all_of(base("a"), base("b")),
        "TwoLow": extending("Two", n=INTEGER),
        "Listed": one_of(ref("TwoLow"), extending("Two", n=TEXT)),
    }
    with weave(document(schemas=schemas), targets=("models",), clean=True) as woven:
        assert type(woven.read("Whole", {"k": "Low"})) is woven.models.Low
        assert not woven.accepts("Whole", {"k": "Part"})
        (part,) = woven.read("Any", [{"k": "Part", "n": 1}])
        assert type(part) is woven.models.Part
        two = woven.read("Two", {"a": "TwoLow", "b": "TwoLow"})
        assert type(two) is woven.models.TwoLow


def test_a_client_keeps_what_has_another_tag_than_the_only_one() -> None:
    """One schema alone is chosen by its tag as well."""
    schemas = {
        "Base": base("k", {"low": "Low"}),
        "Low": extending("Base", n=INTEGER),
        "Holder": obj(one=ref("Base"), many=array(ref("Base"))),
    }
    content = {"application/json": {"schema": ref("Holder")}}
    responses = {"200": {"description": "", "content": content}}
    paths = {"/holder": {"get": {"operationId": "hold", "responses": responses}}}
    whole = document(schemas=schemas, paths=paths)
    with weave(whole, targets=("models", "client"), clean=True) as woven:
        lenient = woven.module("_runtime.lenient").decode_leniently
        wire = {"one": {"k": "new", "n": "x"}, "many": [{"k": "low", "n": "x"}]}
        read, flaws = lenient(woven.models.Holder, wire)
        assert read.one == wire["one"]
        assert flaws == ["/one", "/many/0/n"]
        assert read.model_dump(exclude_unset=True, by_alias=True) == wire
        assert woven.read("Base", {"k": "low", "n": 1}).n == 1
        assert not woven.accepts("Base", {"k": "new", "n": 1})

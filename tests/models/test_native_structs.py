"""What msgspec reads by itself, and that it reads nothing otherwise than the readers.

`python -m tests.conformance.differential --models msgspec` compares values by chance.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, Final
from uuid import UUID

import msgspec
import pytest

from tests.shapes import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    TEXT,
    array,
    by_tag,
    mapping,
    obj,
    one_of,
    ref,
)
from tests.weaving import Woven, document, weave

SCHEMAS: Final[dict[str, Any]] = {
    "Leaf": obj(
        "id",
        "class",
        id={**INTEGER, "minimum": 1, "exclusiveMaximum": 1e3},
        **{"class": {**TEXT, "maxLength": 3, "pattern": "^[a-z]+$"}},
        price={**NUMBER, "minimum": 0.1, "maximum": 9},
        size={**INTEGER, "format": "int32", "minimum": -5},
        url={**TEXT, "format": "uri", "maxLength": 30},
        host={**TEXT, "format": "hostname"},
        maybe={"type": ["boolean", "null"]},
        born={**TEXT, "format": "date"},
        kind={"enum": ["a", "b"]},
        pair={
            "type": "array",
            "prefixItems": [TEXT, INTEGER],
            "items": False,
            "minItems": 2,
        },
        either={"anyOf": [INTEGER, TEXT, array(BOOLEAN)]},
    ),
    "Tree": obj("leaves", leaves=array(ref("Leaf")), named=mapping(ref("Tree"))),
    "Told": obj(
        at={**TEXT, "format": "date-time"}, by={**TEXT, "format": "uuid"}, size=INTEGER
    ),
    "Sized": obj(size={**INTEGER, "default": 5}, on={**BOOLEAN, "default": True}),
    "Branch": obj("kind", kind={"const": "branch"}, below=array(ref("Node"))),
    "Twig": obj("kind", kind={"const": "twig"}, size=INTEGER),
    "Node": one_of(ref("Branch"), ref("Twig"), discriminator=by_tag("kind")),
    "Judged": {**obj(a=INTEGER, b=INTEGER), "minProperties": 1},
}
LEAF: Final = {
    "id": 1,
    "class": "ab",
    "price": 5,
    "size": 2**31 - 1,
    "maybe": None,
    "born": "2024-02-29",
    "kind": "b",
    "pair": ["a", 1],
    "either": [True],
    "url": "http://a.example/%C3%A9",
    "host": "a.example",
}


@pytest.fixture(scope="module")
def api() -> Iterator[Woven]:
    whole = document(schemas=SCHEMAS)
    with weave(whole, targets=("models",), models="msgspec") as woven:
        yield woven


def calls_of(folder: Path, task: Callable[[], object]) -> Counter[str]:
    """Which functions of a package run, and how often."""
    found: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _arg: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(folder)):
            found[frame.f_code.co_name] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        task()
    finally:
        sys.setprofile(before)
    return found


def test_an_instance_costs_one_function_whatever_it_holds(api: Woven) -> None:
    tree = api.models.Tree
    texts = [
        json.dumps({"leaves": [LEAF] * n, "named": {"x": {"leaves": [LEAF]}}})
        for n in (2, 40)
    ]
    few, many = (
        calls_of(api.folder, partial(tree.from_json, text))
        for text in texts
        if tree.from_json(text)  # builds what is needed
    )
    assert many - few == {"become": 38}
    read = tree.from_json(texts[0])
    assert type(read) is tree
    assert type(read.named["x"].leaves[0]) is api.models.Leaf
    assert read.to_dict() == json.loads(texts[0])
    assert read.from_dict(read.to_dict()) == read


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"id": 0}, "id"),
        ({"id": 1000}, "id"),
        ({"id": True}, "id"),
        ({"id": 1.5}, "id"),
        ({"class": "abcd"}, "class"),
        ({"class": "é"}, "class"),
        ({"price": 0.0999}, "price"),
        ({"price": 0}, "price"),
        ({"price": 10}, "price"),
        ({"size": 2**31}, "size"),
        ({"size": -6}, "size"),
        ({"size": None}, "size"),
        ({"url": "http://a b"}, "url"),
        ({"url": "http://a.example\n"}, "url"),
        ({"url": "http://a.example/" + "a" * 20}, "url"),
        ({"host": "a." * 126 + "aa"}, "host"),
        ({"maybe": 0}, "maybe"),
        ({"born": None}, "born"),
        ({"born": "2024-02-30"}, "born"),
        ({"kind": "c"}, "kind"),
        ({"pair": ["a"]}, "pair"),
        ({"either": [1]}, "either"),
    ],
)
def test_what_is_refused_is_refused_by_the_readers(
    api: Woven, change: dict[str, Any], place: str
) -> None:
    with pytest.raises(api.package.ValidationError) as refused:
        api.models.Tree.from_json(json.dumps({"leaves": [LEAF, {**LEAF, **change}]}))
    assert {error["loc"][:3] for error in refused.value.errors()} == {
        ("leaves", 1, place)
    }


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ({"id": 7.0}, "id", 7),
        ({"more": [1]}, "extra_properties", {"more": [1]}),
        ({"extra_properties": 1}, "extra_properties", {"extra_properties": 1}),
        ({"either": 5.0}, "either", 5),
        ({"price": 0.1}, "price", 0.1),
        ({"price": 2.0}, "price", 2.0),
    ],
)
def test_what_msgspec_cannot_read_is_read_all_the_same(
    api: Woven, change: dict[str, Any], name: str, value: object
) -> None:
    whole = {"leaves": [{**LEAF, **change}, LEAF]}
    tree = api.models.Tree.from_json(json.dumps(whole))
    found = getattr(tree.leaves[0], name)
    assert (found, type(found)) == (value, type(value))
    assert tree.to_dict() == whole
    assert api.models.Tree.from_dict(whole) == tree


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2024-02-29T12:30:00Z", datetime(2024, 2, 29, 12, 30, tzinfo=UTC)),
        ("2024-02-29t12:30:00.5z", datetime(2024, 2, 29, 12, 30, 0, 500000, UTC)),
        ("2024-02-29T13:30:00+01:00", datetime(2024, 2, 29, 12, 30, tzinfo=UTC)),
        # Digits of less than a microsecond are cut off, not rounded.
        ("2024-02-29T12:30:00.9999999Z", None),
        ("2024-02-29T12:30:00.9999999+00:00", None),
    ],
)
def test_moments(api: Woven, at: str, moment: datetime | None) -> None:
    told = api.models.Told.from_json(json.dumps({"at": at}))
    assert told.at == (moment or datetime(2024, 2, 29, 12, 30, 0, 999999, UTC))


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "2024-02-29 12:30:00Z"},
        {"at": "2024-02-29T12:30:00+0100"},
        {"at": "2024-02-29T12:30:00"},
        {"at": "2024-02-30T12:30:00Z"},
        {"at": 1709209800},
        {"by": "0" * 32},
        {"by": "{00000000-0000-4000-8000-00000000000}"},
    ],
)
def test_texts_that_msgspec_alone_would_take(api: Woven, wrong: object) -> None:
    with pytest.raises(api.package.ValidationError, match="Input should be a valid"):
        api.models.Told.from_json(json.dumps(wrong))


def test_uuids_are_read(api: Woven) -> None:
    text = "00000000-0000-4000-8000-00000000000A"
    assert api.models.Told.from_json(json.dumps({"by": text})).by == UUID(text)


@pytest.mark.parametrize(
    "given", [{}, {"size": 5}, {"on": True}, {"size": 6, "on": False}, {"size": 5.0}]
)
def test_defaults_that_came_are_written(api: Woven, given: dict[str, Any]) -> None:
    sized = api.models.Sized
    for read in (sized.from_json(json.dumps(given)), sized.from_dict(given)):
        assert (read.size, read.on) == (given.get("size", 5), given.get("on", True))
        assert read.to_dict() == given


def test_what_is_refused_deep_within_is_not_tried_over_and_over(api: Woven) -> None:
    """Each level may be tried once more, which makes squares and no powers."""

    def cost(depth: int) -> int:
        node: Any = {"kind": "twig", "size": "x"}
        for _ in range(depth):
            node = {"kind": "branch", "below": [node]}
        with pytest.raises(api.package.ValidationError):
            api.package.decode_json(api.models.Node, json.dumps(node))

        def again() -> None:
            with pytest.raises(api.package.ValidationError):
                api.package.decode_json(api.models.Node, json.dumps(node))

        return calls_of(api.folder, again).total()

    assert cost(16) < 5 * cost(8)


def test_what_judges_an_object_is_asked(api: Woven) -> None:
    judged: Any = api.models.Judged
    assert judged.from_json('{"a": 1}').a == 1
    with pytest.raises(api.package.ValidationError, match="minProperties"):
        judged.from_json("{}")
    with pytest.raises(api.package.ValidationError, match="minProperties"):
        api.package.decode_json(list[judged], "[{}]")


def test_classes_are_to_msgspec_what_they_say(api: Woven) -> None:
    """Who decodes them without us gets what the annotations mean to msgspec."""
    leaf = api.models.Twig
    ours = leaf.from_json('{"kind": "twig", "size": 1}')
    theirs = msgspec.json.decode('{"kind": "twig", "size": 1, "x": 2}', type=leaf)
    assert ours == theirs
    assert [field.name for field in msgspec.structs.fields(leaf)] == [
        "kind",
        "size",
        "extra_properties",
    ]


BASE: Final = """
from {package}._runtime.plain.model import Model
made: list[object] = []
class Base(Model, kw_only=True):
    def __post_init__(self) -> None:
        made.append(self)
"""


def test_a_base_that_does_something_of_its_own(tmp_path: Path) -> None:
    package = tmp_path / "based_structs"
    text = BASE.format(package=package.name)
    (tmp_path / "structbase.py").write_text(text)
    with weave(
        document(schemas=SCHEMAS),
        targets=("models",),
        package=package,
        models="msgspec",
        base="structbase:Base",
    ) as woven:
        leaf = woven.models.Leaf
        read = leaf.from_json(json.dumps(LEAF))
        assert type(read) is leaf
        assert sys.modules["structbase"].made == [read]
    sys.modules.pop("structbase", None)


def test_sizes_that_no_machine_has() -> None:
    """msgspec has limits below 2**63; beyond them nothing can be, or all is."""
    sizes = {
        "Text": {**TEXT, "maxLength": 2**64},
        "Items": {**array({}), "minItems": 2**64},
        "Map": {"type": "object", "maxProperties": 2**63, "minProperties": 1},
    }
    whole = obj(**{name.lower(): schema for name, schema in sizes.items()})
    with weave(document("3.1.0", schemas={"Sized": whole}), models="msgspec") as woven:
        read = woven.models.Sized.from_json
        assert read('{"text": "a", "map": {"a": 1}}').text == "a"
        for wrong in ('{"items": [1]}', '{"map": {}}', '{"text": 5}'):
            with pytest.raises(woven.package.ValidationError):
                read(wrong)

"""What is done without Python: no function of ours runs for each value or instance.

Speed is measured by `tests/bench/bench_models.py`; what makes it is held here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from apiloom.runtime.formats import Format
from apiloom.runtime.spellings import PATTERNS, is_spelled
from tests.models.conftest import WeaveModels
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

PETS: dict[str, Any] = {
    "Cat": obj("kind", kind={"const": "cat"}, lives=INTEGER),
    "Dog": obj("kind", kind={"const": "dog"}, name=TEXT),
    "Pet": one_of(
        ref("Cat"),
        ref("Dog"),
        discriminator=by_tag("kind", {"cat": "Cat", "dog": "Dog"}),
    ),
}
MEMBERS: dict[str, tuple[Any, list[Any]]] = {
    "string": (TEXT, ["a", "b"]),
    "short string": ({**TEXT, "maxLength": 3}, ["a", "b"]),
    "email": ({**TEXT, "format": "email"}, ["jane.doe@example.com"]),
    "uri": ({**TEXT, "format": "uri", "maxLength": 99}, ["https://example.com/?q"]),
    "hostname": ({**TEXT, "format": "hostname"}, ["www.example.com"]),
    "pattern": ({**TEXT, "pattern": "^[a-z]+$"}, ["a", "b"]),
    "enum": ({**TEXT, "enum": ["a", "b"]}, ["a", "b"]),
    "date-time": ({**TEXT, "format": "date-time"}, ["2026-05-01T10:20:30Z"]),
    "date": ({**TEXT, "format": "date"}, ["2026-05-01"]),
    "time": ({**TEXT, "format": "time"}, ["10:20:30Z"]),
    "uuid": ({**TEXT, "format": "uuid"}, ["00000000-0000-4000-8000-000000000001"]),
    "integer": (INTEGER, [1, 2]),
    "int64": ({**INTEGER, "format": "int64"}, [1, 2]),
    "limited integer": ({**INTEGER, "minimum": 1, "maximum": 9}, [1, 2]),
    "number": (NUMBER, [1, 0.5]),
    "limited number": ({**NUMBER, "minimum": 0, "exclusiveMaximum": 9.5}, [1, 0.5]),
    "boolean": (BOOLEAN, [True, False]),
    "nullable": ({"type": ["string", "null"]}, [None, "a"]),
    "map": (mapping(INTEGER), [{"a": 1, "b": 2}]),
    "array": (array(NUMBER), [[1, 0.5]]),
    "model": (ref("Dog"), [{"kind": "dog", "name": "Rex"}, {"kind": "dog", "x": 1}]),
    "tagged union": (ref("Pet"), [{"kind": "dog", "name": "Rex"}, {"kind": "cat"}]),
    "plain union": (one_of(TEXT, INTEGER), ["a", 1]),
    "union with limits": (
        {"anyOf": [TEXT, {**INTEGER, "minimum": 1}, {**NUMBER, "maximum": 9}]},
        ["a", 1],
    ),
    "union of strings": (
        {"anyOf": [{**TEXT, "format": "date-time"}, {**TEXT, "maxLength": 1}]},
        ["2026-05-01T10:20:30Z", "a"],
    ),
    "union of models": ({"anyOf": [ref("Cat"), ref("Dog")]}, [{"kind": "dog"}]),
    "nullable union": ({"anyOf": [TEXT, INTEGER, {"type": "null"}]}, [None, "a", 1]),
}


def calls_of(folder: Path, task: Callable[[], object]) -> int:
    """How many functions of a package run."""
    count = 0

    def note(frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code.co_filename.startswith(str(folder))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        task()
    finally:
        sys.setprofile(before)
    return count


def listing(values: list[Any], count: int) -> str:
    """So many objects; every third leaves out what it may leave out."""
    members = [
        {"required": values[at % len(values)]}
        | ({"maybe": values[0]} if at % 3 else {})
        for at in range(count)
    ]
    return json.dumps({"list": members})


@pytest.mark.parametrize("what", MEMBERS)
def test_more_values_need_no_more_python(weave_models: WeaveModels, what: str) -> None:
    """Neither to read them nor to write them."""
    schema, values = MEMBERS[what]
    member = obj("required", required=schema, maybe=schema)
    listed = obj(list=array(ref("Member")))
    woven = weave_models({"Member": member, "Listed": listed, **PETS})
    model, folder = woven.models.Listed, woven.folder
    texts = [listing(values, count) for count in (1, 30)]
    instances = [model.from_json(text) for text in texts]  # builds what is needed
    reading = {calls_of(folder, partial(model.from_json, text)) for text in texts}
    assert len(reading) == 1, reading
    writing = {calls_of(folder, instance.to_json) for instance in instances}
    assert len(writing) == 1, writing
    assert [json.loads(each.to_json()) for each in instances] == [
        json.loads(text) for text in texts
    ]


ODD: tuple[str, ...] = (
    *("", "a", "A1", "a.b", "a-b", "-a", "a..b", "a" * 63, "a" * 64, "a." * 130),
    *(
        "a@b",
        "a.b@c.d",
        '"a b"@c',
        '"a\\"b"@c',
        '"a\nb"@c',
        "a@[1.2]",
        "@a",
        "a@",
        "é@b",
    ),
    *(
        "a:",
        "a:b",
        "http://a/b?c#d",
        "http://a b",
        "a:%41",
        "a:%4",
        "a:é",
        "1:a",
        "a:^",
    ),
    *("/", "/a~0b", "/a~2", "//", "0", "0#", "00", "1/a", "12#"),
    *(
        "1",
        "+1.5e-3",
        ".5",
        "1.",
        "٣",
        "YQ==",
        "YQ",
        "YWI=",
        "-_",
        "MFRA====",
        "ab",
        "AB",
    ),
    *("10:20:30Z", "10:20:30.5+01:00", "10:20:30", "24:00:00Z", "10:20:60Z"),
    "00000000-0000-4000-8000-00000000000A",
    "{00000000-0000-4000-8000-00000000000A}",
)
MARKS = (
    "",
    "\n",
    " ",
    "\x1c",
    "\x1f",
    "\x85",
    "\xa0",
    "\u2028",
    "\u200b",
    "\0",
    "\x7f",
)


@pytest.mark.parametrize("name", [*PATTERNS])
def test_rust_judges_formats_as_python_does(name: str) -> None:
    """White space of any kind too, at the end and inside."""
    judge = SchemaValidator(TypeAdapter(Annotated[str, Format(name)]).core_schema)
    spread = [
        text
        for odd in ODD
        for mark in MARKS
        for text in (odd + mark, mark + odd, odd[:1] + mark + odd[1:])
    ]
    for text in spread:
        assert judge.isinstance_python(text) == is_spelled(name, text), repr(text)
    assert judge.isinstance_python("".join(MARKS)) == is_spelled(name, "".join(MARKS))


def test_a_format_is_described_as_the_text_that_it_is() -> None:
    adapter = TypeAdapter(Annotated[str, Field(max_length=9), Format("email")])
    modes: tuple[Literal["validation", "serialization"], ...] = (
        "validation",
        "serialization",
    )
    for mode in modes:
        assert adapter.json_schema(mode=mode) == {"type": "string", "maxLength": 9}
    with pytest.raises(ValidationError) as refused:
        adapter.validate_json('"a b"')
    assert [each["type"] for each in refused.value.errors()] == ["format"]
    assert "Input should be a valid email" in str(refused.value)

"""The seam between what travels and the models: reading, judging, writing one type."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.shapes import INTEGER, TEXT, array, obj, ref
from tests.weaving import Woven, document, weave

SCHEMAS: Final = {
    "Team": obj("name", name=TEXT, **{"class": INTEGER}),
    "Customer": obj("id", id=INTEGER, teams=array(ref("Team")), main=ref("Team")),
    "Counted": {**obj(a=ref("Team"), b=INTEGER), "minProperties": 1},
}
CUSTOMER: Final = {
    "id": 1,
    "teams": [{"name": "a"}, {"name": "b", "further": [1]}],
    "main": {"name": "a"},
}


@pytest.fixture(scope="module")
def api() -> Iterator[Woven]:
    with weave(document(schemas=SCHEMAS)) as woven:
        yield woven


def calls_in_python(task: Any) -> list[str]:
    """The functions of Python that are called below `task`."""
    called: list[str] = []

    def note(frame: Any, event: str, _: object) -> None:
        if event == "call":
            called.append(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        task()
    finally:
        sys.setprofile(None)
    return called


def codec_of(api: Woven, name: str) -> Any:
    return api.module("_runtime.codec").codec_of(getattr(api.models, name))


def test_what_was_read_is_written_without_a_function_for_each_instance(
    api: Woven,
) -> None:
    codec = codec_of(api, "Customer")
    value = codec.read_json(json.dumps(CUSTOMER))
    written = calls_in_python(lambda: codec.write_json(value))
    assert written[1:] == ["write_json"]
    assert codec.write(value) == CUSTOMER


def test_data_is_judged_as_the_text_it_was_parsed_from(api: Woven) -> None:
    seam, codec = api.module("_runtime.codec"), codec_of(api, "Customer")
    assert codec.write(codec.read_data(CUSTOMER)) == CUSTOMER
    with pytest.raises(seam.Invalid) as refused:
        codec.read_data({"id": "1", "teams": [{}]})
    assert [place for place, _ in seam.refusals(refused.value)] == [
        ("id",),
        ("teams", 0, "name"),
    ]
    assert seam.refusal_count(refused.value) == 2


def test_keywords_that_no_type_expresses_can_be_left_out(api: Woven) -> None:
    seam, codec = api.module("_runtime.codec"), codec_of(api, "Counted")
    with pytest.raises(seam.Invalid) as refused:
        codec.read_json("{}")
    assert seam.is_asserted(refused.value)
    assert codec.write(codec.read_by_type_alone("{}")) == {}
    with pytest.raises(seam.Invalid) as refused:
        codec.read_by_type_alone('{"b": "1"}')
    assert not seam.is_asserted(refused.value)


def test_fields_by_name_and_by_key(api: Woven) -> None:
    seam, team = api.module("_runtime.codec"), api.models.Team
    fields = seam.declared_fields(team)
    assert [tuple(field) for field in fields.values()] == [
        ("name", "name", True, True),
        ("class_", "class", False, False),
    ]
    assert seam.by_spelling(fields).keys() == {"name", "class_", "class"}
    nulls = [seam.codec_of(seam.field_type(team, n)).admits_null() for n in fields]
    assert nulls == [False, False]


def test_an_instance_of_what_does_not_fit(api: Woven) -> None:
    seam, team = api.module("_runtime.codec"), api.models.Team
    made = seam.construct(team, {"name": "a"}, {"class": "x", "more": 1}, ["name"])
    assert isinstance(made, seam.AnyModel)
    assert (made.name, made.class_) == ("a", None)
    broken = seam.construct(team, {}, {"class": "x"}, ["class_"])
    assert (broken.name, broken.class_) == (None, "x")
    assert codec_of(api, "Team").write_quietly(broken) == {"class": "x"}
    assert seam.present_values(team(name="b")) == {"name": "b"}

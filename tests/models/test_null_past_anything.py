"""An optional property of any type refuses null where its keywords do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from pydantic import ValidationError

from tests.shapes import NULL, Schema, all_of, obj, ref
from tests.weaving import Woven, document, weave

_REFUSING: Final[Schema] = {
    "constant": {"const": {"lat": 0, "lon": 0}},
    "listed": {"enum": [[0, 0], [1, 1]]},
    "some": {"not": NULL},
    "both": all_of({"not": NULL}, {"description": "anything but null"}),
    "counted": {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
    "referred": ref("Some"),
    "nullable": {"type": ["string", "null"], "not": {"const": None}},
    "chosen": {"anyOf": [{"type": "string"}, ref("Some")]},
    "conditional": {"if": NULL, "then": False},
}
_ADMITTING: Final[Schema] = {
    "anything": {},
    "unlisted": {"enum": [[0], None]},
    "unlike": {"not": {"type": "string"}},
    "either": {"anyOf": [ref("Some"), NULL]},
}
_VALUES: Final = {"constant": {"lat": 0, "lon": 0}, "listed": [1, 1]}


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    properties = {**_REFUSING, **_ADMITTING}
    schemas = {
        "Some": {"not": NULL},
        "Optional": obj(**properties),
        "Required": {**obj(**properties), "required": [*properties]},
    }
    with weave(document(schemas=schemas), targets=("models",)) as package:
        yield package


@pytest.mark.parametrize("name", _REFUSING)
def test_null_is_refused_and_none_is_absent(woven: Woven, name: str) -> None:
    assert not woven.accepts("Optional", {name: None})
    with pytest.raises(ValidationError):
        woven.models.Optional.model_validate({name: None})
    assert woven.models.Optional(**{name: None}).model_fields_set == set()
    value: Any = _VALUES.get(name, {"a": 1} if name != "nullable" else "text")
    instance = woven.read("Optional", {name: value if name != "chosen" else "text"})
    setattr(instance, name, None)
    assert woven.write("Optional", instance) == {}


@pytest.mark.parametrize("name", _ADMITTING)
def test_null_is_admitted(woven: Woven, name: str) -> None:
    assert woven.accepts("Optional", {name: None})


def test_absent_is_fine_and_written_without_a_warning(woven: Woven) -> None:
    absent = woven.read("Optional", {})
    assert woven.write("Optional", absent) == {}
    assert absent.model_dump(warnings="error") == {}
    assert absent.model_dump(warnings="error", exclude_unset=False) == {}


@pytest.mark.parametrize("version", ["3.1.0", "3.0.3"])
def test_no_value_is_left_where_a_list_of_arrays_meets_null(version: str) -> None:
    """Null is no value of the list, and nothing else is one of the other member."""
    nothing = all_of({"enum": [[]]}, NULL)
    if version == "3.0.3":
        nothing = all_of(
            {"enum": [[]]}, {"type": "string", "nullable": True, "enum": [None]}
        )
    schemas = {
        "Named": nothing,
        "Inline": obj(value=nothing),
        "Referring": obj(value=ref("Named")),
        "Other": {"not": nothing},
    }
    with weave(document(version, schemas=schemas), targets=("models",)) as woven:
        for name in ("Inline", "Referring"):
            assert not woven.accepts(name, {"value": None})
            assert not woven.accepts(name, {"value": []})
            assert woven.accepts(name, {})
        assert woven.accepts("Other", [])
        assert woven.accepts("Other", None)

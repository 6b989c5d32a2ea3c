"""The document that a server serves: all of it, laid out for people and for diffs."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from apiloom.python.targets.server.served_document import served_json

PET: Final[dict[str, Any]] = {"type": "object", "properties": {"näme": {"enum": [1]}}}
DOCUMENT: Final[dict[str, Any]] = {
    "openapi": "3.1.0",
    "tags": [],
    "components": {"schemas": {"Pet": PET}},
    "x-numbers": [1.0, -2, True, None, "\ud800"],
}


def test_nothing_is_lost() -> None:
    served = served_json(DOCUMENT)
    assert json.loads(served) == DOCUMENT
    assert list(json.loads(served)) == list(DOCUMENT)
    assert served.isascii()


def test_a_property_of_a_component_has_its_own_line() -> None:
    lines = served_json(DOCUMENT).decode("ascii").split("\n")
    assert lines[0] == "{"
    assert '     "n\\u00e4me": {"enum": [1]}' in lines
    assert ' "tags": [],' in lines
    assert lines[-2:] == ["}", ""]


def test_what_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        served_json({"a": [{"b": float("inf")}]})


def test_it_is_written_however_deep_it_is() -> None:
    depth = 10_000
    document: object = {"end": [], "none": {}, "text": "\u00e9"}
    for level in range(depth):
        document = {"a": document, "b": level} if level % 2 else [document, "c"]
    served = served_json(document).decode("ascii")
    inner = '{"end": [], "none": {}, "text": "\\u00e9"}'
    assert f'{{"a": [{inner}, "c"], "b": 1}}' in served
    assert served.count('"a": ') == served.count('"c"') == depth / 2

"""Lines and columns of pointers: keys of members, items of arrays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from apiloom.core.diagnostics import Report
from apiloom.core.location import ROOT, Location, Pointer, child
from apiloom.document.source.json_places import locate_json
from apiloom.document.source.yaml_reader import locate_yaml
from tests.source.loading import loaded

YAML = """\
# a comment, and 'é' counts as one character
openapi: 3.1.0
info: {title: "é", version: 1}
paths:
  /a/{b}:
    get:
      tags:
        - one
        -   two
base: &base
  x: {y: 1}
copy: *base
merged:
  <<: *base
  z: 1
"""

JSON = """\
{
  "info": {"é": 1, "a/b": [10, [20, {"c": 3}]]},
  "skipped": {"deep": [[["]"]]], "quote": "\\""},
  "paths": [
    1,
    {"x": {}}
  ]
}
"""


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", (1, 1)),
        ("/openapi", (2, 1)),
        ("/info/version", (3, 20)),
        ("/paths/~1a~1{b}", (5, 3)),
        ("/paths/~1a~1{b}/get/tags/0", (8, 11)),
        ("/paths/~1a~1{b}/get/tags/1", (9, 13)),
        ("/copy", (12, 1)),
        ("/copy/x/y", (11, 7)),
        ("/merged/x", (11, 3)),
        ("/merged/x/y", (11, 7)),
        ("/merged/z", (15, 3)),
        # Nothing there: the nearest thing above.
        ("/nowhere", (1, 1)),
        ("/info/nowhere/at/all", (3, 1)),
        ("/paths/~1a~1{b}/get/tags/2", (7, 7)),
        ("/paths/~1a~1{b}/get/tags/-", (7, 7)),
        ("/openapi/x", (2, 1)),
    ],
)
def test_yaml(pointer: str, place: tuple[int, int], tmp_path: Path) -> None:
    entry = loaded(tmp_path, YAML).entry
    assert entry.locate([Pointer(pointer)]) == {pointer: place}


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", (1, 1)),
        ("/info", (2, 3)),
        ("/info/é", (2, 12)),
        ("/info/a~1b", (2, 20)),
        ("/info/a~1b/1", (2, 32)),
        ("/info/a~1b/1/1/c", (2, 38)),
        ("/paths/1/x", (6, 6)),
        ("/nowhere", (1, 1)),
        ("/info/é/x/y", (2, 12)),
        ("/paths/2", (4, 3)),
        ("/paths/01", (4, 3)),
        ("/paths/1/x/y", (6, 6)),
    ],
)
def test_json(pointer: str, place: tuple[int, int], tmp_path: Path) -> None:
    entry = loaded(tmp_path, JSON, "api.json").entry
    assert entry.locate([Pointer(pointer)]) == {pointer: place}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending: str, tmp_path: Path) -> None:
    # U+2028 ends a line for str.splitlines and for libyaml, but for no editor.
    text = ending.join(["a: 'x\u2028y'", "b:", "  c: 1"])
    entry = loaded(tmp_path, b"\xef\xbb\xbf" + text.encode()).entry
    assert entry.locate([Pointer("/a"), Pointer("/b/c")]) == {
        "/a": (1, 1),
        "/b/c": (3, 3),
    }


def test_places_deeper_than_the_c_scanner(tmp_path: Path) -> None:
    deep = "[" * 4_000 + '"]"' + "]" * 4_000
    text = '{"a": ' + deep + ',\n"b": ' + deep + ',\n"c": 1}'
    entry = loaded(tmp_path, text, "api.json").entry
    inside = Pointer("/b" + "/0" * 4_000)
    assert entry.locate([Pointer("/c"), inside]) == {
        "/c": (3, 1),
        inside: (2, 4_006),
    }


def test_diagnostics_get_places(tmp_path: Path) -> None:
    documents = loaded(tmp_path, YAML)
    uri = documents.entry.uri
    report = Report()
    report.warning("one", "m", uri, Pointer("/info/title"))
    report.warning("two", "m", "elsewhere.yaml", Pointer("/info"))
    report.warning("three", "m", uri)
    placed = [item.where for item in documents.locate(report)]
    assert placed == [
        Location(uri, Pointer("/info/title"), 3, 8),
        Location("elsewhere.yaml", Pointer("/info"), 0, 0),
        Location(uri, ROOT, 1, 1),
    ]
    again = documents.locate(documents.locate(report))
    assert [item.where for item in again] == placed


KEYS = st.text("ab/~ é😀", max_size=3)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        st.integers() | st.text('a"\\ ]}é😀', max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
        ),
        max_leaves=15,
    ),
    max_size=4,
)


@settings(deadline=None)
@given(TREES, st.sampled_from([None, 1]))
def test_json_and_yaml_agree_with_pyyaml(tree: Any, indent: int | None) -> None:
    """On a text that is both, against the marks of PyYAML's own composer."""
    text = json.dumps(tree, indent=indent, ensure_ascii=False)
    marks = _composed(text)
    pointers = list(marks)
    assert locate_json(text, pointers) == marks
    assert locate_yaml(text, pointers) == marks


def _composed(text: str) -> dict[Pointer, int]:
    marks = {ROOT: 0}
    work = [(ROOT, yaml.compose(text))]
    while work:
        pointer, node = work.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                marks[child(pointer, key.value)] = key.start_mark.index
                work.append((child(pointer, key.value), value))
        elif isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                marks[child(pointer, number)] = item.start_mark.index
                work.append((child(pointer, number), item))
    return marks


def test_beside_integers_that_python_does_not_read() -> None:
    """Positions are looked up in texts whose numbers were refused, too."""
    text = '{"a": {"b": %s, "c": [-%s, 1]}}' % (("9" * 4301,) * 2)
    found = locate_json(text, [Pointer("/a/c/1"), Pointer("/a/b")])
    assert text[found[Pointer("/a/c/1")]] == "1"
    assert text[found[Pointer("/a/b")] :].startswith('"b"')

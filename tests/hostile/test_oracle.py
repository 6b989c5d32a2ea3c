"""The oracle notices what it is there for: faults planted in the generator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from apiloom.core.identifiers import Identifier, class_name, snake_name
from apiloom.python.syntax.docstring import docstring_lines
from tests.hostile.alphabet import STRINGS
from tests.hostile.oracle import Twins
from tests.hostile.twins import Case, Loom

Fault = Callable[..., object]


def unchanged(text: str, *_: object) -> str:
    """The text as it is."""
    return text


def lowered(text: str, *_: object) -> str:
    """The text, but not quite."""
    return text.lower()


@pytest.mark.parametrize(
    ("place", "fault", "slot", "text"),
    [
        ("python.syntax.literal._escaped", unchanged, "path", "path_leave"),
        ("python.syntax.literal._escaped", unchanged, "default", "enum_leave"),
        ("python.syntax.docstring._escaped", unchanged, "info.title", "triple_leave"),
        ("python.syntax.docstring._escaped", unchanged, "tag.description", "triple"),
        (
            "python.syntax.docstring._escaped",
            str.upper,
            "operation.summary",
            "backslash",
        ),
        ("python.syntax.literal._escaped", lowered, "enum.value", "backslash_quote"),
        ("api.names.path_names.class_name", Identifier, "schema.key", "class_body"),
        ("core.identifiers.parts_of", lambda text: [text], "tag", "up"),
        (
            "api.names.method_candidates.snake_name",
            lambda text, _: Identifier(text),
            "operation.id",
            "keyword",
        ),
    ],
)
def test_a_planted_fault_is_found(
    place: str, fault: Fault, slot: str, text: str, tmp_path: Path
) -> None:
    case = Case({slot: STRINGS[text]})
    loom = Loom(tmp_path)
    loom.differences(case)
    # Docstrings and names that were made before are remembered, without the fault.
    remembering = (docstring_lines, snake_name, class_name)
    for function in remembering:
        function.cache_clear()
    with patch(f"apiloom.{place}", fault):
        assert loom.differences(case)
    for function in remembering:
        function.cache_clear()


@pytest.mark.parametrize(
    ("benign", "hostile"),
    [
        ("x = 'zq00-x'", "x = 'other'"),
        ("x = 'zq00-x'", "x = f'text'"),
        ("x = 'zq00-x'", "x = 'te' 'xt' + y"),
        ("x = 'fixed'", "x = 'text'"),
        ("x = 1", "x = 2"),
        ("x = 1", "x = True"),
        ("x = 'zq00-x'", "x = 'text'; CANARY()"),
        ("x = 'zq00-x'", "x = ('text', CANARY())"),
        ("def f():\n    'zq00-x'", "def f():\n    'text'\n    'text'"),
        ("def f():\n    'zq00-x'", "def f():\n    'textual'"),
        ("zq00_x = 1", "text = text_ = 1"),
        ("zq00_x = 1\nfixed = 2", "fixed = 1\nfixed = 2"),
        ("def zq00_x(fixed): ...", "def text(other): ..."),
        ("def f(zq00_x, body): ...", "def f(body, body_): ...\nbody_()"),
        ("def f(zq00_x, body): g(body)", "def f(body, body_): g(body)"),
        ("class A:\n    zq00_x: str\n    y: str", "class A:\n    str: str\n    y: str"),
        ("from . import a", "from . import a, b"),
        ("from . import a", "from os import a"),
        ("x = a.fixed", "x = a.other"),
        ("f(fixed=1)", "f(other=1)"),
        ("x = 'zq00-x'", "x = 'text"),
    ],
)
def test_a_difference_is_found(benign: str, hostile: str) -> None:
    twins = Twins("m.py", {"zq00-x": "text"})
    assert twins.compare(benign.encode(), hostile.encode())


@pytest.mark.parametrize(
    ("benign", "hostile"),
    [
        ("x = 'zq00-x'", "x = 'text'"),
        ("x = 'a/zq00-x/b'", "x = 'a/text/b'"),
        ("x = 'zq00_x'", "x = 'anything'"),
        ("def f():\n    'a zq00-x\\n b'", "def f():\n    'a text b'"),
        ("class Zq00X: ...\ny = Zq00X()", "class Text: ...\ny = Text()"),
        ("from b import Any\nx: Any", "from b import Any as Any_\nx: Any_"),
        ("def f(zq00_x): ...\nbody = 1", "def f(body): ...\nbody = 1"),
    ],
)
def test_what_follows_from_the_text_is_no_difference(benign: str, hostile: str) -> None:
    twins = Twins("m.py", {"zq00-x": "text"})
    assert twins.compare(benign.encode(), hostile.encode()) == []

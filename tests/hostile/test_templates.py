"""Text of a document is never a template, and nothing rendered is rendered again."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from jinja2 import Environment, UndefinedError

from apiloom.core.identifiers import Identifier
from apiloom.core.text import Text
from apiloom.python.render.printed_page import Page
from apiloom.python.render.template_environment import PAGE, make_environment
from apiloom.python.render.template_files import template_folder
from apiloom.python.syntax.docstring import Doc
from apiloom.python.syntax.expression import Value
from apiloom.python.syntax.scope import scope_of
from tests.hostile.alphabet import STRINGS
from tests.hostile.document import document, slots
from tests.hostile.weaving import weave

JINJA = [name for name in STRINGS if name.startswith("jinja")]


def templates() -> set[str]:
    """The text of every template file."""
    paths = template_folder().rglob("*.jinja")
    return {path.read_text("utf-8") for path in paths}


def printed(source: str, **values: Any) -> str:
    """A template's text with `values`, rendered and laid out."""
    page = Page(scope_of("", False, tuple(values.values()), ()))
    text = make_environment().from_string(source).render({PAGE: page, **values})
    return page.settle(text)[0]


@pytest.mark.parametrize("name", JINJA)
def test_only_template_files_are_compiled(name: str, tmp_path: Path) -> None:
    sources: list[str] = []
    compile_ = Environment.compile

    def noting(self: Environment, source: str, *args: Any, **keywords: Any) -> Any:
        sources.append(source)
        return compile_(self, source, *args, **keywords)

    texts = dict.fromkeys(slots(), STRINGS[name])
    if set("{}") & set(STRINGS[name]):
        del texts["parameter.path"]
    with patch.object(Environment, "compile", noting):
        woven = weave(document(texts), tmp_path)
    assert woven.files
    assert sources
    assert set(sources) <= templates()


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_a_literal_is_the_text_whatever_it_is(text: str) -> None:
    value = eval(printed("{{ value | literal }}", value=Text(text)))
    assert value == text


def test_a_place_of_the_page_in_a_text_is_no_place() -> None:
    shown = printed(
        "a = {{ value | literal }}\nb = {{ other | code }}",
        value=Text("\x001\x00 \x000\x00"),
        other=Value(Text("second")),
    )
    assert shown == 'a = "\\x001\\x00 \\x000\\x00"\nb = "second"'


def test_a_place_of_the_page_in_a_docstring_is_no_place() -> None:
    shown = printed("{{ value | doc }}", value=Doc((Text("\x000\x00"),)))
    assert shown == '"""\\U000000000\\U00000000"""'


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{{ value }}", Text("text")),
        ("{{ value }}", "text"),
        ("{{ value | code }}", "text"),
        ("{{ value | code }}", Text("text")),
        ("{{ value | code }}", 5),
        ("{{ value.name }}", Identifier("text")),
        ("{{ value ~ value }}", Text("text")),
        ("{{ value | literal }}", b"text"),
        ("{{ value | doc }}", "text"),
        ("{{ value | doc }}", Text("text")),
        ("a {{ missing | code }}", None),
        ("a {{ missing | doc }}", None),
        ("a {{ missing | literal }}", None),
    ],
)
def test_nothing_passes_the_filters(source: str, value: object) -> None:
    with pytest.raises((TypeError, UndefinedError)):
        printed(source, value=value)

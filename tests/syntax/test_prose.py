"""Descriptions are Markdown with HTML in it; docstrings are laid out anew."""

from __future__ import annotations

import ast
import random
from textwrap import dedent

import pytest

from apiloom.core.text import Text
from apiloom.python.syntax.docstring import (
    Brief,
    Doc,
    Section,
    Sentences,
    docstring_lines,
)
from apiloom.python.syntax.html_markup import markdown_of
from apiloom.python.syntax.prose import flowed


def flow(text: str, width: int = 40) -> str:
    return "\n".join(flowed(dedent(text), width))


def test_a_paragraph_with_a_long_line_is_filled_anew() -> None:
    text = """
        The first line of it goes beyond what is allowed.
        The
        second does not.

        Its author
        broke this one.
    """
    assert flow(text) == dedent("""\
        The first line of it goes beyond what is
        allowed. The second does not.

        Its author
        broke this one.""")


def test_items_of_lists_hang_below_their_first_word() -> None:
    text = """
        * the first item of the list is so long that
        it goes on
        * second
            1. an inner one that is long enough to be broken
        * third
    """
    assert flow(text) == dedent("""\
        * the first item of the list is so long
          that it goes on
        * second
            1. an inner one that is long enough
               to be broken
        * third""")


def test_a_year_at_the_start_of_a_line_begins_no_list() -> None:
    text = "All of this was written in the year of\n1986. And more of it came later."
    assert flow(text).splitlines()[1] == "1986. And more of it came later."


VERBATIM = [
    "```json\n{'a long line of code': 'that stays', 'as it': 'is'}\n\n\n```",
    "~~~\n``` a long line of code that stays as it is\n~~~",
    "text\n\n    code that is indented and goes on beyond the width",
    "| a | b |\n|---|---|\n| a row of a table that is long | and stays |",
    "a | b\n--|--\na row of a table that is long | and stays whole",
    "A heading that is longer than the width is\n====\n\ntext",
    "> [!NOTE]\n> quoted",
    "# One\ntext",
    "line one\\\nline two",
    "text\n\n***\n\ntext",
]


@pytest.mark.parametrize("text", VERBATIM)
def test_what_means_something_as_it_stands_stays(text: str) -> None:
    assert flow(text) == text


def test_no_word_is_lost_and_lines_are_short() -> None:
    chance = random.Random(7)
    words = ["word", "a", "longer-one", "1.", "-", "*", "#", "2)", "x" * 30, "`c`"]
    for _ in range(300):
        lines = [
            " " * chance.choice((0, 0, 0, 1, 2))
            + " ".join(chance.choices(words, k=chance.randrange(12)))
            for _ in range(chance.randrange(1, 8))
        ]
        text = "\n".join(lines)
        laid_out = flowed(text, 50)
        assert " ".join(laid_out).split() == text.split()
        headings = ("#", " #", "  #")
        long = [x for x in laid_out if len(x) > 50 and not x.startswith(headings)]
        assert all(len(line.split()) <= 2 for line in long), text


MARKUP = [
    ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    ('see <a href="https://e.com/a b">the <b>page</b></a>.', None),
    ('<a href="https://e.com">https://e.com</a>', "https://e.com"),
    ("<a name='x'>text</a>", "text"),
    ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
    ("<ol>\n<li><p>one</p></li>\n</ol>", "1. one"),
    ("<code>a &lt; b</code> &amp; <em>c</em>", "`a < b` & *c*"),
    ("one<br/>two<!-- hidden -->", "one\ntwo"),
    ("<h2>Title</h2>text", "## Title\n\ntext"),
    ("`<b>` stays, and ``<p>&amp;`` too", "`<b>` stays, and ``<p>&amp;`` too"),
    ("Bearer <your-token>, a <b, <i", "Bearer <your-token>, a <b, <i"),
    ("<!-- open", "<!-- open"),
    ("</a></ul></li>text", "text"),
]


@pytest.mark.parametrize(("html", "markdown"), MARKUP)
def test_html_is_markdown(html: str, markdown: str | None) -> None:
    expected = markdown or "see [the **page**](https://e.com/a%20b)."
    assert "\n".join(flowed(markdown_of(html), 60)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "&quot;&quot;&quot;\nimport os",
        '&#34;""<p>"&#x22;"',
        "<code>\\</code>",
        "a&#92;",
        "&#x202e;&#0;&NewLine;&bsol;&QUOT;",
        '<a href="&quot;&quot;&quot;">"""</a>',
        "x" * 82 + "&#92;",
    ],
)
def test_nothing_leaves_a_docstring(text: str) -> None:
    doc = Doc((Text(text),), (Section("Args", (("a", Text(text)),)),))
    lines = docstring_lines(doc, 4)
    source = "\n    ".join(["def f():", *lines])
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    (statement,) = function.body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)
    assert source.isprintable() or set(source) - {"\n"} == {
        c for c in source if c.isprintable()
    }


@pytest.mark.parametrize(
    "text", ["<ul>" * 9000, "- " * 9000, " " * 9000 + "- a\n" + " " * 9000 + "- w" * 99]
)
def test_output_grows_with_the_text_alone(text: str) -> None:
    laid_out = flowed(markdown_of(f"a\n{text}"), 60)
    assert sum(map(len, laid_out)) < 20 * len(text)


def test_paragraphs_of_an_argument_stand_below_its_name() -> None:
    doc = Doc((), (Section("Args", (("size", Text("How large.\n\n* a\n* b")),)),))
    assert docstring_lines(doc, 8) == (
        '"""Args:',
        "size: How large.",
        "",
        "    * a",
        "    * b",
        '"""',
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_is_brief_ends_with_the_paragraph(end: str) -> None:
    text = Text(f"One,{end}two.{end}{end}Three.")
    (line,) = docstring_lines(Doc((Sentences((Brief(text),)),)), 0)[:1]
    assert docstring_lines(Doc((Brief(text),)), 0) == ('"""One,', "two.", '"""')
    assert line == '"""One,'


@pytest.mark.parametrize("blank", ["\r", "\u2028", " "])
def test_an_entry_may_have_a_blank_name(blank: str) -> None:
    doc = Doc((), (Section("Raises", ((blank, ""),)),))
    assert docstring_lines(doc, 4)[0] == '"""Raises:'

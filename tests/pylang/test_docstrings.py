"""Docstrings keep the words, never end early, and stand as black leaves them."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apiloom.pylang.docstring import Doc, Section, docstring_lines
from apiloom.pylang.layout import WIDTH, width_of
from apiloom.pylang.scope import scope_of
from apiloom.render.page import Page
from apiloom.text import Text
from tests.pylang.printing import formatted

NASTY = [
    '"',
    '""',
    '"""',
    '""""""',
    '"quoted"',
    'ends in "',
    'ends in """',
    '"""starts',
    "\\",
    "ends in \\",
    'ends in \\"',
    "\\N{DASH} \\u12 \\x \\",
    "''' '",
    "a\rb\r\nc\nd",
    "tab\tin the middle",
    "\tstarts with a tab\n\tagain",
    "trailing   \nspaces   ",
    "\n\n\nlines before\n\n\n\nand after\n\n",
    "a" * 200,
    "long " + "b" * 200 + " word",
    "word " * 60,
    "\u2028 \u2029 \x85 \x0b \x0c \x1c \x00 \x7f \u202e \ufeff \u200b",
    "\ud800",
    "\u9867\u5ba2" * 60,
    "\u9867\u5ba2 " * 60,
    "{x} {{x}} {% if %} %s ${x} # no comment",
    "```\ncode  with   spaces\n    indented\n```\nafter " + "word " * 30,
    "```\nnever closed\n    " + "x " * 80,
    "| a | b |\n|---|---|\n| " + "cell " * 30 + "| x |",
    "* " + "item " * 30 + "\n* second\n  + nested " + "deep " * 30,
    "1. " + "item " * 30 + "\n2) second",
    "- \n-\n",
    "    indented\n        more\n    less",
    "first\n    indented rest\n    and more",
    "first\n\n  two\n one",
    ".",
    " ",
    "x" * 82,
    "x" * 80 + '"',
    "x" * 81 + '"',
    "x " * 41,
    ("x " * 41) + "y",
    ">>> doctest\n... more",
    "Title\n=====\n\nText",
]


def texts() -> st.SearchStrategy[str]:
    alphabet = "\"'\\ \t\r\nab|`~*-1.)\u2028\x85\x00\u9867\ud800"
    return st.one_of(
        st.text(alphabet, max_size=40),
        st.lists(st.text('abcdefgh"\\|`.-', max_size=30), max_size=20).map(" ".join),
        st.lists(st.sampled_from(NASTY), max_size=3).map("\n".join),
    )


def docs() -> st.SearchStrategy[Doc]:
    paragraphs = st.lists(texts().map(Text), max_size=3).map(tuple)
    entry = st.tuples(st.sampled_from(["name", "x" * 30]), texts().map(Text))
    entries = st.lists(entry, max_size=2).map(tuple)
    sections = st.lists(st.builds(Section, st.just("Args"), entries), max_size=2)
    return st.builds(Doc, paragraphs, sections.map(tuple))


def placed(doc: Doc, depth: int) -> str:
    """A docstring in a function, `depth` classes deep."""
    heads = [f"{'    ' * each}class A:\n" for each in range(depth)]
    page = Page(scope_of("here", False, (), frozenset()))
    indent = "    " * depth
    place = f"{indent}def f():\n{indent}    {page.doc(doc)}\n"
    source, settled = page.settle("".join(heads) + place)
    assert settled
    return source


def docstring_of(source: str) -> str:
    """The value of the literal, before anybody dedents it."""
    (function,) = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    )
    found = ast.get_docstring(function, clean=False)
    assert found is not None
    return found


def plain(text: str) -> list[str]:
    replaced = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return replaced.split()


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("depth", [0, 2])
def test_words_survive_and_black_is_content(text: str, depth: int) -> None:
    source = placed(Doc((Text(text),)), depth)
    assert docstring_of(source).split() == plain(text)
    assert formatted(source) == source


@settings(max_examples=400, deadline=None)
@given(docs(), st.integers(0, 3))
@example(Doc((Text('"'), Text("\\"))), 0)
def test_any_doc(doc: Doc, depth: int) -> None:
    source = placed(doc, depth)
    expected: list[str] = []
    for paragraph in doc.paragraphs:
        assert isinstance(paragraph, Text)
        expected += plain(_reveal(paragraph))
    for section in doc.sections:
        expected += ["Args:"] if section.entries else []
        for name, said in section.entries:
            assert isinstance(said, Text)
            found = plain(_reveal(said))
            expected += [f"{name}:", *found] if found else [name]
    assert docstring_of(source).split() == expected
    assert formatted(source) == source
    source.encode("utf-8")


def _reveal(text: Text) -> str:
    return text._value


@settings(max_examples=200, deadline=None)
@given(texts())
def test_a_docstring_alone_in_a_module(text: str) -> None:
    page = Page(scope_of("here", False, (), frozenset()))
    source, _ = page.settle(f"{page.doc(Doc((Text(text),)))}\n\nx = 1\n")
    found = ast.get_docstring(ast.parse(source), clean=False)
    assert found is not None
    assert found.split() == plain(text)
    assert formatted(source) == source


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text("abcdefghij", min_size=1, max_size=20), min_size=1, max_size=60)
)
def test_prose_is_wrapped(listed: list[str]) -> None:
    source = placed(Doc((Text(" ".join(listed)),)), 1)
    assert all(width_of(line) <= WIDTH for line in source.split("\n"))


def test_lines_of_code_blocks_and_tables_are_kept() -> None:
    text = "Text\n```\na  =  1\n    b = " + "x " * 50 + "\n```\n| a  |  b |"
    lines = docstring_lines(Doc((Text(text),)), 4)
    assert "a  =  1" in lines
    assert "    b = " + ("x " * 50).rstrip() in lines
    assert "| a  |  b |" in lines


def test_items_of_lists_hang() -> None:
    lines = docstring_lines(Doc((Text("List:\n* " + "item " * 30),)), 4)
    assert lines[1].startswith("* item")
    assert lines[2].startswith("  item")


def test_paragraphs_and_sections_are_apart() -> None:
    doc = Doc(
        (Text("One."), Text(""), ("Two ", Text("three"))),
        (
            Section("Args", (("a", Text("first\n\nsecond")), ("b", Text("")))),
            Section("Raises", ()),
        ),
    )
    assert docstring_lines(doc, 0) == [
        '"""One.',
        "",
        "Two three",
        "",
        "Args:",
        "    a: first second",
        "    b",
        '"""',
    ]


@pytest.mark.parametrize(
    ("doc", "there"),
    [
        (Doc(()), False),
        (Doc((Text(""),)), False),
        (Doc((), (Section("Args", ()),)), False),
        (Doc((Text("x"),)), True),
        (Doc((), (Section("Args", (("a", Text("")),)),)), True),
    ],
)
def test_a_doc_knows_whether_it_is_empty(doc: Doc, there: bool) -> None:
    assert bool(doc) is there

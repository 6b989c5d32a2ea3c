"""Every key and item of a TOML document has the line and column where it begins."""

from __future__ import annotations

import tomllib

import pytest

from apiloom.cli.config.toml_positions import Steps, positions_of

TEXT = '''\
# "a" = [ 1
top = """
[not.a.header] # "
x = 1\\
"""
'quoted.key' = 'it''s'

[tool . "api\\u006coom"]   # comment ] = "
"dotted".inner = { a = [1, 2.5, [ "x]" , { deep = '}' } ]], "b c" = 07:32:00 }
list = [
  "one", # , "two"
  { code = "c", pointer = "/p" },
  \'\'\'three
lines\'\'\',
]
[[tool.apiloom.documents]]
spec = "a"
[tool.apiloom.documents.names]
"/x" = "X"
[[tool.apiloom.documents]]
spec = "b"
'''.replace("'it''s'", "'its'")


def expected() -> dict[Steps, tuple[int, int]]:
    places: dict[Steps, tuple[int, int]] = {}
    marks: list[tuple[Steps, int, str]] = [
        (("top",), 2, "top"),
        (("quoted.key",), 6, "'quoted.key'"),
        (("tool", "apiloom"), 8, "["),
        (("tool", "apiloom", "dotted"), 9, '"dotted"'),
        (("tool", "apiloom", "dotted", "inner"), 9, "inner"),
        (("tool", "apiloom", "dotted", "inner", "a"), 9, "a ="),
        (("tool", "apiloom", "dotted", "inner", "a", 1), 9, "2.5"),
        (("tool", "apiloom", "dotted", "inner", "a", 2, 0), 9, '"x]"'),
        (("tool", "apiloom", "dotted", "inner", "a", 2, 1, "deep"), 9, "deep"),
        (("tool", "apiloom", "dotted", "inner", "b c"), 9, '"b c"'),
        (("tool", "apiloom", "list", 0), 11, '"one"'),
        (("tool", "apiloom", "list", 1), 12, "{"),
        (("tool", "apiloom", "list", 1, "pointer"), 12, "pointer"),
        (("tool", "apiloom", "list", 2), 13, "'''three"),
        (("tool", "apiloom", "documents", 0), 16, "["),
        (("tool", "apiloom", "documents", 0, "spec"), 17, "spec"),
        (("tool", "apiloom", "documents", 0, "names"), 18, "["),
        (("tool", "apiloom", "documents", 0, "names", "/x"), 19, '"/x"'),
        (("tool", "apiloom", "documents", 1), 20, "["),
        (("tool", "apiloom", "documents", 1, "spec"), 21, "spec"),
    ]
    lines = TEXT.split("\n")
    for steps, line, mark in marks:
        places[steps] = line, lines[line - 1].index(mark) + 1
    return places


def test_everything_has_its_place() -> None:
    tomllib.loads(TEXT)
    positions = positions_of(TEXT)
    places = expected()
    assert {steps: positions.of(steps) for steps in places} == places


def test_what_is_not_there_is_where_it_would_be() -> None:
    positions = positions_of(TEXT)
    assert positions.of(("tool", "apiloom", "documents", 1, "output")) == (20, 1)
    assert positions.of(("nothing",)) == (1, 1)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_of_both_kinds(ends: str) -> None:
    text = ends.join(["[a]", "b = 1", "c = [", "  2,", "]", ""])
    assert positions_of(text).of(("a", "c", 0)) == (4, 3)


def test_nesting_is_no_recursion() -> None:
    depth = 5000
    positions = positions_of("a = " + "[" * depth + "]" * depth)
    assert positions.of(("a", *[0] * (depth - 1))) == (1, depth + 4)

"""The line that a diagnostic is about, on a terminal and nowhere else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from apiloom.cli.excerpt import Excerpts, window
from apiloom.cli.main import main
from apiloom.core.location import Location, Pointer
from apiloom.python.syntax.width import width_of
from tests.cli.terminals import on_terminal

SPEC = """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths: {}
components:
  schemas:
    Pet: {type: strin}
"""
MARGIN = "\x1b[34m\x1b[1m{}\x1b[0m"


def drawn(text: str, line: int, column: int, columns: int = 60) -> list[str]:
    excerpts = Excerpts({"a": text.encode()}, columns)
    return list(excerpts.at(Location("a", Pointer("/a"), line, column)))


def test_a_line_between_its_neighbours() -> None:
    assert drawn(SPEC, 5, 3) == [
        "      |",
        "    4 | components:",
        "    5 |   schemas:",
        "      |   ^^^^^^^",
        "    6 |     Pet: {type: strin}",
        "      |",
    ]


def test_the_first_and_the_last_line() -> None:
    assert drawn("a: 1\nb: 2\n", 1, 1)[1:] == [
        "    1 | a: 1",
        "      | ^",
        "    2 | b: 2",
        "      |",
    ]
    assert drawn("a: 1\r\nb: 2\r\n", 2, 4)[2:] == [
        "    2 | b: 2",
        "      |    ^",
        "      |",
    ]


@pytest.mark.parametrize(
    ("line", "column", "marked"),
    [
        ("  /pets/{id}/a:b: {}", 3, "/pets/{id}/a:b"),
        ("  'it''s': 1", 3, "'it''s'"),
        (r'{"a\"b": 1}', 2, r'"a\"b"'),
        ("[one, two]", 2, "one"),
        ("key: value", 1, "key"),
        ("{ }", 1, "{"),
        ("x", 9, " "),
    ],
)
def test_the_caret_is_as_long_as_what_it_is_about(
    line: str, column: int, marked: str
) -> None:
    assert drawn(line, 1, column)[2].count("^") == len(marked)


@pytest.mark.parametrize(
    "before", ["\t\t", "日本語", "e\u0301e\u0301", "\x1b[31m", "\u202e"]
)
def test_what_is_no_column_wide_is_lined_up(before: str) -> None:
    _, line, caret, _ = drawn(f"{before}: strin", 1, len(before) + 3)
    assert line.isprintable()
    combining = line.count("\u0301")
    told = line.index("strin")
    assert width_of(line[:told]) - combining == caret.index("^")
    assert caret.count("^") == len("strin")


@pytest.mark.parametrize("column", [1, 2, 40, 1_000_000, 1_999_990, 2_000_000])
def test_a_line_of_megabytes_is_cut_around_its_column(column: int) -> None:
    line = ("0123456789" * 200_000)[:-1] + "!"
    _, text, caret, _ = drawn(line, 1, column, 60)
    assert len(text) <= 60
    assert len(caret) <= 60
    position = caret.index("^")
    assert text[position] == line[column - 1]
    assert ("…" in text[:position]) is (column > 25)


def test_neighbours_are_cut_too() -> None:
    for line in drawn("x" * 500 + "\ny: 1\n" + "z" * 500, 2, 1, 60):
        assert len(line) <= 60


@pytest.mark.parametrize("column", [*range(1, 80, 7)])
def test_a_window_is_never_wider_than_its_room(column: int) -> None:
    for line in ("日" * 80, "\t" * 80, "a\x00" * 80, "e\u0301" * 80):
        text, before, marked = window(line, column, 3, 30)
        combining = text.count("\u0301")
        assert width_of(text) - combining <= 30 + 6
        assert before < width_of(text)
        assert marked >= 1


def test_nothing_is_shown_of_what_nobody_has() -> None:
    assert Excerpts({}).at(Location("a", line=1, column=1)) == ()
    assert drawn("a", 2, 1) == []
    assert drawn("a", 0, 0) == []


def test_nothing_is_shown_for_a_whole_document() -> None:
    excerpts = Excerpts({"a": b"a: 1\nb: 2\n"})
    assert excerpts.at(Location("a", line=1, column=1)) == ()


def test_a_person_sees_it_in_colour(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    shown = on_terminal(tmp_path, "validate", "openapi.yaml").split("\n")
    assert shown == [
        "openapi.yaml:6:11: \x1b[33m\x1b[1mwarning[unknown-type]\x1b[0m: 'strin' is not"
        " a JSON type at #/components/schemas/Pet/type",
        f"    {MARGIN.format('  |')}",
        f"    {MARGIN.format('5 |')}   schemas:",
        f"    {MARGIN.format('6 |')}     Pet: {{type: strin}}",
        f"    {MARGIN.format('  |')}           \x1b[33m\x1b[1m^^^^\x1b[0m",
        f"    {MARGIN.format('  |')}",
        "    hint: use one of string, integer, number, boolean, null, array, object",
        "openapi.yaml: 1 warning",
        "",
    ]


def test_without_colour_it_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    plain = on_terminal(tmp_path, "validate", "openapi.yaml", NO_COLOR="1")
    assert "\x1b" not in plain
    assert "    6 |     Pet: {type: strin}\n      |           ^^^^\n" in plain


def test_a_pipe_sees_the_plain_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    monkeypatch.chdir(tmp_path)
    assert main(["validate", "openapi.yaml"]) == 0
    assert capsys.readouterr().err.splitlines()[1].startswith("    hint: ")


def test_programs_get_no_excerpt(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(SPEC)
    for form in ("json", "github", "sarif"):
        shown = on_terminal(
            tmp_path, "validate", "openapi.yaml", "--output-format", form
        )
        assert "^^^^" not in shown


def test_what_cannot_be_parsed_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("openapi: 3.1.0\n\tinfo: {}\n")
    shown = on_terminal(tmp_path, "validate", "a.yaml", NO_COLOR="1")
    assert "    2 |     info: {}\n      | ^^^^\n" in shown


def test_so_is_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.apiloom]\nspek = 'a'\n")
    shown = on_terminal(tmp_path, "generate", NO_COLOR="1")
    assert "    2 | spek = 'a'\n      | ^^^^\n" in shown


def test_a_document_of_a_commit_is_shown_as_it_was(tmp_path: Path) -> None:
    spec = tmp_path / "openapi.yaml"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    for text in (SPEC.replace("strin}", "string}"), SPEC):
        spec.write_text(text)
        for arguments in (["add", "."], ["commit", "-qm", "one"]):
            subprocess.run([*git, *arguments], cwd=tmp_path, check=True)
    spec.write_text("{}")
    old, new = "git:HEAD~1:openapi.yaml", "git:HEAD:openapi.yaml"
    shown = on_terminal(tmp_path, "diff", old, new, NO_COLOR="1")
    assert "git:HEAD:openapi.yaml:6:11: warning[unknown-type]" in shown
    assert "    6 |     Pet: {type: strin}\n      |           ^^^^\n" in shown

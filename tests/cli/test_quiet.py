"""`--quiet` says what is wrong and nothing else; the nearest command is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.cli.main import main
from tests.cli.fake_stages import FakeStages, write_spec

Captured = pytest.CaptureFixture[str]
PACKAGE = ("spec.yaml", "-o", "out")


@pytest.fixture
def spec(folder: Path, stages: FakeStages) -> Path:
    """A document for one file that has a warning, in the current folder."""
    return write_spec(folder, init="A = 1", warning="of no weight")


def said(capsys: Captured) -> tuple[str, list[str]]:
    """What stands on stdout, and the lines on stderr."""
    printed = capsys.readouterr()
    return printed.out, printed.err.splitlines()


def test_nothing_is_said_where_all_is_well(spec: Path, capsys: Captured) -> None:
    assert main(["generate", *PACKAGE, "-q"]) == 0
    assert main(["generate", *PACKAGE, "--quiet"]) == 0
    assert main(["check", *PACKAGE, "-q"]) == 0
    assert said(capsys) == ("", [])


def test_what_is_out_of_date_is_one_line(spec: Path, capsys: Captured) -> None:
    assert main(["generate", *PACKAGE, "-q"]) == 0
    write_spec(spec.parent, init="A = 2")
    assert main(["check", *PACKAGE, "-q"]) == 1
    out, lines = said(capsys)
    assert out == ""
    assert [line.partition(" (")[0] for line in lines] == ["out: out of date"]


def test_errors_are_said_and_warnings_where_they_are_fatal(
    spec: Path, capsys: Captured
) -> None:
    assert main(["generate", *PACKAGE, "-q", "--strict"]) == 1
    _, lines = said(capsys)
    assert [line for line in lines if "of no weight" in line]
    write_spec(spec.parent, error="of weight", warning="of none")
    assert main(["generate", *PACKAGE, "-q"]) == 2
    _, lines = said(capsys)
    assert [line for line in lines if "of weight" in line]
    assert not [line for line in lines if "of none" in line]
    assert lines[-1].startswith("out: nothing written")


def test_a_list_is_an_answer(spec: Path, capsys: Captured) -> None:
    Path("api.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\n"
        "paths:\n  /pets:\n    get:\n      operationId: listPets\n"
        "      responses: {204: {description: ok}}\n",
        "utf-8",
    )
    assert main(["list", "api.yaml", "-q"]) == 0
    out, lines = said(capsys)
    assert "client.pets.list()" in out
    assert lines == []


def test_quiet_and_verbose_exclude_each_other(spec: Path, capsys: Captured) -> None:
    assert main(["generate", *PACKAGE, "-q", "-v"]) == 2
    assert "exclude each other" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "meant"), [("genrate", "generate"), ("chek", "check"), ("lst", "list")]
)
def test_the_nearest_command_is_named(given: str, meant: str, capsys: Captured) -> None:
    assert main([given]) == 2
    assert f"No such command '{given}'. Did you mean '{meant}'?" in said(capsys)[1][-1]


def test_a_word_that_is_near_none_names_none(capsys: Captured) -> None:
    assert main(["xyz"]) == 2
    assert said(capsys)[1][-1] == "Error: No such command 'xyz'."

"""`types`, `base` and `frozen` of the configuration: judged where they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apiloom.cli.main import main
from apiloom.core.type_choice import GROWING, TypeChoice
from tests.config.reading import ONE, complaints, jobs
from tests.weaving import document

SEVERAL = """\
[tool.apiloom]
base = "shared.models:Base"
types = { "date-time" = "naive", time = "naive" }

[[tool.apiloom.documents]]
spec = "a.yaml"
output = "a"
types = { time = "time" }

[[tool.apiloom.documents]]
spec = "b.yaml"
output = "b"
base = "own:Base"
frozen = true
"""
WHOLE = document(
    schemas={
        "Slot": {
            "type": "object",
            "properties": {"start": {"type": "string", "format": "time"}},
        }
    }
)


def test_what_is_chosen_is_read(tmp_path: Path) -> None:
    text = (
        f'{ONE}base = "my.models:Base"\nfrozen = true\n[tool.apiloom.types]\n'
        '"date-time" = "naive"\n"string:decimal" = "mymoney:Money"\n'
        '"#/components/schemas/Money" = "mymoney:Money"\n'
    )
    (job,) = jobs(tmp_path, text)
    assert (job.base, job.frozen) == ("my.models:Base", True)
    assert job.types == (
        TypeChoice("date-time", "naive"),
        TypeChoice("string:decimal", "mymoney:Money"),
        TypeChoice("#/components/schemas/Money", "mymoney:Money"),
    )


def test_what_may_grow_is_all_or_what_is_listed(tmp_path: Path) -> None:
    (job,) = jobs(tmp_path, f"{ONE}open = true\n")
    assert (job.is_open, job.types) == (True, ())
    pointers = '["#/components/schemas/Hue", "other.yaml#/Kind"]'
    (job,) = jobs(tmp_path, f'{ONE}open = {pointers}\ntypes = {{ time = "naive" }}\n')
    assert not job.is_open
    assert job.types == (
        TypeChoice("time", "naive"),
        TypeChoice("#/components/schemas/Hue", GROWING),
        TypeChoice("other.yaml#/Kind", GROWING),
    )


def test_a_document_adds_to_what_is_shared(tmp_path: Path) -> None:
    first, second = jobs(tmp_path, SEVERAL)
    assert (first.base, first.frozen) == ("shared.models:Base", False)
    assert (second.base, second.frozen) == ("own:Base", True)
    assert {choice.key: choice.to for choice in first.types} == {
        "date-time": "naive",
        "time": "time",
    }
    assert all(choice.shared for choice in second.types)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('types = ["naive"]', 1),
        ('types = { "date-time" = 5 }', 11),
        ('types = { "date-time" = "naiv" }', 11),
        ('types = { "date-time" = "ipaddress" }', 11),
        ('types = { "integer:date-time" = "naive" }', 11),
        ('types = { binary = "str" }', 11),
        ('types = { "date-time" = "my money:Money" }', 11),
        ('types = { "date-time" = "mymoney:" }', 11),
        ('types = { "date-time" = "mymoney:a.b" }', 11),
        ('types = { "date-time" = "os:class" }', 11),
        ('open = "yes"', 1),
        ("open = [1]", 9),
        ('open = ["Status"]', 9),
        ('base = "Base"', 1),
        ('base = ":Base"', 1),
        ("base = true", 1),
        ('frozen = "yes"', 1),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, line: str, column: int
) -> None:
    assert complaints(tmp_path, ONE + line) == [("config-wrong-type", 4, column)]


@pytest.mark.parametrize(
    ("types", "said"),
    [
        ('time = "nave"', ("pyproject.toml:4:", "did you mean 'naive'?")),
        ('"date-time" = "timedelta"', ("it is for `duration`",)),
        ('tim = "naive:T"', ("warning[type-unused]", "did you mean 'time'?")),
        (
            '"#/components/schemas/Slott" = "my:Slot"',
            ("pyproject.toml:4:", "'#/components/schemas/Slott'"),
        ),
    ],
)
def test_a_hint_says_what_was_meant(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    types: str,
    said: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "openapi.yaml").write_text(json.dumps(WHOLE))
    (tmp_path / "pyproject.toml").write_text(f"{ONE}types = {{ {types} }}\n")
    main(["generate"])
    printed = capsys.readouterr().err
    assert [text for text in said if text not in printed] == [], printed


def test_a_choice_changes_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "openapi.yaml").write_text(json.dumps(WHOLE))
    (tmp_path / "pyproject.toml").write_text(ONE)
    assert main(["generate"]) == 0
    growing = 'open = ["#/components/schemas/Slot"]'
    for more in (
        growing,
        'types = { time = "naive" }',
        "frozen = true",
        'base = "my:Base"',
    ):
        (tmp_path / "pyproject.toml").write_text(f"{ONE}{more}\n")
        assert main(["check"]) == 1

"""What the commands say of diagnostics: text for people, and one JSON document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import apiloom
from apiloom.cli import diagnostic_text as reporting
from apiloom.cli import generate
from apiloom.cli.main import main
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.location import Location
from apiloom.pipeline.job import Job, Outcome
from tests.cli.fake_stages import FakeStages, write_spec

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def spec(folder: Path, stages: FakeStages) -> Path:
    """A document for two files, in the current folder."""
    return write_spec(folder, init="A = 1", models__pet="B = 2")


def answer(capsys: Captured, code: int, *arguments: str) -> Any:
    """The one document on stdout; nothing may stand on stderr."""
    assert main([*arguments, "spec.yaml", "-o", "out", "--json"]) == code
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def test_json_is_one_document(spec: Path, capsys: Captured) -> None:
    none = {"error": 0, "warning": 0, "note": 0, "accepted": 0, "codes": {}}
    assert answer(capsys, 0, "generate") == {
        "apiloom": apiloom.__version__,
        "command": "generate",
        "exit_code": 0,
        "diagnostics": [],
        "counts": none,
        "documents": [
            {
                "spec": "spec.yaml",
                "output": "out",
                "exit_code": 0,
                "diagnostics": [],
                "counts": none,
                "files": {
                    "written": ["init.py", "manifest.json", "models/pet.py"],
                    "removed": [],
                    "unchanged": [],
                },
            }
        ],
    }


def test_json_has_differences_and_diagnostics(
    spec: Path, folder: Path, capsys: Captured
) -> None:
    answer(capsys, 0, "generate")
    Path("out/init.py").write_text("mine = 1\n")
    (document,) = answer(capsys, 1, "check")["documents"]
    assert [
        (item["path"], item["state"], "-mine" in item["diff"])
        for item in document["differences"]
    ] == [("init.py", "edited", True)]
    write_spec(folder, error="bad")
    (document,) = answer(capsys, 2, "generate")["documents"]
    assert document["diagnostics"] == [
        {
            "code": "an-error",
            "severity": "error",
            "message": "bad",
            "file": "spec.yaml",
            "line": 1,
            "column": 1,
            "pointer": "",
            "hint": "",
            "fallback": "",
            "accepted": False,
        }
    ]


def test_json_holds_every_diagnostic_and_text_the_first_of_each_code(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def many(job: Job, **options: object) -> Outcome:
        kinds = [("b-code", Severity.WARNING), ("a-code", Severity.ERROR)]
        found = [
            Diagnostic(code, severity, f"number {number}", Location("spec.yaml"))
            for number in range(25)
            for code, severity in kinds
        ]
        return Outcome(tuple(found), 2)

    monkeypatch.setattr(generate, "generate", many)
    assert main(["generate", "spec.yaml", "-o", "out"]) == 2
    lines = capsys.readouterr().err.splitlines()
    shown = 2 * reporting.SHOWN_PER_CODE
    assert lines[0] == "spec.yaml: warning[b-code]: number 0"
    assert lines[shown - 1] == "spec.yaml: error[a-code]: number 4"
    assert lines[shown:] == [
        "... and 20 more of b-code",
        "... and 20 more of a-code",
        "(--verbose shows all of them, --json as data, apiloom explain one code)",
        "spec.yaml: 25 errors, 25 warnings: a-code 25, b-code 25",
        "out: nothing written (25 errors, 25 warnings)",
    ]
    main(["generate", "spec.yaml", "-o", "out", "--verbose"])
    assert len(capsys.readouterr().err.splitlines()) == 50 + 2
    main(["generate", "spec.yaml", "-o", "out", "--json"])
    answer = json.loads(capsys.readouterr().out)
    (document,) = answer["documents"]
    assert len(document["diagnostics"]) == 50
    assert answer["counts"] == document["counts"]
    assert document["counts"]["codes"] == {"a-code": 25, "b-code": 25}


def problem(line: int, hint: str = "", **more: Any) -> Diagnostic:
    where = Location("spec.yaml", line=line, column=1)
    return Diagnostic("a-code", Severity.ERROR, "m", where, hint, **more)


def test_the_same_advice_is_given_once() -> None:
    items = [
        problem(1, "mend it", fallback="it goes"),
        problem(2, "mend it", fallback="it stays"),
        problem(3, "mend it"),
    ]
    told = [each.advice for each in reporting.shown_diagnostics(items, verbose=False)]
    assert told == [
        ("hint: mend it", "or: --accept a-code, and it goes"),
        ("or: --accept a-code, and it stays",),
        (),
    ]


def test_what_is_accepted_is_counted_and_not_shown() -> None:
    items = [problem(1), problem(2, accepted=True)]
    assert [
        each.item.where.line
        for each in reporting.shown_diagnostics(items, verbose=True)
    ] == [1]
    assert reporting.summary(items) == "1 error, 1 accepted: a-code 1"
    assert reporting.counts_as_json(items) == {
        "error": 1,
        "warning": 0,
        "note": 0,
        "accepted": 1,
        "codes": {"a-code": 2},
    }
    assert reporting.as_json(items[1])["accepted"] is True


def test_few_need_no_summary() -> None:
    assert reporting.summary([problem(line) for line in range(5)]) == ""
    assert reporting.summary([problem(line) for line in range(6)]) != ""
    assert list(reporting.omitted_counts([problem(1)] * 5, verbose=False)) == []

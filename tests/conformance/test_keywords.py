"""Each keyword of JSON Schema: generated models judge the cases of `cases.json`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conformance import suite
from tests.weaving import Woven, document, weave

CASES: Final[list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("cases.json").read_text(encoding="utf-8")
)


def name_of(number: int) -> str:
    """A component for each case."""
    return f"Case{number}"


def moved(number: int) -> Any:
    """The schema of a case, as this component."""
    text = json.dumps(CASES[number]["schema"])
    return json.loads(text.replace('"#/', f'"#/components/schemas/{name_of(number)}/'))


@pytest.fixture(scope="module")
def woven() -> Iterator[Woven]:
    schemas = {name_of(number): moved(number) for number in range(len(CASES))}
    with weave(document(schemas=schemas), targets=("models",)) as found:
        yield found


@pytest.mark.parametrize("number", range(len(CASES)))
def test_values_keep_to_the_schema(woven: Woven, number: int) -> None:
    case, name = CASES[number], name_of(number)
    assert [each for each in case["valid"] if not woven.accepts(name, each)] == []
    assert [each for each in case["invalid"] if woven.accepts(name, each)] == []


@pytest.mark.parametrize("number", range(len(CASES)))
def test_what_is_read_is_written(woven: Woven, number: int) -> None:
    name = name_of(number)
    for each in CASES[number]["valid"]:
        assert woven.write(name, woven.read(name, each)) == each


def test_nothing_is_left_out(woven: Woven) -> None:
    assert woven.warnings == []


def test_the_suite_counts_what_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`silent` is what is wrong and was not reported, `failed` what has no output."""
    groups = [
        {
            "description": "right, and wrong by an implied type",
            "schema": {"properties": {"a": {"type": "string"}}},
            "tests": [
                {"description": "fine", "data": {"a": "x"}, "valid": True},
                {"description": "no object", "data": 5, "valid": True},
            ],
        },
        {
            "description": "no pattern",
            "schema": {"type": "string", "pattern": "["},
            "tests": [{"description": "never", "data": "x", "valid": False}],
        },
        {
            "description": "no target",
            "schema": {"$ref": "#/nowhere"},
            "tests": [{"description": "none", "data": "x", "valid": True}],
        },
    ]
    (tmp_path / "mine.json").write_text(json.dumps(groups))
    monkeypatch.setattr(sys, "argv", ["suite", str(tmp_path), "--show"])
    suite.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["mine", "25.0%", "1", "2", "0", "1"]
    monkeypatch.setattr(sys, "argv", [*sys.argv, "--no-implied-types"])
    suite.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["mine", "50.0%", "2", "1", "0", "1"]

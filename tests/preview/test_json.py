"""What programs get: valid by the schema that is published with apiloom."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from apiloom.cli.main import main
from tests.preview.documents import PETS, edited, written
from tests.preview.test_surface import CASES

SCHEMA: dict[str, Any] = json.loads(
    (files("apiloom") / "diff" / "report" / "preview.schema.json").read_text("utf-8")
)


def judged(text: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(text)
    validator = jsonschema_rs.validator_for(SCHEMA)
    problems = [str(error) for error in validator.iter_errors(answer)]
    assert problems == []
    return answer


def test_the_schema_is_one() -> None:
    assert jsonschema_rs.meta.is_valid(SCHEMA)


def test_a_change_of_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edits = [edit for edit, _ in CASES[:2]] + [CASES[-2][0], CASES[-4][0]]
    old = written(tmp_path, "old.json", PETS)
    new = written(tmp_path, "new.json", edited(*edits))
    assert main(["diff", str(old), str(new), "--format", "json"]) == 0
    found = capsys.readouterr()
    answer = judged(found.out)
    assert found.err == ""
    assert answer["command"] == "diff"
    (preview,) = answer["previews"]
    assert preview["old"] == str(old)
    assert preview["contract"]["counts"].keys() >= {"breaking", "risky"}
    assert preview["surface"]["changes"]
    diffs = {each["path"]: each for each in preview["files"]["files"]}
    assert diffs["models/pet.py"]["diff"].startswith("--- a/api/models/pet.py\n")
    assert preview["files"]["added"] == sum(each["added"] for each in diffs.values())


def test_views_that_are_not_asked_for_are_null(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = written(tmp_path, "old.json", PETS)
    call = ["diff", str(old), str(old), "--json", "--view", "surface"]
    assert main([*call, "--view", "files"]) == 0
    (preview,) = judged(capsys.readouterr().out)["previews"]
    assert preview["contract"] is None
    assert preview["surface"]["changes"] == []
    assert preview["files"] == {"added": 0, "removed": 0, "files": []}


def test_what_is_unusable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(tmp_path / "a"), str(tmp_path / "b"), "--json"]) == 2
    answer = judged(capsys.readouterr().out)
    assert answer["exit_code"] == 2
    (preview,) = answer["previews"]
    codes = {item["code"] for item in preview["diagnostics"]}
    assert codes == {"file-missing"}

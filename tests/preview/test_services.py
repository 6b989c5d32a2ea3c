"""Previews as services of CI read them: JUnit XML, SARIF, annotations of GitHub."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

from apiloom.cli.main import main
from apiloom.cli.preview_formats import WITH_DIAGNOSTICS, Format, printed
from apiloom.diff.preview import Preview
from tests.preview.documents import PETS, edited, schema, written
from tests.preview.samples import hostile, large, small
from tests.preview.test_surface import add_operation, drop_field, drop_operation

SARIF = json.loads((Path(__file__).parents[1] / "cli/sarif.schema.json").read_text())
_OUTCOMES = ("failure", "error", "skipped")
_COMMAND = re.compile(r"::(error|warning|notice)(?: ((?:\w+=[^,:]*,?)+))?::(.*)")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "old.json", PETS)
    written(tmp_path, "new.json", edited(drop_operation, drop_field, add_operation))
    return tmp_path


def said(form: Format, *previews: Preview) -> str:
    return printed(previews, form, (), 0, colour=False)


def suites(text: str) -> list[ET.Element]:
    """The suites of a document in which all that can be counted is counted right."""
    root = ET.fromstring(text)
    assert root.tag == "testsuites"
    for element in (root, *root):
        cases = [*element.iter("testcase")]
        found = Counter(child.tag for case in cases for child in case)
        assert int(element.attrib["tests"]) == len(cases) > 0
        assert int(element.attrib["failures"]) == found["failure"]
        assert int(element.attrib["errors"]) == found["error"]
        assert int(element.attrib["skipped"]) == found["skipped"]
        for case in cases:
            assert case.attrib["name"]
            assert case.attrib["classname"]
            assert len(case) <= 1
            assert {child.tag for child in case} <= {*_OUTCOMES, "system-out"}
    return [*root]


def results(text: str) -> list[dict[str, Any]]:
    """The results of a log that is valid by the schema of SARIF."""
    log = json.loads(text)
    jsonschema_rs.validator_for(SARIF, validate_formats=True).validate(log)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len({*rules}) == len(rules)
    found: list[dict[str, Any]] = run["results"]
    for result in found:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    prints = [str(result["partialFingerprints"]) for result in found]
    assert len({*prints}) == len(prints)
    return found


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The workflow commands of a log that has nothing else."""
    found = []
    for line in text.splitlines():
        match = _COMMAND.fullmatch(line)
        assert match is not None, line
        named = dict(each.split("=", 1) for each in (match[2] or "").split(","))
        found.append((match[1], named, match[3]))
    return found


@pytest.mark.parametrize("form", sorted(WITH_DIAGNOSTICS))
def test_stdout_has_it_all(form: Format, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["diff", "old.json", "new.json", "--format", form]
    assert main([*call, "--fail-on", "breaking"]) == 1
    found = capsys.readouterr()
    assert found.err == ""
    assert "optional-property-removed" in found.out
    document = edited(add_operation)
    schema(document, "Pet")["properties"]["nick"] = {"$ref": "#/nowhere"}
    written(Path(), "new.json", document)
    assert main(call) == 2
    found = capsys.readouterr()
    assert found.err == ""
    assert "unresolved-reference" in found.out


@pytest.mark.parametrize(
    ("name", "beginning"), [("a.xml", "<?xml "), ("a.sarif", '{\n  "$schema"')]
)
def test_the_suffix_says_the_format(name: str, beginning: str) -> None:
    assert main(["diff", "old.json", "new.json", "-o", name]) == 0
    assert Path(name).read_text("utf-8").startswith(beginning)


def test_what_breaks_is_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.json", "new.json", "--format", "junit"]) == 0
    contract, python = suites(capsys.readouterr().out)
    assert contract.attrib["name"] == "old.json -> new.json: contract"
    assert python.attrib["name"] == "old.json -> new.json: Python"
    failed = [case for case in contract if case.find("failure") is not None]
    assert [case.attrib["classname"] for case in failed] == ["PUT /pets/{id}"]
    failure = failed[0].find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "operation-removed"
    assert re.search(r"\nold\.json:\d+:\d+$", failure.text or "")
    broken = {
        case.attrib["classname"] for case in python if case.find("failure") is not None
    }
    assert {"client.pets.put", "models.Pet.nick"} <= broken


def test_a_suite_has_a_case_where_nothing_has_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["diff", "old.json", "old.json", "--format", "junit"]) == 0
    for suite in suites(capsys.readouterr().out):
        assert [case.attrib["name"] for case in suite] == ["no change"]


def test_findings_stand_in_the_new_document(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["diff", "old.json", "new.json", "--format", "sarif"]) == 0
    found = results(capsys.readouterr().out)
    for result in found:
        (where,) = result["locations"]
        artifact = where["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": "new.json", "uriBaseId": "%SRCROOT%"}
    gone = next(each for each in found if each["ruleId"] == "operation-removed")
    assert gone["level"] == "error"
    assert gone["properties"]["operations"] == ["PUT /pets/{id}"]
    (before,) = gone["relatedLocations"]
    assert before["physicalLocation"]["artifactLocation"]["uri"] == "old.json"
    assert before["physicalLocation"]["region"]["startLine"] > 1
    added = next(each for each in found if each["ruleId"] == "operation-added")
    assert added["locations"][0]["physicalLocation"]["region"]["startLine"] > 1
    names = {
        each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
        for each in found
        if each["ruleId"] == "python-method-removed"
    }
    assert names == {"client.pets.put"}


def test_annotations_stand_at_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.json", "new.json", "--format", "github"]) == 0
    found = commands(capsys.readouterr().out)
    kinds = [kind for kind, named, _ in found if named["title"].endswith("-removed")]
    assert kinds == ["error", "warning"], "the worst first: the first ten are shown"
    (line,) = (
        named["line"] for _, named, _ in found if "operation-added" in named["title"]
    )
    written_lines = Path("new.json").read_text().splitlines()
    assert '"operationId"' in "".join(written_lines[int(line) - 1 : int(line) + 3])
    kind, named, text = found[-1]
    assert (kind, named) == ("notice", {"title": "apiloom diff"})
    assert text.startswith("old.json -> new.json: contract: 1 breaking, ")


@pytest.mark.parametrize("preview", [small(), large(), hostile()])
def test_any_preview_is_read(preview: Preview) -> None:
    changes = [*(preview.contract or ()), *(preview.surface or ())]
    cases = [case for suite in suites(said("junit", preview)) for case in suite]
    assert len(cases) == len(changes)
    assert len(results(said("sarif", preview))) == len(changes)
    text = said("github", preview)
    assert commands(text)
    assert all(line.isprintable() for line in text.splitlines())


def test_an_operation_is_not_said_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.json", "new.json", "--view", "contract"]) == 0
    out = capsys.readouterr().out
    assert re.search(
        r"^  breaking +The operation PUT /pets/\{id\} is gone", out, re.MULTILINE
    )


def test_what_is_accepted_is_no_failure(here: Path) -> None:
    entries = "".join(
        f'[[tool.apiloom.accept-changes]]\n{what}\nreason = "agreed with all"\n'
        for what in ('rule = "operation-removed"', 'python = "client.*"')
    )
    head = '[tool.apiloom]\nspec = "new.json"\noutput = "zoo"\n'
    (here / "pyproject.toml").write_text(f"{head}{entries}")
    for name in ("out.xml", "out.sarif", "out.txt"):
        form = ["--format", "github"] if name == "out.txt" else []
        assert main(["diff", "old.json", "new.json", "-o", name, *form]) == 0
    skipped = [
        case.attrib["name"]
        for suite in suites((here / "out.xml").read_text())
        for case in suite
        for child in case.iter("skipped")
        if child.attrib["message"] == "agreed with all"
    ]
    suppressed = [
        result
        for result in results((here / "out.sarif").read_text())
        if "suppressions" in result
    ]
    assert {"operation-removed", "python-method-removed"} <= {
        result["ruleId"] for result in suppressed
    }
    for result in suppressed:
        (suppression,) = result["suppressions"]
        assert suppression["justification"] == "agreed with all"
    assert len(skipped) == len(suppressed) > 1
    annotations = (here / "out.txt").read_text()
    assert "operation-removed" not in annotations
    assert "models.Pet.nick" in annotations, "what is not accepted is told"

"""One cause is told once, whoever it hits; filters hide nothing from a gate."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from apiloom.cli.main import main

COUNT = 14
FORMATS = ("terminal", "markdown", "html", "junit", "github")


def document(*, key: bool, gone: int = 0, parameter: bool = True) -> dict[str, Any]:
    """Operations that are alike; the first `gone` of them are left out."""
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    ok = {"description": "ok", "content": {"application/json": {"schema": {}}}}
    paths = {
        f"/things/{number:02}/{{id}}": {
            "get": {
                "operationId": f"get_{number:02}",
                "tags": [f"part{number % 2}"],
                "parameters": [
                    {**limit, "name": "id", "in": "path", "required": True},
                    *([limit] if parameter else []),
                ],
                "security": [{"old": [], **({"new": []} if key else {})}],
                "responses": {"200": ok},
            }
        }
        for number in range(gone, COUNT)
    }
    schemes = {
        name: {"type": "apiKey", "in": "header", "name": f"X-{name}"}
        for name in ("old", "new")
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": schemes},
    }


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents: six operations gone, a key more and a parameter less in eight."""
    monkeypatch.chdir(tmp_path)
    new = document(key=True, gone=6, parameter=False)
    Path("old.json").write_text(json.dumps(document(key=False), indent=1))
    Path("new.json").write_text(json.dumps(new, indent=1))
    return tmp_path


def run(form: str, *arguments: str, view: str = "contract") -> tuple[int, str]:
    """The exit code, and what is said in a format."""
    file = f"out.{form}"
    command = ["diff", "old.json", "new.json", f"--view={view}", "-o", file]
    code = main([*command, "--format", form, *arguments])
    return code, Path(file).read_text()


def causes(*arguments: str, view: str = "contract") -> list[ET.Element]:
    return [*ET.fromstring(run("junit", *arguments, view=view)[1]).iter("testcase")]


def changes(*arguments: str, view: str = "contract") -> Any:
    (preview,) = json.loads(run("json", *arguments, view=view)[1])["previews"]
    return preview[view]


@pytest.mark.parametrize("form", FORMATS)
def test_one_cause_is_one_entry(form: str) -> None:
    text = html.unescape(run(form)[1])
    # A failure of JUnit has it in its head too.
    once = 2 if form == "junit" else 1
    assert text.count("Each of them is gone") == once
    assert text.count("can be called with 'old' and 'new' only") == once
    assert text.count("The query parameter 'limit' is gone") == 1
    if form != "github":
        places = re.findall(r"old\.json:\d+", text)
        assert len({*places}) >= 6 + 8, "and each place is named"


def test_the_one_that_hits_most_operations_is_first() -> None:
    names = [str(case.get("name")) for case in causes()]
    assert [name.rpartition(": ")[2][:22] for name in names] == [
        "Each of them can be ca",
        "Each of them is gone",
        "The query parameter 'l",
    ]
    assert "GET /things/06/{id}, GET /things/07/{id}, " in names[0]
    assert " and 5 more: " in names[0]


def test_json_has_every_place_and_says_what_belongs_together() -> None:
    listed = changes()["changes"]
    assert len(listed) == 6 + 8 + 8
    kinds = {
        (each["rule"], each["level"], each["side"], each["cause"]) for each in listed
    }
    assert len(kinds) == 3
    gone = [each for each in listed if each["rule"] == "operation-removed"]
    assert {each["cause"] for each in gone} == {"Each of them is gone"}
    assert gone[0]["sentence"] == "The operation GET /things/00/{id} is gone"


def test_sarif_has_a_finding_for_each_place() -> None:
    (log,) = json.loads(run("sarif")[1])["runs"]
    assert len(log["results"]) == 6 + 8 + 8


def test_members_of_the_package_are_told_at_once_too() -> None:
    cases = causes(view="surface")
    (methods,) = [
        case
        for case in cases
        if str(case.get("name")).endswith("and 3 more: the method is gone")
    ]
    text = "".join(methods.itertext())
    assert len(re.findall(r"^client\.\w+\.get_0\d$", text, re.MULTILINE)) == 6
    assert len(cases) < len(changes(view="surface")["changes"]) / 2


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--operation", "* /things/0*/**"), 6 + 4 + 4),
        (("--operation", "GET /things/01/*", "--operation", "GET /things/06/*"), 3),
        (("--tag", "part1"), 3 + 4 + 4),
        (("--tag", "part1", "--operation", "* /things/12/**"), 0),
        (("--tag", "part1", "--level", "breaking"), 3 + 4),
        (("--tag", "Part1"), 0),
    ],
)
def test_a_filter_lists_what_such_operations_feel(
    arguments: tuple[str, ...], expected: int
) -> None:
    found = changes(*arguments)
    assert len(found["changes"]) == expected
    assert found["counts"]["not_shown"] == 22 - expected
    assert (found["counts"]["breaking"], found["counts"]["risky"]) == (14, 8)
    assert (
        len(json.loads(run("sarif", *arguments)[1])["runs"][0]["results"]) == expected
    )
    left = f"{22 - expected} not shown"
    for form in FORMATS:
        text = run(form, *arguments)[1]
        assert left in text or form == "junit"
        assert ("Each of them" in text) is (expected > 3), form


@pytest.mark.parametrize("form", [*FORMATS, "json", "sarif"])
def test_no_filter_lets_a_gate_pass(form: str) -> None:
    hidden = ("--tag", "nobody", "--operation", "GET /none")
    assert run(form, *hidden)[0] == 0
    code, text = run(form, *hidden, "--fail-on", "breaking")
    assert code == 1
    assert "is gone" not in text
    assert run(form, *hidden, "--fail-on", "python-code")[0] == 1


@pytest.mark.parametrize("form", ["junit", "sarif", "github"])
def test_services_go_by_the_level(form: str) -> None:
    assert "'limit' is gone" in run(form)[1]
    assert "'limit' is gone" not in run(form, "--level", "breaking")[1]
    assert "'limit' is gone" in run(form, "--level", "risky")[1]


def test_a_suite_without_a_case_says_why() -> None:
    (case,) = causes("--tag", "nobody")
    assert case.get("name") == "14 breaking, 8 risky, 22 not shown"
    assert len(case) == 0

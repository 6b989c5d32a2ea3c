"""What `--output-format` prints for machines, whatever a document says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from apiloom.cli.main import main
from apiloom.cli.output_formats import NAMES, format_called
from apiloom.cli.output_formats.github_format import command
from apiloom.core import codes
from apiloom.document.source import Json

Captured = pytest.CaptureFixture[str]

HOSTILE = "x\n::error::injected\r%0A,a:b\x1b[31m"
SCHEMA: Json = json.loads((Path(__file__).parent / "sarif.schema.json").read_text())


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**schemas: Json) -> None:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    Path("openapi.json").write_text(json.dumps(document, indent=1))


def answer(capsys: Captured, form: str, *arguments: str, code: int = 0) -> str:
    """What stands on stdout; nothing may stand on stderr."""
    call = arguments or ("validate", "openapi.json")
    assert main([*call, "--output-format", form]) == code
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def sarif(capsys: Captured, *arguments: str, code: int = 0) -> Any:
    log = json.loads(answer(capsys, "sarif", *arguments, code=code))
    jsonschema_rs.validator_for(SCHEMA, validate_formats=True).validate(log)
    (run,) = log["runs"]
    return run


def test_json_is_what_the_short_flag_prints(capsys: Captured) -> None:
    write(Pet={"type": "strin"})
    long = answer(capsys, "json")
    assert main(["validate", "openapi.json", "--json"]) == 0
    assert capsys.readouterr().out == long
    assert main(["validate", "openapi.json", "--json", "--output-format", "json"]) == 0


def test_the_two_flags_have_to_agree(capsys: Captured) -> None:
    write()
    for flags in (["--json", "--output-format", "sarif"],):
        assert main(["validate", "openapi.json", *flags]) == 2
        assert "exclude each other" in capsys.readouterr().err


@pytest.mark.parametrize("form", NAMES)
def test_exit_codes_are_the_same(form: str, capsys: Captured) -> None:
    write(Pet={"type": "strin"})
    call = ["validate", "openapi.json", "--output-format", form]
    assert main(call) == 0
    assert main([*call, "--strict"]) == 1
    assert main(["validate", "nowhere.json", "--output-format", form]) == 2
    capsys.readouterr()


@pytest.mark.parametrize("form", NAMES)
def test_every_format_has_a_module(form: str) -> None:
    assert format_called(form).FOR_PEOPLE is (form == "text")


def test_watch_speaks_to_people(capsys: Captured) -> None:
    write()
    call = ["watch", "openapi.json", "-o", "out", "--output-format", "github"]
    assert main(call) == 2
    assert "watch speaks to people" in capsys.readouterr().err


def test_annotations(capsys: Captured) -> None:
    write(Pet={"type": "strin"}, Tag={"properties": {}, "allOf": []})
    assert answer(capsys, "github").splitlines() == [
        "::warning file=openapi.json,line=11,col=5,title=unknown-type::'strin' is not a"
        " JSON type at #/components/schemas/Pet/type%0Ahint: use one of string,"
        " integer, number, boolean, null, array, object",
        "::warning file=openapi.json,line=15,col=5,title=official-schema::needs at"
        " least 1 items at #/components/schemas/Tag/allOf",
    ]


def test_a_document_gives_no_commands(capsys: Captured) -> None:
    write(**{HOSTILE: {"type": HOSTILE, "pattern": f"({HOSTILE}", "default": HOSTILE}})
    lines = answer(capsys, "github").splitlines()
    assert lines
    for line in lines:
        assert line.startswith("::warning file=openapi.json,line=")
        assert line.isprintable()
        head, _, message = line[2:].partition("::")
        assert re.fullmatch(r"\w+ file=[^,:]+,line=\d+,col=\d+,title=[^,:]+", head)
        # Line feeds are escaped as data, and a percent sign of the document too.
        assert "%" not in message.replace("%0A", "").replace("%250A", "")


def test_values_are_escaped_as_the_runner_reads_them() -> None:
    told = command("error", "50%\r\nof: a,b", file="a,b:c%.yaml", line=0, title="x")
    assert told == ("::error file=a%2Cb%3Ac%25.yaml,title=x::50%25\\r%0Aof: a,b")
    assert command("error", "a") == "::error::a"


def test_what_differs_is_shown_where_no_command_counts(capsys: Captured) -> None:
    write(Pet={"type": "object", "description": "one\n\n::error::two"})
    assert main(["generate", "openapi.json", "-o", "out"]) == 0
    module = next(Path("out/models").rglob("pet*.py"))
    module.write_text(module.read_text().replace("one", "another"))
    capsys.readouterr()
    lines = answer(
        capsys, "github", "check", "openapi.json", "-o", "out", code=1
    ).splitlines()
    start = next(
        n for n, line in enumerate(lines) if line.startswith("::stop-commands")
    )
    word = lines[start].removeprefix("::stop-commands::")
    end = lines.index(f"::{word}::")
    assert lines[start - 1].startswith("::group::out/models/")
    assert any("::error::two" in line for line in lines[start:end])
    rest = [*lines[:start], *lines[end:]]
    assert not any("two" in line for line in rest)
    assert rest[-1] == (
        "::error title=apiloom check::out: out of date (1 edited); run apiloom generate"
    )


def test_a_log_for_code_scanning(capsys: Captured) -> None:
    write(Pet={"type": "strin"})
    run = sarif(capsys)
    (rule,) = run["tool"]["driver"]["rules"]
    page = codes.page("unknown-type")
    assert page is not None
    assert rule == {
        "id": "unknown-type",
        "shortDescription": {"text": page.summary},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": "warning"},
    }
    (result,) = run["results"]
    fingerprint = result.pop("partialFingerprints")
    assert [*fingerprint] == ["apiloomPlace/v1"]
    assert result == {
        "ruleId": "unknown-type",
        "ruleIndex": 0,
        "level": "warning",
        "message": {
            "text": "'strin' is not a JSON type\nhint: use one of string, integer, "
            "number, boolean, null, array, object"
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "openapi.json",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": 11, "startColumn": 5},
                },
                "logicalLocations": [
                    {
                        "fullyQualifiedName": "#/components/schemas/Pet/type",
                        "kind": "value",
                    }
                ],
            }
        ],
    }
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]


def test_a_result_is_known_again_where_lines_have_moved(capsys: Captured) -> None:
    def fingerprints() -> set[str]:
        return {
            result["partialFingerprints"]["apiloomPlace/v1"]
            for result in sarif(capsys)["results"]
        }

    write(Pet={"type": ["strin", "strin2"]})
    before = fingerprints()
    assert len(before) == 2
    write(Above={"type": "object"}, Pet={"type": ["strin", "strin2"]})
    assert fingerprints() == before
    write(Cat={"type": ["strin", "strin2"]})
    assert fingerprints().isdisjoint(before)


def test_what_is_accepted_is_suppressed(capsys: Captured) -> None:
    write(Pet={"type": "strin"})
    call = ("validate", "openapi.json", "--accept", "unknown-type", "--strict")
    (result,) = sarif(capsys, *call)["results"]
    assert result["suppressions"] == [{"kind": "external", "status": "accepted"}]
    assert answer(capsys, "github", *call) == ""


def test_what_has_no_line_or_an_odd_name(capsys: Captured) -> None:
    run = sarif(capsys, "validate", "no such,file:é.json", code=2)
    (result,) = run["results"]
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {
            "uri": "no%20such%2Cfile%3A%C3%A9.json",
            "uriBaseId": "%SRCROOT%",
        }
    }
    assert run["invocations"] == [{"executionSuccessful": False, "exitCode": 2}]


def test_a_check_that_fails_names_the_files_in_sarif(capsys: Captured) -> None:
    write(Pet={"type": "object"})
    assert main(["generate", "openapi.json", "-o", "pets"]) == 0
    capsys.readouterr()
    Path("pets/models/pet.py").write_text("edited = True\n")
    run = sarif(capsys, "check", "openapi.json", "-o", "pets", code=1)
    assert run["results"] == []
    (invocation,) = run["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is True
    assert notification["message"] == {"text": "pets/models/pet.py: edited"}
    (location,) = notification["locations"]
    artifact = location["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == "pets/models/pet.py"


def test_hostile_text_is_text(capsys: Captured) -> None:
    write(**{HOSTILE: {"type": HOSTILE}})
    rules = {result["ruleId"] for result in sarif(capsys)["results"]}
    assert rules == {"official-schema", "unknown-type"}


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_a_preview_begins_no_line_of_a_document(form: str, capsys: Captured) -> None:
    write(Pet={"type": "object"})
    Path("old.json").write_text(Path("openapi.json").read_text())
    write(Pet={"type": "object", "properties": {HOSTILE: {"type": "string"}}})
    assert main(["diff", "old.json", "openapi.json", "--format", form]) == 0
    printed = capsys.readouterr()
    for line in (printed.out + printed.err).splitlines():
        assert not line.strip().startswith("::")


def test_a_headline_is_one_line(capsys: Captured) -> None:
    write(**{HOSTILE: {"type": "strin"}})
    assert main(["validate", "openapi.json"]) == 0
    for line in capsys.readouterr().err.splitlines():
        assert not line.strip().startswith("::")

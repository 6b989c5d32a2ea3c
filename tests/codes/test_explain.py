"""`apiloom explain`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from apiloom.cli.main import main
from apiloom.core import codes
from apiloom.diff.contract.rules import Rule, rules
from apiloom.diff.contract.rules.pages import page

Captured = pytest.CaptureFixture[str]


def test_the_page_of_a_code(capsys: Captured) -> None:
    assert main(["explain", "unresolved-reference"]) == 0
    printed = capsys.readouterr().out
    page = codes.page("unresolved-reference")
    assert page is not None
    assert printed.startswith(page.text)
    assert "`--accept unresolved-reference`" in printed


def test_a_code_as_it_is_printed(capsys: Captured) -> None:
    assert main(["explain", "warning[pattern-unusable]:"]) == 0
    assert capsys.readouterr().out.startswith("# pattern-unusable\n")


def test_what_cannot_be_accepted_is_not_said_to_be(capsys: Captured) -> None:
    assert main(["explain", "not-openapi"]) == 0
    assert "--accept" not in capsys.readouterr().out


def test_the_list(capsys: Captured) -> None:
    assert main(["explain"]) == 0
    first, second = capsys.readouterr().out.split("\n\n")
    title, *lines = first.splitlines()
    assert title == "Diagnostics"
    assert [line.split()[0] for line in lines] == list(codes.known())
    assert all(len(line.split()) > 4 for line in lines)
    title, *lines = second.splitlines()
    assert title.startswith("Rules of apiloom diff")
    assert [line.split()[:2] for line in lines] == [
        [rule.id, "/".join(map(str, rule.levels))] for rule in rules()
    ]
    assert all(len(line.split()) > 4 for line in lines)
    assert not any("{" in line for line in lines)


def test_the_page_of_a_rule(capsys: Captured) -> None:
    assert main(["explain", "property-became-required"]) == 0
    page = capsys.readouterr().out
    assert page.startswith(
        "# property-became-required\n\n"
        "*rule of the contract* (objects): Something is required now.\n"
    )
    assert "| in requests | breaking | compatible |\n" in page
    assert "| in responses | compatible | breaking |\n" in page
    assert '#/components/schemas/Pet/required: ["name"]\n' in page
    assert "`property-became-optional`: Something is no longer required" in page
    assert main(["explain", "[property-became-required]"]) == 0
    assert capsys.readouterr().out == page


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_every_rule_has_a_page(rule: Rule) -> None:
    text = page(rule)
    headings = re.findall(r"^## .*$", text, re.MULTILINE)
    assert headings[:3] == ["## Levels", "## Why", "## Example"]
    assert not re.search(r"\{(subject|name|before|after)\}", text)


def test_no_rule_is_called_like_a_diagnostic() -> None:
    assert not set(codes.known()) & {rule.id for rule in rules()}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("patern-unusable", "did you mean 'pattern-unusable'?"),
        ("proprety-became-required", "did you mean 'property-became-required'?"),
        ("../codes/pattern-unusable", "did you mean 'pattern-unusable'?"),
        ("zzz", "`apiloom explain` lists all codes"),
    ],
)
def test_an_unknown_code(code: str, said: str, capsys: Captured) -> None:
    assert main(["explain", code]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.endswith(f"{said}\n")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("patern-unusable", "did you mean 'pattern-unusable'?"),
        ("not-openapi", "'not-openapi' cannot be accepted"),
    ],
)
def test_entries_of_accept_name_codes(entry: str, said: str, capsys: Captured) -> None:
    assert main(["generate", "a", "-o", "b", "--accept", entry]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_explaining_imports_nothing_heavy() -> None:
    program = (
        "import sys; from apiloom.cli.main import main; main(['explain']); print()"
    )
    loaded = "print(*sorted(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", f"{program}; {loaded}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()[-1]
    heavy = {
        "yaml",
        "jinja2",
        "black",
        "jsonschema_rs",
        "apiloom.pipeline.commands",
        "apiloom.pipeline.run",
    }
    assert not heavy & set(found.split())
    assert "apiloom.core.codes" in found.split()


def test_every_entry_that_configures_is_judged_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text(
        '[tool.apiloom]\nspec = "a.yaml"\noutput = "out"\n'
        'accept = [\n  "wrong-type",\n  { code = "wrong-tipe" },\n]\n'
    )
    assert main(["generate"]) == 2
    assert capsys.readouterr().err.splitlines()[:2] == [
        "pyproject.toml:6:3: error[config-unknown-code]: unknown code 'wrong-tipe'",
        "    hint: did you mean 'wrong-type'?",
    ]

"""Text of a document that would be a line, a command or markup where it lands."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apiloom.cli.config.table_edit import quoted
from apiloom.cli.main import main
from apiloom.cli.streams import unobeyed
from apiloom.core.json_text import json_text

CANARY = "injected"
PAYLOADS = {
    "line": f"d\n::error::{CANARY}\nNothing breaks. ",
    "spaced": f"d\n   ::warning file=a::{CANARY}",
    "returned": f"d\r::error::{CANARY}",
    "separated": f"d\u2028::error::{CANARY}\u2029\x85\x0b\x0c::error::{CANARY}",
    "first": f"::add-mask::{CANARY}",
    "old": f"##[error]{CANARY}",
    "azure": f"##vso[task.setvariable variable=a]{CANARY}",
    "colours": f"\x1b[31m{CANARY}\x1b]0;{CANARY}\x07\x1b[2J\x9b1m",
    "turned": f"\u202e{CANARY}\u2066\u200f",
    "markup": f"</code></details>\n# {CANARY}\n[a](javascript:{CANARY}) @{CANARY} #1",
    "page": f"</script><script>{CANARY}()</script><img src=x onerror={CANARY}()>",
    "fence": f"````\n````diff\n{CANARY}\n<!-- -->",
}
_SETS = re.compile(r"\x1b\[[0-9;]*m")


def document(text: str, extra: bool) -> dict[str, Any]:
    """An API that says `text` wherever it may; `extra` says it once more."""
    properties: dict[str, Any] = {"c": {"type": "string", "description": text}}
    if extra:
        properties[text] = {"type": "string", "enum": [text], "pattern": f"({text}"}
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    operation = {
        "operationId": f"put {text}",
        "summary": text,
        "tags": [text],
        "requestBody": {"content": body},
        "parameters": (
            [{"name": text, "in": "query", "schema": {"type": "strong"}}]
            if extra
            else []
        ),
        "responses": {"200": {"description": text}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": text, "version": "1"},
        "paths": {"/a": {"put": operation}},
        "components": {"schemas": {"A": {"type": "object", "properties": properties}}},
    }


@pytest.fixture(params=PAYLOADS)
def here(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Two versions of a document, on a runner of CI."""
    text = PAYLOADS[request.param]
    (tmp_path / "old.json").write_text(json.dumps(document(text, extra=False)))
    (tmp_path / "new.json").write_text(json.dumps(document(text, extra=True)))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    return tmp_path


def judge_log(log: str) -> None:
    """Nothing in a log is obeyed, by a terminal or by a runner."""
    assert all(each.isprintable() or each in "\n\t" for each in _SETS.sub("", log))
    for line in re.split(r"[\r\n]", log):
        assert not line.strip().startswith("::"), line
        assert not re.search(r"##(vso|teamcity)?\[", line), line


def judge_commands(log: str) -> None:
    """The same, but for the commands of our own."""
    allowed = re.compile(r"::(error|warning|notice|group|endgroup|stop-commands)\b")
    stopped = ""
    for line in log.split("\n"):
        word = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", line)
        if stopped:
            stopped = "" if line == f"::{stopped}::" else stopped
        elif word:
            stopped = word[1]
        elif line.strip().startswith("::"):
            assert allowed.match(line), line
            head = line.split("::")[1]
            assert CANARY not in head or "title=" in head or "file=" in head
        else:
            assert "##[" not in line
            assert "##vso[" not in line
    assert not stopped
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]", log)


def judge_json(log: str) -> None:
    """One document of ASCII, in which no line is a command."""
    json.loads(log)
    judge_log(log)
    assert log.isascii()


def judge_markdown(text: str) -> None:
    """No markup, mention or end of a fence but ours."""
    outside = re.sub(r"(?ms)^(`{3,})diff\n.*?^\1$", "", text)
    assert f"# {CANARY}" not in outside
    assert f"@{CANARY}" not in outside
    assert f"](javascript:{CANARY}" not in outside
    assert "<script" not in outside
    assert "<img" not in outside
    assert outside.count("<details>") == outside.count("</details>")
    judge_log(text)


def judge_page(text: str) -> None:
    """The only scripts and elements are ours."""
    assert f"<script>{CANARY}" not in text
    assert "<img src=x" not in text
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", text)


@pytest.mark.parametrize(
    ("form", "judge"),
    [
        ("terminal", judge_log),
        ("json", judge_json),
        ("markdown", judge_markdown),
        ("html", judge_page),
    ],
)
def test_diff_in_every_format(
    here: Path,
    form: str,
    judge: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["diff", "old.json", "new.json", "--format", form]
    assert main([*command, "--accept", "unknown-type", "--target", "models"]) in {0, 2}
    out, said = capsys.readouterr()
    judge(out)
    judge_log(said)
    assert here.is_dir()


@pytest.mark.parametrize(
    ("command", "form", "judge"),
    [
        ("validate", "text", judge_log),
        ("validate", "json", judge_json),
        ("validate", "sarif", judge_json),
        ("check", "github", judge_commands),
        ("list", "text", judge_log),
    ],
)
def test_diagnostics_in_every_format(
    here: Path,
    command: str,
    form: str,
    judge: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    more = ["-o", "api"] if command == "check" else []
    main([command, "new.json", *more, "--output-format", form])
    out, said = capsys.readouterr()
    judge(out)
    judge_log(said)
    assert here.is_dir()


def test_differences_and_suggestions(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["old.json", "-o", "api", "--target", "client"]
    assert main(["generate", *command]) == 0
    # A file that a stranger has edited is shown as well.
    for path in (here / "api").rglob("*.py"):
        path.write_text(path.read_text() + f"# {PAYLOADS['returned']}\n", newline="")
    assert main(["check", *command]) == 1
    main(["suggest", "new.json"])
    out, said = capsys.readouterr()
    judge_log(out)
    judge_log(said)


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_toml_is_one_line_and_the_text(text: str) -> None:

    line = f"a = {quoted(text)}"
    assert line.isprintable()
    assert tomllib.loads(line) == {"a": text}


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_json_is_the_text(text: str) -> None:
    assert json.loads(json_text({text: ["###", text]})) == {text: ["###", text]}


def test_elsewhere_nothing_is_broken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"):
        monkeypatch.delenv(name, raising=False)
    assert unobeyed("::error::a ##[b]") == "::error::a ##[b]"
    monkeypatch.setenv("TF_BUILD", "True")
    assert unobeyed(" ::error::a ##[b]") == " : :error::a # #[b]"

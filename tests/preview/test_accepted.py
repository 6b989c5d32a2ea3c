"""Changes that are known: what a gate passes over, until when, and how it is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from apiloom import Job, preview
from apiloom.cli.main import main
from apiloom.core.change_policy import AcceptedChange, ChangePolicy
from apiloom.diff.report.html_report import as_page
from apiloom.diff.report.markdown_report import as_markdown
from tests.preview.documents import PETS, Document, edited, written
from tests.preview.test_json import judged
from tests.preview.test_surface import add_operation, drop_field, drop_operation

REMOVED = 'rule = "operation-removed"'
GONE = "PUT /pets/{id}"
HEAD = '[tool.apiloom]\nspec = "new.json"\noutput = "zoo"\ntargets = ["client"]\n'


def _bump(document: Document) -> None:
    document["info"]["version"] = "2.1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents; the new one has lost an operation, and is version 2.1."""
    written(tmp_path, "old.json", PETS)
    written(tmp_path, "new.json", edited(drop_operation, _bump))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    """The exit code for the contract, and what is printed."""
    capsys.readouterr()
    code = main(["diff", "old.json", "new.json", "--view", "contract", *options])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def configure(folder: Path, *entries: str, more: str = "") -> None:
    """Write a configuration with these entries, each the inside of a table."""
    listed = "".join(f"[[tool.apiloom.accept-changes]]\n{each}\n" for each in entries)
    (folder / "pyproject.toml").write_text(f"{HEAD}{more}{listed}", "utf-8")


@pytest.mark.parametrize(
    ("entry", "passes"),
    [
        (REMOVED, True),
        (f'{REMOVED}\noperation = "{GONE}"', True),
        (f'{REMOVED}\noperation = "PUT /pets/*"', True),
        (f'{REMOVED}\noperation = "* /**"', True),
        (f'{REMOVED}\noperation = "PUT /*"', False),
        (f'{REMOVED}\noperation = "GET /pets/{{id}}"', False),
        (f'{REMOVED}\npointer = "/paths/*/put"', True),
        (f'{REMOVED}\npointer = "old.json#/paths"', True),
        (f'{REMOVED}\npointer = "other.json#/paths"', False),
        (f'{REMOVED}\npointer = "/path"', False),
        ('rule = "operation-added"', False),
        (f"{REMOVED}\nuntil = 2999-01-01", True),
        (f"{REMOVED}\nuntil = 2020-01-01", False),
        (f'{REMOVED}\nuntil-version = "3"', True),
        (f'{REMOVED}\nuntil-version = "2.1.0"', False),
        (f'{REMOVED}\nuntil-version = "v2"', False),
    ],
)
def test_what_is_accepted_fails_no_gate(
    folder: Path, capsys: pytest.CaptureFixture[str], entry: str, passes: bool
) -> None:
    configure(folder, f'{entry}\nreason = "nobody calls it"')
    code, out, err = run(capsys, "--fail-on", "breaking")
    assert code == (0 if passes else 1), err
    assert ("accepted: nobody calls it" in out) is passes
    if "until" in entry and not passes:
        assert "pyproject.toml:5:1: warning[accepted-change-expired]" in err
        assert "the reason was: nobody calls it" in err
    elif not passes:
        assert "pyproject.toml:5:1: note[accepted-change-unused]" in err
    else:
        assert "accepted-change" not in err


def test_an_operation_is_accepted_for_itself_alone() -> None:
    """One cause that hits others too is not passed over for the one that is named."""
    entry = AcceptedChange("why", rule="pattern-added", operation="GET /a")
    assert entry.fits_operations(("GET /a",))
    assert not entry.fits_operations(("GET /a", "GET /b"))
    assert not entry.fits_operations(())


def test_a_version_without_numbers_counts_as_reached() -> None:
    entry = AcceptedChange("why", rule="pattern-added", until_version="2")
    day = date(2026, 1, 1)
    assert not entry.is_expired("1.9", day)
    assert entry.is_expired("2.0.0-rc1", day)
    assert entry.is_expired("next", day)
    assert entry.is_expired("", day)


def test_a_day_is_the_first_on_which_changes_count() -> None:
    entry = AcceptedChange("why", rule="pattern-added", until=date(2026, 5, 2))
    assert not entry.is_expired("1", date(2026, 5, 1))
    assert entry.is_expired("1", date(2026, 5, 2))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (
            'accept-changes = [{ rule = "operation-gone", reason = "x" }]',
            "unknown-code",
        ),
        ('accept-changes = [{ rule = "operation-removed" }]', "wrong-type"),
        ('levels = { operation-gone = "risky" }', "unknown-code"),
        (
            'accept-changes = [{ rule = "operation-removed", reasn = "x" }]',
            "unknown-key",
        ),
    ],
)
def test_a_gate_fails_closed(
    folder: Path, capsys: pytest.CaptureFixture[str], more: str, code: str
) -> None:
    configure(folder, more=f"{more}\n")
    failed, _, err = run(capsys, "--fail-on", "breaking")
    assert failed == 2
    assert f"error[config-{code}]" in err
    assert run(capsys)[0] == 0, "what is only shown does not depend on it"


def test_all_formats_list_what_is_accepted(tmp_path: Path) -> None:
    old = written(tmp_path, "old.json", PETS)
    new = written(tmp_path, "new.json", edited(drop_operation, drop_field))
    entries = (
        AcceptedChange("nobody <calls> it", rule="operation-removed"),
        AcceptedChange("nobody reads it", python="models.Pet.n*k"),
    )
    job = Job(new, tmp_path / "api", changes=ChangePolicy(entries))
    seen = preview(old, new, job, views=("contract", "surface"))
    assert seen.contract is not None
    assert seen.surface is not None
    assert [change.rule for change in seen.contract if change.accepted] == [
        "operation-removed"
    ]
    assert seen.contract[-1].accepted, "behind those that count"
    assert [change.name for change in seen.surface if change.accepted] == [
        "models.Pet.nick"
    ]
    page, comment = as_page([seen]), as_markdown([seen])
    assert "accepted: nobody &lt;calls&gt; it" in page
    assert "<b>Accepted (1)</b>" in comment
    assert "accepted: nobody reads it" in comment
    assert "1 accepted" in comment


def test_programs_read_the_reason(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(folder, f'{REMOVED}\nreason = "nobody calls it"')
    (answer,) = judged(run(capsys, "--json")[1])["previews"]
    reasons = {each["rule"]: each["accepted"] for each in answer["contract"]["changes"]}
    assert reasons["operation-removed"] == "nobody calls it"
    assert {*reasons.values()} == {None, "nobody calls it"}
    assert answer["contract"]["counts"]["accepted"] == 1
    assert answer["contract"]["counts"]["breaking"] == 0


def test_python_has_a_gate_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["diff", "old.json", "new.json", "--view", "contract"]
    assert main([*call, "--fail-on", "python-code"]) == 1
    assert main([*call, "--fail-on", "python-types"]) == 1
    every = [f'python = "{name}"\nreason = "x"' for name in ("*", "models.*")]
    configure(folder, *every)
    assert main([*call, "--fail-on", "python-types"]) == 0
    assert main([*call, "--fail-on", "python-types", "--fail-on", "breaking"]) == 1
    written(folder, "new.json", edited(add_operation))
    assert main([*call, "--fail-on", "python-types"]) == 0
    capsys.readouterr()


def test_a_level_is_chosen_by_rule(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(folder, more='levels = { operation-removed = "compatible" }\n')
    assert run(capsys, "--fail-on", "breaking")[0] == 0
    assert run(capsys, "--fail-on", "compatible")[0] == 1
    written(folder, "new.json", edited(_bump))
    configure(folder, more='levels = { api-version-changed = "breaking" }\n')
    code, out, _ = run(capsys, "--fail-on", "breaking")
    assert code == 1, out


def test_less_is_listed_and_all_is_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, less = run(capsys)[1], run(capsys, "--level", "breaking")[1]
    assert "[api-version-changed]" in whole
    assert "[api-version-changed]" not in less
    assert "[operation-removed]" in less
    assert "documentation, 1 not shown" in less
    assert run(capsys, "--level", "breaking", "--fail-on", "documentation")[0] == 1


def _moved(document: Document, prefix: str) -> Document:
    paths: dict[str, Any] = document["paths"]
    return {
        **document,
        "paths": {f"{prefix}{path}": item for path, item in paths.items()},
    }


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("/v1", "/api/v1", True),
        ("", "/api/v1", False),
        ("/v", "/api/v", False),
    ],
)
def test_paths_move_as_a_whole(
    tmp_path: Path, before: str, after: str, same: bool
) -> None:
    old = written(tmp_path, "old.json", _moved(PETS, "/v1"))
    new = written(tmp_path, "new.json", _moved(PETS, "/api/v1"))
    changes = ChangePolicy(prefixes=((before, after),))
    job = Job(new, tmp_path / "api", changes=changes)
    assert (preview(old, new, job, views=("contract",)).contract == ()) is same
    back = replace(job, changes=ChangePolicy(prefixes=((after, before),)))
    assert (preview(new, old, back, views=("contract",)).contract == ()) is same


def test_the_package_on_disk_has_a_gate_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(folder, "new.json", PETS)
    entry = 'python = "client.pets.*"\nreason = "x"\nuntil-version = "3"'
    configure(folder, entry)
    assert main(["generate"]) == 0
    written(folder, "new.json", edited(drop_operation, _bump))
    capsys.readouterr()
    assert main(["diff", "--view", "surface", "--json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)["previews"]
    assert {each["name"]: each["accepted"] for each in answer["surface"]["changes"]}[
        "client.pets.put"
    ] == "x"

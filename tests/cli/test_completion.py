"""Shells complete commands, options and their values, as the README says."""

from __future__ import annotations

import pytest

from apiloom.cli.main import main

Captured = pytest.CaptureFixture[str]


def completed(line: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> set[str]:
    """What bash is told of the last word of a line."""
    words = line.split(" ")
    monkeypatch.setenv("_APILOOM_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    return {text for kind, _, text in (each.partition(",") for each in lines)}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("_APILOOM_COMPLETE", f"{shell}_source")
    assert main([]) == 0
    assert "_APILOOM_COMPLETE" in capsys.readouterr().out


def test_commands(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    assert completed("apiloom ge", monkeypatch, capsys) == {"generate"}


def test_options(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    found = completed("apiloom generate --mo", monkeypatch, capsys)
    assert found == {"--models"}


def test_values(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    found = completed("apiloom generate --formatter ", monkeypatch, capsys)
    assert found == {"black", "ruff", "none"}

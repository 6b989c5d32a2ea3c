"""The commands: exit codes, what goes to stdout and what to stderr."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import apiloom
from apiloom.cli import generate, progress
from apiloom.cli.main import main
from apiloom.pipeline import commands as pipeline
from apiloom.pipeline.job import Job, Outcome
from tests.cli.fake_stages import FakeStages, write_spec
from tests.package.packages import contents

GENERATOR = Path(apiloom.__file__).parents[1]
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def spec(folder: Path, stages: FakeStages) -> Path:
    """A document for two files, in the current folder."""
    return write_spec(folder, init="A = 1", models__pet="B = 2")


def run_process(
    *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(GENERATOR), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_generate_then_again_then_check(spec: Path, capsys: Captured) -> None:
    assert main(["generate", "spec.yaml", "-o", "out"]) == 0
    assert main(["generate", "spec.yaml", "-o", "out"]) == 0
    assert main(["check", "spec.yaml", "-o", "out"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        "out: 3 files written, 0 removed, 0 unchanged",
        "out: unchanged (3 files)",
        "out: up to date (3 files)",
    ]
    assert sorted(contents(Path("out"))) == [
        "init.py",
        "manifest.json",
        "models/pet.py",
    ]


def test_check_prints_a_diff_that_patch_takes(
    spec: Path, folder: Path, capsys: Captured
) -> None:
    main(["generate", "spec.yaml", "-o", "sub/out"])
    write_spec(folder, init="A = 3", client__api="C = 4")
    capsys.readouterr()
    assert main(["check", "spec.yaml", "-o", str(folder / "sub/out")]) == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [
        "sub/out/client/api.py: missing",
        "sub/out/init.py: different",
        "sub/out/manifest.json: different",
        "sub/out/models/pet.py: stale",
        "sub/out: out of date (1 missing, 2 different, 1 stale); run apiloom generate",
    ]
    subprocess.run(["patch", "-p1", "-s"], input=printed.out.encode(), check=True)
    assert main(["check", "spec.yaml", "-o", "sub/out"]) == 0


def test_an_edited_file_is_shown(spec: Path, capsys: Captured) -> None:
    main(["generate", "spec.yaml", "-o", "out"])
    Path("out/init.py").write_text("mine = 1\n")
    capsys.readouterr()
    assert main(["generate", "spec.yaml", "-o", "out"]) == 2
    printed = capsys.readouterr()
    assert printed.out == (
        "--- a/out/init.py\n+++ b/out/init.py\n@@ -1 +1 @@\n-mine = 1\n+A = 1\n"
    )
    assert printed.err.splitlines() == [
        "out/init.py: error[file-edited]: 'init.py' has been edited by hand since it "
        "was generated",
        "    hint: move your change out of the package, or use --force to discard it",
        "out: nothing written (1 error)",
    ]
    assert main(["generate", "spec.yaml", "-o", "out", "--force"]) == 0


def test_the_project_file_says_what_to_generate(
    spec: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    tables = [
        f'[[tool.apiloom.documents]]\nspec = "spec.yaml"\noutput = "{name}"\n'
        for name in ("one", "two")
    ]
    Path("pyproject.toml").write_text("".join(tables))
    Path("below").mkdir()
    monkeypatch.chdir(folder / "below")
    assert main(["generate"]) == 0
    assert (folder / "one/init.py").exists()
    (folder / "two/init.py").write_text("mine\n")
    (folder / "one/init.py").unlink()
    capsys.readouterr()
    assert main(["check", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [document["exit_code"] for document in answer["documents"]] == [1, 1]
    assert main(["generate"]) == 2
    assert (folder / "one/init.py").exists()


def test_a_faulty_project_file_generates_nothing(
    spec: Path, folder: Path, capsys: Captured
) -> None:
    Path("pyproject.toml").write_text(
        '[tool.apiloom]\nspec = "spec.yaml"\noutput = "out"\nstrikt = true\n'
    )
    assert main(["generate"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "pyproject.toml:4:1: error[config-unknown-key]: unknown key 'strikt'",
        "    hint: known keys: spec, output, targets, select, omit, names, rename,"
        " accept, formatter, templates, implied-types, methods, types, base, frozen,"
        " enums, open, allof, models, pages, streams, webhooks, idempotency,"
        " accept-changes, levels, path-prefixes, roots, allow-hosts, documents",
    ]
    assert main(["generate", "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["documents"] == []
    assert [item["line"] for item in answer["diagnostics"]] == [4]
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["generate", "spec.yaml"],
        ["generate", "-o", "out"],
        ["generate", "--target", "client"],
        ["generate", "spec.yaml", "-o", "out", "--target", "cobol"],
        ["generate", "spec.yaml", "-o"],
        ["weave"],
        ["--unknown"],
    ],
)
def test_calls_that_make_no_sense(
    spec: Path, capsys: Captured, arguments: list[str]
) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Error: " in printed.err
    assert not Path("out").exists()


def test_targets_are_handed_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Job] = []

    def remember(job: Job, **options: object) -> Outcome:
        seen.append(job)
        return Outcome(())

    monkeypatch.setattr(generate, "generate", remember)
    main(["generate", "a", "-o", "b", "--target", "server", "--target", "models"])
    main(["generate", "a", "-o", "b"])
    assert seen == [
        Job(Path("a"), Path("b"), ("server", "models")),
        Job(Path("a"), Path("b"), ("models", "client", "server", "testing")),
    ]


def test_strict(spec: Path, folder: Path, capsys: Captured) -> None:
    write_spec(folder, init="A = 1", warning="careful")
    assert main(["generate", "spec.yaml", "-o", "out", "--strict"]) == 1
    assert "warning[a-warning]: careful" in capsys.readouterr().err
    assert not Path("out").exists()


def test_our_bugs_are_one_line_and_a_traceback_on_request(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def fail(job: Job, **options: object) -> Outcome:
        raise KeyError("surprise\x1b[2J")

    monkeypatch.setattr(generate, "generate", fail)
    arguments = ["generate", "a", "-o", "b"]
    assert main(arguments) == 70
    printed = capsys.readouterr().err
    assert "KeyError" in printed
    assert "failed at 'generate', 'a': KeyError: " in printed
    assert "please report it (--debug shows where)" in printed
    assert printed.count("\n") == 1
    assert "Traceback" not in printed
    assert "\x1b" not in printed
    assert main(["--debug", *arguments]) == 70
    assert "Traceback" in capsys.readouterr().err
    assert main([*arguments, "--debug"]) == 70
    assert "Traceback" in capsys.readouterr().err
    monkeypatch.setenv("APILOOM_DEBUG", "1")
    assert main(arguments) == 70
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_130(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def interrupt(job: Job, **options: object) -> Outcome:
        raise KeyboardInterrupt

    monkeypatch.setattr(generate, "generate", interrupt)
    assert main(["generate", "a", "-o", "b"]) == 130
    assert "Traceback" not in capsys.readouterr().err


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("no_colour", [False, True])
def test_colour_and_progress_are_for_terminals(
    spec: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, no_colour: bool
) -> None:
    write_spec(folder, init="A = 1", error="bad")
    monkeypatch.setattr(progress, "_QUIET", -1.0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["generate", "spec.yaml", "-o", "out"]) == 2
    coloured = "\x1b[31m" in terminal.getvalue()
    assert coloured is not no_colour
    write_spec(folder, init="A = 1")
    assert main(["generate", "spec.yaml", "-o", "out"]) == 0
    shown = terminal.getvalue()
    assert "[#######################-] writing ... 0 s\r\x1b[K" in shown


def test_where_nobody_looks_long_work_says_a_line_now_and_then(
    spec: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(progress, "_RARELY", 0.0)
    write_spec(folder, init="A = 1")
    assert main(["generate", "spec.yaml", "-o", "out"]) == 0
    said = capsys.readouterr().err
    assert "writing ... 0 s\n" in said
    assert "\r" not in said
    monkeypatch.setattr(progress, "_RARELY", 10.0)
    assert main(["generate", "spec.yaml", "-o", "out", "--force"]) == 0
    assert "..." not in capsys.readouterr().err


def test_control_characters_do_not_reach_a_terminal(
    spec: Path, folder: Path, capsys: Captured
) -> None:
    write_spec(folder, init="A = 1", error="\\e[2Jgone")
    assert main(["generate", "spec.yaml", "-o", "out"]) == 2
    printed = capsys.readouterr().err
    assert "\\x1b[2Jgone" in printed
    assert "\x1b" not in printed


def test_version_and_module_and_bare_checkout_start(folder: Path) -> None:
    for arguments in (["-m", "apiloom"], [str(GENERATOR)]):
        answer = run_process(*arguments, "--version")
        assert answer.stdout == f"apiloom {apiloom.__version__}\n"


def test_version_and_help_import_nothing_heavy(folder: Path) -> None:
    answer = run_process("-X", "importtime", "-m", "apiloom", "--version")
    loaded = {line.rpartition("|")[2].strip() for line in answer.stderr.splitlines()}
    assert "apiloom.cli.main" in loaded
    heavy = {
        "yaml",
        "jinja2",
        "black",
        "jsonschema_rs",
        "apiloom.pipeline.commands",
        "apiloom.pipeline.run",
    }
    assert not loaded & heavy
    assert run_process("-m", "apiloom", "generate", "--help").returncode == 0


def test_a_reader_that_leaves_early_is_no_error(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "apiloom", "generate", "none.yaml", "-o", "o", "--json"],
        env={**os.environ, "PYTHONPATH": str(GENERATOR)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait() == 141
    printed = capfd.readouterr().err
    assert "Traceback" not in printed
    assert "Broken" not in printed


def test_the_public_names_load_when_used(folder: Path) -> None:
    assert apiloom.generate is pipeline.generate
    for name in apiloom.__all__:
        assert getattr(apiloom, name) is not None
    with pytest.raises(AttributeError, match="nothing_such"):
        apiloom.nothing_such  # noqa: B018 - the access is the test
    assert re.fullmatch(r"\d+\.\d+\.\d+", apiloom.__version__)

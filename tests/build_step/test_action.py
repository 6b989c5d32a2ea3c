"""`action.yml`: its steps, run by a shell beside programs that stand in for others."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.build_step.projects import ROOT, change, project

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS = [step for step in STEPS if "run" in step]
NUMBER = 12

PYTHON = """#!/bin/sh
# Makes an environment as `venv` would, with the Python of these tests in it.
mkdir -p "$3/bin"
ln -s "$0.inside" "$3/bin/python"
ln -s "$0.pip" "$3/bin/pip"
"""
INSIDE = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
PIP = '#!/bin/sh\nprintf "%s\\n" "$*" >> "$LOG/pip"\n'
GH = f"""#!{sys.executable}
import json, os, pathlib, sys
log = pathlib.Path(os.environ["LOG"])
posts = "--input" in sys.argv
if os.environ.get("GH_FAILS") == ("write" if posts else "read"):
    sys.exit("gh: Resource not accessible by integration (HTTP 403)")
if posts:
    with (log / "gh").open("a") as file:
        call = [sys.argv[1:], json.loads(sys.stdin.read())["body"]]
        file.write(json.dumps(call) + "\\n")
else:
    sys.stdout.write((log / "comments").read_text())
"""


@dataclass(frozen=True)
class Runner:
    """A pull request in a checkout, and what the steps of the action did with it."""

    folder: Path
    checkout: Path

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@b", *arguments],
            cwd=self.checkout,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self) -> str:
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--message", "A change.")
        return self.git("rev-parse", "HEAD")

    def comments(self, *bodies: tuple[str, bool]) -> None:
        """What people have said, and whether it was us: two pages of it."""
        pages = [
            {"nodes": [{"databaseId": 100 + at, "viewerDidAuthor": own, "body": body}]}
            for at, (body, own) in enumerate(bodies)
        ]
        answers = [
            {"data": {"repository": {"pullRequest": {"comments": page}}}}
            for page in pages or [{"nodes": []}]
        ]
        text = "".join(map(json.dumps, answers))
        (self.folder / "comments").write_text(text, "utf-8")

    def run(self, base: str, **given: str) -> subprocess.CompletedProcess[str]:
        """All scripts of the action, as a runner would run them."""
        event = {"pull_request": {"number": NUMBER, "base": {"sha": base}}}
        (self.folder / "event").write_text(json.dumps(event if base else {}), "utf-8")
        shutil.rmtree(self.folder / "tmp", ignore_errors=True)
        (self.folder / "tmp").mkdir()
        environment = {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "LOG": str(self.folder),
            "RUNNER_TEMP": str(self.folder / "tmp"),
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_EVENT_PATH": str(self.folder / "event"),
            "GITHUB_REPOSITORY": "somebody/shelf",
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
        }
        inputs = {name: each["default"] for name, each in ACTION["inputs"].items()}
        for step in SCRIPTS:
            for name, value in step["env"].items():
                environment[name] = self._filled(value, inputs)
            environment.update(given)
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.checkout,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                break
        return done

    def _filled(self, value: str, inputs: dict[str, str]) -> str:
        """An expression of the action, as GitHub would fill it in."""
        known = {
            "github.action_path": str(ROOT),
            "github.token": "t0ken",
            "steps.python.outputs.python-path": str(self.folder / "bin/python"),
            **{f"inputs.{name}": text for name, text in inputs.items()},
        }
        name = value.removeprefix("${{ ").removesuffix(" }}")
        return known[name]

    @property
    def posted(self) -> list[tuple[list[str], str]]:
        log = self.folder / "gh"
        if not log.exists():
            return []
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        log.unlink()
        return [(command, body) for command, body in lines]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A repository whose last commit has the sample, generated."""
    programs = {"python": PYTHON, "python.inside": INSIDE, "python.pip": PIP, "gh": GH}
    (tmp_path / "bin").mkdir()
    for name, text in programs.items():
        (tmp_path / "bin" / name).write_text(text, "utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    checkout = project(tmp_path / "checkout", "hatchling")
    shutil.rmtree(checkout / ".git")
    made = Runner(tmp_path, checkout)
    made.git("init", "--quiet")
    generate(checkout)
    made.comments()
    return made


def generate(folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "apiloom", "generate"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        check=True,
    )


def test_nothing_untrusted_is_pasted_into_a_script() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for step in SCRIPTS:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
    used = set(re.findall(r"inputs\.([\w-]+)", str(STEPS)))
    assert used == ACTION["inputs"].keys()


def test_a_pull_request_from_beginning_to_end(runner: Runner) -> None:
    base = runner.commit()

    # Nothing has changed: nothing to say.
    done = runner.run(base)
    assert done.returncode == 0, done.stdout + done.stderr
    assert runner.posted == []
    assert (runner.folder / "pip").read_text().split()[-2:] == ["--", str(ROOT)]

    # A file that the document refers to has changed, and the code has not.
    change(runner.checkout / "parts/author.yaml", "born:", "died:")
    runner.commit()
    done = runner.run(base)
    assert done.returncode == 1
    # What comes from a document is no command to the runner.
    said = done.stdout.splitlines()
    shown = [n for n, line in enumerate(said) if line.startswith("+++ ")]
    stopped = [n for n, line in enumerate(said) if line.startswith("::stop-commands::")]
    words = [said[n].removeprefix("::stop-commands::") for n in stopped]
    resumed = [said.index(f"::{word}::") for word in words]
    assert {len(word) for word in words} == {32}
    assert shown
    assert all(
        any(first < n < last for first, last in zip(stopped, resumed, strict=True))
        for n in shown
    )
    assert any(
        line.startswith("::error title=apiloom check::") and "out of date" in line
        for line in said
    )
    ((command, body),) = runner.posted
    assert command[:4] == ["api", "--method", "POST", command[3]]
    assert command[3] == f"repos/somebody/shelf/issues/{NUMBER}/comments"
    assert body.startswith("<!-- apiloom: . -->\n")
    assert "died" in body
    assert "died" in (runner.folder / "summary").read_text("utf-8")

    # The next push updates the comment that is ours, and no other.
    generate(runner.checkout)
    runner.commit()
    runner.comments((body, False), ("Nice.", True), (body, True))
    done = runner.run(base)
    assert done.returncode == 0, done.stdout + done.stderr
    ((command, _),) = runner.posted
    assert command[2:4] == ["PATCH", "repos/somebody/shelf/issues/comments/102"]

    # And says when there is nothing to say any more.
    done = runner.run(runner.git("rev-parse", "HEAD"))
    ((_, body),) = runner.posted
    assert body.endswith("No document is changed any more.\n")


def test_what_fails_the_job(runner: Runner) -> None:
    base = runner.commit()
    change(runner.checkout / "openapi.yaml", "/books/{isbn}", "/volumes/{isbn}")
    runner.commit()
    quiet = {"APILOOM_CHECK": "false", "APILOOM_COMMENT": "false"}
    assert runner.run(base, **quiet).returncode == 0
    assert runner.run(base, **quiet, APILOOM_FAIL_ON="breaking").returncode == 1
    assert runner.run("", APILOOM_COMMENT="false").returncode == 1
    assert runner.posted == []

    bad = runner.run(base, APILOOM_FAIL_ON="everything")
    assert bad.returncode == 2
    assert bad.stdout.startswith("::error::fail-on is none of breaking")


@pytest.mark.parametrize("fails", ["read", "write"])
def test_a_token_that_may_not_comment(runner: Runner, fails: str) -> None:
    """As it is for pull requests from forks: the summary of the job has the preview."""
    base = runner.commit()
    change(runner.checkout / "parts/author.yaml", "born:", "died:")
    generate(runner.checkout)
    runner.commit()
    done = runner.run(base, GH_FAILS=fails)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "::warning::no comment: gh cannot do it: gh: Resource not" in done.stdout
    assert runner.posted == []
    assert "died" in (runner.folder / "summary").read_text("utf-8")


def test_documents_that_are_new_and_commits_that_are_not_there(runner: Runner) -> None:
    (runner.checkout / "openapi.yaml").rename(runner.checkout / "api.yaml")
    base = runner.commit()
    (runner.checkout / "api.yaml").rename(runner.checkout / "openapi.yaml")
    runner.commit()
    origin = runner.folder / "origin"
    runner.git("clone", "--quiet", "--bare", str(runner.checkout), str(origin))
    shallow = runner.folder / "shallow"
    runner.git("clone", "--quiet", "--depth=1", origin.as_uri(), str(shallow))
    elsewhere = Runner(runner.folder, shallow)
    done = elsewhere.run(base)
    assert done.returncode == 0, done.stdout + done.stderr
    ((_, body),) = elsewhere.posted
    assert body.endswith("\n`openapi.yaml` is new.\n")


def test_a_document_that_is_mended_fails_nothing(runner: Runner) -> None:
    good = (runner.checkout / "openapi.yaml").read_text("utf-8")
    (runner.checkout / "openapi.yaml").write_text("openapi: [", "utf-8")
    broken = runner.commit()
    (runner.checkout / "openapi.yaml").write_text(good, "utf-8")
    mended = runner.commit()
    done = runner.run(broken, APILOOM_FAIL_ON="documentation")
    assert done.returncode == 0, done.stdout + done.stderr
    ((_, body),) = runner.posted
    assert body.endswith("\n`openapi.yaml` cannot be compared: see the log.\n")

    # The other way round it does, and without a check too.
    (runner.checkout / "openapi.yaml").write_text("openapi: [", "utf-8")
    assert runner.run(mended, APILOOM_CHECK="false").returncode == 2


def test_the_events_of_strangers_with_our_token(runner: Runner) -> None:
    done = runner.run(runner.commit(), GITHUB_EVENT_NAME="pull_request_target")
    assert (done.returncode, runner.posted) == (2, [])
    assert "::error::use the event pull_request" in done.stdout


def test_nothing_of_the_checkout_is_imported(runner: Runner) -> None:
    """A pull request may bring a module of the name of one that apiloom needs."""
    for name in ("apiloom", "click", "yaml", "json"):
        (runner.checkout / f"{name}.py").write_text("raise SystemExit('owned')\n")
    done = runner.run(runner.commit())
    assert (done.returncode, "owned" in done.stderr) == (0, False), done.stderr

"""A runner of GitHub's: the steps of `action.yml`, beside programs that stand in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.build_step.projects import ROOT, project

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
INSIDE = """#!/bin/sh
# Notes who is run with a token.
if [ -n "$GH_TOKEN" ]; then printf "%s\\n" "$*" >> "$LOG/token"; fi
exec "{python}" "$@"
"""
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

    def shallow_clone(self) -> Runner:
        """A checkout of the last commit alone, as `actions/checkout` makes it."""
        origin, shallow = self.folder / "origin", self.folder / "shallow"
        self.git("clone", "--quiet", "--bare", ".", str(origin))
        self.git("clone", "--quiet", "--depth=1", origin.as_uri(), str(shallow))
        return Runner(self.folder, shallow)

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
            "GITHUB_EVENT_NAME": "pull_request" if base else "push",
            "GITHUB_EVENT_PATH": str(self.folder / "event"),
            "GITHUB_REPOSITORY": "somebody/shelf",
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_WORKSPACE": str(self.checkout),
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_SHA": self.git("rev-parse", "HEAD"),
        }
        inputs = {name: each["default"] for name, each in ACTION["inputs"].items()}
        done: list[subprocess.CompletedProcess[str]] = []
        for step in SCRIPTS:
            if any(one.returncode for one in done) and "if" not in step:
                break
            asked = {
                name: self._filled(value, inputs) for name, value in step["env"].items()
            }
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
            done.append(
                subprocess.run(
                    [*command, step["run"]],
                    cwd=self.checkout / given.get("APILOOM_FOLDER", "."),
                    env=environment | asked | given,
                    capture_output=True,
                    text=True,
                    check=False,
                )
            )
        return subprocess.CompletedProcess(
            [],
            max(one.returncode for one in done),
            "".join(one.stdout for one in done),
            "".join(one.stderr for one in done),
        )

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
    def outputs(self) -> dict[str, str]:
        """What the last run has told later steps."""
        lines = (self.folder / "output").read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

    @property
    def posted(self) -> list[tuple[list[str], str]]:
        log = self.folder / "gh"
        if not log.exists():
            return []
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        log.unlink()
        return [(command, body) for command, body in lines]


def make_runner(tmp_path: Path, python: str) -> Runner:
    """A repository whose last commit has the sample, generated."""
    inside = INSIDE.replace("{python}", python)
    programs = {"python": PYTHON, "python.inside": inside, "python.pip": PIP, "gh": GH}
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

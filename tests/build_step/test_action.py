"""`action.yml`: its steps, run by a shell beside programs that stand in for others."""

from __future__ import annotations

import re

import pytest

from tests.build_step.projects import ROOT, change
from tests.build_step.runner import (
    ACTION,
    NUMBER,
    SCRIPTS,
    STEPS,
    Runner,
    generate,
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
    said = done.stdout.splitlines()
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
    away = runner.folder / "away.yaml"
    (runner.checkout / "openapi.yaml").rename(away)
    base = runner.commit()
    away.rename(runner.checkout / "openapi.yaml")
    runner.commit()
    elsewhere = runner.shallow_clone()
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

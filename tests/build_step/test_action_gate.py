"""The action as a gate: whatever it cannot judge fails the job."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.surface.surface_change import SurfaceBreak
from apiloom.hooks.github.call import Call, UnusableError
from tests.build_step.projects import change
from tests.build_step.runner import SCRIPTS, Runner, generate

GATE = {"APILOOM_FAIL_ON": "breaking", "APILOOM_CHECK": "no"}


def without_operation(runner: Runner) -> None:
    """What breaks every caller."""
    change(runner.checkout / "openapi.yaml", "/books/{isbn}", "/volumes/{isbn}")


def test_a_base_that_cannot_be_fetched_fails(runner: Runner) -> None:
    base = runner.commit()
    without_operation(runner)
    runner.commit()
    shallow = runner.shallow_clone()
    (runner.folder / "origin").rename(runner.folder / "elsewhere")
    done = shallow.run(base, **GATE)
    assert done.returncode == 2
    assert "is new" not in done.stdout
    assert f"::error title=apiloom diff::the base commit {base} cannot" in done.stdout
    # Without a limit, too: nobody can say what was not looked at.
    assert shallow.run(base, APILOOM_CHECK="off").returncode == 2
    (runner.folder / "elsewhere").rename(runner.folder / "origin")
    assert shallow.run(base, **GATE).returncode == 1


@pytest.mark.parametrize("how", ["package", "git", "folder"])
def test_a_document_that_moves_is_followed(runner: Runner, how: str) -> None:
    base = runner.commit()
    checkout = runner.checkout
    without_operation(runner)
    if how == "folder":
        (checkout / "api").mkdir()
        (checkout / "parts").rename(checkout / "api/parts")
        (checkout / "openapi.yaml").rename(checkout / "api/books.yaml")
        change(checkout / "pyproject.toml", '"openapi.yaml"', '"api/books.yaml"')
    else:
        (checkout / "openapi.yaml").rename(checkout / "books.yaml")
        change(checkout / "pyproject.toml", '"openapi.yaml"', '"books.yaml"')
    if how == "git":
        change(checkout / "pyproject.toml", "src/shelf", "src/other")
    runner.commit()
    done = runner.run(base, **GATE)
    assert done.returncode == 1, done.stdout + done.stderr
    ((_, body),) = runner.posted
    assert "`openapi.yaml` is `" in body
    assert "books.yaml` now." in body


def test_a_document_that_is_let_go_is_told_and_fails(runner: Runner) -> None:
    base = runner.commit()
    text = (runner.checkout / "openapi.yaml").read_text("utf-8")
    other = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n"
    (runner.checkout / "other.yaml").write_text(other, "utf-8")
    assert "/books" in text
    change(runner.checkout / "pyproject.toml", '"openapi.yaml"', '"other.yaml"')
    change(runner.checkout / "pyproject.toml", "src/shelf", "src/other")
    runner.commit()
    done = runner.run(base, **GATE)
    assert done.returncode == 1
    ((_, body),) = runner.posted
    assert "`openapi.yaml` is not configured any more." in body


def test_a_selection_does_not_hide_what_it_leaves_out(runner: Runner) -> None:
    base = runner.commit()
    without_operation(runner)
    pyproject = runner.checkout / "pyproject.toml"
    change(pyproject, "[tool.apiloom]\n", '[tool.apiloom]\nomit.paths = ["/books/*"]\n')
    runner.commit()
    assert runner.run(base, **GATE).returncode == 1


def accept(runner: Runner) -> None:
    entry = '[[tool.apiloom.accept-changes]]\nrule = "operation-moved"\n'
    levels = '[tool.apiloom.levels]\noperation-moved = "documentation"\n'
    with (runner.checkout / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n{entry}reason = "agreed"\n{levels}')


def test_a_change_does_not_accept_itself(runner: Runner) -> None:
    base = runner.commit()
    without_operation(runner)
    accept(runner)
    runner.commit()
    assert runner.run(base, **GATE).returncode == 1


def test_what_the_base_accepts_is_known(runner: Runner) -> None:
    accept(runner)
    base = runner.commit()
    without_operation(runner)
    runner.commit()
    done = runner.run(base, **GATE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "operation-moved" not in done.stdout, "there is no need to annotate it"


def test_a_configuration_that_cannot_be_used_fails(runner: Runner) -> None:
    base = runner.commit()
    change(runner.checkout / "pyproject.toml", "[tool.apiloom]", "[tool.apiloom")
    runner.commit()
    done = runner.run(base, **GATE)
    assert done.returncode == 2
    assert "config-invalid" in done.stdout


def test_a_referenced_file_that_cannot_be_read_fails(runner: Runner) -> None:
    base = runner.commit()
    (runner.checkout / "parts/author.yaml").write_text("a: [", "utf-8")
    runner.commit()
    assert runner.run(base, **GATE).returncode == 2


def test_plugins_of_a_stranger_are_refused(runner: Runner) -> None:
    base = runner.commit()
    targets = '[tool.apiloom]\ntargets = ["models", "markdown"]\n'
    change(runner.checkout / "pyproject.toml", "[tool.apiloom]\n", targets)
    runner.commit()
    for given in ({"APILOOM_CHECK": "yes"}, {"APILOOM_CHECK": "no"}):
        done = runner.run(base, **given)
        assert done.returncode == 2
        assert "title=plugin-refused::the target 'markdown'" in done.stdout


def test_only_who_comments_has_the_token(runner: Runner) -> None:
    base = runner.commit()
    without_operation(runner)
    runner.commit()
    runner.run(base)
    assert runner.posted
    told = (runner.folder / "token").read_text("utf-8").splitlines()
    assert told == ["-I -m apiloom.hooks.github.comment_step"]
    assert [step["name"] for step in SCRIPTS if "GH_TOKEN" in step["env"]] == [
        "Comment"
    ]


def test_a_runner_without_gh_says_so_and_goes_on(runner: Runner) -> None:
    base = runner.commit()
    without_operation(runner)
    generate(runner.checkout)
    runner.commit()
    (runner.folder / "bin/gh").unlink()
    programs = runner.folder / "few"
    programs.mkdir()
    for name in ("git", "sh", "bash", "mkdir", "ln", "env"):
        found = shutil.which(name)
        assert found is not None
        (programs / name).symlink_to(found)
    done = runner.run(base, PATH=f"{runner.folder / 'bin'}:{programs}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "::warning::no comment: gh cannot be run: No such file" in done.stdout
    assert "Traceback" not in done.stderr
    assert "/volumes" in (runner.folder / "summary").read_text("utf-8")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        *((word, True) for word in ("true", "True", "yes", "YES", "on", " true ")),
        *((word, False) for word in ("false", "False", "no", "Off")),
    ],
)
def test_booleans_are_those_of_yaml(word: str, meant: bool) -> None:
    call = Call.read({"APILOOM_CHECK": word, "APILOOM_COMMENT": word})
    assert (call.check, call.comment) == (meant, meant)


@pytest.mark.parametrize("name", ["check", "comment"])
@pytest.mark.parametrize("word", ["", "1", "ture", "${{ false }}"])
def test_any_other_word_is_an_error(name: str, word: str) -> None:
    with pytest.raises(UnusableError, match=f"{name} is neither true nor false"):
        Call.read({f"APILOOM_{name.upper()}": word})


def test_several_limits_hold() -> None:
    call = Call.read({"APILOOM_FAIL_ON": "breaking, python-types,"})
    assert call.fail_on == (ContractLevel.BREAKING, SurfaceBreak.TYPES)
    assert Call.read({"APILOOM_FAIL_ON": " "}).fail_on == ()
    with pytest.raises(UnusableError, match="fail-on is none of breaking, risky"):
        Call.read({"APILOOM_FAIL_ON": "breaking, python"})


@pytest.mark.parametrize("event", ["pull_request", "merge_group"])
def test_an_event_without_a_base_is_an_error(event: str) -> None:
    with pytest.raises(UnusableError, match="no base commit"):
        Call.read({"GITHUB_EVENT_NAME": event})


def test_annotations_outputs_and_links_lead_to_the_lines(runner: Runner) -> None:
    base = runner.commit()
    text = (runner.checkout / "openapi.yaml").read_text("utf-8")
    without_operation(runner)
    change(runner.checkout / "parts/author.yaml", "born:", "died:")
    head = runner.commit()
    done = runner.run(base, **GATE)
    assert done.returncode == 1
    line = text.partition("/books/{isbn}")[0].count("\n") + 1
    assert "::error file=openapi.yaml" in done.stdout
    ((_, body),) = runner.posted
    page = f"https://github.example/somebody/shelf/blob/{head}/"
    assert page in body
    assert line
    outputs = runner.outputs
    assert (outputs["changed"], outputs["level"]) == ("1", "breaking")
    assert "volumes" in Path(outputs["preview"]).read_text("utf-8")


def test_a_folder_below_the_root(runner: Runner) -> None:
    """Paths that GitHub is told are those from the root of the checkout."""
    inner = runner.checkout / "service"
    inner.mkdir()
    for path in [*runner.checkout.iterdir()]:
        if path.name not in {".git", "service"}:
            path.rename(inner / path.name)
    base = runner.commit()
    change(inner / "openapi.yaml", "/books/{isbn}", "/volumes/{isbn}")
    head = runner.commit()
    done = runner.run(base, APILOOM_FOLDER="service", APILOOM_FAIL_ON="breaking")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "file=service/openapi.yaml" in done.stdout
    ((_, body),) = runner.posted
    assert f"blob/{head}/service/" in body or "Lines:" not in body

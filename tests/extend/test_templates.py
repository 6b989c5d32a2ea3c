"""One template replaced by the user's own, and everything that can be wrong with it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from apiloom.cli.main import main
from apiloom.package.formatting import format_source
from apiloom.pipeline.commands import check, generate
from apiloom.pipeline.job import Job, Outcome
from apiloom.python.extensions.user_templates import MARK
from apiloom.python.render.template_check import judge
from apiloom.python.render.template_contexts import CONTEXTS, VERSION, Entry, entries
from apiloom.python.render.template_environment import make_environment
from apiloom.python.render.template_files import template_folder

_DOCUMENT = """\
openapi: 3.1.0
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties: {name: {type: string}}
    Kind: {type: string, enum: [cat, dog]}
"""
_CLASS = """\
{{ item.header | code }}
{% for field in item.fields %}
    {{ field.declaration | code }}
{% endfor %}

    def label(self) -> str:
        return 'made by hand'
"""


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A job with a folder of templates that is still empty."""
    spec = tmp_path / "openapi.yaml"
    spec.write_text(_DOCUMENT)
    folder = tmp_path / "templates"
    (folder / "models").mkdir(parents=True)
    return Job(spec, tmp_path / "pets", ("models",), templates=folder)


def _put(job: Job, name: str, text: str) -> Path:
    assert job.templates is not None
    path = job.templates / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def _reported(outcome: Outcome) -> list[tuple[str, int, str, str]]:
    return [
        (item.code, item.where.line, item.message, item.hint)
        for item in outcome.diagnostics
    ]


def test_a_template_of_the_users_is_used_and_laid_out(job: Job) -> None:
    assert generate(job).exit_code == 0
    plain = (job.output / "models/kind.py").read_bytes()
    _put(job, "models/class.py.jinja", _CLASS.replace("return ", "return   "))
    outcome = generate(job)
    assert outcome.exit_code == 0, outcome.diagnostics
    assert outcome.written == ("manifest.json", "models/pet.py")
    text = (job.output / "models/pet.py").read_bytes()
    # Black has laid out what the template did not.
    assert b'        return "made by hand"\n' in text
    assert format_source(text) == text
    assert (job.output / "models/kind.py").read_bytes() == plain
    program = "from pets.models import Pet; print(Pet(name='a').label())"
    process = subprocess.run(
        [sys.executable, "-c", program],
        cwd=job.output.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert process.stdout == "made by hand\n"


def test_a_changed_template_is_a_changed_input(job: Job) -> None:
    path = _put(job, "models/class.py.jinja", _CLASS)
    assert generate(job).written
    assert not generate(job).written
    assert path.resolve() in generate(job).inputs
    path.write_text(_CLASS.replace("by hand", "by me"))
    assert check(job).exit_code == 1
    assert generate(job).written == ("manifest.json", "models/pet.py")
    path.unlink()
    assert generate(job).written == ("manifest.json", "models/pet.py")
    assert "label" not in (job.output / "models/pet.py").read_text()


def test_templates_may_include_others_of_the_users(job: Job) -> None:
    _put(job, "models/class.py.jinja", '{% include "mine/header.jinja" %}\n    pass\n')
    _put(job, "mine/header.jinja", "{{ item.header | code }}")
    outcome = generate(job)
    assert (outcome.exit_code, outcome.diagnostics) == (0, ())
    assert b"class Pet(Model):\n    pass\n" in (
        (job.output / "models/pet.py").read_bytes()
    )


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (
            "{{ item.header | code }}\n{{ item.headr | code }}\n",
            2,
            "'item' has no member 'headr'",
            "did you mean 'header'?",
        ),
        (
            "{% for each in item.fields %}\n{% if false %}\n"
            "{{ each.declared | code }}\n{% endif %}{% endfor %}",
            3,
            "'each' has no member 'declared'",
            "did you mean 'declaration'?",
        ),
        ("\n{{ items.header | code }}", 2, "'items' is not known here", "item"),
        ("{{ item.header | cod }}", 1, "there is no filter 'cod'", "'code'"),
        ("{{ item.header | code }\n", 1, "unexpected '}'", ""),
        ("{% for a in item.fields %}\n", 1, "Unexpected end of template", ""),
    ],
)
def test_a_wrong_name_is_an_error_with_its_line(
    job: Job, text: str, line: int, message: str, hint: str
) -> None:
    assert generate(job).exit_code == 0
    before = (job.output / "manifest.json").read_bytes()
    path = _put(job, "models/class.py.jinja", text)
    outcome = generate(job)
    assert outcome.exit_code == 2
    (diagnostic,) = outcome.diagnostics
    assert (diagnostic.code, diagnostic.where.line) == ("template-invalid", line)
    assert diagnostic.where.document == str(path)
    assert diagnostic.message.startswith(message)
    assert hint in diagnostic.hint
    assert (job.output / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a\n{{ item.header }}\n", 2, "ClassHeader reached a template past the filter"),
        ("{{ item.doc | code }}\n", 1, ""),
        ("\n\n{% set a = 1 %}{{ a.b.c | code }}\n", 3, "UndefinedError"),
        ('{% include "nothing/here.jinja" %}\n', 1, "TemplateNotFound"),
    ],
)
def test_what_cannot_be_printed_is_an_error_with_its_line(
    job: Job, text: str, line: int, message: str
) -> None:
    _put(job, "models/class.py.jinja", text)
    outcome = generate(job)
    assert outcome.exit_code == 2
    (diagnostic,) = outcome.diagnostics
    assert (diagnostic.code, diagnostic.where.line) == ("template-failed", line)
    assert message in diagnostic.message
    assert not job.output.exists()


def test_what_is_not_python_is_the_templates_fault(job: Job) -> None:
    _put(job, "models/class.py.jinja", "class 1:\n    pass\n")
    outcome = generate(job)
    assert outcome.exit_code == 2
    assert {item.code for item in outcome.diagnostics} == {"template-failed"}
    assert outcome.diagnostics[0].where.document == "models/pet.py"


def test_a_name_that_replaces_nothing_is_told(job: Job) -> None:
    _put(job, "models/klass.py.jinja", "x = 1\n")
    _put(job, "whatever.jinja", "x = 1\n")
    assert [code for code, *_ in _reported(generate(job))] == ["template-unknown"] * 2
    hints = {hint for _, _, _, hint in _reported(check(job, strict=True))}
    assert "did you mean 'models/class.py.jinja'?" in hints


def test_the_version_a_template_was_written_for_is_compared(job: Job) -> None:
    old = MARK.replace(str(VERSION), str(VERSION + 1))
    _put(job, "models/class.py.jinja", old + _CLASS)
    assert [code for code, *_ in _reported(generate(job))] == ["template-version"]


def test_a_folder_that_is_not_there_is_an_error(job: Job) -> None:
    missing = Job(job.spec, job.output, job.targets, templates=Path("/nowhere/at/all"))
    assert [code for code, *_ in _reported(generate(missing))] == ["templates-missing"]


def test_a_template_without_targets_that_print_it_is_no_complaint(job: Job) -> None:
    text = (template_folder() / "server/app.py.jinja").read_text()
    _put(job, "server/app.py.jinja", text)
    assert generate(job).diagnostics == ()


def test_every_template_of_ours_has_a_context_and_keeps_to_it() -> None:
    folder = template_folder()
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.jinja")}
    assert files == set(CONTEXTS)
    environment = make_environment()
    for name in sorted(files):
        assert judge(name, (folder / name).read_text(), environment) == ()


def test_the_contexts_are_those_of_their_version() -> None:
    # Something that a template can use has changed: if a name has gone or means
    # something else, raise VERSION; in any case write the new outline down here.
    outline = Path(__file__).with_name("contexts.txt").read_text()
    lines = [f"version {VERSION}"]
    for name in CONTEXTS:
        lines += [name, *(f"  {_line(entry)}" for entry in entries(name))]
    assert "\n".join(lines) + "\n" == outline


def _line(entry: Entry) -> str:
    return f"{entry.name} {entry.use}{' or none' if entry.optional else ''}"


def test_the_command_lists_shows_and_copies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["templates"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in CONTEXTS)
    assert main(["templates", "models/class.py.jinja"]) == 0
    shown = capsys.readouterr().out
    assert "item.fields[].declaration  code" in shown
    assert "{% for field in item.fields %}" in shown
    copy = ["templates", "models/class.py.jinja", "--copy", str(tmp_path / "mine")]
    assert main(copy) == 0
    text = (tmp_path / "mine/models/class.py.jinja").read_text()
    ours = (template_folder() / "models/class.py.jinja").read_text()
    assert text == MARK + ours
    # What somebody has changed is not copied over.
    assert main(copy) == 2
    assert main(["templates", "models/clas.py.jinja"]) == 2
    assert "did you mean 'models/class.py.jinja'?" in capsys.readouterr().err
    assert main(["templates", "--copy", str(tmp_path)]) == 2


def test_a_copy_changes_nothing(job: Job) -> None:
    assert job.templates is not None
    assert generate(job).exit_code == 0
    for name in CONTEXTS:
        assert main(["templates", name, "--copy", str(job.templates)]) == 0
    everything = Job(job.spec, job.output, templates=job.templates)
    other = Job(job.spec, job.output.with_name("other") / "pets")
    assert generate(everything).diagnostics == ()
    assert generate(other).exit_code == 0
    for path in other.output.rglob("*.py"):
        mine = job.output / path.relative_to(other.output)
        assert mine.read_bytes() == path.read_bytes()
        ast.parse(path.read_bytes())

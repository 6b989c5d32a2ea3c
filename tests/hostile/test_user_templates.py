"""Templates of a repository that is not trusted: they stay in their sandbox."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apiloom.pipeline.commands import check
from apiloom.pipeline.job import Job, Outcome

_DOCUMENT = """\
openapi: 3.1.0
info: {title: t, version: '1'}
paths: {}
components: {schemas: {Pet: {type: object, properties: {name: {type: string}}}}}
"""
_NAME = "models/class.py.jinja"


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A job whose folder of templates is still empty."""
    (tmp_path / "openapi.yaml").write_text(_DOCUMENT)
    (tmp_path / "templates/models").mkdir(parents=True)
    (tmp_path / "secret.jinja").write_text("# canary\n")
    templates = tmp_path / "templates"
    return Job(
        tmp_path / "openapi.yaml", tmp_path / "pets", ("models",), templates=templates
    )


def judged(job: Job, text: str) -> Outcome:
    assert job.templates is not None
    (job.templates / _NAME).write_text(text)
    outcome = check(job)
    assert outcome.comparison is None
    assert outcome.exit_code == 2
    return outcome


@pytest.mark.parametrize(
    "expression",
    [
        "item.__class__.__mro__",
        "item.header.__init__.__globals__",
        "''.__class__.__base__.__subclasses__()",
        "('' | literal).__class__",
        "self.__init__.__globals__",
        "_page.__class__.__init__.__globals__",
        "_page.tree",
        "_page.tree(item)",
        "_page.scope.imports()",
        "item.header.name.encode('utf-8')",
        "'{0.__class__}'.format(item)",
        "'{0.__class__}'.format_map(item)",
        "'%s' | format(item)",
        "(item.fields | map(attribute='__class__') | list)",
        "loop.__init__.__globals__",
        "namespace()",
        "range(10 ** 9)",
        "lipsum.__globals__['os']",
        "cycler.__init__.__globals__",
        "'a'.center(10 ** 9)",
        "'a'.replace('', 'b' * 9)",
        "'a'.join(['b'])",
        "caller.__func__",
    ],
)
def test_nothing_leads_out_of_what_is_given(job: Job, expression: str) -> None:
    text = f"\n{{% set x = 1 %}}{{{{ {expression} | code }}}}\n"
    diagnostic, *_ = judged(job, text).diagnostics
    assert diagnostic.code in {"template-failed", "template-invalid"}
    assert diagnostic.where.document.endswith(_NAME)
    assert diagnostic.where.line == 2


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../secret.jinja",
        "models/../../secret.jinja",
        "..\\\\secret.jinja",
        "C:/secret.jinja",
        "C:secret.jinja",
        "//host/secret.jinja",
    ],
)
@pytest.mark.parametrize(
    "tag",
    [
        "{% include 'NAME' %}",
        "{% include ['NAME', 'nothing.jinja'] %}",
        "{% include ('NA' ~ 'ME') %}",
        "{% import 'NAME' as x %}",
        "{% from 'NAME' import x %}",
        "{% extends 'NAME' %}",
        "{% extends ('NA' ~ 'ME') %}",
    ],
)
def test_names_that_lead_out_are_refused(job: Job, name: str, tag: str) -> None:
    text = tag.replace("NAME", name)
    text = text.replace("NA'", f"{name[:2]}'").replace("'ME", f"'{name[2:]}")
    diagnostic, *_ = judged(job, f"a = 1\n{text}\n").diagnostics
    assert diagnostic.where.document.endswith(_NAME)
    assert diagnostic.where.line == 2
    assert "canary" not in diagnostic.message
    if "~" not in tag:
        assert "leads out of the folder of templates" in diagnostic.message


def test_links_that_lead_out_are_refused(job: Job, tmp_path: Path) -> None:
    assert job.templates is not None
    (job.templates / "mine.jinja").symlink_to(tmp_path / "secret.jinja")
    (job.templates / "folder").symlink_to(tmp_path)
    outcome = judged(job, "{% include 'mine.jinja' %}\n")
    messages = [item.message for item in outcome.diagnostics]
    assert "it is a link out of the folder of templates" in messages
    (job.templates / "mine.jinja").unlink()
    (diagnostic,) = judged(job, "{% include 'folder/secret.jinja' %}\n").diagnostics
    assert "is a link out of the folder of templates" in diagnostic.message


def test_a_pipe_and_a_device_are_no_templates(job: Job) -> None:
    assert job.templates is not None
    os.mkfifo(job.templates / "pipe.jinja")
    (job.templates / "zero.jinja").symlink_to("/dev/zero")
    for name in ("pipe.jinja", "zero.jinja"):
        (diagnostic,) = judged(job, f"{{% include '{name}' %}}\n").diagnostics
        assert diagnostic.code == "template-failed"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{#" + " " * 1_000_001 + "#}", "it has more than 1,000,000 bytes"),
        ("{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}", "it cannot be compiled"),
        ("{{ " + "1" * 5_000 + " }}", "it cannot be compiled"),
        ("{% if true %}" * 200 + "{% endif %}" * 200, "it cannot be compiled"),
        ("{# apiloom templates " + "9" * 5_000 + " #}{{ x", "unexpected"),
    ],
    ids=["long", "deep", "number", "blocks", "header"],
)
def test_what_is_too_much_is_an_error(job: Job, text: str, message: str) -> None:
    (diagnostic,) = judged(job, text).diagnostics
    assert (diagnostic.code, diagnostic.where.line) == ("template-invalid", 1)
    assert message in diagnostic.message


def test_a_template_that_includes_itself_ends(job: Job) -> None:
    (diagnostic,) = judged(job, f"{{% include '{_NAME}' %}}").diagnostics
    assert diagnostic.code == "template-failed"
    assert "Recursion" in diagnostic.message


def test_what_a_template_may_do(job: Job) -> None:
    assert job.templates is not None
    (job.templates / _NAME).write_text(
        "{{ item.header | code }}\n"
        "{% for one in item.fields %}\n    {{ one.declaration | code }}\n"
        "{% if loop.changed(1) and 'Abc'.lower().startswith('a') %}{% endif %}"
        "{% endfor %}\n"
    )
    outcome = check(job)
    assert [item.code for item in outcome.diagnostics] == []

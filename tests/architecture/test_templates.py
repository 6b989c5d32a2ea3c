"""Templates print: what they may say is checked on Jinja's own parse tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes

from apiloom.python.render.template_environment import make_environment
from tests.architecture.places import TEMPLATES, named

FILTERS: Final = {"code", "literal", "doc"}
ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Filter,
    nodes.Getattr,
    nodes.Name,
    nodes.For,
    nodes.If,
    nodes.Include,
    nodes.Const,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
"""No call, no assignment, no macro, no import, no arithmetic, no comparison."""

FILES: Final = sorted(TEMPLATES.rglob("*.jinja"))


def faults(source: str) -> list[str]:
    """What a template says that no template may say."""
    tree = make_environment().parse(source)
    return [
        f"line {node.lineno}: {type(node).__name__}: {fault}"
        for node in _every(tree)
        for fault in _faults(node)
    ]


def _every(tree: nodes.Node) -> Iterator[nodes.Node]:
    stack = [tree]
    while stack:
        found = stack.pop()
        yield found
        stack.extend(found.iter_child_nodes())


def _faults(node: nodes.Node) -> Iterator[str]:
    if not isinstance(node, ALLOWED):
        yield "not for templates"
    if isinstance(node, nodes.Output):
        for each in node.nodes:
            if not isinstance(each, nodes.TemplateData | nodes.Filter):
                yield "printed past the filters"
    elif isinstance(node, nodes.Filter):
        if node.name not in FILTERS or node.args or node.kwargs:
            yield f"the filter {node.name}"
        if not _is_attribute(node.node):
            yield "a filter takes an attribute"
    else:
        yield from _statement_faults(node)


def _statement_faults(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.For):
        if not _is_attribute(node.iter) or node.test or node.else_ or node.recursive:
            yield "loops over anything but an attribute"
        if not isinstance(node.target, nodes.Name):
            yield "takes values apart"
    elif isinstance(node, nodes.If) and not _is_test(node.test):
        yield "tests anything but attributes"
    elif isinstance(node, nodes.Include):
        constant = isinstance(node.template, nodes.Const)
        if not (constant or _is_attribute(node.template)) or node.ignore_missing:
            yield "includes by anything but a name"


def _is_attribute(node: nodes.Node | None) -> bool:
    """A name, or attributes of one."""
    while isinstance(node, nodes.Getattr):
        node = node.node
    return isinstance(node, nodes.Name)


def _is_test(node: nodes.Node) -> bool:
    work = [node]
    while work:
        found = work.pop()
        if isinstance(found, nodes.And | nodes.Or):
            work += [found.left, found.right]
        elif isinstance(found, nodes.Not):
            work.append(found.node)
        elif not _is_attribute(found):
            return False
    return True


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_template_only_prints(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ view.name }}",
        "{{ view.name() | code }}",
        "{{ view.name | upper }}",
        "{{ view.name | code('x') }}",
        "{{ 'text' | code }}",
        "{{ (view.a ~ view.b) | code }}",
        "{{ view['a'] | code }}",
        "{% set a = view.b %}",
        "{% macro a() %}{% endmacro %}",
        "{% import 'a.jinja' as a %}",
        "{% from 'a.jinja' import a %}",
        "{% extends 'a.jinja' %}",
        "{% block a %}{% endblock %}",
        "{% filter code %}a{% endfilter %}",
        "{% call a() %}{% endcall %}",
        "{% include ['a.jinja', 'b.jinja'] %}",
        "{% include view.name ~ '.jinja' %}",
        "{% include 'a.jinja' ignore missing %}",
        "{% for a in view.b() %}{% endfor %}",
        "{% for a in [1, 2] %}{% endfor %}",
        "{% for a, b in view.c %}{% endfor %}",
        "{% for a in view.b if a.c %}{% endfor %}",
        "{% for a in view.b %}{% else %}{{ view.c | code }}{% endfor %}",
        "{% if view.a == 1 %}{% endif %}",
        "{% if view.a is defined %}{% endif %}",
        "{% if view.a | length %}{% endif %}",
    ],
)
def test_the_lint_finds(source: str) -> None:
    try:
        found = faults(source)
    except TemplateSyntaxError as error:
        # Tests that the environment does not have.
        found = [str(error)]
    assert found


def test_every_file_is_a_template() -> None:
    others = [named(path) for path in TEMPLATES.rglob("*") if path.suffix != ".jinja"]
    assert [path for path in others if (TEMPLATES.parent / path).is_file()] == []


def test_the_environment_is_strict() -> None:
    environment = make_environment()
    assert environment.undefined is StrictUndefined
    assert environment.filters.keys() == FILTERS
    assert environment.globals == {}
    assert environment.autoescape is False

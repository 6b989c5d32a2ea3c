"""Judges a user's template before it is used: does it name only what is there?

Found on Jinja's parse tree, so that a wrong name is reported even where this
document does not lead to it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from jinja2 import Environment, TemplateSyntaxError, nodes

from apiloom.core.text import exception_text
from apiloom.python.render.template_contexts import (
    CONTEXTS,
    is_view,
    item_of,
    members,
    options,
)
from apiloom.python.render.template_files import leads_out

Names: TypeAlias = dict[str, Any]
"""The type of each variable; `Any` for what is not known."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line of a template, counted from 1."""

    line: int
    message: str
    hint: str = ""


def judge(name: str, source: str, environment: Environment) -> tuple[Fault, ...]:
    """The faults of the user's template `name`, in order of lines."""
    try:
        tree = environment.parse(source, name)
        faults = tuple(dict.fromkeys(_leading_out(tree))) or _misnamed(
            name, tree, environment
        )
        if not faults:
            environment.compile(source, name)
    except TemplateSyntaxError as error:
        return (Fault(error.lineno, error.message or "it is no template"),)
    except (ValueError, OverflowError, RecursionError, MemoryError) as error:
        # Numbers of thousands of digits, thousands of brackets in each other.
        return (Fault(1, f"it cannot be compiled: {exception_text(error)}"),)
    except SyntaxError as error:
        # Jinja writes Python, which has limits of its own.
        return (Fault(1, f"it cannot be compiled: {error.msg!a}"),)
    return faults


def _misnamed(
    name: str, tree: nodes.Template, environment: Environment
) -> tuple[Fault, ...]:
    if name not in CONTEXTS:
        # Included by another one: what it can use depends on where.
        return ()
    names: Names = {**CONTEXTS[name], "loop": Any}
    if any(tree.find_all((nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.Import))):
        # Whoever computes in a template is believed.
        names = _Anything(names)
    faults = list(_Walk(environment).faults(tree, names))
    return tuple(sorted(faults, key=lambda fault: fault.line))


def _leading_out(tree: nodes.Template) -> Iterator[Fault]:
    """Templates that are included, imported or extended from elsewhere."""
    for kind in (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends):
        for node in tree.find_all(kind):
            # The name itself is the first child: a constant, or computed from some.
            for constant in node.find_all(nodes.Const):
                yield from _outside(node.lineno, constant.value)


def _outside(line: int, value: object) -> Iterator[Fault]:
    for name in value if isinstance(value, tuple) else (value,):
        if isinstance(name, str) and leads_out(name):
            message = f"{name!a} leads out of the folder of templates"
            yield Fault(line, message, "name it from that folder, without '..'")


@dataclass(frozen=True, slots=True)
class _Walk:
    environment: Environment

    def faults(self, root: nodes.Node, names: Names) -> Iterator[Fault]:
        """The faults in and below `root`, where these names are bound."""
        waiting: list[tuple[nodes.Node, Names]] = [(root, names)]
        while waiting:
            node, known = waiting.pop()
            if isinstance(node, nodes.For):
                # Its own variable is bound for the body alone.
                inside = type(known)(known)
                inside |= _targets(node, self._type(node.iter, known))
                waiting.append((node.iter, known))
                waiting += [(inner, inside) for inner in (*node.body, *node.else_)]
                continue
            yield from self._of(node, known)
            waiting += [(inner, known) for inner in node.iter_child_nodes()]

    def _of(self, node: nodes.Node, names: Names) -> Iterator[Fault]:
        if isinstance(node, nodes.Name) and node.ctx == "load":
            if node.name not in names and node.name not in self.environment.globals:
                yield _unknown(node.lineno, f"{node.name!a} is not known here", names)
        elif isinstance(node, nodes.Getattr):
            lacking = self._lacking(node, names)
            if lacking is not None:
                message = f"{_spelled(node.node)} has no member {node.attr!a}"
                hint = _near(node.attr, lacking)
                yield Fault(node.lineno, message, hint)
        elif (
            isinstance(node, nodes.Filter) and node.name not in self.environment.filters
        ):
            message = f"there is no filter {node.name!a}"
            yield _unknown(node.lineno, message, self.environment.filters)

    def _lacking(self, node: nodes.Getattr, names: Names) -> list[str] | None:
        """The members that there are where `node` names none of them."""
        kinds = options(self._type(node.node, names))
        views = [option for option in kinds if is_view(option)]
        attributes = sorted({name for view in views for name in members(view)})
        return attributes if views and node.attr not in attributes else None

    def _type(self, node: nodes.Node, names: Names) -> Any:
        """The type of what `node` stands for, as far as it is a way through views."""
        way: list[str] = []
        while isinstance(node, nodes.Getattr):
            way.append(node.attr)
            node = node.node
        kind = names.get(node.name, Any) if isinstance(node, nodes.Name) else Any
        for attribute in reversed(way):
            kind = _member(kind, attribute)
        return kind


class _Anything(dict[str, Any]):
    """Names to which the template has added others."""

    def __contains__(self, key: object) -> bool:
        return True


def _member(kind: Any, attribute: str) -> Any:
    types_ = [
        members(view)[attribute]
        for view in options(kind)
        if is_view(view) and attribute in members(view)
    ]
    return types_[0] if len(types_) == 1 else Any


def _targets(node: nodes.For, kind: Any) -> dict[str, Any]:
    if isinstance(node.target, nodes.Name):
        return {node.target.name: item_of(kind) or Any}
    return {target.name: Any for target in node.target.find_all(nodes.Name)}


def _spelled(node: nodes.Node) -> str:
    """`view.fields` as the template has it."""
    way: list[str] = []
    while isinstance(node, nodes.Getattr):
        way.append(node.attr)
        node = node.node
    way.append(node.name if isinstance(node, nodes.Name) else "it")
    return repr(".".join(reversed(way)))


def _unknown(line: int, message: str, known: Mapping[str, Any]) -> Fault:
    name = message.split("'")[1]
    return Fault(line, message, _near(name, sorted(known)))


def _near(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!a}?" if close else "there are " + ", ".join(known)

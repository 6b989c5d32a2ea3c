"""Prints one statement the way a template does, and asks black about it."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import black

from apiloom.python.render.printed_page import Page
from apiloom.python.syntax.expression import ClassHeader, Return, Signature
from apiloom.python.syntax.layout import flat
from apiloom.python.syntax.printer import Statement, code_tree
from apiloom.python.syntax.scope import scope_of
from apiloom.python.syntax.width import width_of
from tests.syntax.trees import MODULE

MODE = black.Mode(
    target_versions={black.TargetVersion.PY311}, line_length=black.DEFAULT_LINE_LENGTH
)


@dataclass(frozen=True, slots=True)
class PrintedStatement:
    """A statement inside what it needs around it to be a module."""

    source: str
    settled: bool
    one_line: str
    """The same module with the statement on one line."""

    @property
    def widest(self) -> int:
        return max(map(width_of, self.source.split("\n")))


def print_statement(statement: Statement, depth: int) -> PrintedStatement:
    """Print a statement that stands `depth` blocks deep."""
    head, foot = _around(statement, depth)
    indent = "    " * (depth + isinstance(statement, Return))
    scope = scope_of(MODULE, False, (statement,), frozenset())
    tree = code_tree(statement, scope)
    page = Page(scope)
    source, rough = page.settle(f"{head}{indent}{page.tree(tree)}\n{foot}")
    return PrintedStatement(source, not rough, f"{head}{indent}{flat(tree)}\n{foot}")


def _around(statement: Statement, depth: int) -> tuple[str, str]:
    head = "".join(f"{'    ' * level}class A:\n" for level in range(depth))
    indent = "    " * depth
    if isinstance(statement, Return):
        is_async = "async " if statement.awaits else ""
        return f"{head}{indent}{is_async}def f():\n", ""
    body = isinstance(statement, ClassHeader | Signature)
    if body and not (isinstance(statement, Signature) and statement.stub):
        return head, f"{indent}    pass\n"
    return head, ""


def formatted(source: str) -> str:
    """What black makes of a module."""
    return black.format_str(source, mode=MODE)


def meaning(source: str) -> str:
    """The parse tree without positions."""
    return ast.dump(ast.parse(source))

"""Every code that the generator can report, read from its sources.

A code is what a call passes for a parameter `code: str`: of a function, of a method or
of a dataclass that has such a field. What is passed must be readable without running
anything: a string, one of two strings, or a `code` that was passed in.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apiloom

SOURCES = Path(apiloom.__file__).parent
_FORWARDED = "code"


@dataclass
class Found:
    """The codes by where they are reported, and the calls that cannot be read."""

    codes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unreadable: list[str] = field(default_factory=list)


def modules() -> dict[str, ast.Module]:
    """The generator's own modules by path; what is copied or explains left out."""
    found = {}
    for path in sorted(SOURCES.rglob("*.py")):
        name = path.relative_to(SOURCES).as_posix()
        if not name.startswith(("runtime/", "core/codes/")):
            found[name] = ast.parse(path.read_text("utf-8"))
    return found


def scan(trees: dict[str, ast.Module]) -> Found:
    """Go through all calls of everything that takes a code."""
    takers = _takers(trees)
    found = Found()
    for name, tree in trees.items():
        own = _takers({name: tree})
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            # A private name means something else in another module.
            known = own if _called(call).startswith("_") else takers
            for position in known.get(_called(call), ()):
                place = f"{name}:{call.lineno}"
                _record(call, position, tree, place, found)
    return found


def _takers(trees: dict[str, ast.Module]) -> dict[str, set[int]]:
    """Names of what takes a code, with the positions at which it may stand."""
    takers: dict[str, set[int]] = defaultdict(set)
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
                for position, item in enumerate(fields):
                    if isinstance(item.target, ast.Name) and _is_code(
                        item.target.id, item.annotation
                    ):
                        takers[node.name].add(position)
                for method in node.body:
                    if isinstance(method, ast.FunctionDef) and (
                        method.name == "__init__"
                    ):
                        takers[node.name] |= _positions(method)
            elif isinstance(node, ast.FunctionDef) and node.name != "__init__":
                takers[node.name] |= _positions(node)
    return {name: positions for name, positions in takers.items() if positions}


def _positions(function: ast.FunctionDef) -> set[int]:
    given = [*function.args.posonlyargs, *function.args.args]
    names = [argument.arg for argument in given]
    bound = 1 if names[:1] in (["self"], ["cls"]) else 0
    return {
        position - bound
        for position, argument in enumerate(given)
        if _is_code(argument.arg, argument.annotation)
    }


def _is_code(name: str, annotation: ast.expr | None) -> bool:
    return (
        name == _FORWARDED
        and annotation is not None
        and (ast.unparse(annotation) == "str")
    )


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _record(
    call: ast.Call, position: int, tree: ast.Module, place: str, found: Found
) -> None:
    passed = next((item.value for item in call.keywords if item.arg == "code"), None)
    if passed is None and call.args and isinstance(call.args[0], ast.Starred):
        passed = _returned(call.args[0].value, tree)
    elif passed is None and position < len(call.args):
        passed = call.args[position]
    if passed is None:
        return
    for value in _values(passed, tree):
        if value is None:
            found.unreadable.append(f"{place}: {ast.unparse(passed)}")
        elif value:
            found.codes[value].append(place)


def _returned(value: ast.expr, tree: ast.Module) -> ast.expr | None:
    """The first items of the tuples that a function of the same module returns."""
    if not isinstance(value, ast.Call):
        return value
    wanted = _called(value)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == wanted:
            firsts = [
                item.value.elts[0]
                for item in ast.walk(node)
                if isinstance(item, ast.Return) and isinstance(item.value, ast.Tuple)
            ]
            return ast.Tuple(firsts)
    return value


def _values(passed: ast.expr, tree: ast.Module) -> Iterator[str | None]:
    """What an expression can be: codes, `""` for one passed in, `None` for no idea."""
    if isinstance(passed, ast.Constant) and isinstance(passed.value, str):
        yield passed.value
    elif isinstance(passed, ast.Tuple):
        for item in passed.elts:
            yield from _values(item, tree)
    elif isinstance(passed, ast.IfExp):
        yield from _values(passed.body, tree)
        yield from _values(passed.orelse, tree)
    elif isinstance(passed, ast.Attribute) and passed.attr == _FORWARDED:
        yield ""
    elif isinstance(passed, ast.Name):
        yield from _named(passed.id, tree)
    else:
        yield None


def _named(name: str, tree: ast.Module) -> Iterator[str | None]:
    """A name: the parameter `code`, or a constant of the module."""
    if name == _FORWARDED:
        yield ""
        return
    for node in tree.body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if (
            isinstance(target, ast.Name)
            and target.id == name
            and isinstance(node, ast.AnnAssign)
        ):
            yield from _values(node.value or ast.Constant(None), tree)
            return
    yield None

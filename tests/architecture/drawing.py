"""The drawing of the house in CONTRIBUTING.md, made from the code and the contracts.

`python -m tests.architecture.drawing` writes it into the page; a test sees that it is
there. Which wings there are and what stands in them comes from the import contracts of
pyproject.toml; the stages, what each takes and what it hands on, from the signatures in
`pipeline/stages.py`.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.architecture.places import APILOOM, ROOT

PAGE: Final = ROOT / "CONTRIBUTING.md"
BEGIN: Final = "<!-- drawn by `python -m tests.architecture.drawing` -->\n"
END: Final = "<!-- end of the drawing -->\n"
STAGES: Final = APILOOM / "pipeline" / "stages.py"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its name, the folder that does its work, what goes in and out."""

    name: str
    folder: str
    takes: str
    gives: str


def stages() -> list[Stage]:
    """The public functions of `pipeline/stages.py`, in their order."""
    tree = ast.parse(STAGES.read_text("utf-8"))
    imported = dict(_imports(tree))
    return [
        _stage(node, imported)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def _stage(function: ast.FunctionDef, imported: dict[str, str]) -> Stage:
    first, gives = function.args.args[0].annotation, function.returns
    assert first is not None, function.name
    assert gives is not None, function.name
    # What a stage calls is imported in it; else it asks its arguments for the record.
    called = next(_imports(function), None)
    module = imported[_record(gives)] if called is None else called[1]
    return Stage(function.name, _folder(module), _record(first), _record(gives))


def _imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Names that are imported somewhere in a tree, and from which module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, node.module or ""


def _record(annotation: ast.expr) -> str:
    """The record that an annotation names, whether it may lack or be one of many."""
    if isinstance(annotation, ast.BinOp):
        return _record(annotation.left)
    if isinstance(annotation, ast.Subscript):
        inside = annotation.slice
        return _record(inside.elts[0] if isinstance(inside, ast.Tuple) else inside)
    return ast.unparse(annotation)


def _folder(module: str) -> str:
    """The folder of a module, or that which it is the `__init__` of."""
    path = APILOOM.parent.joinpath(*module.split("."))
    folder = path if path.is_dir() else path.parent
    return folder.relative_to(APILOOM).as_posix()


def contracts() -> list[dict[str, Any]]:
    """The import contracts of the project."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    every: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return [contract for contract in every if contract["type"] == "layers"]


def wings() -> list[str]:
    """The wings from the top down; those that stand beside each other in one line."""
    (whole,) = (rule for rule in contracts() if rule["containers"] == ["apiloom"])
    layers: list[str] = whole["layers"]
    return layers


def rooms() -> dict[str, list[str]]:
    """Of each wing that has floors of its own, these floors from the top down."""
    return {
        contract["containers"][0].removeprefix("apiloom."): contract["layers"]
        for contract in contracts()
        if contract["containers"] != ["apiloom"]
    }


def drawing() -> str:
    """The whole drawing, as it stands in the page."""
    lines = [BEGIN, "```\n", *_stage_lines(), "\n", *_wing_lines(), "```\n", END]
    return "".join(lines)


def _stage_lines() -> Iterator[str]:
    every = stages()
    names = max(len(stage.name) for stage in every)
    folders = max(len(stage.folder) for stage in every)
    takes = max(len(stage.takes) for stage in every)
    for number, stage in enumerate(every, 1):
        yield (
            f"{number}  {stage.name:{names}}  {stage.folder:{folders}}  "
            f"{stage.takes:>{takes}} -> {stage.gives}\n"
        )


def _wing_lines() -> Iterator[str]:
    """Each wing imports those below it alone; so do its floors, named beside it."""
    floors = rooms()
    width = max(map(len, wings()))
    for wing in wings():
        inside = " > ".join(floors.get(wing, ()))
        yield f"{wing:{width}}  {inside}".rstrip() + "\n"


def page_with(text: str, path: Path = PAGE) -> str:
    """The page with `text` in the place of the drawing that it has."""
    before, begin, rest = path.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin, f"{path.name} has no place for the drawing"
    assert end, f"{path.name} has no place for the drawing"
    return before + text + after


if __name__ == "__main__":
    PAGE.write_text(page_with(drawing()), "utf-8")

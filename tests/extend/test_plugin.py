"""`apiloom.plugin` is the one door: whole, promised, and enough for a real target."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path
from typing import Final, get_type_hints

import apiloom.plugin
from apiloom.plugin import code

TARGET: Final = Path(__file__).parent / "markdown_target" / "apiloom_markdown"
PROMISED: Final = Path(__file__).parent / "plugin.txt"


def outline() -> list[str]:
    """Every name behind the door, each record with its fields."""
    lines = [f"version {apiloom.plugin.VERSION}"]
    for module in (apiloom.plugin, code):
        for name in module.__all__:
            value = getattr(module, name)
            records = isinstance(value, type) and dataclasses.is_dataclass(value)
            fields = (
                [field.name for field in dataclasses.fields(value)] if records else []
            )
            lines.append(f"{module.__name__}.{name}" + "".join(f" {f}" for f in fields))
    return lines


def test_what_is_promised_is_a_decision() -> None:
    """What goes is a new `VERSION`; what comes is written into this file."""
    assert outline() == PROMISED.read_text("utf-8").splitlines()


def test_every_name_is_there_and_says_what_it_is() -> None:
    for module in (apiloom.plugin, code):
        for name in module.__all__:
            value = getattr(module, name)
            if isinstance(value, type) and value.__module__.startswith("apiloom."):
                assert value.__doc__, name


def test_the_sample_comes_in_by_the_door() -> None:
    """It is what people start from, so it shows that the door is wide enough."""
    imported = {
        node.module
        for path in sorted(TARGET.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("apiloom")
    }
    own = {name for name in imported if name and name.startswith("apiloom_markdown")}
    assert imported - own == {"apiloom.plugin", "apiloom.plugin.code"}


def test_the_records_that_a_target_reads_are_behind_the_door_too() -> None:
    """The type of each field of `ResolvedApi` and its records can be imported."""
    here = {id(getattr(apiloom.plugin, name)) for name in apiloom.plugin.__all__}
    for record in (
        apiloom.plugin.Resource,
        apiloom.plugin.NamedOperation,
        apiloom.plugin.NamedScheme,
        apiloom.plugin.ModelModule,
        apiloom.plugin.Operation,
    ):
        for name, annotation in get_type_hints(record).items():
            for part in _classes(annotation):
                assert id(part) in here, f"{record.__name__}.{name}: {part.__name__}"


def _classes(annotation: object) -> list[type]:
    """The classes of apiloom that an annotation names."""
    stack, classes = [annotation], list[type]()
    while stack:
        part = stack.pop()
        if isinstance(part, type) and part.__module__.startswith("apiloom."):
            classes.append(part)
        stack.extend(getattr(part, "__args__", ()))
    return classes

"""CONTRIBUTING.md shows the house as it is: the drawing, and every path it names."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from tests.architecture.drawing import PAGE, drawing, page_with, stages, wings
from tests.architecture.places import APILOOM, BIFROST, ROOT

BASES: Final = (ROOT, APILOOM, APILOOM / "python" / "targets", ROOT / "tests", BIFROST)
"""Where paths begin: ours, those of targets and tests, and those of a package."""
ELSEWHERE: Final = {"operation_errors/", "src/"}
_FUNCTION: Final = re.compile(r"`(\w+)` in `((?:\w+/)+\w+\.py)`")
_PATH: Final = re.compile(r"`((?:[\w.-]+/)+(?:[\w-]+\.\w+)?)`")
"""A folder or a file as the page writes it: with a slash, in backquotes."""


def test_the_drawing_is_that_of_the_code() -> None:
    assert page_with(drawing()) == PAGE.read_text(
        "utf-8"
    ), "run `python -m tests.architecture.drawing`"


def test_each_stage_takes_what_the_one_before_it_gives() -> None:
    every = stages()
    assert len(every) == 8
    for before, after in pairwise(every):
        assert after.takes == before.gives, after.name


def test_stages_climb_the_wings() -> None:
    """No stage does its work in a wing below that of the one before it."""
    floors = {
        name: floor
        for floor, layer in enumerate(reversed(wings()))
        for name in layer.split(" | ")
    }
    order = [floors[stage.folder.partition("/")[0]] for stage in stages()]
    assert order == sorted(order)


def test_every_function_is_where_the_page_says() -> None:
    named = _FUNCTION.findall(PAGE.read_text("utf-8"))
    assert len(named) > 2
    for name, path in named:
        text = (APILOOM / path).read_text("utf-8")
        assert f"def {name}(" in text or f"class {name}(" in text, (name, path)


def test_every_path_that_the_page_names_is_there() -> None:
    named = set(_PATH.findall(PAGE.read_text("utf-8")))
    assert len(named) > 50
    missing = {
        path
        for path in named - ELSEWHERE
        if not any((base / path).exists() for base in BASES)
    }
    assert missing == set()

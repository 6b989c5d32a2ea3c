"""Unified diffs of long texts say the same as those of `difflib`, and soon."""

from __future__ import annotations

import difflib
import random
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from apiloom.package.line_differences import unified


def applied(before: Sequence[str], after: Sequence[str], folder: Path) -> None:
    """See that the diff leads from one text to the other."""
    diff = "".join(unified(before, after, "a/text", "b/text"))
    place = folder / "text"
    place.write_text("".join(before), newline="\n")
    (folder / "diff").write_text(diff, newline="\n")
    if before != after:
        command = ["git", "apply", "--unidiff-zero", "-p1", "diff"]
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True)
        assert not done.returncode, done.stderr
    assert place.read_text() == "".join(after)


def lines(count: int, kinds: int, seed: int) -> list[str]:
    rolled = random.Random(seed)
    return [f"line {rolled.randrange(kinds)}\n" for _ in range(count)]


def scrambled(text: Sequence[str], edits: int, seed: int) -> list[str]:
    rolled = random.Random(seed)
    found = list(text)
    for number in range(edits):
        place = rolled.randrange(len(found))
        match rolled.randrange(3):
            case 0:
                found[place : place + 1] = []
            case 1:
                found.insert(place, f"new {number}\n")
            case _:
                found[place] = f"other {number}\n"
    return found


@pytest.mark.parametrize("kinds", [1, 3, 200, 10**9])
@pytest.mark.parametrize("edits", [0, 1, 40])
def test_a_long_diff_leads_from_one_text_to_the_other(
    kinds: int, edits: int, tmp_path: Path
) -> None:
    before = lines(5_000, kinds, seed=edits)
    applied(before, scrambled(before, edits, seed=kinds), tmp_path)


def test_texts_with_nothing_in_common(tmp_path: Path) -> None:
    applied(lines(4_000, 10**9, 1), lines(3_000, 10**9, 2), tmp_path)


def test_a_moved_block(tmp_path: Path) -> None:
    text = lines(6_000, 10**9, 3)
    applied(text, [*text[3_000:], *text[:3_000]], tmp_path)


def test_a_text_that_is_emptied(tmp_path: Path) -> None:
    diff = list(unified(lines(3_000, 5, 4), [], "a", "b"))
    assert diff[2] == "@@ -1,3000 +0,0 @@\n"


def test_long_texts_differ_as_short_ones_do() -> None:
    before = [f"line {number}\n" for number in range(4_000)]
    after = [*before[:1_000], "new\n", *before[1_002:3_000], *before[3_001:], "end\n"]
    expected = list(difflib.unified_diff(before, after, "a", "b"))
    assert list(unified(before, after, "a", "b")) == expected

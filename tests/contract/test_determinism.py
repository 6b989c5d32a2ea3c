"""The same two documents give the same lines, whatever the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PROGRAM: Final = """
from tests.contract.cases import cases, line
from tests.contract.reading import api_of
from apiloom.diff.contract import compare_contracts

some = [case for case in cases() if case.name.startswith(("unions", "objects"))]
documents = [api_of(document) for case in some for document in (case.old, case.new)]
for old, new in zip(documents, documents[1:]):
    print(*map(line, compare_contracts(old, new)), sep="\\n")
"""


def lines(seed: str) -> bytes:
    """What one process tells of documents that have little in common."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
    ).stdout


def test_the_hash_seed_decides_nothing() -> None:
    first = lines("1")
    assert first.count(b"\n") > 200
    assert first == lines("2")

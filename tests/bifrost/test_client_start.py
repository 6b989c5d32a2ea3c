"""What a program loads that imports the clients and calls nothing yet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GENERATED = Path(__file__).parents[2] / "generated"

PROGRAM = """
import sys
from bifrost import AsyncClient, Client
print("pydantic" in sys.modules, "bifrost._runtime.call" in sys.modules)
Client(base_url="http://127.0.0.1:9").governance
print("pydantic" in sys.modules)
"""


def test_models_and_calls_are_loaded_when_they_are_needed() -> None:
    path = f"import sys; sys.path.insert(0, {str(GENERATED)!r})\n"
    finished = subprocess.run(
        [sys.executable, "-c", path + PROGRAM],
        check=True,
        capture_output=True,
        text=True,
    )
    assert finished.stdout.split() == ["False", "False", "True"]

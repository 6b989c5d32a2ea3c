"""Files are planned wherever they are printed; what that finds comes in their order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from apiloom.core import workers
from apiloom.core.diagnostics import Report
from apiloom.python.render.render_files import render
from apiloom.python.render.template_environment import make_environment
from apiloom.python.targets.planned_files import DataFile, Draft

_APART = """
from apiloom.core import workers
from tests.package.test_drafts import judge

workers._cores = lambda: 2
shared = []
forked = workers._forked
workers._forked = lambda *given: shared.append(given) or forked(*given)
judge(300)
assert shared, "nothing was shared out"
"""


def judge(count: int) -> None:
    """Render so many drafts that each report something, one thing all alike."""
    report = Report()
    report.note("before", "first", "a.yaml")

    def draft(number: int) -> Draft:
        def plan() -> DataFile:
            report.warning("same", "said by all", "a.yaml")
            report.warning("own", f"said by {number}", "a.yaml")
            return DataFile(f"{number:04}.json", b"{}")

        return plan

    files = render([draft(index) for index in range(count)], make_environment(), report)
    paths = [file.path for file in files if file.path.endswith(".json")]
    assert paths == [f"{number:04}.json" for number in range(count)]
    assert [item.message for item in report] == [
        "first",
        "said by all",
        *(f"said by {number}" for number in range(count)),
    ]


def test_in_one_process() -> None:
    judge(3)


@pytest.mark.skipif(sys.platform != "linux", reason="work is shared out by forking")
def test_in_several() -> None:
    generator = Path(workers.__file__).parents[1]
    root = Path(__file__).parents[2]
    paths = os.pathsep.join(map(str, (generator, root)))
    subprocess.run(
        [sys.executable, "-c", _APART],
        env={**os.environ, "PYTHONPATH": paths},
        check=True,
    )

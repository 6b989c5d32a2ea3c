"""A plug-in of pytest that lists the files it would collect, and imports none.

    python -m pytest --collect-only -qq -n0 -p tests.architecture.collecting

So it is pytest itself that says which files it takes, by all its settings.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

MARK: Final = "collected: "
"""What stands before each path on a line of the output."""


class ListedModule(pytest.Module):
    """A module that is named and left closed."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Nothing: the module is not imported."""
        yield from ()


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module:
    """Note the path of a module that pytest is about to collect."""
    sys.stdout.write(f"\n{MARK}{module_path}\n")
    return ListedModule.from_parent(parent, path=module_path)

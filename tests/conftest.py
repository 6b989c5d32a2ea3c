"""What holds for all tests: a cache of their own, and the options of the suite."""

from __future__ import annotations

import tempfile

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """A cache of this run's own, for the processes that tests start as well.

    Set before any test module is read: some copy the environment when they are. The
    workers of a run share it.
    """
    if hasattr(config, "workerinput"):
        return
    folder = tempfile.TemporaryDirectory(prefix="apiloom-cache-")
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", folder.name)
    config.add_cleanup(folder.cleanup)
    config.add_cleanup(patch.undo)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` rewrites what is generated in the files of cases."""
    parser.addoption(
        "--update",
        action="store_true",
        help="rewrite the generated blocks of tests/models/cases",
    )

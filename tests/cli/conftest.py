"""Each test has a folder of its own to stand in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.fake_stages import FakeStages, install


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> FakeStages:
    """The stand-in for the stages between document and files."""
    return install(monkeypatch)

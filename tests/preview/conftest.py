"""A folder to stand in, and a repository with an older version of the API."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.preview.documents import PETS, committed, written


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with `api/pets.json` in its one commit; the current folder."""
    written(tmp_path, "api/pets.json", PETS)
    committed(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path

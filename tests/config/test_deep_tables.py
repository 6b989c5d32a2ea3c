"""TOML that nests deeper than its reader can follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiloom.cli.config.read_project import read_source
from apiloom.core.diagnostics import Report


@pytest.mark.parametrize("nested", ["[" * 2000 + "]" * 2000, "{a=" * 2000 + "1"])
def test_it_is_refused(tmp_path: Path, nested: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(f"[tool.apiloom]\nspec = {nested}\n")
    report = Report()
    assert read_source(path, report) is None
    assert [each.code for each in report.items] == ["config-invalid"]
    assert "the file cannot be read" in report.items[0].message

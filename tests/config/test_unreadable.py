"""Configurations that cannot be read are told, whatever they are made of."""

from __future__ import annotations

from pathlib import Path

import pytest

import apiloom


@pytest.mark.parametrize(
    "text",
    [
        b"[tool.apiloom]\nspec = " + b"[" * 5_000 + b"]" * 5_000,
        b"[tool.apiloom]\nspec = " + b"{a=" * 5_000 + b"1" + b"}" * 5_000,
        b"[tool.apiloom]\nspec = " + b"9" * 5_000,
        b"[tool.apiloom]\nspec = '\xff'",
        b"# " + b"x" * 10_000_001,
        b"[tool.apiloom]\nspec = 1979-02-30",
    ],
    ids=["arrays", "tables", "number", "encoding", "long", "date"],
)
def test_one_error_with_its_code(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text)
    (tmp_path / ".git").mkdir()
    found = apiloom.configured(tmp_path)
    assert [item.code for item in found.diagnostics] == ["config-invalid"]
    assert found.exit_code == 2


@pytest.mark.parametrize(
    "steps",
    [".".join(["a"] * 2_000), ".".join(["'b'"] * 2_000)],
    ids=["bare", "quoted"],
)
def test_keys_of_thousands_of_steps(tmp_path: Path, steps: str) -> None:
    text = f"[tool.apiloom]\nspec = 'a'\noutput = 'b'\n{steps} = 1\n"
    (tmp_path / "pyproject.toml").write_text(text)
    found = apiloom.configured(tmp_path)
    assert [item.code for item in found.diagnostics] == ["config-unknown-key"]

"""Selecting from the command line and from the configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apiloom.cli.main import main
from tests.selection.shop import SHOP

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("shop.json").write_text(json.dumps(SHOP))
    return tmp_path


def configure(*lines: str) -> None:
    head = '[tool.apiloom]\nspec = "shop.json"\noutput = "shop"\ntargets = ["models"]\n'
    Path("pyproject.toml").write_text(head + "\n".join(lines) + "\n")


def operations() -> list[str]:
    return sorted(json.loads(Path("shop/manifest.json").read_text())["operations"])


def test_a_changed_selection_changes_the_package(capsys: Captured) -> None:
    configure('select = { tags = ["animals"] }')
    assert main(["generate"]) == 0
    assert Path("shop/models/animal.py").exists()
    assert main(["check"]) == 0
    capsys.readouterr()
    assert main(["generate"]) == 0
    assert capsys.readouterr().err.startswith("shop: unchanged")
    configure('select = { operations = ["GET /health"] }')
    assert main(["check"]) == 1
    assert main(["generate"]) == 0
    assert operations() == ["GET /health"]
    # What is no longer made is removed, and nothing is left to do.
    assert not Path("shop/models/animal.py").exists()
    assert main(["check"]) == 0
    configure()
    assert main(["generate"]) == 0
    assert len(operations()) == 5


def test_the_same_by_flags() -> None:
    configure('select = { tags = ["orders"] }', 'omit = { operations = ["list*"] }')
    assert main(["generate"]) == 0
    flags = [
        "--target",
        "models",
        "--select",
        "tag:orders",
        "--omit",
        "operation:list*",
    ]
    assert main(["check", "shop.json", "-o", "shop", *flags]) == 0
    flags[-1] = "path:/v1/orders"
    assert main(["check", "shop.json", "-o", "shop", *flags]) == 1


def test_patterns_that_fit_nothing_have_a_place(capsys: Captured) -> None:
    configure('select.tags = ["animals", "animal"]', 'omit.paths = [ "/v3/**" ]')
    assert main(["generate", "--strict"]) == 1
    assert capsys.readouterr().err.splitlines()[:3] == [
        "pyproject.toml:5:27: warning[selection-unused]: nothing of the document fits "
        "'animal'",
        "    hint: remove it, or look for a typing error",
        "pyproject.toml:6:16: warning[selection-unused]: nothing of the document fits "
        "'/v3/**'",
    ]
    configure(
        'select.tags = ["animals", "animal"]',
        'accept = [{ code = "selection-unused" }]',
    )
    assert main(["generate", "--strict"]) == 0


def test_what_documents_share_need_not_fit_all_of_them(capsys: Captured) -> None:
    Path("pyproject.toml").write_text(
        '[tool.apiloom]\nomit.tags = ["writing", "internal"]\ntargets = ["models"]\n'
        '[[tool.apiloom.documents]]\nspec = "shop.json"\noutput = "shop"\n'
        '[[tool.apiloom.documents]]\nspec = "shop.json"\noutput = "other"\n'
        'omit.tags = ["orders"]\n'
    )
    assert main(["generate", "--strict"]) == 0
    assert "selection-unused" not in capsys.readouterr().err
    assert "POST /v1/orders" not in operations()
    assert "GET /v1/orders" in operations()


def test_what_documents_accept_together_need_not_be_there(capsys: Captured) -> None:
    Path("pyproject.toml").write_text(
        '[tool.apiloom]\naccept = ["one-of-overlap"]\ntargets = ["models"]\n'
        '[[tool.apiloom.documents]]\nspec = "shop.json"\noutput = "shop"\n'
        '[[tool.apiloom.documents]]\nspec = "shop.json"\noutput = "other"\n'
        'accept = ["pattern-unusable"]\n'
    )
    assert main(["generate"]) == 0
    errors = capsys.readouterr().err
    assert "'one-of-overlap'" not in errors
    assert "pyproject.toml:10:11: note[accept-unused]" in errors


def test_nothing_left_is_an_error(capsys: Captured) -> None:
    arguments = ["generate", "shop.json", "-o", "shop", "--select", "tag:x"]
    assert main(arguments) == 2
    errors = capsys.readouterr().err
    assert "error[selection-empty]" in errors
    assert "(command line): warning[selection-unused]" in errors
    assert not Path("shop").exists()


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--select", "orders"], "'orders' is not KIND:PATTERN"),
        (["--select", "tags:orders"], "one of tag, path, operation, schema"),
        (["--omit", "schema:Pet"], "one of tag, path, operation"),
        (["--omit", "path:v1"], "does not begin with '/'"),
        (["--select", "tag:"], "'tag:' is not KIND:PATTERN"),
    ],
)
def test_flags_that_are_none(flags: list[str], message: str, capsys: Captured) -> None:
    assert main(["generate", "shop.json", "-o", "shop", *flags]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("flag", ["--select=tag:a", "--omit=tag:a", "--formatter=none"])
def test_settings_need_a_document(flag: str, capsys: Captured) -> None:
    configure()
    assert main(["generate", flag]) == 2
    assert "need SPEC" in capsys.readouterr().err

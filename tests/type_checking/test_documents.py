"""Checkers and black have nothing to say of packages for documents full of traps.

Each package is for one document; programs that use them are checked with them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from apiloom import runtime
from apiloom.core.page_rule import PageRule
from apiloom.core.webhook_scheme import WebhookScheme
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job
from tests.formatters import is_laid_out_by_black, said_by_ruff
from tests.type_checking.checkers import Finding, marked, mypy, pyright

DOCUMENTS: Final = Path(__file__).parent / "documents"
PROGRAMS: Final = sorted((Path(__file__).parent / "using").glob("*.py"))
SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "chosen_classes": {"enums": "class"},
    "chosen_open": {"is_open": True},
    "plain_dataclasses": {"models": "dataclass", "allof": "inherit"},
    "plain_structs": {"models": "msgspec", "allof": "inherit"},
    "subclasses": {"allof": "inherit"},
    "paged": {
        "pages": (
            PageRule("listCustomers", "cursor", "after", "/data", last="/id"),
            PageRule("listIssues", "link"),
        )
    },
    "signed_events": {"webhooks": WebhookScheme("hmac", "X-Signature", "v1=")},
    "standard_events": {"webhooks": WebhookScheme("standard", prefix="svix")},
}
"""Documents that are generated otherwise than by default."""
RUNTIME: Final = Path(runtime.__file__).parent
"""All of it is judged once, and not in each package that has some of it."""
NOT_COPIED: Final = shutil.ignore_patterns("__pycache__")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package for each document, and the programs."""
    found = tmp_path_factory.mktemp("trapped")
    for document in sorted(DOCUMENTS.glob("*.yaml")):
        outcome = generate(
            Job(
                document,
                found / document.stem,
                **SETTINGS.get(document.stem, {}),
            )
        )
        assert outcome.exit_code == 0, outcome.diagnostics
    shutil.copytree(RUNTIME, found / "whole_runtime", ignore=NOT_COPIED)
    for program in PROGRAMS:
        (found / program.name).write_bytes(program.read_bytes())
    return found


def test_black_changes_nothing(folder: Path) -> None:
    for path in folder.rglob("*.py"):
        if "_runtime" not in path.parts:
            assert is_laid_out_by_black(path.read_text("utf-8")), path


def test_ruff_finds_nothing(folder: Path) -> None:
    for package in folder.iterdir():
        if package.is_dir():
            assert said_by_ruff(package) == ""


@pytest.mark.parametrize("check", [mypy, pyright])
def test_only_mistakes_are_reported(
    folder: Path, check: Callable[[Path], list[Finding]]
) -> None:
    mistakes = marked(PROGRAMS)
    found = check(folder)
    assert mistakes
    assert [each for each in found if (each.file, each.line) not in mistakes] == []
    assert mistakes == {(each.file, each.line) for each in found}

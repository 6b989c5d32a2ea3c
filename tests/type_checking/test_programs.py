"""Type checkers accept the programs of users, and report the mistakes planted in them.

Both checkers run once, over the programs and over one copy for each mistake.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.type_checking.checkers import Finding, mypy, pyright

PROGRAMS = Path(__file__).parents[1] / "bifrost" / "programs"

Lines: TypeAlias = Mapping[str, set[int]]
"""By the name of a file, the lines that a checker reports."""


@dataclass(frozen=True)
class Mistake:
    """What is wrong, and the line of a program that gives way to it."""

    name: str
    program: str
    instead_of: str
    line: str

    def plant(self, folder: Path) -> None:
        """Writes the program with the mistake in it."""
        source = (PROGRAMS / self.program).read_text("utf-8")
        assert source.count(self.instead_of) == 1
        planted = source.replace(self.instead_of, self.line)
        (folder / f"{self.name}.py").write_text(planted, "utf-8")

    @property
    def line_number(self) -> int:
        """The line that the mistake is on."""
        source = (PROGRAMS / self.program).read_text("utf-8")
        return source.partition(self.instead_of)[0].count("\n") + 1


RENAMING = 'client.governance.update_customer("cus_123", name="Acme")'
READING = "print(result.message, result.customer.name, result.customer.created_at)"
ANSWERING = """\
return UpdateCustomer.Ok(
            CustomerResponse(message="Customer updated successfully", customer=customer)
        )"""
MISTAKES = [
    Mistake(
        "misspelt_key",
        "sync_client.py",
        RENAMING,
        'client.governance.update_customer("cus_123", budget={"max_limt": 250.0})',
    ),
    Mistake(
        "unknown_keyword",
        "sync_client.py",
        RENAMING,
        'client.governance.update_customer("cus_123", nmae="Acme")',
    ),
    Mistake(
        "null_where_forbidden",
        "sync_client.py",
        RENAMING,
        'client.governance.update_customer("cus_123", {"name": None})',
    ),
    Mistake(
        "wrong_type_through_raw",
        "sync_client.py",
        RENAMING,
        'client.raw(client.governance.update_customer)("cus_123", name=5)',
    ),
    Mistake(
        "missing_customer",
        "sync_client.py",
        f"if result.customer is not None:  # the document makes it optional\n{' ' * 8}"
        + READING,
        "print(result.customer.name)",
    ),
    Mistake(
        "missing_name",
        "sync_client.py",
        READING,
        "print(result.customer.name.upper())",
    ),
    Mistake(
        "misspelt_property",
        "async_client.py",
        "budget = UpdateBudgetRequest(max_limit=limit)",
        "budget = UpdateBudgetRequest(max_limt=limit)",
    ),
    Mistake(
        "task_for_result",
        "async_client.py",
        "return [task.result().message for task in tasks]",
        "return [task.message for task in tasks]",
    ),
    Mistake(
        "bare_model",
        "server.py",
        ANSWERING,
        'return CustomerResponse(message="done", customer=customer)',
    ),
    Mistake(
        "body_of_another_status",
        "server.py",
        ANSWERING,
        "return UpdateCustomer.NotFound(CustomerResponse(customer=customer))",
    ),
]


@pytest.fixture(scope="module", params=[mypy, pyright])
def reported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Lines:
    """What a checker reports of all the programs, right and wrong."""
    check: Callable[[Path], list[Finding]] = request.param
    folder = tmp_path_factory.mktemp("programs")
    for program in PROGRAMS.glob("*.py"):
        (folder / program.name).write_bytes(program.read_bytes())
    for mistake in MISTAKES:
        mistake.plant(folder)
    found: defaultdict[str, set[int]] = defaultdict(set)
    for each in check(folder):
        found[each.file].add(each.line)
    return found


@pytest.mark.parametrize("program", sorted(path.name for path in PROGRAMS.glob("*.py")))
def test_a_program_is_clean(reported: Lines, program: str) -> None:
    assert program not in reported


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_reported_where_it_is(reported: Lines, mistake: Mistake) -> None:
    assert reported.get(f"{mistake.name}.py") == {mistake.line_number}


def test_nothing_else_is_reported(reported: Lines) -> None:
    """Not in the generated package either."""
    assert set(reported) == {f"{mistake.name}.py" for mistake in MISTAKES}

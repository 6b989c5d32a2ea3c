"""Every rule has a case, and every case is told as it says, there and back."""

from __future__ import annotations

from collections import Counter

import pytest

from apiloom.diff.contract import ContractChange, compare_contracts, rules
from tests.contract.cases import Case, cases, line

CASES = tuple(cases())
MIRRORS = {rule.id: rule.mirror for rule in rules()}


def by_name(case: Case) -> str:
    return case.name


def told(change: ContractChange) -> tuple[str, str, str, str]:
    """What a change is, without words."""
    return change.rule, change.side, str(change.old), str(change.new)


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_a_case_is_told_as_it_says(case: Case) -> None:
    there, back = case.changes
    assert [line(each) for each in there] == case.there
    assert [line(each) for each in back] == case.back


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_the_way_back_has_the_mirror_of_each_change(case: Case) -> None:
    there, back = case.changes
    turned = Counter(
        (MIRRORS[each.rule], each.side, str(each.new), str(each.old)) for each in there
    )
    assert turned == Counter(map(told, back))


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_a_document_is_no_change_of_itself(case: Case) -> None:
    for each in case.apis:
        assert compare_contracts(each, each) == ()


def test_every_rule_has_a_case() -> None:
    shown = {text.split()[1] for case in CASES for text in (*case.there, *case.back)}
    assert shown == {rule.id for rule in rules()}


def test_names_of_cases_are_told_apart() -> None:
    assert len({case.name for case in CASES}) == len(CASES)

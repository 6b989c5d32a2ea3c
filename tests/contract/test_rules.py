"""The registry of rules: ids, mirrors, levels, sentences."""

from __future__ import annotations

import re
import string

import pytest

from apiloom.diff.contract import FAMILIES, ContractLevel, ContractSide, Rule, rules
from apiloom.diff.contract.rules import rule_for
from apiloom.diff.contract.rules.rule_table import read_families
from apiloom.diff.contract.structure.difference import OPPOSITE

BY_ID = {rule.id: rule for rule in rules()}
FIELDS = {"subject", "name", "before", "after"}


def test_ids_are_unique_and_kebab_case() -> None:
    assert len(BY_ID) == len(rules())
    assert [
        each for each in BY_ID if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each)
    ] == []


def test_a_difference_has_one_rule() -> None:
    assert len({(rule.aspect, rule.kind) for rule in rules()}) == len(rules())
    assert all(rule_for(rule.aspect, rule.kind) is rule for rule in rules())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_no_rule_lacks_its_mirror(rule: Rule) -> None:
    mirror = BY_ID[rule.mirror]
    assert mirror.mirror == rule.id
    assert mirror.aspect == rule.aspect
    assert mirror.kind is OPPOSITE[rule.kind]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_sentence_has_known_fields_and_no_end(rule: Rule) -> None:
    parts = list(string.Formatter().parse(rule.sentence))
    assert {name for _, name, _, _ in parts if name is not None} <= FIELDS
    assert not rule.sentence.endswith(".")


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_nothing_breaks_both_ends_less_than_one(rule: Rule) -> None:
    """On both sides at once a rule is as bad as on the worse of the two."""
    order = list(ContractLevel)
    each = [
        rule.levels.on(side) for side in (ContractSide.REQUEST, ContractSide.RESPONSE)
    ]
    assert rule.levels.on(ContractSide.BOTH) is min(each, key=order.index)


def test_families_hold_all_rules() -> None:
    assert sum(map(len, FAMILIES.values())) == len(rules())


ADDED = 'size-added = ["size added", "risky/breaking | compatible", "{subject}"]\n'
REMOVED = 'size-removed = ["size removed", "opening", "{subject}"]\n'


def test_levels_of_a_table_go_for_ways_and_for_servers() -> None:
    added, removed = read_families(f"[sizes]\n{ADDED}{REMOVED}")["sizes"]
    assert added.levels == (ContractLevel.RISKY, ContractLevel.BREAKING)
    assert added.servers == (ContractLevel.COMPATIBLE, ContractLevel.COMPATIBLE)
    assert removed.levels == (ContractLevel.COMPATIBLE, ContractLevel.BREAKING)
    assert removed.servers == removed.levels.turned
    assert (added.mirror, removed.mirror) == (removed.id, added.id)


def test_a_table_needs_mirrors_one_rule_for_a_difference_and_known_levels() -> None:
    with pytest.raises(KeyError):
        read_families(f"[sizes]\n{ADDED}")
    with pytest.raises(ValueError, match="again judges what size-added judges"):
        read_families(
            f"[sizes]\n{ADDED}{REMOVED}{ADDED.replace('size-added', 'again')}"
        )
    with pytest.raises(ValueError, match="grave"):
        read_families(f"[sizes]\n{ADDED}{REMOVED.replace('opening', 'grave')}")

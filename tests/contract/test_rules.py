"""The registry of rules: ids, mirrors, levels, sentences."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest

from apiloom.core.location import Pointer, tokens_of
from apiloom.diff.contract import (
    FAMILIES,
    ContractLevel,
    ContractSide,
    Rule,
    compare_contracts,
    rules,
)
from apiloom.diff.contract.rules import rule_for
from apiloom.diff.contract.rules.pages import example_of
from apiloom.diff.contract.rules.rule_table import read_families
from apiloom.diff.contract.structure.difference import OPPOSITE
from tests.contract.cases import base, patched
from tests.contract.reading import api_of

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


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_the_example_of_a_rule_shows_it(rule: Rule) -> None:
    """In the document of the cases, without what a side does not have."""
    example = example_of(rule)
    old, new = (api_of(_side(example, side)) for side in ("old", "new"))
    assert rule.id in {change.rule for change in compare_contracts(old, new)}


def _side(example: dict[str, dict[str, Any]], side: str) -> Any:
    places = {**example.get("both", {}), **example[side]}
    document = patched(
        base(), {place.removeprefix("#"): value for place, value in places.items()}
    )
    for place in {**example["old"], **example["new"]}.keys() - places.keys():
        *above, last = tokens_of(Pointer(place.removeprefix("#")))
        owner = document
        for token in above:
            owner = owner[int(token)] if isinstance(owner, list) else owner.get(token)
            if owner is None:
                break
        if isinstance(owner, list):
            del owner[int(last) :]
        elif owner is not None:
            owner.pop(last, None)
    return document

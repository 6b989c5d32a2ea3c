"""Some of the pairs that are made by chance, and what the oracle notices."""

from __future__ import annotations

import pytest

from apiloom.diff.contract import ContractSide
from tests.contract.random_pairs import Pair, findings_of, run


@pytest.mark.parametrize("seed", range(15))
def test_what_is_told_is_what_happens(seed: int) -> None:
    tally = run(20, seed)
    assert not tally.findings, "\n".join(map(str, tally.findings))
    assert tally.moved


def test_what_is_not_told_is_noticed() -> None:
    pair = Pair("S", {"type": ["integer", "null"]}, {"type": "integer"}, [1, None])
    found = [*findings_of(pair, [])]
    assert [(each.kind, each.side) for each in found] == [
        ("missed", ContractSide.REQUEST)
    ]
    assert found[0].values == [None]

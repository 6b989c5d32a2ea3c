"""Pairs of documents by chance: what is told of them, held against what happens.

    python -m tests.contract.random_pairs --pairs 20000 [--seed N]

A schema of every keyword, and the same with one mutation, travel in a request and in an
answer. Values near both are judged by another validator (jsonschema-rs). A request that
was fine and is refused breaks its caller, so it is told as breaking; where no request
is refused and some more are taken, nothing is. In answers it is the other way round:
what comes to be allowed is told as risky at least. What differs on purpose stands, with
the reason, in `CHOICES`.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any, Final

from apiloom.diff.contract import (
    ContractChange,
    ContractLevel,
    ContractSide,
    compare_contracts,
)
from tests.conformance.choices import CHOICES as READINGS
from tests.conformance.choices import read_by
from tests.conformance.random_schemas import SchemaMaker
from tests.conformance.random_values import ValueMaker
from tests.conformance.second_judge import SecondJudge, subschemas
from tests.contract.reading import reported_api_of
from tests.shapes import Schema, ref

TOGETHER: Final = 20
"""Pairs of one document: each is the body and the answer of an operation."""
TRIES: Final = 25
"""Values near each of both schemas, and as many neighbours."""
_ANNOTATING: Final = frozenset({"format", "contentEncoding"})
"""Texts of formats are read by the formats' own rules, not by the letter."""


class InlineMaker(SchemaMaker):
    """Schemas that refer to no others."""

    def _names_for(self, deferred: bool) -> list[str]:
        return []


@dataclass(frozen=True)
class Pair:
    """A schema before and after one mutation, and values near both."""

    name: str
    old: Any
    new: Any
    values: list[Any]

    @cached_property
    def judged(self) -> list[tuple[Any, bool, bool]]:
        """Each value, and whether the old schema and the new one have it."""
        judge = SecondJudge({"old": self.old, "new": self.new})
        return [
            (value, judge.accepts("old", value), judge.accepts("new", value))
            for value in self.values
        ]

    @property
    def lost(self) -> list[Any]:
        """Values that the new schema alone refuses."""
        return [value for value, old, new in self.judged if old and not new]

    @property
    def won(self) -> list[Any]:
        """Values that the old schema alone refuses."""
        return [value for value, old, new in self.judged if new and not old]

    @property
    def is_impossible(self) -> bool:
        """Whether one of both has none of the values."""
        takes = any(old for _, old, _ in self.judged)
        return not (takes and any(new for _, _, new in self.judged))


@dataclass(frozen=True)
class Finding:
    """What was told otherwise than it happened."""

    kind: str
    side: ContractSide
    pair: Pair
    told: list[ContractChange]
    values: list[Any]

    def __str__(self) -> str:
        said = [f"{each.level} {each.rule} {each.side}" for each in self.told]
        shown = json.dumps([self.pair.old, self.pair.new, self.values[:3]])
        return f"{self.kind} in a {self.side}: {shown}\n    told: {said}"

    @property
    def worst(self) -> set[str]:
        """The rules of what was told as bad."""
        bad = {ContractLevel.BREAKING, ContractLevel.RISKY}
        return {each.rule for each in self.told if each.level in bad}

    @property
    def goes_both_ways(self) -> bool:
        """Whether something is told as bad, and something else as good."""
        return any(each.rule not in self.worst for each in self.told)


@dataclass(frozen=True)
class Choice:
    """What is told otherwise than values show, on purpose.

    `applies` says whether it is why: of what is missed, or of what is `false`, that is
    called worse than it is.
    """

    name: str
    reason: str
    applies: Callable[[Finding], bool]
    false: bool = True

    def is_why(self, finding: Finding) -> bool:
        """Whether this is why something was found."""
        return self.false == (finding.kind == "false") and self.applies(finding)


_UNDECIDED: Final = frozenset(
    {
        *("not-changed", "condition-changed", "demands-changed"),
        *("alternatives-changed", "contains-changed", "dependent-required-changed"),
        *("pattern-property-forbidden", "property-forbidden", "tuple-item-forbidden"),
    }
)
_REPLACED: Final = frozenset(
    {"type-changed", "enum-values-changed", "union-changed", "multiple-of-changed"}
)
CHOICES: Final = (
    Choice(
        "not-sent",
        "An object that takes any property may get one that is described: nobody is "
        "taken to have sent it before.",
        lambda found: "optional-property-added" in {each.rule for each in found.told},
        false=False,
    ),
    Choice(
        "as-a-whole",
        "What no type expresses is compared as a whole: that it differs is all that is "
        "known of it.",
        lambda found: not found.worst.isdisjoint(_UNDECIDED),
    ),
    Choice(
        "another-member",
        "Alternatives have no names: one that is hardly like any before is another "
        "one, though it may take all that the old one took.",
        lambda found: any(rule.startswith("union-member-") for rule in found.worst),
    ),
    Choice(
        "replaced",
        "What has become something else is no longer what it was, though no value "
        "near it shows that.",
        lambda found: not found.worst.isdisjoint(_REPLACED),
    ),
    Choice(
        "takes-nothing",
        "A schema that no value satisfies is a mistake: what is written is compared.",
        lambda found: found.pair.is_impossible,
    ),
    Choice(
        "one-by-one",
        "Each demand is compared with itself: that another one now allows less, or "
        "allowed less before, is told beside it.",
        lambda found: found.goes_both_ways,
    ),
)
_READINGS: Final = tuple(each for each in READINGS if each.name == "one-of-overlap")
"""How schemas are read, whoever compares them."""


@dataclass
class Tally:
    """How many pairs were judged, and what was found."""

    pairs: int = 0
    moved: int = 0
    used: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)


def pairs_of(seed: int, count: int = TOGETHER) -> list[Pair]:
    """The pairs of a seed."""
    chance = Random(seed)
    return [some_pair(f"S{number}", chance) for number in range(count)]


def some_pair(name: str, chance: Random) -> Pair:
    """A schema, one mutation of it, and values near both."""
    while True:
        old = some_schema(chance)
        new = mutated(old, chance)
        if new != old:
            break
    if chance.random() < 0.5:
        old, new = new, old
    maker = ValueMaker(chance, {})
    values = [maker.value(each) for each in (old, new) for _ in range(TRIES)]
    values += [maker.neighbour(value) for value in values]
    return Pair(name, old, new, values)


def some_schema(chance: Random, depth: int = 2) -> Any:
    """A schema of any keyword."""
    made = InlineMaker(chance, "3.1.0", exact=True).schema(depth)
    for each in subschemas(made):
        for keyword in _ANNOTATING & each.keys():
            del each[keyword]
    return made


def mutated(schema: Any, chance: Random) -> Any:
    """The schema with one keyword changed, added or taken away, somewhere."""
    schema = copy.deepcopy(schema)
    owners = [*subschemas(schema)]
    if owners:
        chance.choice(MUTATIONS)(chance.choice(owners), chance)
    return schema


def _without(owner: Schema, chance: Random) -> None:
    if owner:
        owner.pop(chance.choice(sorted(owner)))


def _other(owner: Schema, chance: Random) -> None:
    """A keyword of another schema of the same type."""
    for _ in range(20):
        other = some_schema(chance, 1)
        if owner.get("type") == other.get("type") and other.keys() - {"type"}:
            break
    for keyword in chance.sample(sorted(other), min(len(other), 1)):
        owner[keyword] = other[keyword]


def _nearer(owner: Schema, chance: Random) -> None:
    """A number that is one more or less."""
    numbers = [
        name
        for name, value in owner.items()
        if type(value) is int and name != "const" and value < 100
    ]
    if numbers:
        name = chance.choice(sorted(numbers))
        owner[name] = max(owner[name] + chance.choice((-1, 1)), 1)


def _member(owner: Schema, chance: Random) -> None:
    """A list or a map with one member less."""
    several = [
        name
        for name, value in owner.items()
        if isinstance(value, list | dict) and len(value) > 1 and name != "const"
    ]
    if several:
        value = owner[chance.choice(sorted(several))]
        value.pop(
            chance.choice(range(len(value)) if isinstance(value, list) else [*value])
        )


def _null(owner: Schema, _: Random) -> None:
    """Null, or not."""
    kinds = owner.get("type")
    if isinstance(kinds, str) and kinds != "null":
        owner["type"] = [kinds, "null"]
    elif isinstance(kinds, list) and "null" in kinds and len(kinds) > 1:
        owner["type"] = [kind for kind in kinds if kind != "null"]


def _alternative(owner: Schema, chance: Random) -> None:
    """An alternative more, in a union that is there or made for it."""
    keyword = chance.choice(("anyOf", "oneOf"))
    if keyword in owner:
        owner[keyword].append(some_schema(chance, 0))
    else:
        before = copy.deepcopy(owner)
        owner.clear()
        owner[keyword] = [before, some_schema(chance, 0)]


def _quite_another(owner: Schema, chance: Random) -> None:
    owner.clear()
    owner.update(some_schema(chance, 1))


MUTATIONS: Final[tuple[Callable[[Schema, Random], None], ...]] = (
    *(_without, _without, _other, _other, _nearer, _member),
    *(_null, _alternative, _quite_another),
)


def document_of(schemas: Mapping[str, Any]) -> Any:
    """A document in which each schema is a body and an answer."""

    def content(name: str) -> Any:
        return {"content": {"application/json": {"schema": ref(name)}}}

    return {
        "openapi": "3.1.0",
        "info": {"title": "Pairs", "version": "1"},
        "paths": {
            f"/{name}": {
                "post": {
                    "operationId": f"post{name}",
                    "requestBody": {"required": True, **content(name)},
                    "responses": {"200": {"description": "fine", **content(name)}},
                }
            }
            for name in schemas
        },
        "components": {"schemas": dict(schemas)},
    }


def told_of(pairs: list[Pair]) -> Iterator[tuple[Pair, list[ContractChange]]]:
    """Each pair as its schemas are read, and what is told of it."""
    olds = {pair.name: pair.old for pair in pairs}
    news = {pair.name: pair.new for pair in pairs}
    before, complaints = reported_api_of(document_of(olds), exact=True)
    olds = read_by(_READINGS, olds, complaints)
    after, complaints = reported_api_of(document_of(news), exact=True)
    news = read_by(_READINGS, news, complaints)
    told: dict[str, list[ContractChange]] = {pair.name: [] for pair in pairs}
    for change in compare_contracts(before, after):
        for operation in change.operations:
            told[operation.rpartition("/")[2]].append(change)
    for pair in pairs:
        name = pair.name
        yield Pair(name, olds[name], news[name], pair.values), told[name]


def findings_of(pair: Pair, told: list[ContractChange]) -> Iterator[Finding]:
    """What was told of a pair otherwise than it happened."""
    bad = {ContractLevel.BREAKING}
    ways = (
        (ContractSide.REQUEST, pair.lost, pair.won, bad),
        (ContractSide.RESPONSE, pair.won, pair.lost, bad | {ContractLevel.RISKY}),
    )
    for side, worse, better, levels in ways:
        changes = [each for each in told if each.side in (side, ContractSide.BOTH)]
        is_told = any(each.level in levels for each in changes)
        if worse and not is_told:
            yield Finding("missed", side, pair, changes, worse)
        elif is_told and better and not worse:
            yield Finding("false", side, pair, changes, better)


def run(pairs: int, seed: int = 0) -> Tally:
    """Judge so many pairs."""
    tally = Tally()
    while tally.pairs < pairs:
        for pair, told in told_of(pairs_of(seed)):
            tally.pairs += 1
            tally.moved += bool(pair.lost or pair.won)
            for finding in findings_of(pair, told):
                choice = next((each for each in CHOICES if each.is_why(finding)), None)
                if choice is None:
                    tally.findings.append(finding)
                else:
                    tally.used[choice.name] += 1
        seed += 1
    return tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    found = run(given.pairs, given.seed)
    for finding in found.findings:
        sys.stdout.write(f"{finding}\n")
    sys.stdout.write(
        f"{found.pairs} pairs, {found.moved} of them change what is accepted; "
        f"{len(found.findings)} findings; by choice: {dict(found.used)}\n"
    )
    sys.exit(bool(found.findings))

"""What `apiloom explain` says of a rule: all of it follows from the registry.

`examples.json` has, for one of two rules that are each other's mirror, what the old and
the new document have at some places; the other has it the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.contract.rules import FAMILIES, Rule, rules

_EXAMPLES: Final = Path(__file__).with_name("examples.json")
_WORDS: Final = {
    "subject": "something",
    "name": "NAME",
    "before": "OLD",
    "after": "NEW",
}
"""What stands for the parts of a sentence that a document fills in."""
_REQUESTS: Final = {
    ContractLevel.BREAKING: (
        "what callers send today may be refused, or be taken for another"
    ),
    ContractLevel.RISKY: (
        "some of what callers send may no longer be heeded: it depends"
    ),
    ContractLevel.COMPATIBLE: "what callers send today is accepted as before",
    ContractLevel.DOCUMENTATION: "callers send what they have sent before",
}
_RESPONSES: Final = {
    ContractLevel.BREAKING: (
        "callers get what they could not expect, or miss what they rely on"
    ),
    ContractLevel.RISKY: (
        "callers may get what is new to them: some mind, and others do not"
    ),
    ContractLevel.COMPATIBLE: "callers get nothing that they do not know",
    ContractLevel.DOCUMENTATION: "callers get what they have got before",
}
_SERVED: Final = {
    ContractLevel.BREAKING: "servers have to follow",
    ContractLevel.RISKY: "servers may have to follow",
    ContractLevel.COMPATIBLE: "servers may go on as they are",
    ContractLevel.DOCUMENTATION: "nothing changes for servers",
}


def rule_called(name: str) -> Rule | None:
    """The rule of this id; None where there is none."""
    return next((rule for rule in rules() if rule.id == name), None)


def summary(rule: Rule) -> str:
    """Its sentence, with words in capitals where a document has its own."""
    text = rule.sentence.format(**_WORDS)
    return text[:1].upper() + text[1:]


def levels(rule: Rule) -> str:
    """`breaking in requests, compatible in responses`, or one level for both."""
    request, response = rule.levels
    if request is response:
        return str(request)
    return f"{request} in requests, {response} in responses"


def page(rule: Rule) -> str:
    """The rule in Markdown: what it means, how bad, why, and an example."""
    family = next(name for name, members in FAMILIES.items() if rule in members)
    mirror = rule_called(rule.mirror)
    assert mirror is not None
    parts = [
        f"# {rule.id}\n\n*rule of the contract* ({family}): {summary(rule)}.\n",
        _levels(rule),
        f"## Why\n\n{_why(rule)}",
        f"## Example\n\n{_example(rule)}",
    ]
    if mirror is not rule:
        parts.append(
            f"## The other way round\n\n`{mirror.id}`: {summary(mirror)}"
            f" ({levels(mirror)}).\n"
        )
    return "\n".join(parts)


def _levels(rule: Rule) -> str:
    rows = [
        f"| {way} | {ours} | {theirs} |"
        for way, ours, theirs in zip(
            ("in requests", "in responses"), rule.levels, rule.servers, strict=True
        )
    ]
    head = ["| | for callers | for servers |", "|---|---|---|"]
    return (
        "## Levels\n\n" + "\n".join([*head, *rows]) + "\n\n"
        "The level is that for callers; where both ways are concerned, the worse of the"
        " two. In a schema that no\noperation leads to, nothing travels: there it is"
        " documentation.\n"
    )


def _why(rule: Rule) -> str:
    ways = (("In requests", _REQUESTS, 0), ("In responses", _RESPONSES, 1))
    return "".join(
        f"{way} {words[rule.levels[at]]}; {_SERVED[rule.servers[at]]}.\n"
        for way, words, at in ways
    )


def _example(rule: Rule) -> str:
    example = example_of(rule)
    titles = {
        "both": "Both documents have",
        "old": "The old document has",
        "new": "The new document has",
    }
    blocks = [
        f"{title}\n\n```\n{''.join(_places(example[side]))}```\n"
        for side, title in titles.items()
        if example.get(side)
    ]
    for side, other in (("old", "new"), ("new", "old")):
        if not example[side]:
            blocks.append(f"which the {side} one does not have.\n")
            assert example[other]
    return "\n".join(blocks)


def _places(values: dict[str, Any]) -> Iterator[str]:
    for pointer, value in values.items():
        yield f"{pointer}: {json.dumps(value, ensure_ascii=False)}\n"


def example_of(rule: Rule) -> dict[str, dict[str, Any]]:
    """What `both`, the `old` and the `new` document have at some JSON pointers."""
    known = _examples()
    if rule.id in known:
        return known[rule.id]
    turned = known[rule.mirror]
    return {**turned, "old": turned["new"], "new": turned["old"]}


@cache
def _examples() -> dict[str, dict[str, dict[str, Any]]]:
    examples: dict[str, dict[str, dict[str, Any]]]
    examples = json.loads(_EXAMPLES.read_text("utf-8"))
    return examples

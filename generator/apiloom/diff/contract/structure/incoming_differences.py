"""Webhooks and callbacks: what the API sends, its callers receive.

So a request of a webhook goes the way of a response, and the answer that of a request.
"""

from __future__ import annotations

import re
from typing import Final

from apiloom.api.ir import Incoming
from apiloom.core.location import tokens_of
from apiloom.core.text import reveal, visible
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.body_differences import compare_request
from apiloom.diff.contract.structure.contract_walk import ContractWalk
from apiloom.diff.contract.structure.object_pair import (
    ObjectKind,
    ObjectPair,
    enter_operation,
)
from apiloom.diff.contract.structure.places import either, paired
from apiloom.diff.contract.structure.response_differences import compare_responses

_STEPS: Final = frozenset({"additionalOperations"})
_BRACES: Final = re.compile(r"\{[^{}]*\}")
_MEMBERS: Final = {
    "summary": "summary",
    "description": "description",
    "deprecated": "deprecated",
    "externalDocs": "external-docs",
}


def compare_incoming(walk: ContractWalk) -> None:
    """Match by where they stand, leaving the names in paths out."""
    kind = ObjectKind("incoming", _subject, _aspect, _compare)
    old = {_key(incoming): incoming for incoming in walk.old.api.incoming}
    new = {_key(incoming): incoming for incoming in walk.new.api.incoming}
    for _, before, after in paired(old, new):
        incoming = either(before, after)
        way, label = ContractSide.RESPONSE, _label(incoming)
        enter_operation(walk, kind, (before, after), way, label, incoming.tags)


def _key(incoming: Incoming) -> tuple[str, ...]:
    if incoming.webhooks:
        return (
            "webhooks",
            *(reveal(name) for name in incoming.webhooks[:1]),
            incoming.method,
        )
    tokens = tokens_of(incoming.where.pointer)
    if tokens[:1] == ("paths",) and len(tokens) > 1:
        return (*tokens[:1], _BRACES.sub("{}", tokens[1]), *tokens[2:])
    return tokens


def _aspect(incoming: Incoming) -> str:
    return "webhook" if incoming.webhooks else "callback"


def _subject(incoming: Incoming) -> str:
    return f"the {_aspect(incoming)} {_label(incoming)}"


def _label(incoming: Incoming) -> str:
    """The method, and the name of the webhook or the expression of the callback."""
    steps = [
        token for token in tokens_of(incoming.where.pointer) if token not in _STEPS
    ]
    name = reveal(incoming.webhooks[0]) if incoming.webhooks else steps[-2]
    return f"{incoming.method} {visible(name)}"


def _compare(pair: ObjectPair[Incoming]) -> None:
    compare_request(pair.going(ContractSide.RESPONSE))
    compare_responses(pair.going(ContractSide.REQUEST))
    pair.going(ContractSide.BOTH).compare_members(_MEMBERS)

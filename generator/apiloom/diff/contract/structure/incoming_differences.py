"""Webhooks and callbacks: what the API sends, its callers receive.

So a request of a webhook goes the way of a response, and the answer that of a request.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from apiloom.api.ir import Incoming
from apiloom.core.location import Pointer, tokens_of
from apiloom.core.text import Text, reveal
from apiloom.diff.contract.contract_change import ContractSide
from apiloom.diff.contract.structure.body_differences import compare_request
from apiloom.diff.contract.structure.contract_walk import (
    ROOT_UNIT,
    ContractSource,
    ContractWalk,
    Places,
    Task,
    compare_nothing,
)
from apiloom.diff.contract.structure.difference import presence
from apiloom.diff.contract.structure.member_differences import (
    compare_members,
    members_at,
    members_of_both,
)
from apiloom.diff.contract.structure.response_differences import (
    compare_deprecation,
    compare_responses,
    written_responses,
)
from apiloom.diff.contract.structure.text_differences import compare_texts
from apiloom.diff.contract.structure.wording import plain

_STEPS: Final = frozenset({"additionalOperations"})
_BRACES: Final = re.compile(r"\{[^{}]*\}")


def compare_incoming(walk: ContractWalk) -> None:
    """Match by where they stand, leaving the names in paths out."""
    old = {_key(incoming): incoming for incoming in walk.old.api.incoming}
    new = {_key(incoming): incoming for incoming in walk.new.api.incoming}
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if before is not None and after is not None:
            task = partial(_compare, old=before, new=after)
            walk.enter(
                ROOT_UNIT, Task(("incoming", key), task, _label(after), after.tags)
            )
            continue
        incoming = before or after
        if incoming is None:
            continue
        kind = presence(before, after)
        places = Places.of_one(kind, incoming.where.pointer)
        unit = walk.enter(
            ROOT_UNIT,
            Task(
                ("incoming", kind, key),
                compare_nothing,
                _label(incoming),
                incoming.tags,
            ),
        )
        aspect = "webhook" if _is_webhook(incoming) else "callback"
        walk.name_subject(places, f"the {aspect} {_label(incoming)}")
        walk.record(unit, aspect, kind, ContractSide.RESPONSE, places)


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


def _is_webhook(incoming: Incoming) -> bool:
    return bool(incoming.webhooks)


def _label(incoming: Incoming) -> str:
    """The method, and the name of the webhook or the expression of the callback."""
    steps = [
        token for token in tokens_of(incoming.where.pointer) if token not in _STEPS
    ]
    name = reveal(incoming.webhooks[0]) if incoming.webhooks else steps[-2]
    return f"{incoming.method} {plain(name)}"


def _compare(walk: ContractWalk, unit: int, *, old: Incoming, new: Incoming) -> None:
    aspect = "webhook" if _is_webhook(new) else "callback"
    for source, incoming in ((walk.old, old), (walk.new, new)):
        source.subjects.name(incoming.where.pointer, f"the {aspect} {_label(incoming)}")
    texts = (
        (
            name,
            _text(walk.old, old.where.pointer, name),
            _text(walk.new, new.where.pointer, name),
        )
        for name in ("summary", "description")
    )
    compare_texts(walk, unit, old.where, new.where, texts)
    bodies = (old.body, old.where), (new.body, new.where)
    compare_request(walk, unit, *bodies, ContractSide.RESPONSE)
    responses = written_responses(old), written_responses(new)
    compare_responses(walk, unit, *responses, ContractSide.REQUEST)
    members = members_of_both(walk, old.where.pointer, new.where.pointer)
    compare_deprecation(walk, unit, *members)
    compare_members(
        walk, unit, ContractSide.BOTH, *members, {"externalDocs": "external-docs"}
    )


def _text(source: ContractSource, where: Pointer, name: str) -> Text | None:
    member = members_at(source, where).get(name)
    value = None if member is None else member[0].value
    return Text(value) if isinstance(value, str) else None

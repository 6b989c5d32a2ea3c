"""JSON to a tree (RFC 8259), strictly: by the C scanner where it can, else our own."""

from __future__ import annotations

import json
from typing import NoReturn

from apiloom.document.source.json_iterative import read_iteratively, syntax_problem
from apiloom.document.source.load_policy import LoadPolicy
from apiloom.document.source.numbers import float_from
from apiloom.document.source.reading_outcome import Parsed, Problem
from apiloom.document.source.tree import Json, JsonObject, measure


class _NeedsPositionError(ValueError):
    """Found by a hook, which cannot know where in the text it is."""


def read_json(text: str, policy: LoadPolicy) -> Parsed | Problem:
    """The tree of a JSON document, or what is wrong with it.

    Problems: `syntax-json`, `duplicate-key`, `number-not-json`,
    `number-out-of-range`, `nesting-too-deep`, `too-many-nodes`.
    """
    try:
        root = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_float=float_from,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        return syntax_problem(error.msg, min(error.pos, len(text)))
    except (ValueError, RecursionError):
        # Either too deep for C, or wrong at a place that only our own reader can name.
        return read_iteratively(text, policy)
    depth, nodes = measure(root)
    if depth > policy.max_depth or nodes > policy.max_nodes:
        return read_iteratively(text, policy)
    return Parsed(root, depth)


def _unique(pairs: list[tuple[str, Json]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _NeedsPositionError
    return members


def _refuse_constant(_name: str) -> NoReturn:
    raise _NeedsPositionError

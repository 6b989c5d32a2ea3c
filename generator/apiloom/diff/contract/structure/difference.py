"""One structural difference: what, which way, where. It judges nothing."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from apiloom.core.location import Pointer
from apiloom.core.record import record
from apiloom.diff.contract.contract_change import ContractSide

_CAPITAL: Final = re.compile("[A-Z]")


class Kind(StrEnum):
    """What has happened to something.

    What is there in both documents has narrowed if the new one allows less, widened if
    it allows more, and changed where neither holds.
    """

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    NARROWED = "narrowed"
    WIDENED = "widened"


OPPOSITE = {
    Kind.ADDED: Kind.REMOVED,
    Kind.REMOVED: Kind.ADDED,
    Kind.CHANGED: Kind.CHANGED,
    Kind.NARROWED: Kind.WIDENED,
    Kind.WIDENED: Kind.NARROWED,
}
"""What has happened when the documents change places."""


@record
class Difference:
    """One difference.

    `aspect` names what differs (`max-length`, say). `subject` says in words what it
    belongs to; `name`, `before` and `after` are fit to be read by people: text of the
    document in them is quoted. `old` and `new` say where it stands.
    """

    aspect: str
    kind: Kind
    side: ContractSide
    old: Pointer | None
    new: Pointer | None
    subject: str
    name: str = ""
    before: str = ""
    after: str = ""


def aspect_of(keyword: str) -> str:
    """What a difference of a keyword is called: `max-length` where `maxLength` is."""
    return _CAPITAL.sub(lambda capital: f"-{capital[0].lower()}", keyword)


def presence(old: object | None, new: object | None) -> Kind:
    """What has happened to something that differs, None where it is not there."""
    if old is None:
        return Kind.ADDED
    return Kind.REMOVED if new is None else Kind.CHANGED


def direction(*, narrower: bool, wider: bool) -> Kind:
    """Which way something has changed, from which ways it has."""
    if narrower == wider:
        return Kind.CHANGED
    return Kind.NARROWED if narrower else Kind.WIDENED

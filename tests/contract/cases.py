"""The cases: one document, what the old and the new one have in its place, and why.

A case reads:

    - name: what it shows
      both: {place: value}           # in both documents (optional)
      old: {place: value}            # in the old one
      new: {place: value}            # in the new one
      there: [line, ...]             # what is told of old to new
      back: [line, ...]              # and of new to old

A line is `level rule side: old -> new: sentence (operation, ...)`. The value `(absent)`
takes a member away. Places are pointers, or begin with one of `SHORT`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import yaml

from apiloom.api.ir import ApiSpec
from apiloom.core.location import Location, Pointer, tokens_of
from apiloom.diff.contract import ContractChange, compare_contracts
from tests.contract.reading import api_of

HERE: Final = Path(__file__).parent / "cases"
SHORT: Final = {
    "Pet": "/components/schemas/Pet",
    "name": "/components/schemas/Pet/properties/name",
    "op": "/paths/~1pets~1{id}/put",
    "body": "/paths/~1pets~1{id}/put/requestBody",
    "ok": "/paths/~1pets~1{id}/put/responses/200",
    "hook": "/webhooks/born/post",
}


@dataclass(frozen=True)
class Case:
    """Two documents, and what is told of them either way."""

    name: str
    old: dict[str, Any]
    new: dict[str, Any]
    there: list[str]
    back: list[str]

    @cached_property
    def apis(self) -> tuple[ApiSpec, ApiSpec]:
        """What the walk makes of both documents."""
        return api_of(self.old), api_of(self.new)

    @cached_property
    def changes(self) -> tuple[tuple[ContractChange, ...], tuple[ContractChange, ...]]:
        """The changes there, and those back."""
        old, new = self.apis
        return compare_contracts(old, new), compare_contracts(new, old)


@cache
def _text(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def base() -> Any:
    """A fresh copy of the document that cases change."""
    return copy.deepcopy(_text(HERE / "base.yaml"))


def cases() -> Iterator[Case]:
    """Every case of every family."""
    for path in sorted(HERE.glob("*.yaml")):
        if path.name == "base.yaml":
            continue
        for each in _text(path):
            yield case_of(path.stem, each)


def case_of(family: str, written: Mapping[str, Any]) -> Case:
    """A case as it is written in a file."""
    both = written.get("both", {})
    return Case(
        f"{family}: {written['name']}",
        patched(base(), both | written.get("old", {})),
        patched(base(), both | written.get("new", {})),
        written.get("there", []),
        written.get("back", []),
    )


def patched(document: Any, patch: Mapping[str, Any]) -> Any:
    """The document with other values at some places."""
    for place, value in patch.items():
        *above, last = tokens_of(Pointer(long(place)))
        holder = document
        for token in above:
            holder = (
                holder[int(token)]
                if isinstance(holder, list)
                else holder.setdefault(token, {})
            )
        if value == "(absent)":
            del holder[last]
        elif isinstance(holder, list):
            holder[int(last) :] = [copy.deepcopy(value)]
        else:
            holder[last] = copy.deepcopy(value)
    return document


def long(place: str) -> str:
    """A place as a pointer."""
    head, slash, rest = place.partition("/")
    return SHORT[head] + slash + rest if head else place


def short(location: Location | None) -> str:
    """A pointer as cases write it."""
    if location is None:
        return "none"
    found = str(location.pointer)
    for name, start in sorted(SHORT.items(), key=lambda each: -len(each[1])):
        if found == start or found.startswith(start + "/"):
            return name + found[len(start) :]
    return found or "(root)"


def line(change: ContractChange) -> str:
    """A change as cases write it."""
    places = f"{short(change.old)} -> {short(change.new)}"
    felt = f" ({', '.join(change.operations)})" if change.operations else ""
    head = f"{change.level} {change.rule} {change.side}"
    return f"{head}: {places}: {change.sentence}{felt}"

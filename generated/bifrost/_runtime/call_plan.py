"""What the calls of an operation through one client have in common."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import httpx2

from .auth import SecurityScheme
from .configuration import Target
from .credentials import Chosen, usable
from .parameters import Arguments

RawFields: TypeAlias = list[tuple[bytes, bytes]]


@dataclass(frozen=True, kw_only=True)
class CallPlan:
    """Where calls go, which secrets they need, and the header fields that all have.

    `defaults` are those of the client and of the operation, names in lower case;
    `theirs` are those that the HTTP client adds to each request. Those that the target
    must not have are left out of `fields`.
    """

    target: Target
    defaults: Mapping[str, str] = field(repr=False)
    theirs: RawFields = field(repr=False)
    chosen: Chosen = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all fields, in lower case."""
        return frozenset(name.lower().decode("latin-1") for name, _ in self.fields)

    @cached_property
    def fields(self) -> RawFields:
        """All of them, as they are sent."""
        return self.fields_with({})

    @cached_property
    def host(self) -> tuple[bytes, bytes]:
        """The field that names the server (RFC 9110, section 7.2)."""
        return b"Host", httpx2.URL(self.target.base).netloc

    @cached_property
    def secrets(self) -> Arguments | None:
        """What the secrets add to each request; None where one is asked for anew."""
        known = [
            (each.scheme, each.secret)
            for each in self.chosen
            if isinstance(each.secret, str)
        ]
        return placed(known) if len(known) == len(self.chosen) else None

    def fields_with(self, own: Mapping[str, str]) -> RawFields:
        """These fields, and those of the plan that have other names."""
        withheld = self.target.withheld
        defaults = {n: v for n, v in self.defaults.items() if n not in withheld}
        ours = raw_fields({**defaults, **own})
        without = {name for name, _ in ours}.union(name.encode() for name in withheld)
        theirs = [each for each in self.theirs if each[0].lower() not in without]
        return theirs + ours


def placed(secrets: Iterable[tuple[SecurityScheme, str]]) -> Arguments:
    """Each secret where its security scheme says it goes."""
    written = Arguments("")
    for scheme, secret in secrets:
        scheme.place(usable(scheme.name, secret), written)
    return written


def raw_fields(given: Mapping[str, str]) -> RawFields:
    """Header fields as they are sent."""
    return [(name.encode(), value.encode()) for name, value in given.items()]

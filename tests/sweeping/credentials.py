"""Secrets for every security scheme, and which of them an operation needs."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from tests.sweeping.described import DescribedOperation, Json, is_token
from tests.sweeping.package import Package

Secret: TypeAlias = str | tuple[str, str]
Way: TypeAlias = tuple[str, ...]
"""The schemes of one security requirement, by their names in the document."""

PRINCIPAL: Final = "who has "
_NOT_SENT: Final = "security: a client cannot send credentials of this kind"


@dataclass(slots=True)
class Seen:
    """What the functions of the server were given, by the name of the scheme."""

    credentials: dict[str, Secret] = field(default_factory=dict)


class Credentials:
    """The secrets of one document, for clients and for the server."""

    def __init__(
        self, package: Package, schemes: Mapping[str, Json], together: Iterable[Way]
    ) -> None:
        """`together` are the requirements of all operations."""
        self.schemes = dict(schemes)
        self.seen = Seen()
        self.admits_others = True
        """Whether functions that are given the whole request say yes."""
        client = [each.name for each in package.module("client").API.security]
        server = package.module("server")
        self._checks = _check_names(server)
        self._client = _by_scheme(schemes, client)
        self._server = _by_scheme(schemes, self._checks)
        self._secrets = {name: _secret(name, each) for name, each in schemes.items()}
        for way in together:
            # Schemes that are needed together may write the same field.
            tokens = [name for name in way if is_token(schemes.get(name, {}))]
            if tokens:
                self._secrets |= dict.fromkeys(tokens, self._secrets[tokens[0]])

    def ways(self, operation: DescribedOperation, left_out: Counter[str]) -> list[Way]:
        """The alternatives of an operation that a client can take."""
        found: list[Way] = []
        for way in operation.security:
            if way and all(name in self._client for name in way):
                found.append(way)
            elif way:
                left_out[_NOT_SENT] += 1
        return found

    def is_guarded(self, operation: DescribedOperation) -> bool:
        """Whether a call without credentials has to be refused.

        Where a scheme is one that the client cannot send, the server's function
        decides, which here says no.
        """
        return bool(operation.security) and all(operation.security)

    def secret(self, name: str) -> Secret:
        """The secret of a scheme."""
        return self._secrets[name]

    def of_client(self, way: Way) -> dict[str, Secret]:
        """Arguments of a client that has the credentials of one way, and no other."""
        return {self._client[name]: self._secrets[name] for name in way}

    def security(self, server: Any) -> Any:
        """The `Security` of the server; it admits who has the right secret."""
        scheme_of = {argument: name for name, argument in self._server.items()}
        checks = {name: self._check(scheme_of.get(name, name)) for name in self._checks}
        return server.Security(**checks)

    def principal(self, way: Way) -> str:
        """Whom the handler has to see: the first scheme names it."""
        return f"{PRINCIPAL}{way[0]}"

    def _check(self, scheme: str) -> Callable[..., Awaitable[str | None]]:
        async def check(*given: Any) -> str | None:
            *credentials, _access = given
            if not credentials:
                return f"{PRINCIPAL}{scheme}" if self.admits_others else None
            got = credentials[0] if len(credentials) == 1 else tuple(credentials)
            self.seen.credentials[scheme] = got
            return f"{PRINCIPAL}{scheme}" if got == self._secrets[scheme] else None

        return check


def wrong(secret: Secret) -> Secret:
    """A secret that is not the right one."""
    return f"{secret}x" if isinstance(secret, str) else (secret[0], f"{secret[1]}x")


def _secret(name: str, scheme: Json) -> Secret:
    """A text with everything that a token can have; blanks only where they can be."""
    plain = re.sub(r"[^A-Za-z0-9]", "", name)
    if scheme.get("type") == "http" and str(scheme.get("scheme")).lower() == "basic":
        return f"us&er=@ë {plain}", "pa:ss wörd 🦜"
    if scheme.get("type") == "apiKey" and scheme.get("in") == "query":
        return f"k&e=y+%41 #ë {plain}"
    if scheme.get("type") == "apiKey" and scheme.get("in") == "header":
        return f"k&e=y+%41 #,; {plain}"
    if scheme.get("type") == "apiKey":
        return f"t.o-k_e~n:/@{plain}"
    return f"t.o-k_e~n/+={plain}=="


def _check_names(server: Any) -> list[str]:
    if not hasattr(server, "Security"):
        return []
    names = inspect.signature(server.Security.__init__).parameters
    return [name for name in names if name != "self"]


def _by_scheme(schemes: Mapping[str, Json], arguments: Any) -> dict[str, str]:
    """The argument for each scheme: the same letters and digits in the same order.

    Those that have none are the next ones in the order of the document.
    """
    plain = {_letters(argument): argument for argument in arguments}
    known = {name: plain[key] for name in schemes if (key := _letters(name)) in plain}
    others = [each for each in arguments if each not in known.values()]
    unknown = [name for name in schemes if name not in known and not _letters(name)]
    return known | dict(zip(unknown, others, strict=False))


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()

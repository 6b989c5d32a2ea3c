"""The secrets of a client, and the choice of those that an operation needs."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from .auth import AsyncToken, Login, SecurityScheme
from .errors import MissingCredentials
from .header_fields import field_value

if TYPE_CHECKING:
    from .operation import Operation, SecurityRequirement

Given: TypeAlias = Mapping[str, AsyncToken | Login | None]
"""What a client was made with, by the name of the security scheme."""
Chosen: TypeAlias = Sequence[tuple[SecurityScheme, AsyncToken]]


class Credentials:
    """Secrets by the name of their scheme; shows none and cannot be pickled."""

    __slots__ = ("_schemes", "_secrets", "_variable")

    def __init__(
        self,
        schemes: Sequence[SecurityScheme],
        given: Given,
        variable: Callable[[str], str],
    ) -> None:
        """Takes what is given, else what the environment holds at this moment.

        `variable` names the environment variable of a scheme; for a user name and a
        password it holds `name:password`. Raises ValueError for an unusable secret.
        """
        self._schemes = {scheme.name: scheme for scheme in schemes}
        self._variable = variable
        self._secrets: dict[str, AsyncToken] = {}
        for name in self._schemes:
            value = given.get(name)
            if value is None:
                value = os.environ.get(variable(name)) or None
            if value is not None:
                self._secrets[name] = _checked(name, value)

    def __repr__(self) -> str:
        return f"<credentials for {', '.join(sorted(self._secrets)) or 'nothing'}>"

    def __reduce__(self) -> Any:
        raise TypeError("credentials cannot be pickled")

    def replaced(self, given: Given) -> "Credentials":
        """A copy in which what is given stands for the old; None takes it away.

        Raises TypeError for a name that no security scheme has.
        """
        for name in given:
            if name not in self._schemes:
                raise TypeError(f"a client has no option {name!r}")
        twin = Credentials((), {}, self._variable)
        twin._schemes = self._schemes
        twin._secrets = {
            name: secret for name, secret in self._secrets.items() if name not in given
        }
        for name, value in given.items():
            if value is not None:
                twin._secrets[name] = _checked(name, value)
        return twin

    def choose(self, operation: "Operation[Any]", headers: Collection[str]) -> Chosen:
        """The secrets to send: one alternative of those that the operation lists.

        The first that is satisfied is taken; an empty one, which makes credentials
        optional, when no other is (OpenAPI 3.1, section 4.8.30). A scheme whose header
        field the caller wrote by hand is satisfied and left alone. Raises
        `MissingCredentials` when there is nothing to choose.
        """
        named = [requirement for requirement in operation.security if requirement]
        for requirement in named:
            if all(self._satisfies(name, headers) for name in requirement):
                return [
                    (self._schemes[name], self._secrets[name])
                    for name in requirement
                    if not self._schemes[name].given_in(headers)
                ]
        if len(named) < len(operation.security) or not named:
            return ()
        raise MissingCredentials(self._advice(operation.id, named))

    def _satisfies(self, name: str, headers: Collection[str]) -> bool:
        scheme = self._schemes.get(name)
        return scheme is not None and (
            name in self._secrets or scheme.given_in(headers)
        )

    def _advice(self, operation: str, named: "Sequence[SecurityRequirement]") -> str:
        ways = (
            " and ".join(f"{name}=... (or {self._variable(name)})" for name in way)
            for way in named
        )
        return (
            f"{operation} needs credentials: give the client {', or '.join(ways)};"
            " names in capitals are environment variables"
        )


def usable(name: str, secret: object) -> str:
    """The secret; ValueError when it cannot be sent, without showing it."""
    if not isinstance(secret, str):
        raise TypeError(f"{name} must be text")
    if not secret.strip():
        raise ValueError(f"{name} is empty")
    field_value(name, secret)
    return secret


def _checked(name: str, given: AsyncToken | Login) -> AsyncToken:
    if isinstance(given, str):
        return usable(name, given)
    if not callable(given):
        username, password = given
        if ":" in username:
            raise ValueError(f"the user name of {name} contains a colon (RFC 7617)")
        return usable(name, f"{username}:{password}")
    return given

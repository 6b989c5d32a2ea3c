"""The secrets of a client, and the choice of those that an operation needs."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from .auth import Credential, Login, SecurityScheme
from .errors import MissingCredentials
from .header_fields import field_value

if TYPE_CHECKING:
    from .operation import Operation, SecurityRequirement

Given: TypeAlias = "Mapping[str, Credential | Login | None]"
"""What a client was made with, by the name of the security scheme."""
_FOREIGN = (
    "{} needs credentials, which are sent to the client's own origin ({}) alone, and"
    " not to {}: client.with_options(base_url=...) makes that its own, or write the"
    " header field by hand"
)


@dataclass(frozen=True, slots=True)
class Needed:
    """A secret that a call needs, and the scopes that its operation lists for it."""

    scheme: SecurityScheme
    secret: Credential = field(repr=False)
    scopes: tuple[str, ...] = ()

    @property
    def can_change(self) -> bool:
        """Whether to ask again may give another one."""
        return not isinstance(self.secret, str)


Chosen: TypeAlias = Sequence[Needed]


class Credentials:
    """Secrets by the name of their scheme; shows none and cannot be pickled."""

    __slots__ = ("_has_auth", "_schemes", "_secrets", "_variable")

    def __init__(
        self,
        schemes: Sequence[SecurityScheme],
        given: Given,
        variable: Callable[[str], str],
        *,
        has_auth: bool = False,
    ) -> None:
        """Takes what is given, else what the environment holds at this moment.

        `variable` names the environment variable of a scheme; for a user name and a
        password it holds `name:password`. An HTTP client that has an `auth` of its own
        stands for the environment. Raises ValueError for an unusable secret.
        """
        self._schemes = {scheme.name: scheme for scheme in schemes}
        self._variable = variable
        self._has_auth = has_auth
        self._secrets: dict[str, Credential] = {}
        for name in self._schemes:
            value = given.get(name)
            if value is None and not has_auth:
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
        twin = Credentials((), {}, self._variable, has_auth=self._has_auth)
        twin._schemes = self._schemes
        twin._secrets = {
            name: secret for name, secret in self._secrets.items() if name not in given
        }
        for name, value in given.items():
            if value is not None:
                twin._secrets[name] = _checked(name, value)
        return twin

    def choose(
        self,
        operation: "Operation[Any]",
        headers: Collection[str],
        *,
        origins: tuple[str, str] | None = None,
    ) -> Chosen:
        """The secrets to send: one alternative of those that the operation lists.

        The first that is satisfied is taken; an empty one, which makes credentials
        optional, when no other is (OpenAPI 3.1, section 4.8.30). A scheme whose header
        field the caller wrote by hand is satisfied and left alone. Where none is, the
        HTTP client's own `auth` is trusted to be what is missing. For a foreign server
        there is only what was written by hand; `origins` are the client's own, and
        that one. Raises `MissingCredentials` when there
        is nothing to choose.
        """
        named = [requirement for requirement in operation.security if requirement]
        secrets: Mapping[str, Credential] = {} if origins else self._secrets
        for requirement in named:
            if all(self._satisfies(name, secrets, headers) for name in requirement):
                return self._placed(requirement, secrets, headers)
        if len(named) < len(operation.security) or not named:
            return ()
        if origins is not None:
            raise MissingCredentials(_FOREIGN.format(operation.id, *origins))
        if self._has_auth:
            return self._placed(named[0], secrets, headers)
        raise MissingCredentials(self._advice(operation.id, named))

    def _placed(
        self,
        requirement: "SecurityRequirement",
        secrets: Mapping[str, Credential],
        headers: Collection[str],
    ) -> Chosen:
        return [
            Needed(self._schemes[name], secrets[name], scopes)
            for name, scopes in requirement.items()
            if name in secrets and not self._schemes[name].given_in(headers)
        ]

    def _satisfies(
        self, name: str, secrets: Mapping[str, Credential], headers: Collection[str]
    ) -> bool:
        scheme = self._schemes.get(name)
        return scheme is not None and (name in secrets or scheme.given_in(headers))

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


def _checked(name: str, given: "Credential | Login") -> "Credential":
    if isinstance(given, str):
        return usable(name, given)
    if callable(given) or not isinstance(given, tuple):
        return given
    username, password = given
    if ":" in username:
        raise ValueError(f"the user name of {name} contains a colon (RFC 7617)")
    return usable(name, f"{username}:{password}")

"""Who may call an operation: alternatives of schemes that are needed together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic

from .problem import Problem, ProblemError
from .refusals import Forbidden, Unauthorized
from .request import HttpRequest
from .route import AnyOperation
from .schemes import Access, Fault, MalformedCredentialsError, Principal, Scheme
from .wire import Header

_MISSING = "Credentials are required."
_REFUSED = "The credentials were refused."
_MALFORMED = "The credentials are malformed."


class _RefusedError(Exception):
    """Credentials were sent and are not good enough."""


class SecuritySchemes(Generic[Principal]):
    """The base of the generated `Security`: every scheme of the document by name."""

    def __init__(self, *schemes: Scheme[Principal]) -> None:
        self.schemes = {scheme.name: scheme for scheme in schemes}


@dataclass(frozen=True, slots=True)
class _Needed(Generic[Principal]):
    """A scheme, and the scopes or roles that the document names beside it."""

    scheme: Scheme[Principal]
    scopes: tuple[str, ...]


class Guard(Generic[Principal]):
    """Decides about one operation, by its security requirements.

    They are alternatives (OpenAPI 3.1 section 4.8.30); within one, every scheme must
    accept its credentials, and the first of them names the principal. Raises
    `TypeError` where `security` lacks a scheme.
    """

    def __init__(
        self, operation: AnyOperation, security: SecuritySchemes[Principal]
    ) -> None:
        self._operation = operation
        self._optional = any(not needed for needed in operation.security)
        self._alternatives = [
            [
                _Needed(_scheme(security, name, operation), tuple(scopes))
                for name, scopes in needed.items()
            ]
            for needed in operation.security
            if needed
        ]
        self._asks = [
            (
                partial(self._ask, schemes[0])
                if len(schemes) == 1
                else partial(self._ask_all, schemes)
            )
            for schemes in self._alternatives
        ]

    async def admit(self, http: HttpRequest) -> Principal | None:
        """The principal; None where credentials are optional and none were sent.

        Raises `ProblemError` with 401, and what a function has raised to refuse, where
        no other alternative is good enough: 403 before 401.
        """
        outcome = _MISSING
        told: Forbidden | Unauthorized | None = None
        for ask in self._asks:
            try:
                principal = await ask(http)
            except _RefusedError:
                outcome = outcome if outcome is _MALFORMED else _REFUSED
            except MalformedCredentialsError:
                outcome = _MALFORMED
            except (Forbidden, Unauthorized) as error:
                if told is None or isinstance(error, Forbidden):
                    told = error
            else:
                if principal is not None:
                    return principal
        if told is not None:
            raise told
        if outcome is _MISSING and self._optional:
            return None
        fault: Fault | None = None if outcome is _MISSING else "invalid_token"
        challenges = tuple(self._challenges(fault, ()))
        raise ProblemError(Problem(401, outcome, part="credentials"), challenges)

    def challenges(self, error: Forbidden | Unauthorized) -> Sequence[Header]:
        """What tells a caller who was refused which credentials would do.

        403 has a challenge only where scopes are missing (RFC 6750, section 3.1).
        """
        if isinstance(error, Unauthorized):
            return tuple(self._challenges("invalid_token", error.scopes))
        if not error.scopes:
            return ()
        return tuple(self._challenges("insufficient_scope", error.scopes))

    async def _ask(
        self, needed: _Needed[Principal], http: HttpRequest
    ) -> Principal | None:
        """Whom one scheme names; None where no credentials were sent.

        Raises `_RefusedError` and `MalformedCredentialsError`.
        """
        scheme = needed.scheme
        credentials = scheme.read(http.scope)
        if credentials is None:
            return None
        access = Access(self._operation, needed.scopes, http)
        principal = await scheme.ask(*credentials, access)
        if principal is None and scheme.knows_absence:
            raise _RefusedError
        return principal

    async def _ask_all(
        self, schemes: list[_Needed[Principal]], http: HttpRequest
    ) -> Principal | None:
        """Whom the first of `schemes` names, once all have accepted; as `_ask`."""
        given = [needed.scheme.read(http.scope) for needed in schemes]
        if None in given:
            pairs = zip(given, schemes, strict=True)
            if any(sent and needed.scheme.knows_absence for sent, needed in pairs):
                raise _RefusedError
            return None
        first: Principal | None = None
        for needed in schemes:
            principal = await self._ask(needed, http)
            if principal is None:
                return None
            first = principal if first is None else first
        return first

    def _challenges(
        self, fault: Fault | None, scopes: tuple[str, ...]
    ) -> Iterator[Header]:
        challenges = (
            needed.scheme.challenge(fault, scopes)
            for schemes in self._alternatives
            for needed in schemes
        )
        for challenge in _unique(challenges):
            yield b"www-authenticate", challenge.encode("latin-1", "replace")


def _scheme(
    security: SecuritySchemes[Principal], name: str, operation: AnyOperation
) -> Scheme[Principal]:
    found = security.schemes.get(name)
    if found is None:
        raise TypeError(
            f"{type(security).__qualname__} has nothing for {name}, which"
            f" {operation.id} asks for"
        )
    return found


def _unique(challenges: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(challenges))

"""Who may call an operation: alternatives of schemes that are needed together."""

from collections.abc import Iterable
from functools import partial
from typing import Generic

from starlette.types import Scope

from .problem import Problem, ProblemError
from .route import AnyOperation
from .schemes import MalformedCredentialsError, Principal, Scheme

_MISSING = "Credentials are required."
_REFUSED = "The credentials were refused."
_MALFORMED = "The credentials are malformed."


class _RefusedError(Exception):
    """Credentials were sent and are not good enough."""


class SecuritySchemes(Generic[Principal]):
    """The base of the generated `Security`: every scheme of the document by name."""

    def __init__(self, *schemes: Scheme[Principal]) -> None:
        self.schemes = {scheme.name: scheme for scheme in schemes}


class Guard(Generic[Principal]):
    """Decides about one operation, by its security requirements.

    They are alternatives (OpenAPI 3.1 section 4.8.30); within one, every scheme must
    accept its credentials, and the first of them names the principal.
    """

    def __init__(
        self, operation: AnyOperation, security: SecuritySchemes[Principal]
    ) -> None:
        self._operation = operation
        self._optional = any(not needed for needed in operation.security)
        self._alternatives = [
            [security.schemes[name] for name in needed]
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

    async def admit(self, scope: Scope) -> Principal | None:
        """The principal; None where credentials are optional and none were sent.

        Raises `ProblemError` with 401.
        """
        outcome = _MISSING
        for ask in self._asks:
            try:
                principal = await ask(scope)
            except _RefusedError:
                outcome = outcome if outcome is _MALFORMED else _REFUSED
            except MalformedCredentialsError:
                outcome = _MALFORMED
            else:
                if principal is not None:
                    return principal
        if outcome is _MISSING and self._optional:
            return None
        raise self._refusal(outcome)

    async def _ask(self, scheme: Scheme[Principal], scope: Scope) -> Principal | None:
        """Whom one scheme names; None where no credentials were sent.

        Raises `_RefusedError` and `MalformedCredentialsError`.
        """
        credentials = scheme.read(scope)
        if credentials is None:
            return None
        principal = await scheme.ask(*credentials, self._operation)
        if principal is None and scheme.knows_absence:
            raise _RefusedError
        return principal

    async def _ask_all(
        self, schemes: list[Scheme[Principal]], scope: Scope
    ) -> Principal | None:
        """Whom the first of `schemes` names, once all have accepted; as `_ask`."""
        given = [scheme.read(scope) for scheme in schemes]
        if None in given:
            if any(c and s.knows_absence for c, s in zip(given, schemes, strict=True)):
                raise _RefusedError
            return None
        first: Principal | None = None
        for scheme in schemes:
            principal = await self._ask(scheme, scope)
            if principal is None:
                return None
            first = principal if first is None else first
        return first

    def _refusal(self, outcome: str) -> ProblemError:
        challenges = _unique(
            scheme.challenge(refused=outcome is not _MISSING)
            for schemes in self._alternatives
            for scheme in schemes
        )
        return ProblemError(
            Problem(401, outcome, part="credentials"),
            tuple(
                (b"www-authenticate", challenge.encode("latin-1", "replace"))
                for challenge in challenges
            ),
        )


def _unique(challenges: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(challenges))

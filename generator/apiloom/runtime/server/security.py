"""Who may call an operation: alternatives of schemes that are needed together."""

from collections.abc import Iterable
from typing import Any, Generic

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

    async def admit(self, scope: Scope) -> Principal | None:
        """The principal; None where credentials are optional and none were sent.

        Raises `ProblemError` with 401.
        """
        outcome = _MISSING
        for schemes in self._alternatives:
            try:
                principal = await self._principal(schemes, scope)
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

    async def _principal(
        self, schemes: list[Scheme[Principal]], scope: Scope
    ) -> Principal | None:
        """Whom the first of `schemes` names, once all have accepted.

        None where no credentials were sent. Raises `_RefusedError` and
        `MalformedCredentialsError`.
        """
        first: Principal | None = None
        for scheme, credentials in _given(schemes, scope):
            principal = await scheme.principal(credentials, self._operation)
            if principal is None:
                if scheme.knows_absence:
                    raise _RefusedError
                return None
            if first is None:
                first = principal
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


def _given(
    schemes: list[Scheme[Principal]], scope: Scope
) -> list[tuple[Scheme[Principal], tuple[Any, ...]]]:
    """Every scheme with its credentials; nothing where none were sent.

    Raises `_RefusedError` where some are missing, and `MalformedCredentialsError`.
    """
    given: list[tuple[Scheme[Principal], tuple[Any, ...]]] = []
    for scheme in schemes:
        credentials = scheme.read(scope)
        if credentials is not None:
            given.append((scheme, credentials))
    if len(given) == len(schemes):
        return given
    if any(scheme.knows_absence for scheme, _ in given):
        raise _RefusedError
    return []


def _unique(challenges: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(challenges))

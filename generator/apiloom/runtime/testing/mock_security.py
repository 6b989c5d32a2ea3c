"""A mocked API lets anybody in."""

from typing import Any

from starlette.types import Scope

from ..server.route import AnyOperation
from ..server.schemes import Access, Fault, Scheme
from ..server.security import SecuritySchemes


class Anybody(SecuritySchemes[str]):
    """Whatever an operation asks for is good enough; the principal is what was sent.

    That is the `Authorization` of a request, or an empty text.
    """

    def __init__(self, operation: AnyOperation) -> None:
        needed: dict[str, None] = {}
        for requirement in operation.security:
            needed.update(dict.fromkeys(requirement))
        super().__init__(*map(_AnyCredentials, needed))


class _AnyCredentials(Scheme[str]):
    knows_absence = False
    _given = 0

    def __init__(self, name: str) -> None:
        super().__init__(name, _sender)

    def read(self, scope: Scope) -> tuple[Any, ...]:
        del scope
        return ()

    def challenge(self, fault: Fault | None, scopes: tuple[str, ...]) -> str:
        del fault, scopes
        return "Bearer"


async def _sender(access: Access) -> str:
    return access.http.headers.get("authorization", "")

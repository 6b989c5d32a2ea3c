"""Operations with the same method and path, told apart by what a request carries.

Documents write such paths with a query or a fragment: `/?action=list`, `/#Action=List`.
"""

from collections.abc import Sequence
from urllib.parse import unquote_plus

from starlette.types import Receive, Scope, Send

from .endpoint import Endpoint
from .pairs import query_pairs
from .problem import Problem
from .respond import problem_answer
from .wire import send_answer


class Choice:
    """Passes a request to the first endpoint that it fits.

    One that asks for more comes first. A request that fits none is answered by the
    first whose fixed query it has, since that can say what is wrong.
    """

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self._endpoints = sorted(endpoints, key=_demands, reverse=True)
        self.route = self._endpoints[0].route

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        able = [each for each in self._endpoints if _has_query(each, scope)]
        if not able:
            await send_answer(problem_answer(Problem(404)), scope, receive, send)
            return
        fitting = next((each for each in able if each.fits(scope)), able[0])
        await fitting(scope, receive, send)


def _demands(endpoint: Endpoint) -> tuple[int, int]:
    operation = endpoint.operation
    return len(operation.query), sum(each.required for each in operation.parameters)


def _has_query(endpoint: Endpoint, scope: Scope) -> bool:
    if not endpoint.operation.query:
        return True
    sent = query_pairs(scope)
    return all(
        value in map(unquote_plus, sent.get(name, []))
        for name, value in endpoint.operation.query
    )

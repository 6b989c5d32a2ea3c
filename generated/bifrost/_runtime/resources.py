"""What the classes for the tags of a document derive from."""

import copy
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast

from .missing import MISSING
from .options import RequestOptions

if TYPE_CHECKING:
    from .client import AsyncClient, SyncClient
    from .decode import RawResponse
    from .open_response import AsyncStreamedResponse, StreamedResponse
    from .operation import Operation

T = TypeVar("T")

Form: TypeAlias = Literal["data", "raw", "open", "pages"]
"""What a method returns: data, that and its response, one that is still open, or the
way through pages."""
NO_PROPERTIES: Mapping[str, object] = MappingProxyType({})


def listed(names: Iterable[str], *, but: Collection[str]) -> list[str]:
    """The names that completion shows: what is public, and what Python itself has."""
    return [
        name
        for name in names
        if name not in but and (name[:1] != "_" or name[:2] == name[-2:] == "__")
    ]


class Resource:
    """The operations of one tag; a twin has the same, and returns another form."""

    _form: Form = "data"

    def __dir__(self) -> list[str]:
        """The operations."""
        return listed(super().__dir__(), but=("raw_twin",))

    def _result(self, reply: "RawResponse[T]") -> T:
        return reply.data if self._form == "data" else cast("T", reply)

    @staticmethod
    def _walk(client: object, *given: Any) -> Any:
        # Imported when it is needed: most programs ask for no pages.
        from .pages import Walk

        return Walk(client, *given)

    @staticmethod
    def raw_twin(method: Callable[..., Any], form: Form) -> Callable[..., Any]:
        """The same method, of a copy of its resource that returns another form."""
        resource = getattr(method, "__self__", None)
        if not isinstance(resource, Resource):
            raise TypeError(f"no method of a client's resources: {method!r}")
        twin = copy.copy(resource)
        twin._form = form
        bound: Callable[..., Any] = getattr(twin, method.__name__)
        return bound


class SyncResource(Resource):
    """The base of the classes for the tags of a sync client."""

    def __init__(self, client: "SyncClient") -> None:
        self._client = client

    def _call(
        self,
        operation: "Operation[T]",
        arguments: Sequence[object] = (),
        options: RequestOptions | None = None,
        body: object = MISSING,
        properties: Mapping[str, object] = NO_PROPERTIES,
    ) -> T:
        given = operation, arguments, options, body, properties
        if self._form == "open":
            return cast("T", self._open(*given))
        if self._form == "pages":
            return cast("T", self._walk(self._client, *given))
        return self._result(self._client.exchange(*given))

    def _open(self, *given: Any) -> "StreamedResponse":
        # Imported when it is needed: most programs read whole responses.
        from .open_response import DeclaredStreamedResponse, StreamedResponse

        call, response = self._client.open(*given)
        if call.operation.headers is None:
            return StreamedResponse(call, response)
        declared: DeclaredStreamedResponse[Any] = DeclaredStreamedResponse(
            call, response
        )
        return declared


class AsyncResource(Resource):
    """The base of the classes for the tags of an async client."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client

    async def _call(
        self,
        operation: "Operation[T]",
        arguments: Sequence[object] = (),
        options: RequestOptions | None = None,
        body: object = MISSING,
        properties: Mapping[str, object] = NO_PROPERTIES,
    ) -> T:
        given = operation, arguments, options, body, properties
        if self._form == "open":
            return cast("T", await self._open(*given))
        if self._form == "pages":
            return cast("T", self._walk(self._client, *given))
        return self._result(await self._client.exchange(*given))

    async def _open(self, *given: Any) -> "AsyncStreamedResponse":
        # Imported when it is needed: most programs read whole responses.
        from .open_response import (
            AsyncDeclaredStreamedResponse,
            AsyncStreamedResponse,
        )

        call, response = await self._client.open(*given)
        if call.operation.headers is None:
            return AsyncStreamedResponse(call, response)
        declared: AsyncDeclaredStreamedResponse[Any] = AsyncDeclaredStreamedResponse(
            call, response
        )
        return declared

"""What the sync and the async client are: settings and credentials over connections."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

import httpx2

from .configuration import Api, Settings
from .connections import Connections
from .credentials import Credentials, Given
from .options import ClientOptions, RequestOptions, checked
from .resources import Resource, listed

if TYPE_CHECKING:
    from .call import Call
    from .operation import Operation

Http = TypeVar("Http", bound=httpx2.Client | httpx2.AsyncClient)


class BaseClient(Generic[Http]):
    """All but sending."""

    def __init__(
        self,
        api: Api,
        settings: Settings,
        credentials: Given,
        connections: Connections[Http],
    ) -> None:
        self._api = api
        self._settings = settings
        self._connections = connections
        self._credentials = Credentials(
            api.security,
            credentials,
            api.variable,
            has_auth=connections.http.auth is not None,
        )
        self._owner = not connections.is_given

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={str(self._settings.base_url)!r})"

    def __dir__(self) -> list[str]:
        """What programs use, and not what generated methods and pages do."""
        return listed(super().__dir__(), but=("exchange", "exchange_at", "open"))

    def __reduce__(self) -> Any:
        raise TypeError("a client cannot be pickled: it holds secrets and connections")

    def _with(self, options: Mapping[str, Any]) -> Self:
        """A copy with other options, on the same connections, which it never closes."""
        known = ClientOptions.__annotations__
        credentials = {n: value for n, value in options.items() if n not in known}
        twin = object.__new__(type(self))
        for name, value in vars(self).items():
            if not isinstance(value, Resource):
                setattr(twin, name, value)
        twin._settings = self._settings.replaced(
            self._api, cast("ClientOptions", options)
        )
        twin._credentials = self._credentials.replaced(credentials)
        twin._owner = False
        return twin

    def _begin(
        self,
        operation: "Operation[Any]",
        arguments: Sequence[object],
        options: RequestOptions | None,
        body: object,
        properties: Mapping[str, object],
    ) -> "Call":
        """The call and the secrets it needs; raises for what must not be sent."""
        # Imported at the first call: a program that imports the clients starts sooner.
        from .call import Call
        from .request import write_request

        options = checked(options)
        outgoing = write_request(
            operation,
            arguments,
            body,
            properties,
            options,
            has_keys=self._settings.idempotency_keys,
        )
        call = Call(self._api, self._settings, operation, outgoing, options)
        if not operation.security:
            return call
        by_hand: Mapping[str, str] = outgoing.headers
        if not call.target.is_foreign:
            # Looked into only where a scheme asks; httpx2 is slow to list its own.
            ours = self._connections.http.headers
            by_hand = ChainMap(
                dict(outgoing.headers), dict(self._settings.headers), ours
            )
        call.chosen = self._credentials.choose(
            operation, by_hand, is_foreign=call.target.is_foreign
        )
        return call

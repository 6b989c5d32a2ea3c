"""What the sync and the async client are: settings and credentials over connections."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

import httpx2

from .configuration import Api, Settings
from .connections import Connections
from .credentials import Chosen, Credentials, Given
from .options import ClientOptions, RequestOptions, checked
from .resources import Resource, listed

if TYPE_CHECKING:
    from .call import Call
    from .call_plan import CallPlan, RawFields
    from .operation import Operation
    from .request import Outgoing

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
        self._plans: dict[Operation[Any], CallPlan] = {}

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
        twin._plans = {}
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
        options = checked(options)
        outgoing = _request_writer()(
            operation,
            arguments,
            body,
            properties,
            options,
            has_keys=self._settings.idempotency_keys,
        )
        plan = self._plan(operation, options, outgoing.headers)
        return _call()(self._api, self._settings, operation, outgoing, options, plan)

    def _plan(
        self,
        operation: "Operation[Any]",
        options: RequestOptions,
        headers: Mapping[str, str],
    ) -> "CallPlan":
        """The plan of an operation, kept for as long as its HTTP client sends the same.

        Made for one call where that goes elsewhere, or says itself who is calling.
        """
        theirs = self._connections.http.headers.raw
        secret = self._api.secret_headers
        if options.get("base_url") or not secret.isdisjoint(headers):
            return self._new_plan(operation, options, headers, theirs)
        plan = self._plans.get(operation)
        if plan is None or plan.theirs != theirs:
            plan = self._new_plan(operation, options, {}, theirs)
            self._plans[operation] = plan
        return plan

    def _new_plan(
        self,
        operation: "Operation[Any]",
        options: RequestOptions,
        headers: Mapping[str, str],
        theirs: "RawFields",
    ) -> "CallPlan":
        from .call_plan import CallPlan

        target = self._settings.target(self._api, operation, options)
        chosen: Chosen = ()
        if operation.security:
            by_hand = {*headers}
            if not target.is_foreign:
                by_hand.update(self._settings.headers)
                by_hand.update(name.lower().decode("latin-1") for name, _ in theirs)
            chosen = self._credentials.choose(
                operation, by_hand, origins=self._settings.origins(target)
            )
        defaults = self._settings.defaults(self._api, operation)
        return CallPlan(target=target, defaults=defaults, theirs=theirs, chosen=chosen)


# Imported at the first call: a program that imports the clients starts sooner.
@cache
def _call() -> "type[Call]":
    from .call import Call

    return Call


@cache
def _request_writer() -> "Callable[..., Outgoing]":
    from .request import write_request

    return write_request

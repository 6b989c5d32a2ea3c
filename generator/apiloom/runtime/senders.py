"""Sends webhooks and callbacks to those who want them: typed, judged, signed."""

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

import httpx2

from .body import encode_body
from .call import Call
from .call_plan import CallPlan
from .client import AsyncClient, SyncClient
from .configuration import Api, Settings, settings_of
from .connections import Connections
from .header_fields import fields
from .missing import MISSING, Missing
from .options import RequestOptions, Timeout, checked
from .parameters import Arguments
from .request import Outgoing
from .signatures import Signer
from .webhooks import Events, event_of

_NOWHERE = "http://webhook.invalid"
"""RFC 6761, section 6.4: each event has a URL of its own."""

if TYPE_CHECKING:
    from .operation import Operation

T = TypeVar("T")


class _Signing:
    """A client whose calls have one argument: the URL that somebody gave for events."""

    _api: Api
    _settings: Settings
    _connections: Connections[Any]
    sign: Signer | None = None

    def _begin(
        self,
        operation: "Operation[Any]",
        arguments: Sequence[object],
        options: RequestOptions | None,
        body: object,
        properties: Mapping[str, object],
    ) -> Call:
        """Judges and signs the body; ValueError for what is no plain HTTP URL."""
        chosen = checked(options)
        url = _usable(arguments[0])
        path, _, query = url.raw_path.decode("ascii").partition("?")
        origin = str(url.copy_with(raw_path=b"/", fragment=None))
        encoded = encode_body(operation, body, properties, chosen.get("content_type"))
        headers = fields(chosen.get("headers") or {})
        if self.sign is not None:
            content = b"" if encoded is None else encoded.content
            if not isinstance(content, bytes):
                raise TypeError("a body that is streamed cannot be signed")
            signature = self.sign.sign(content, f"msg_{uuid.uuid4().hex}")
            headers = {**headers, **fields(signature)}
        outgoing = Outgoing(
            method=operation.method,
            arguments=Arguments(path, query=_pairs(query)),
            body=encoded,
            headers=headers,
        )
        settings = self._settings.replaced(self._api, {"base_url": origin})
        plan = CallPlan(
            target=settings.target(self._api, operation, chosen),
            defaults=settings.defaults(self._api, operation),
            theirs=self._connections.http.headers.raw,
        )
        return Call(self._api, settings, operation, outgoing, chosen, plan)


class _SyncSigning(_Signing, SyncClient):
    """Blocks its thread."""


class _AsyncSigning(_Signing, AsyncClient):
    """The same with `await`."""


class SyncSender:
    """Sends events to URLs that their receivers have given.

    With `sign`, each has a signature and an id of its own, which further attempts
    repeat. Bodies are judged before they are sent. What subscribers answer is read as
    answers of an API are: statuses other than 2xx raise `StatusError`s.
    """

    _api: ClassVar[Api]
    _events: ClassVar[Events]

    def __init__(
        self,
        *,
        sign: Signer | None = None,
        timeout: Timeout | Missing = MISSING,
        max_retries: int = 2,
        headers: Mapping[str, str] | None = None,
        http_client: httpx2.Client | None = None,
    ) -> None:
        settings = settings_of(
            self._api,
            http_client,
            base_url=_NOWHERE,
            timeout=timeout,
            max_retries=max_retries,
            headers=headers,
            strict_responses=False,
        )
        self._client = _SyncSigning(self._api, settings, {}, http_client)
        self._client.sign = sign

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections, unless an `http_client` was given."""
        self._client.close()

    def _send(
        self, name: str, url: str, body: object, options: RequestOptions | None
    ) -> Any:
        event = event_of(self._events, name)
        return self._client.exchange(event, (url,), options, body).data

    def _send_only(
        self,
        name: str,
        event: "Operation[T]",
        url: str,
        body: object,
        options: RequestOptions | None,
    ) -> T:
        """Where there is one event: it has a type without an overload for it."""
        event_of(self._events, name)
        return self._client.exchange(event, (url,), options, body).data


class AsyncSender:
    """The same with `await`, under asyncio or trio."""

    _api: ClassVar[Api]
    _events: ClassVar[Events]

    def __init__(
        self,
        *,
        sign: Signer | None = None,
        timeout: Timeout | Missing = MISSING,
        max_retries: int = 2,
        headers: Mapping[str, str] | None = None,
        http_client: httpx2.AsyncClient | None = None,
    ) -> None:
        settings = settings_of(
            self._api,
            http_client,
            base_url=_NOWHERE,
            timeout=timeout,
            max_retries=max_retries,
            headers=headers,
            strict_responses=False,
        )
        self._client = _AsyncSigning(self._api, settings, {}, http_client)
        self._client.sign = sign

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connections, unless an `http_client` was given."""
        await self._client.aclose()

    async def _send(
        self, name: str, url: str, body: object, options: RequestOptions | None
    ) -> Any:
        event = event_of(self._events, name)
        return (await self._client.exchange(event, (url,), options, body)).data

    async def _send_only(
        self,
        name: str,
        event: "Operation[T]",
        url: str,
        body: object,
        options: RequestOptions | None,
    ) -> T:
        event_of(self._events, name)
        return (await self._client.exchange(event, (url,), options, body)).data


def _usable(text: object) -> httpx2.URL:
    """The URL of a receiver; credentials in it would end up in logs."""
    url = httpx2.URL(str(text))
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise ValueError("an event goes to an http(s) URL without credentials")
    return url


def _pairs(query: str) -> list[tuple[str, str]]:
    """The pairs of a query, encoded as they stand; one may be a name alone."""
    split = [pair.partition("=") for pair in query.split("&") if pair]
    return [(name, value) if sign else ("", name) for name, sign, value in split]

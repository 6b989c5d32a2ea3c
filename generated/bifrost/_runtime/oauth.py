"""OAuth 2.0: credentials that get their tokens by themselves (RFC 6749).

One request for a token is under way at a time, whoever waits for it, in threads and in
tasks. A token is renewed before it expires: in the last two minutes by the first who
needs it, while others use the old one, which also stays if that fails; in the last half
minute nobody uses it. What is done over the network is in `token_requests.py`.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import quote_plus, urlencode

from .errors import ApiError, RequestTimeout, TokenError
from .forks import tell_of_forks
from .narrowing import is_object

_ADVISORY = 120.0
_MANDATORY = 30.0
"""Seconds before the end of a token; of short-lived ones a quarter and a tenth."""
_PAUSE = 5.0
"""Seconds until a renewal is tried again that failed before it had to succeed."""
_NO_PARAMETERS: Mapping[str, str] = {}


@dataclass(slots=True)
class Token:
    """An access token; moments are those of a clock that nobody sets."""

    text: str = field(repr=False)
    scopes: frozenset[str]
    renewed_from: float
    used_until: float


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done for a token: use `token`, wait for `flight`, or lead it."""

    token: str | None
    flight: "Future[None] | None" = None
    leads: bool = False


class TokenSource:
    """Credentials for which a token endpoint gives access tokens."""

    is_repeatable = True
    """Whether asking twice does no harm."""

    def __init__(
        self,
        client_id: str | None,
        client_secret: str | None,
        token_url: str | None,
        scopes: Collection[str] | None,
        parameters: Mapping[str, str],
        *,
        in_body: bool,
    ) -> None:
        self.token_url = token_url
        self._client = (client_id, client_secret)
        self._in_body = in_body or client_secret is None
        self._scopes = None if scopes is None else tuple(scopes)
        self._parameters = dict(parameters)
        self._tokens: dict[frozenset[str], Token] = {}
        self._flights: dict[frozenset[str], Future[None]] = {}
        self._lock = Lock()
        tell_of_forks(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client[0]}>"

    def __reduce__(self) -> Any:
        raise TypeError("credentials cannot be pickled")

    def note_fork(self) -> None:
        """Runs in a child: requests that are under way are those of the parent."""
        self._lock = Lock()
        self._flights = {}

    def wanted(self, scopes: Collection[str]) -> tuple[str, ...]:
        """The scopes to ask for: what was given, else what an operation needs."""
        return tuple(scopes) if self._scopes is None else self._scopes

    def begin(self, wanted: Collection[str], refused: str | None) -> Step:
        """What to do for a token with these scopes, other than the one refused.

        Who leads a flight has to call `land` or `fall`.
        """
        scopes, now = frozenset(wanted), monotonic()
        with self._lock:
            token = self._held(scopes)
            if token is not None and token.text == refused:
                del self._tokens[token.scopes]
                token = None
            if token is not None and now < token.renewed_from:
                return Step(token.text)
            usable = token.text if token and now < token.used_until else None
            flight = self._flights.get(scopes)
            if flight is not None:
                return Step(usable, None if usable else flight)
            flight = self._flights[scopes] = Future()
            return Step(usable, flight, leads=True)

    def land(self, wanted: Collection[str], token: Token) -> None:
        """A token has come: everybody uses it."""
        scopes = frozenset(wanted)
        with self._lock:
            self._tokens[scopes] = token
            flight = self._flights.pop(scopes, None)
        if flight is not None:
            flight.set_result(None)

    def fall(self, wanted: Collection[str], error: BaseException) -> None:
        """No token has come; those who wait raise this, or try it themselves.

        The latter where it was the leader's own affair: no time left, or cancelled.
        """
        scopes = frozenset(wanted)
        with self._lock:
            flight = self._flights.pop(scopes, None)
            token = self._held(scopes)
            if token is not None:
                token.renewed_from = monotonic() + _PAUSE
        if flight is None:
            return
        if isinstance(error, ApiError) and not isinstance(error, RequestTimeout):
            flight.set_exception(error)
        else:
            flight.set_result(None)

    def form(self, wanted: Collection[str]) -> tuple[dict[str, str], bytes]:
        """Header fields and body of a request for a token (sections 2.3.1, 4.4, 6)."""
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "accept": "application/json",
        }
        form = {**self._grant(), **self._parameters}
        if wanted:
            form["scope"] = " ".join(wanted)
        client_id, secret = self._client
        if self._in_body:
            form |= {"client_id": client_id} if client_id else {}
            form |= {"client_secret": secret} if secret else {}
        else:
            pair = f"{quote_plus(client_id or '')}:{quote_plus(secret or '')}"
            encoded = b64encode(pair.encode()).decode("ascii")
            headers["authorization"] = f"Basic {encoded}"
        return headers, urlencode(form).encode()

    def read(
        self, wanted: Collection[str], status_code: int, body: bytes, asked: float
    ) -> Token:
        """The token of an answer to what was `asked` (section 5.1).

        Raises `TokenError` for one without (section 5.2).
        """
        answer = _parsed(body)
        text = answer.get("access_token")
        kind = answer.get("token_type", "bearer")
        if not 200 <= status_code < 300 or not isinstance(text, str) or not text:
            raise TokenError(status_code, _texts(answer))
        if not isinstance(kind, str) or kind.lower() != "bearer":
            raise TokenError(status_code, {"error": "unsupported_token_type"})
        self._note(answer)
        lifetime = _seconds(answer.get("expires_in"))
        return Token(
            text,
            frozenset(wanted),
            asked + lifetime - min(_ADVISORY, lifetime / 4),
            asked + lifetime - min(_MANDATORY, lifetime / 10),
        )

    def _held(self, scopes: frozenset[str]) -> Token | None:
        exact = self._tokens.get(scopes)
        if exact is not None:
            return exact
        wider = (token for token in self._tokens.values() if scopes <= token.scopes)
        return next(wider, None)

    def _grant(self) -> dict[str, str]:
        raise NotImplementedError

    def _note(self, answer: Mapping[str, object]) -> None:
        """Takes what an answer has beside the token."""


class ClientCredentials(TokenSource):
    """A client that speaks for itself (RFC 6749, section 4.4).

    The token URL and the scopes of each operation are those of the document. One that
    is on another server than the API has to be given: the secret goes there. `in_body`
    is for servers that do not know HTTP Basic; `parameters` are sent too (`audience`).

    ```python
    Client(oauth=ClientCredentials("my-app", os.environ["APP_SECRET"]))
    ```
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        token_url: str | None = None,
        scopes: Collection[str] | None = None,
        parameters: Mapping[str, str] = _NO_PARAMETERS,
        in_body: bool = False,
    ) -> None:
        super().__init__(
            client_id, client_secret, token_url, scopes, parameters, in_body=in_body
        )

    def _grant(self) -> dict[str, str]:
        return {"grant_type": "client_credentials"}


class RefreshToken(TokenSource):
    """A refresh token that a user has granted (RFC 6749, section 6).

    Where the server gives a new one with each access token, `on_refresh` is told it, to
    keep it for the next start. Without `scopes` a token has all that was granted.
    """

    is_repeatable = False

    def __init__(
        self,
        refresh_token: str,
        client_id: str | None = None,
        client_secret: str | None = None,
        *,
        token_url: str | None = None,
        scopes: Collection[str] | None = None,
        parameters: Mapping[str, str] = _NO_PARAMETERS,
        in_body: bool = False,
        on_refresh: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(
            client_id,
            client_secret,
            token_url,
            scopes or (),
            parameters,
            in_body=in_body,
        )
        self._refresh_token = refresh_token
        self._on_refresh = on_refresh

    def _grant(self) -> dict[str, str]:
        return {"grant_type": "refresh_token", "refresh_token": self._refresh_token}

    def _note(self, answer: Mapping[str, object]) -> None:
        new = answer.get("refresh_token")
        if isinstance(new, str) and new and new != self._refresh_token:
            self._refresh_token = new
            if self._on_refresh is not None:
                self._on_refresh(new)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        return {}
    return answer if is_object(answer) else {}


def _texts(answer: Mapping[str, object]) -> dict[str, str]:
    return {name: text for name, text in answer.items() if isinstance(text, str)}


def _seconds(given: object) -> float:
    """How long a token lives; one that does not say is used until it is refused."""
    if isinstance(given, str | int | float) and not isinstance(given, bool):
        try:
            return max(0.0, float(given))
        except ValueError:
            pass
    return float("inf")

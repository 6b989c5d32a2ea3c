"""What every `MockApi` is, whatever the document says."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self, TypeVar, cast

from starlette.types import ASGIApp

from ..client import AsyncClient, SyncClient
from ..configuration import Api
from .clients import Async, Sync, async_client, sync_client
from .default_answers import DefaultAnswers
from .mock_state import MockState, UndeclaredCallError, places
from .recordings import Recorder, Recording, secret_parameters
from .stored_items import Collections

Recorded = TypeVar("Recorded", bound=SyncClient | AsyncClient)


class TagMock:
    """The operations of one tag; each time one is named, a new mock of it."""

    def __init__(self, state: MockState) -> None:
        self._state = state


class MockedApi:
    """An API that answers what a test declares, and notes what it is asked.

        api = MockApi()
        api.pets.get.ok(name="Rex")
        with api.client() as client:
            client.pets.get("1")

    With `defaults`, calls that nothing is declared for are answered by the document's
    examples, or by values made of its schemas; else they raise `UndeclaredCallError`
    out of the client. `Prefer: code=404` or `Prefer: example=NAME` asks for others.
    With `stateful`, collections remember as well: what is put comes back, and a `seed`
    makes their ids the same each time. Pauses between attempts are noted, and not
    waited for.
    """

    package: ClassVar[str]
    _api: ClassVar[Api]

    def __init__(
        self,
        *,
        defaults: bool = False,
        stateful: bool = False,
        seed: int | None = None,
    ) -> None:
        collections = Collections(places(self.package), seed) if stateful else None
        answers = DefaultAnswers(self.package, collections)
        self._state = _State(self.package, answers if defaults or stateful else None)

    @classmethod
    def record(cls, client: Recorded, path: str | Path) -> Recorded:
        """A client like another, whose answers are written to a file.

        No credentials are: no header fields of requests, no cookies. What is in bodies
        is kept as it is. Streams of events are not recorded.
        """
        recorder = Recorder(Path(path), secret_parameters(cls._api.security))
        around = recorder.sync if isinstance(client, SyncClient) else None
        before = vars(client)["_settings"].middleware
        change = cast("Any", client).with_options
        middleware = (*before, around or recorder.asynchronous)
        return cast("Recorded", change(middleware=middleware))

    @classmethod
    def replay(cls, path: str | Path) -> Self:
        """An API that answers as a file says that was recorded.

        Equal requests are answered one after another, the last answer stays. What was
        not recorded is an `UndeclaredCallError`; what is declared comes first.
        """
        mocked = cls()
        secrets = secret_parameters(cls._api.security)
        mocked._state.defaults = Recording(Path(path), secrets)
        return mocked

    @property
    def calls(self) -> Sequence[Any]:
        """All requests that have come, in their order."""
        return [each.request for each in self._state.asked]

    @property
    def undeclared(self) -> Sequence[str]:
        """The calls that nothing was declared for."""
        return tuple(self._state.undeclared)

    @property
    def pauses(self) -> Sequence[float]:
        """The seconds that clients would have waited between attempts."""
        return tuple(self._state.pauses)

    @property
    def app(self) -> ASGIApp:
        """The API as an ASGI application."""
        return self._state.app

    def forget_calls(self) -> None:
        """Forget what has come; what is declared stays."""
        self._state.asked.clear()
        self._state.undeclared.clear()
        self._state.pauses.clear()

    def verify(self, *, all_called: bool = False) -> None:
        """Raise `UndeclaredCallError` where there was one, whoever has caught it.

        With `all_called`, raise `AssertionError` where a declaration was never used.
        """
        if self._state.undeclared:
            raise UndeclaredCallError("; ".join(self._state.undeclared))
        unused = [mock.name for mock in self._state.unused()]
        if all_called and unused:
            raise AssertionError(f"declared, and never called: {', '.join(unused)}")


class _State(MockState):
    """And the clients that it answers."""

    def sync_client(
        self,
        make: Callable[..., Sync],
        api: Api,
        secrets: Mapping[str, object],
        options: Mapping[str, Any],
    ) -> Sync:
        """A client with these options, and secrets for those that have none."""
        client = sync_client(make, api, self.app, {**secrets, **options})
        vars(client)["_sleep"] = self.pauses.append
        return client

    def async_client(
        self,
        make: Callable[..., Async],
        api: Api,
        secrets: Mapping[str, object],
        options: Mapping[str, Any],
    ) -> Async:
        """The same, async."""
        client = async_client(make, api, self.app, {**secrets, **options})
        vars(client)["_sleep"] = self._pause
        return client

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

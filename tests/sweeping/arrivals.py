"""What arrived at the handler, and at the client, held against what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, Final

from tests.sweeping import comparing, witness
from tests.sweeping.cases import Body, Key, Reply
from tests.sweeping.serving import Received
from tests.sweeping.world import Round, World

_SILENT: Final = frozenset({204, 205, 304})


class AnotherAnsweredError(AssertionError):
    """The request of one operation has reached the handler of another."""


class Arrivals:
    """Compares for one package; every difference is an AssertionError."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._package = world.package

    def compare_received(
        self, round_: Round, body: Body | None, values: Mapping[Key, Any], said: bytes
    ) -> None:
        """What the handler and the functions of the security were given.

        `said` is the body of the answer, to be shown where no handler was reached.
        """
        stage = self._world.served.stage
        if len(stage.received) != 1:
            raise AssertionError(f"the handler was not reached: {said!r:.300}")
        received = stage.received[0]
        if received.key != round_.case.key:
            raise AnotherAnsweredError(f"another operation answered: {received.key}")
        for argument in round_.case.arguments:
            key = argument.described.key
            if key in values:
                got = getattr(received.request, argument.name)
                what = f"the {key[0]} parameter {key[1]} at the handler"
                value = self._package.json(argument.type, got)
                comparing.same_value(what, value, values[key])
        if body is not None:
            self._compare_body(received, body)
        self._compare_credentials(round_, received.request)

    def _compare_body(self, received: Received, body: Body) -> None:
        what = f"the {body.media.essence} body at the handler"
        if received.form is not None:
            model = self._package.codec(body.type).judge(received.form)
            got = self._package.json(body.type, model)
        elif received.data is not None:
            got = self._package.json(body.type, received.data)
        elif received.items is None:
            got = self._package.json(body.type, received.request.body)
        else:
            got = [self._package.json(body.type, item) for item in received.items]
        comparing.same(what, got, body.value)

    def _compare_credentials(self, round_: Round, request: Any) -> None:
        credentials = self._world.credentials
        for name in round_.way:
            got = credentials.seen.credentials.get(name)
            comparing.same(
                f"credentials of {name} at the server", got, credentials.secret(name)
            )
        if round_.way:
            told = credentials.principal(round_.way)
            comparing.same("the principal at the handler", request.principal, told)
            self._world.counts["credentials compared"] += 1

    def compare_outcome(self, round_: Round, outcome: SimpleNamespace) -> None:
        """Status, headers and body as the client has them."""
        reply = round_.reply
        comparing.same("the status at the client", outcome.status, reply.status)
        is_error = not self._is_answer(round_, reply.status)
        comparing.same("an error is raised", outcome.error is not None, is_error)
        if is_error:
            raised = type(outcome.error)
            offered = getattr(self._package.module("errors"), raised.__name__, None)
            comparing.same("the error's class, by its name", offered, raised)
        for name, value in self._told_fields(reply):
            got = outcome.headers.get(name)
            comparing.same(f"the header {name} at the client", got, value)
        if reply.body is None or is_silent(round_):
            return
        what = (
            "the error's data at the client" if is_error else "the data at the client"
        )
        comparing.same(what, self._data(reply.body, outcome.data), reply.body.value)
        self._world.counts[f"bodies of {'errors' if is_error else 'successes'}"] += 1

    @staticmethod
    def _is_answer(round_: Round, status: int) -> bool:
        """Successes are returned; redirections where no success is declared."""
        declared = {each.key[0] for each in round_.case.described.responses}
        is_redirection = status // 100 == 3 and declared & {"2", "3"} == {"3"}
        return status // 100 == 2 or is_redirection

    def _told_fields(self, reply: Reply) -> list[tuple[str, str]]:
        """Header fields by the witness; a name that comes twice is joined."""
        found: dict[str, str] = {}
        for name, value in witness.header_fields(reply.described, reply.headers):
            found[name] = f"{found[name]}, {value}" if name in found else value
        return list(found.items())

    def _data(self, body: Body, data: Any) -> Any:
        if body.media.items and isinstance(data, list):
            return [self._package.json(body.type, item) for item in data]
        return self._package.json(body.type, data)


def is_silent(round_: Round) -> bool:
    """Whether a response of the round has no body (RFC 9110, section 6.4.1)."""
    return round_.case.operation.method == "HEAD" or round_.reply.status in _SILENT

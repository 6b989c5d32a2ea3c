"""Calls every method of a generated client against the generated server, in process.

Each operation is called once for each response that it declares, by both clients, and
by the witness, who also answers in place of the server. What arrives at either side
has to be what was sent, and what is on the wire what the document says.
"""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any, Final

from tests.sweeping import comparing, witness
from tests.sweeping.arrivals import Arrivals, is_silent
from tests.sweeping.cases import Body
from tests.sweeping.credentials import Way, wrong
from tests.sweeping.style_table import Undefined
from tests.sweeping.wire import WireReply, ask
from tests.sweeping.witness import Testimony
from tests.sweeping.world import Round, World

_WHOLE: Final = frozenset({("body", ""), ("path", "")})
"""What is left open of a request as such, not of one of its parameters."""


class Caller:
    """Plays the rounds of one package."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._package = world.package
        self._arrivals = Arrivals(world)

    def play(self, round_: Round) -> None:
        """Both clients, then the witness as a client, then the witness as a server."""
        world = self._world
        world.served.stage.reply = round_.reply
        world.credentials.admits_others = not round_.way
        told = self._told(round_, round_.body)
        for is_async in (True, False):
            outcome = self._called(round_, is_async=is_async)
            self._compare_sent(round_, told)
            self._arrivals.compare_received(
                round_, round_.body, round_.values, outcome.said
            )
            self._arrivals.compare_outcome(round_, outcome)
            kind = "async" if is_async else "sync"
            world.counts[f"calls of the {kind} client"] += 1
        bodies: list[Body | None] = [*round_.bodies]
        for body in bodies or [None]:
            self._witness_calls(round_, body)
        self._witness_answers(round_)

    def expect_501(self, round_: Round) -> None:
        """An operation without any response that can be given is not implemented."""
        for is_async in (True, False):
            outcome = self._called(round_, is_async=is_async)
            comparing.same("the status of what is not implemented", outcome.status, 501)

    def expect_refusals(self, round_: Round) -> None:
        """Without credentials, and with wrong ones, nobody gets in."""
        world = self._world
        world.served.stage.reply = round_.reply
        if not world.credentials.is_guarded(round_.case.described):
            return
        world.credentials.admits_others = False
        try:
            self._refused(self._told(round_, round_.body, None), "without credentials")
            for way in world.credentials.ways(round_.case.described, Counter()):
                told = self._told(round_, round_.body, way, is_wrong=True)
                self._refused(told, f"with wrong credentials ({', '.join(way)})")
        finally:
            world.credentials.admits_others = True

    def _refused(self, told: Testimony, what: str) -> None:
        world = self._world
        world.served.stage.received.clear()
        reply = world.loop.run_until_complete(ask(world.served.app, told.request()))
        comparing.same(f"the answer {what}", reply.status, 401)
        reached = len(world.served.stage.received)
        comparing.same(f"handlers reached {what}", reached, 0)
        world.counts["calls refused"] += 1

    def _told(
        self,
        round_: Round,
        body: Body | None,
        way: Way | None = (),
        *,
        is_wrong: bool = False,
    ) -> Testimony:
        """The request by the witness; with the credentials of the round, or others."""
        told = witness.testify(round_.case.described, round_.values)
        if body is not None:
            witness.add_body(told, body.media, body.value, round_.is_binary)
        credentials = self._world.credentials
        for name in round_.way if way == () else way or ():
            secret = credentials.secret(name)
            chosen = wrong(secret) if is_wrong else secret
            witness.add_credentials(told, credentials.schemes[name], chosen)
        return told

    def _called(self, round_: Round, *, is_async: bool) -> SimpleNamespace:
        """Status, fields, data, and class of what a client returned or raised."""
        world, case = self._world, round_.case
        self._forget()
        client = world.clients.get(round_.way, is_async=is_async)
        bound = getattr(getattr(client, case.names.resource), case.names.method)
        positional, named = self._split(round_)
        errors = self._package.module("errors")
        try:
            raw = client.raw(bound)(*positional, **named)
            reply = world.loop.run_until_complete(self._read(raw)) if is_async else raw
            data = reply.data
            if hasattr(data, "__next__"):
                data = list(data)
            return SimpleNamespace(
                status=reply.status_code,
                headers=reply.headers,
                data=data,
                error=None,
                said=b"",
            )
        except errors.StatusError as error:
            return SimpleNamespace(
                status=error.status_code,
                headers=error.headers,
                data=error.data,
                error=error,
                said=error.body,
            )

    async def _read(self, raw: Any) -> Any:
        reply = await raw
        if not hasattr(reply.data, "__anext__"):
            return reply
        items = [item async for item in reply.data]
        return SimpleNamespace(
            status_code=reply.status_code, headers=reply.headers, data=items
        )

    def _split(self, round_: Round) -> tuple[list[Any], dict[str, Any]]:
        positional: list[Any] = []
        named: dict[str, Any] = {}
        for argument in round_.case.arguments:
            key = argument.described.key
            if key not in round_.values:
                continue
            value = self._package.python(argument.type, round_.values[key])
            if key[0] == "path":
                positional.append(value)
            else:
                named[argument.name] = value
        if round_.body is not None:
            named["body"] = self._typed(round_.body)
        return positional, named

    def _typed(self, body: Body) -> Any:
        if body.media.items and isinstance(body.value, list):
            return [self._package.python(body.type, item) for item in body.value]
        return self._package.python(body.type, body.value)

    def _forget(self) -> None:
        world = self._world
        world.recorder.last = None
        world.recorder.app = world.served.app
        world.served.stage.received.clear()
        world.credentials.seen.credentials.clear()

    def _compare_sent(self, round_: Round, told: Testimony) -> None:
        got = self._world.recorder.last
        assert got is not None, "nothing was sent"
        items = round_.body is not None and round_.body.media.items
        comparing.compare_requests(round_.case.described, got, told, items=items)
        self._world.counts["requests compared with the witness's"] += 1

    def _witness_calls(self, round_: Round, body: Body | None) -> None:
        """The witness's own request, in one of the media types of the body."""
        world = self._world
        told = self._told(round_, body)
        required = {
            each.key for each in round_.case.described.parameters if each.required
        }
        for key, reason in told.undefined.items():
            world.left_out[f"witness: {reason}"] += 1
            if key in required or key in _WHOLE:
                world.left_out["witness: a request that it cannot write"] += 1
                return
        self._forget()
        reply = world.loop.run_until_complete(ask(world.served.app, told.request()))
        world.counts["calls of the witness"] += 1
        if reply.status != round_.reply.status:
            said = reply.body[:200]
            raise AssertionError(f"the witness is answered {reply.status}: {said!r}")
        values = {k: v for k, v in round_.values.items() if k not in told.undefined}
        self._arrivals.compare_received(round_, body, values, reply.body)
        self._compare_answer(round_, reply)

    def _compare_answer(self, round_: Round, reply: WireReply) -> None:
        """What the server wrote, and what the witness says that it has to write."""
        told = self._answer(round_)
        if told is None:
            return
        comparing.compare_fields(
            "the response field on the wire", reply.fields, told.fields
        )
        if round_.reply.body is not None and not is_silent(round_):
            content_type = told.values("content-type")[0]
            body = SimpleNamespace(body=told.body, content_type=content_type)
            comparing.compare_bodies(
                "the response body on the wire",
                reply,
                body,
                items=round_.reply.body.media.items,
            )

    def _witness_answers(self, round_: Round) -> None:
        """The witness's own response, for one of the clients in turn."""
        world = self._world
        world.recorder.scripted = self._answer(round_)
        if world.recorder.scripted is None:
            return
        try:
            outcome = self._called(round_, is_async=round_.turn % 2 == 0)
        finally:
            world.recorder.scripted = None
        self._arrivals.compare_outcome(round_, outcome)
        world.counts["responses of the witness"] += 1

    def _answer(self, round_: Round) -> WireReply | None:
        """The response by the witness; None where OpenAPI does not say how it is."""
        reply = round_.reply
        content = None
        if reply.body is not None and round_.case.operation.method != "HEAD":
            content = (reply.body.media, reply.body.value)
        try:
            return witness.response(
                reply.described,
                reply.status,
                content,
                reply.headers,
                round_.is_binary,
            )
        except Undefined as reason:
            self._world.left_out[f"witness: {reason}"] += 1
            return None

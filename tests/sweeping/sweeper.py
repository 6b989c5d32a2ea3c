"""The stage `calls`: every operation of a package, in rounds."""

from __future__ import annotations

import asyncio
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeAlias

from tests.sweeping.arrivals import AnotherAnsweredError
from tests.sweeping.calling import Caller
from tests.sweeping.cases import Case, Cases, Reply
from tests.sweeping.credentials import Credentials
from tests.sweeping.described import DescribedResponse, Description
from tests.sweeping.examples import Examples
from tests.sweeping.package import Package
from tests.sweeping.serving import Served
from tests.sweeping.values import NoExampleError
from tests.sweeping.wire import Recorder
from tests.sweeping.world import Clients, Round, World

Failed: TypeAlias = Callable[[str, Exception], None]
"""Takes the name of an operation, and what went wrong there."""

_LEAST: Final = 2
"""Rounds of each operation: as many as it declares responses, but at least these."""


class Sweeper:
    """Calls into one package; `counts` and `left_out` say what was tried."""

    def __init__(
        self,
        package: Package,
        examples: Examples,
        loop: asyncio.AbstractEventLoop,
        *,
        most: int = 0,
    ) -> None:
        self._examples = examples
        self._description = Description(examples)
        self._choice = Cases(package, examples, self._description)
        cases = list(self._choice.all())
        self._cases = cases[:most] if most else cases
        self._forms = Counter(_form(case.key) for case in cases)
        together = {way for case in cases for way in case.described.security}
        credentials = Credentials(package, self._description.schemes(), together)
        served = Served(package, cases, credentials)
        recorder = Recorder(loop)
        clients = Clients(package, credentials, recorder)
        self.world = World(package, served, credentials, recorder, loop, clients)
        self.world.left_out = self._choice.left_out
        self.world.left_out["operation: over the limit asked for"] += len(cases) - len(
            self._cases
        )
        self._caller = Caller(self.world)

    @property
    def counts(self) -> Counter[str]:
        """What was tried, by kind."""
        return self.world.counts

    @property
    def left_out(self) -> Counter[str]:
        """What was not tried, by reason."""
        return +self.world.left_out

    def sweep(self, failed: Failed) -> None:
        """Every operation; one that fails does not keep the others from their turn."""
        self.counts["operations"] += len(self._cases)
        for number, case in enumerate(self._cases):
            for parameter in case.lost:
                error = AssertionError(
                    f"a parameter is lost: {parameter.place} {parameter.name}"
                )
                failed(case.key, error)
            self._operation(case, number, failed)

    def _operation(self, case: Case, number: int, failed: Failed) -> None:
        parameters = len(case.described.parameters)
        self.counts["parameters"] += parameters
        rounds = self._prepared(case, number)
        if not rounds:
            self.world.left_out["parameter: its operation is left out"] += parameters
            return
        for round_ in rounds:
            with self._watched(case.key, failed):
                if case.keys:
                    self._caller.play(round_)
                else:
                    self._caller.expect_501(round_)
            self._count(round_)
        with self._watched(case.key, failed):
            if case.keys:
                self._caller.expect_refusals(rounds[0])
        sent = {key for round_ in rounds for key in round_.values}
        self.counts["operations called"] += 1
        self.counts["parameters sent"] += len(sent)
        silent = parameters - len(sent)
        self.world.left_out["parameter: no example that a style can write"] += silent

    def _prepared(self, case: Case, number: int) -> list[Round]:
        """The rounds of an operation; none where it is left out, which is counted."""
        if _is_run_together(case):
            self.left_out_for("operation: path parameters that nothing separates")
            return []
        try:
            rounds = list(self._rounds(case, number))
        except NoExampleError as reason:
            where = str(reason).partition(" ")[0] or "body"
            self.left_out_for(f"operation: no example for a required {where}")
            return []
        if not rounds:
            self.left_out_for("operation: no example for any of its responses")
        return rounds

    def left_out_for(self, reason: str) -> None:
        """Counts one thing that is not tried."""
        self.world.left_out[reason] += 1

    @contextmanager
    def _watched(self, name: str, failed: Failed) -> Iterator[None]:
        """What is raised, or complained of aloud, is a failure of the operation."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        except AnotherAnsweredError as error:
            if self._forms[_form(name)] > 1:
                self.left_out_for("operation: another has its method and path")
            else:
                failed(name, error)
        except Exception as error:  # noqa: BLE001 - what we look for
            failed(name, error)

    def _rounds(self, case: Case, number: int) -> Iterator[Round]:
        ways = self.world.credentials.ways(case.described, self.world.left_out)
        count = max(_LEAST, len(case.keys), len(ways))
        required = {each.key for each in case.described.parameters if each.required}
        for turn in range(count):
            chosen = number * 3 + turn * 5
            values = self._choice.values(case, chosen)
            if turn and turn == count - 1:
                # Once without all that can be left out.
                values = {key: values[key] for key in values if key in required}
            bodies = self._choice.bodies(case, chosen)
            if case.described.body_required and case.operation.body and not bodies:
                raise NoExampleError("body")
            reply = self._reply(case, turn, chosen)
            if reply is None:
                continue
            way = ways[turn % len(ways)] if ways else ()
            yield Round(case, values, bodies, reply, way, self._is_binary(case), turn)

    def _reply(self, case: Case, turn: int, chosen: int) -> Reply | None:
        """The response of a round: each that is declared has one of its own."""
        if not case.keys:
            return Reply(DescribedResponse("default", (), ()), 501, None, {})
        key = case.keys[turn % len(case.keys)]
        try:
            return self._choice.reply(case, key, chosen)
        except NoExampleError:
            self.left_out_for("response: no example of its body")
            return None

    def _is_binary(self, case: Case) -> Callable[[str], bool]:
        """Whether a property of the body is bytes (OpenAPI 3.0 and 3.1)."""
        schemas = [media.schema for media in case.described.body if media.schema]

        def is_binary(name: str) -> bool:
            return any(self._examples.is_binary(each, name) for each in schemas)

        return is_binary

    def _count(self, round_: Round) -> None:
        self.counts["rounds"] += 1
        self.counts["arrays of two items and more"] += sum(
            isinstance(value, list) and len(value) > 1
            for value in round_.values.values()
        )
        self.counts["headers of responses"] += len(round_.reply.headers)


def _is_run_together(case: Case) -> bool:
    """Whether two values meet in the path, with nothing to tell where one ends."""
    second = re.findall(r"\}\{([^{}]*)\}", case.described.path)
    marked = {
        each.name
        for each in case.described.parameters
        if each.place == "path" and each.style in ("label", "matrix")
    }
    return bool(set(second) - marked)


def _form(key: str) -> str:
    """Method and path without the names in braces and what comes after a path:
    what a server can tell operations apart by (OpenAPI 3.1, section 4.8.8)."""
    path = key.partition("#")[0].partition("?")[0].rstrip("{&")
    return re.sub(r"\{[^{}]*\}", "{}", path)

"""All that one call of a command has found and done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apiloom.core.diagnostics import Diagnostic
from apiloom.pipeline.job import Job, Outcome


@dataclass(frozen=True, slots=True)
class Result:
    """One job of a command and what came of it."""

    job: Job
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is to say: `command` as in `apiloom <command>`.

    `extra` are the diagnostics that belong to no document, such as those of the
    configuration. `exit_code` is that of the command.
    """

    command: str
    results: tuple[Result, ...]
    extra: tuple[Diagnostic, ...]
    exit_code: int

    @property
    def diagnostics(self) -> Iterator[Diagnostic]:
        """All of them, in the order of the documents."""
        yield from self.extra
        for result in self.results:
            yield from result.outcome.diagnostics

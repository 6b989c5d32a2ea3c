"""`apiloom mock`: an API that answers with the examples of its document."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import click

from apiloom.cli.console import Console
from apiloom.cli.diagnostic_text import counts_text, shown_path
from apiloom.cli.flags import reading_options
from apiloom.cli.output_formats.answer import Result
from apiloom.cli.requested_jobs import Request, Session, configured_jobs
from apiloom.core.diagnostics import Report
from apiloom.core.exit_codes import FINE
from apiloom.pipeline.commands import generate
from apiloom.pipeline.job import Job, Outcome
from apiloom.python.targets.package_options import TARGETS

if TYPE_CHECKING:
    from apiloom.cli.mock_server import MockServer

_NEEDED: Final = ("uvicorn", "starlette", "pydantic", "httpx2")


@click.command("mock")
@reading_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4010,
    show_default=True,
    help="The port; 0 takes one that is free.",
)
@click.option(
    "--latency",
    type=click.IntRange(0),
    default=0,
    metavar="MS",
    help="Milliseconds before each answer.",
)
@click.option(
    "--fault-rate",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="The share of requests, from 0 to 1, that are answered by an error.",
)
@click.option(
    "--fault-status",
    type=click.IntRange(400, 599),
    default=503,
    show_default=True,
    help="The status of these errors.",
)
@click.option(
    "--seed", type=int, help="Makes faults and ids the same in each run with it."
)
@click.option(
    "--stateful", is_flag=True, help="Collections remember: what is put comes back."
)
@click.option("--cors", is_flag=True, help="Let pages of any origin call.")
@click.option(
    "--reload", is_flag=True, help="Follow the document when one of its files changes."
)
def command(host: str, port: int, reload: bool, **arguments: Any) -> int:
    """Serve the document SPEC: each operation answers with its example.

    What has none in the document answers with values made of its schema. Requests are
    judged as the generated server does. `Prefer: code=404` asks for another response,
    `Prefer: example=NAME` for another example. Without SPEC, the document of
    [tool.apiloom] is served. Needs apiloom[mock].
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise click.UsageError(
            f"mock needs {', '.join(missing)}: pip install 'apiloom[mock]'"
        )
    # Imported here: apiloom itself needs none of these.
    from apiloom.cli.mock_server import Behaviour, MockServer  # noqa: PLC0415

    names = ("latency", "fault_rate", "fault_status", "seed", "stateful", "cors")
    behaviour = Behaviour(**{name: arguments.pop(name) for name in names})
    session = Session(
        "mock",
        Request(strict=False, **arguments),
        Console(verbose=arguments["verbose"]),
    )
    with TemporaryDirectory(prefix="apiloom-mock-") as folder:
        server = MockServer(behaviour)
        rounds = _Rounds(session, Path(folder), server)
        code = rounds.take()
        if code != FINE:
            return code
        try:
            socket = server.bound(host, port)
        except OSError as error:
            message = f"cannot listen on {host}, port {port}: {error.strerror}"
            raise click.UsageError(message) from None
        session.console.line(f"mocking {rounds.title} on {server.address(socket)}")
        if reload:
            rounds.follow()
        server.serve(socket)
    return FINE


class _Rounds:
    """Makes a package of the document, and again when it has changed."""

    def __init__(self, session: Session, folder: Path, server: MockServer) -> None:
        self._session = session
        self._folder = folder
        self._server = server
        self._number = 0
        self._inputs: tuple[Path, ...] = ()
        self.title = ""

    def take(self) -> int:
        """Read the document, and serve it from now on if it can be used."""
        return self._session.run(self._jobs, self._work, self._told, errors_alone=True)

    def follow(self) -> None:
        """Begin to look at the files of the document, in a thread."""
        from threading import Thread  # noqa: PLC0415 - start-up time

        Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        from apiloom.cli.file_changes import wait  # noqa: PLC0415
        from apiloom.cli.file_snapshots import Snapshot  # noqa: PLC0415

        while True:
            before = Snapshot.of(self._inputs)
            names = ", ".join(shown_path(str(path)) for path in wait(before)[:3])
            self._session.console.line(f"\n{names} changed")
            self.take()

    def _jobs(self, request: Request, report: Report) -> tuple[Job, ...]:
        """The one document, as a package that nobody else has."""
        self._number += 1
        output = self._folder / f"mocked_{self._number}"
        if request.spec is not None:
            if request.only:
                raise click.UsageError(
                    "--only is about configured documents, not SPEC."
                )
            spec, references = request.spec, request.references
            return (Job(spec, output, accept=request.accept, references=references),)
        jobs = configured_jobs(request, report)
        if len(jobs) > 1:
            raise click.UsageError("several documents are configured: say --only NAME.")
        return tuple(replace(job, output=output, targets=TARGETS) for job in jobs)

    def _work(self, job: Job) -> Outcome:
        outcome = generate(job, progress=self._session.console.progress)
        self._inputs = tuple({*self._inputs, *outcome.inputs, *outcome.unread})
        if outcome.exit_code == FINE:
            self._server.use(job.output)
        return outcome

    def _told(self, console: Console, result: Result) -> None:
        spec, outcome = shown_path(str(result.job.spec)), result.outcome
        if outcome.exit_code:
            console.line(f"{spec}: not served ({counts_text(outcome.diagnostics)})")
        elif self._number > 1:
            console.line(f"{spec}: served as it is now")
        self.title = spec

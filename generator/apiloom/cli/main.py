"""`apiloom`: finds the command, and turns whatever happens into an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from types import TracebackType
from typing import Final

import click

from apiloom.cli.streams import to_people
from apiloom.core.version import __version__

_COMMANDS: Final = (
    "init",
    "suggest",
    "generate",
    "check",
    "diff",
    "watch",
    "validate",
    "mock",
    "list",
    "scaffold",
    "templates",
    "explain",
)
_INTERRUPTED: Final = 130
_BROKEN: Final = 70
"""A bug of ours, as `EX_SOFTWARE` of sysexits.h."""
_NOBODY_READS: Final = 141
"""As a shell says of a program that died of a closed pipe."""


class _Commands(click.Group):
    """Loads a command's module when the command is wanted, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"apiloom.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As of any group; of a name that no command has, the one that is near is told.

        Raises `click.UsageError`.
        """
        near = get_close_matches(args[0], _COMMANDS, n=1)
        if args[0] in _COMMANDS or not near:
            return super().resolve_command(ctx, args)
        message = f"No such command {args[0]!a}. Did you mean {near[0]!a}?"
        raise click.UsageError(message, ctx)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; where the reader of its output has gone, say no more.

        Left to click, that would be exit code 1, which is a difference.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            for stream in (sys.stdout, sys.stderr):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            return _NOBODY_READS


class _OurBugs:
    """Turns an exception that nobody expected into one line and exit code 70."""

    def __init__(self, debug: bool) -> None:
        self._debug = debug

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(error, Exception):
            return
        if self._debug:
            traceback.print_exception(kind, error, trace)
        more = "" if self._debug else " (--debug shows where)"
        # What was being done, as the session has noted it.
        doing = "".join(f" {note}" for note in getattr(error, "__notes__", ()))
        to_people(
            f"apiloom {__version__} failed{doing}: {type(error).__name__}: "
            f"{ascii(str(error))[1:-1]}; this is a bug, please report it{more}",
            error=True,
        )
        raise SystemExit(_BROKEN) from None


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 fine; 1 out of date, or warnings under --strict; "
    "2 the input or the call is unusable; 70 apiloom is at fault; 130 interrupted.",
)
@click.version_option(__version__, prog_name="apiloom", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show a traceback when apiloom fails.")
def cli(debug: bool) -> None:
    """Weave typed Python from an OpenAPI document: models, client and server."""
    del debug  # read from the arguments by main, which must know before click does


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    `arguments` are those after the program's name, by default the process's own. A
    call that click cannot understand is 2, a bug of ours 70, an interrupt 130.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given or bool(os.environ.get("APILOOM_DEBUG"))
    try:
        with _OurBugs(debug):
            return _run(given)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else _BROKEN
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run(arguments: list[str]) -> int:
    try:
        result = cli.main(arguments, prog_name="apiloom", standalone_mode=False)
    except click.exceptions.Abort:
        return _INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return result if isinstance(result, int) else 0

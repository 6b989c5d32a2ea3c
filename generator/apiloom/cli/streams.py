"""The two ways out of every command: lines for people, and what programs read.

Nothing else writes to stdout or stderr (`tests/architecture/test_sinks.py`). Text of a
document, a repository or a peer has been made visible before it comes here
(`apiloom.core.text.visible`); what a runner of CI obeys in a log is broken up here.
"""

from __future__ import annotations

import os
import re
from typing import Final

import click

_RUNNERS: Final = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
"""What runners set that read commands out of a log."""
_COMMAND: Final = re.compile(r"^((?:\s|\x1b\[[0-9;]*m)*):(?=:)", re.MULTILINE)
"""`::error::`, with spaces and colours before it or not (GitHub)."""
_MARK: Final = re.compile(r"#(?=#(?:vso|teamcity)?\[)")
"""`##[error]` (GitHub), `##vso[` (Azure), `##teamcity[`, wherever they stand."""


def to_people(
    text: str, *, error: bool = False, end: bool = True, colour: bool | None = None
) -> None:
    """Print lines for people, on stdout or as `error` on stderr."""
    click.echo(unobeyed(text), nl=end, err=error, color=colour)


def to_programs(text: str) -> None:
    """Print what a program reads, as it is: JSON, SARIF, workflow commands, a patch."""
    click.echo(text, nl=False)


def on_runner() -> bool:
    """Whether the output is likely to become a log that is read for commands."""
    return any(os.environ.get(name) for name in _RUNNERS)


def unobeyed(text: str) -> str:
    """Text in which a runner finds no command; elsewhere the same."""
    if not on_runner():
        return text
    return _MARK.sub("# ", _COMMAND.sub(r"\1: ", text))

"""For a workflow of GitHub: diagnostics are annotations, differences are groups.

The runner obeys lines of the log that begin with `::`, with spaces before it or not, so
whatever a document says is escaped, and what cannot be escaped stands where no command
counts.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from apiloom.cli.diagnostic_text import counts_text, relative, shown_path
from apiloom.cli.output_formats.answer import Answer, Result
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.exit_codes import FINE
from apiloom.core.text import visible
from apiloom.package.comparison import FileDifference

FOR_PEOPLE: Final = False
_BREAK: Final = "\n"
_KINDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def printed(answer: Answer) -> str:
    """Annotations for all that is not accepted, and for what failed without any."""
    lines = [*annotated(answer.extra)]
    for result in answer.results:
        lines.extend(annotated(result.outcome.diagnostics))
        lines.extend(_outcome_lines(answer.command, result))
    return "".join(f"{line}\n" for line in lines)


def command(kind: str, message: str, **properties: str | int) -> str:
    """A workflow command in one line: `::error file=a.yaml,line=3::message`.

    Properties without a value are left out. As the runner reads it, the message is
    `message`, but for characters that could not be seen: those are spelled out.
    """
    named = ",".join(
        f"{name}={_property(visible(str(value)))}"
        for name, value in properties.items()
        if value
    )
    head = f"{kind} {named}" if named else kind
    return f"::{head}::{_data(visible(message, keep=_BREAK))}"


def inert(text: str) -> str:
    """Lines in which no command counts, whatever they begin with."""
    word = secrets.token_hex(16)
    return f"::stop-commands::{word}\n{text.rstrip(_BREAK)}\n::{word}::"


def annotated(items: Iterable[Diagnostic]) -> Iterator[str]:
    """A line for each diagnostic that is not accepted."""
    return (annotation(relative(item)) for item in items if not item.accepted)


def annotation(item: Diagnostic) -> str:
    """The workflow command for one diagnostic, at its line."""
    where = item.where
    pointer = f" at #{where.pointer}" if where.pointer else ""
    text = "\n".join((f"{item.message}{pointer}", *item.advice))
    return command(
        _KINDS[item.severity],
        text,
        file=from_workspace(where.document),
        line=where.line,
        col=where.column,
        title=item.code,
    )


def _outcome_lines(name: str, result: Result) -> Iterator[str]:
    """What differs, and that the command failed: a job that is red has a reason."""
    outcome = result.outcome
    if outcome.exit_code == FINE:
        return
    job = result.job
    output = shown_path(str(job.spec if name == "validate" else job.output))
    differences = outcome.comparison.differences if outcome.comparison else ()
    for item in differences:
        yield command("group", f"{output}/{item.path}: {item.state}")
        yield inert(_diff(item, output))
        yield "::endgroup::"
    reason = counts_text(outcome.diagnostics)
    if name == "check" and outcome.comparison and differences:
        counts = outcome.comparison.counts.items()
        states = ", ".join(f"{count} {state}" for state, count in counts)
        reason = f"out of date ({states}); run apiloom generate"
    yield command("error", f"{output}: {reason}", title=f"apiloom {name}")


def _diff(item: FileDifference, output: str) -> str:
    return visible(item.unified(f"{output.lstrip('/')}/"), keep="\n\t")


def from_workspace(document: str) -> str:
    """A file as the runner names it: from the root of the checkout."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    path = Path(document).absolute()
    if workspace and "://" not in document and path.is_relative_to(workspace):
        return path.relative_to(workspace).as_posix()
    return document


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

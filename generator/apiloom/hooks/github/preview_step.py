"""The first step of the action: check, preview, and leave a comment to be sent.

What the configuration says is that of a stranger, so plug-ins are refused, and nothing
here has a token. Documents are data: none of their text reaches a command line.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import quote

from apiloom.cli.config import configured
from apiloom.cli.output_formats.github_format import annotation
from apiloom.cli.output_formats.preview_github import cause_annotation
from apiloom.cli.preview_formats import printed, relative
from apiloom.cli.streams import to_programs
from apiloom.core.change_policy import NO_POLICY
from apiloom.core.exit_codes import DIFFERS, FINE, INTERNAL, UNUSABLE
from apiloom.core.location import Location
from apiloom.core.selection import WHOLE
from apiloom.core.text import exception_text
from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.preview import Preview, as_bad_as
from apiloom.diff.report.causes import Cause, by_cause
from apiloom.hooks.github.call import Call, UnusableError, annotate, code_span
from apiloom.hooks.github.documents import (
    ComparedDocument,
    Documents,
    documents_since,
)
from apiloom.hooks.github.repository import (
    GitError,
    fetch,
    has_commit,
    is_changed,
    prefix,
)
from apiloom.pipeline.commands import check, preview
from apiloom.pipeline.job import Job

_LONGEST: Final = 65_000
"""A comment may have 65,536 characters."""
_MOST_ANNOTATIONS: Final = 10
"""GitHub shows as many of each kind."""
_KINDS: Final = {ContractLevel.BREAKING: "warning", ContractLevel.RISKY: "notice"}


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of one document, the worst of its changes, and an exit code."""

    text: str
    code: int = FINE
    worst: ContractLevel | None = None


def main() -> int:
    """Check and preview; the worst exit code of both."""
    try:
        call = Call.read(os.environ)
    except UnusableError as error:
        annotate("error", str(error))
        return UNUSABLE
    # Another call of the action in this job may have left one.
    call.body.unlink(missing_ok=True)
    codes = [_check()] if call.check else []
    parts: list[Part] = []
    if call.base:
        parts = list(_parts(call))
        codes.extend(part.code for part in parts)
        _leave(call, [part for part in parts if part.text])
    elif call.fail_on:
        annotate("notice", "fail-on: this event has nothing to compare with")
    _tell_outputs(call, codes[:1] if call.check else [], parts)
    return max(codes, default=FINE)


def _check() -> int:
    """`apiloom check`, which annotates by itself."""
    arguments = ("check", "--no-plugins", "--output-format", "github")
    sys.stdout.flush()
    command = [sys.executable, "-I", "-m", "apiloom", *arguments]
    # The arguments are ours, and no shell reads them.
    return subprocess.run(command, check=False).returncode  # noqa: S603


def _parts(call: Call) -> Iterator[Part]:
    """A preview of every document that the pull request changes."""
    reason = "" if has_commit(call.base) else fetch(call.base)
    if reason:
        message = f"the base commit {call.base} cannot be fetched: {reason}"
        hint = "check out with fetch-depth: 0"
        annotate("error", f"{message}\n{hint}", title="apiloom diff")
        yield Part("", UNUSABLE)
        return
    configuration = configured(Path(), plugins=False)
    if configuration.path is None:
        for item in configuration.diagnostics:
            to_programs(f"{annotation(item)}\n")
        yield Part("", UNUSABLE)
        return
    try:
        way = prefix()
        documents = documents_since(call.base, configuration.jobs, way)
    except GitError as error:
        annotate("error", f"git cannot say what has changed: {error}")
        yield Part("", UNUSABLE)
        return
    yield from (_part(call, document, way) for document in documents.compared)
    yield from _parts_gone(call, documents)


def _parts_gone(call: Call, documents: Documents) -> Iterator[Part]:
    """Nothing can be said of what a document became that is not configured now."""
    for path in documents.gone:
        text = f"{code_span(path)} is not configured any more.\n"
        annotate("warning", f"{path} is not configured any more", title="apiloom diff")
        worst = ContractLevel.BREAKING
        yield Part(text, DIFFERS if call.fail_on else FINE, worst)


def _part(call: Call, document: ComparedDocument, way: str) -> Part:
    if not document.before:
        return Part(f"{code_span(document.path)} is new.\n")
    try:
        return _compared(call, document, way)
    except Exception as error:  # noqa: BLE001 - whatever it is, the job must not pass
        message = f"apiloom failed: {exception_text(error)}; this is a bug"
        annotate("error", message, title="apiloom diff")
        return Part(_not_comparable(document), INTERNAL)


def _compared(call: Call, document: ComparedDocument, way: str) -> Part:
    outcome = check(document.job)
    # The document, or a file that it refers to, is another one.
    files = [str(document.job.spec), *map(str, outcome.inputs)]
    usable = outcome.exit_code in {FINE, DIFFERS}
    settled = usable and not document.moved
    if settled and not is_changed(call.base, files):
        return Part("")
    old = f"git:{call.base}:{os.path.relpath(document.before, way or '.')}"
    new = os.path.relpath(document.job.spec)
    compared = relative(preview(_seen_from_here(old), new, _judged(document)))
    if compared.exit_code:
        # What could not be used before can only have been mended.
        mended = usable and _is_unusable(old, document)
        for item in compared.diagnostics:
            to_programs(f"{annotation(item)}\n")
        code = FINE if mended else compared.exit_code
        return Part(_not_comparable(document), code)
    changes = _annotated(call, compared, way)
    fails = any(map(compared.reaches, call.fail_on))
    text = printed([compared], "markdown", (), FINE, colour=False)
    if document.moved:
        moved = f"{code_span(document.before)} is {code_span(document.path)} now."
        text = f"{moved}\n\n{text}"
    text += _lines(call, changes, way)
    return Part(text, DIFFERS if fails else FINE, compared.worst())


def _seen_from_here(revision: str) -> str:
    """`git:REVISION:PATH` with a path that git takes from the current folder."""
    _, commit, path = revision.split(":", 2)
    return f"git:{commit}:./{Path(path).as_posix()}"


def _judged(document: ComparedDocument) -> Job:
    """The package, with the selection of the base: a change must not hide itself.

    Nor must it accept itself: what is known of changes is what the base says.
    """
    before = document.job_before
    if before is None:
        return replace(document.job, select=WHOLE, changes=NO_POLICY)
    return replace(document.job, select=before.select, changes=before.changes)


def _is_unusable(old: str, document: ComparedDocument) -> bool:
    name = _seen_from_here(old)
    return preview(name, name, _judged(document), views=("contract",)).exit_code != FINE


def _not_comparable(document: ComparedDocument) -> str:
    return f"{code_span(document.path)} cannot be compared: see the log.\n"


def _annotated(call: Call, compared: Preview, way: str) -> Sequence[Cause]:
    """Annotate what matters at its lines; the answer has all of it."""
    limits = [limit for limit in call.fail_on if isinstance(limit, ContractLevel)]
    failing = {level for limit in limits for level in as_bad_as(limit)}
    told: list[Cause] = []
    for cause in by_cause(compared.contract or ()):
        level = cause.first.level
        kind = "error" if level in failing else _KINDS.get(level)
        if kind is None or cause.first.accepted:
            continue
        if len(told) < _MOST_ANNOTATIONS:
            line = cause_annotation(
                kind, cause, compared.new, lambda name: way + name.removeprefix("./")
            )
            to_programs(f"{line}\n")
        told.append(cause)
    return told


def _lines(call: Call, causes: Sequence[Cause], way: str) -> str:
    """Links to the lines of the first changes that matter."""
    places = [change.new for cause in causes for change in cause.changes if change.new]
    linked = (_link(call, where, way) for where in places)
    found = list(dict.fromkeys(islice(filter(None, linked), _MOST_ANNOTATIONS)))
    return f"\nLines: {', '.join(found)}\n" if found else ""


def _link(call: Call, where: Location, way: str) -> str:
    if not (where.line and call.commit and call.repository):
        return ""
    path = os.path.normpath(way + where.document)
    if path.startswith(("..", "/")) or "://" in path:
        return ""
    page = f"{call.server}/{call.repository}/blob/{call.commit}/{quote(path)}"
    return f"[line {where.line}]({page}#L{where.line})"


def _leave(call: Call, parts: Sequence[Part]) -> None:
    """The summary of the job, and the comment for the step that may send it."""
    if call.summary is not None and parts:
        with call.summary.open("a", encoding="utf-8") as file:
            file.write("\n".join(part.text for part in parts))
    call.body.write_text(_body(parts), "utf-8")


def _body(parts: Sequence[Part]) -> str:
    """All previews that a comment has room for; empty where nothing is changed."""
    body = ""
    left = 0
    for part in parts:
        if len(body) + len(part.text) > _LONGEST:
            left += 1
        else:
            body += f"\n{part.text}"
    if left:
        body += f"\n{left} more in the summary of the job.\n"
    return body


def _tell_outputs(call: Call, checked: list[int], parts: Sequence[Part]) -> None:
    """What later steps of the workflow may ask for."""
    if call.outputs is None:
        return
    worst = [level for level in ContractLevel if any(p.worst is level for p in parts)]
    values = {
        "check": {0: "passed"}.get(checked[0], "failed") if checked else "skipped",
        "changed": str(sum(bool(part.text) for part in parts)),
        "level": str(worst[0]) if worst else "",
        "preview": str(call.body) if call.body.is_file() else "",
    }
    with call.outputs.open("a", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())


if __name__ == "__main__":
    sys.exit(main())

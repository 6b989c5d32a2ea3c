"""What the action of GitHub does: check, preview, comment (`action.yml`).

All its input comes from environment variables and from the event, a JSON file.
Documents of a pull request are data: nothing in one reaches a command line, and the
preview escapes what it shows of them.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from apiloom.cli.config import configured
from apiloom.cli.output_formats.github_format import command as annotation
from apiloom.core.exit_codes import DIFFERS, FINE, UNUSABLE
from apiloom.pipeline.commands import check

_LONGEST: Final = 65_000
"""A comment may have 65,536 characters."""
_REVISION: Final = re.compile(r"[0-9a-f]{40,64}")
_LEVELS: Final = ("breaking", "risky", "compatible", "documentation")
_OURS: Final = """
query($owner: String!, $name: String!, $number: Int!, $endCursor: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(first: 100, after: $endCursor) {
        nodes { databaseId viewerDidAuthor body }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
"""


class _UnusableError(Exception):
    """The call cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Call:
    """What the workflow asks for.

    `base` is the commit that the pull request is held against, `number` that of the
    pull request; empty and 0 where there is none.
    """

    check: bool
    comment: bool
    fail_on: str
    folder: str
    summary: Path | None
    repository: str
    base: str = ""
    number: int = 0

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Call:
        """Take it from the environment of the step; raises `_UnusableError`."""
        if environment.get("GITHUB_EVENT_NAME") == "pull_request_target":
            # It has a token that may write, and works on what a stranger has sent.
            raise _UnusableError("use the event pull_request, not pull_request_target")
        fail_on = environment.get("APILOOM_FAIL_ON", "")
        if fail_on not in {"", *_LEVELS}:
            known = ", ".join(_LEVELS)
            raise _UnusableError(f"fail-on is none of {known}: {fail_on!a}")
        event = _event(environment.get("GITHUB_EVENT_PATH", ""))
        request = event.get("pull_request") or {}
        base = str(request.get("base", {}).get("sha", ""))
        if base and not _REVISION.fullmatch(base):
            raise _UnusableError(f"the base is no commit: {base!a}")
        summary = environment.get("GITHUB_STEP_SUMMARY")
        return cls(
            check=environment.get("APILOOM_CHECK", "true") == "true",
            comment=environment.get("APILOOM_COMMENT", "true") == "true",
            fail_on=fail_on,
            folder=environment.get("APILOOM_FOLDER", "."),
            summary=Path(summary) if summary else None,
            repository=environment.get("GITHUB_REPOSITORY", ""),
            base=base,
            number=int(request.get("number", 0)),
        )

    @property
    def marker(self) -> str:
        """What our comment begins with, one for each folder that has an action."""
        folder = re.sub(r"[^\w./ -]|--", "", self.folder)
        return f"<!-- apiloom: {folder} -->"


@dataclass(frozen=True, slots=True)
class Part:
    """The preview of one document, and the exit code of `apiloom diff`."""

    text: str
    code: int = FINE


def main() -> int:
    """Check, preview, comment; the worst exit code of the three."""
    try:
        call = Call.read(os.environ)
    except _UnusableError as error:
        _annotate("error", str(error))
        return UNUSABLE
    codes = [_apiloom("check", "--output-format", "github")] if call.check else []
    if call.base:
        if not _git_has(call.base):
            _git("fetch", "--quiet", "--no-tags", "--depth=1", "origin", call.base)
        parts = list(_parts(call))
        codes.extend(part.code for part in parts)
        _publish(call, parts)
    return max(codes, default=FINE)


def _event(path: str) -> dict[str, Any]:
    if not path:
        return {}
    event: Any = json.loads(Path(path).read_text("utf-8"))
    return event if isinstance(event, dict) else {}


def _parts(call: Call) -> Iterator[Part]:
    """A preview of every document that the pull request changes."""
    jobs = {Path(os.path.relpath(job.spec)): job for job in configured(Path()).jobs}
    for path, job in jobs.items():
        spec = path.as_posix()
        before = f"{call.base}:./{spec}"
        if not _git_has(before):
            yield Part(f"`{_plain(spec)}` is new.\n")
            continue
        outcome = check(job)
        # The document, or a file that it refers to, is another one.
        files = [str(job.spec), *map(str, outcome.inputs)]
        if _git("diff", "--quiet", call.base, "--", *files) == 0:
            continue
        part = _preview(f"git:{before}", f"./{spec}", call.fail_on)
        mended = part.code == UNUSABLE and outcome.exit_code != UNUSABLE
        yield replace(part, code=FINE) if mended else part


def _preview(old: str, new: str, fail_on: str) -> Part:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "preview.md"
        threshold = ("--fail-on", fail_on) if fail_on else ()
        options = ("--format", "markdown", "-o", str(file))
        code = _unheeded("diff", *options, *threshold, "--", old, new)
        if code in {FINE, DIFFERS} and file.is_file():
            return Part(file.read_text("utf-8"), code)
    name = _plain(new.removeprefix("./"))
    return Part(f"`{name}` cannot be compared: see the log.\n", code)


def _publish(call: Call, parts: list[Part]) -> None:
    if call.summary is not None and parts:
        with call.summary.open("a", encoding="utf-8") as file:
            file.write("\n".join(part.text for part in parts))
    if not call.comment:
        return
    comment = _own_comment(call)
    if comment is None or not (parts or comment):
        return
    body = _body(call.marker, parts)
    issues = f"repos/{call.repository}/issues"
    if comment:
        way = ("--method", "PATCH", f"{issues}/comments/{comment}")
    else:
        way = ("--method", "POST", f"{issues}/{call.number}/comments")
    _gh("api", *way, "--silent", "--input", "-", text=json.dumps({"body": body}))


def _body(marker: str, parts: list[Part]) -> str:
    """All previews that a comment has room for."""
    body = f"{marker}\n"
    if not parts:
        return f"{body}No document is changed any more.\n"
    left = 0
    for part in parts:
        if len(body) + len(part.text) > _LONGEST:
            left += 1
        else:
            body += f"\n{part.text}"
    if left:
        body += f"\n{left} more in the summary of the job.\n"
    return body


def _own_comment(call: Call) -> str | None:
    """The number of the comment that was written before; empty where there is none.

    None where GitHub does not answer: another comment each time would be a nuisance.
    """
    owner, _, name = call.repository.partition("/")
    values = ("-f", f"query={_OURS}", "-f", f"owner={owner}", "-f", f"name={name}")
    answer = _gh("api", "graphql", "--paginate", *values, "-F", f"number={call.number}")
    if answer is None:
        return None
    for page in _pages(answer):
        comments = page["data"]["repository"]["pullRequest"]["comments"]["nodes"]
        for comment in comments:
            # Anybody could write a comment that begins so.
            if comment["viewerDidAuthor"] and comment["body"].startswith(call.marker):
                return str(int(comment["databaseId"]))
    return ""


def _pages(text: str) -> Iterator[Any]:
    """JSON documents, one after the other."""
    decoder = json.JSONDecoder()
    rest = text.strip()
    while rest:
        page, end = decoder.raw_decode(rest)
        yield page
        rest = rest[end:].strip()


def _apiloom(*arguments: str) -> int:
    """The exit code of a command, whose output goes to the log."""
    command = [sys.executable, "-I", "-m", "apiloom", *arguments]
    sys.stdout.flush()
    # The arguments are ours or file names, and no shell reads them.
    return subprocess.run(command, check=False).returncode  # noqa: S603


def _unheeded(*arguments: str) -> int:
    """The same, for a command that speaks to people, not to the runner.

    That obeys lines of the log that begin with "::", and a document may have such a
    line: none counts until a word that it cannot know.
    """
    word = secrets.token_hex(16)
    sys.stdout.write(f"::stop-commands::{word}\n")
    code = _apiloom(*arguments)
    sys.stdout.write(f"::{word}::\n")
    return code


def _git(*arguments: str) -> int:
    # The same; and what git is, the workflow decides.
    command = ["git", *arguments]
    return subprocess.run(command, check=False).returncode  # noqa: S603


def _git_has(name: str) -> bool:
    """Whether the repository has a commit, or a file of one."""
    process = subprocess.run(  # noqa: S603
        ["git", "cat-file", "-e", name],  # noqa: S607
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return process.returncode == 0


def _gh(*arguments: str, text: str = "") -> str | None:
    """What GitHub's program answers; None where it cannot, which is no failure.

    The token of a pull request from a fork may not write: the summary has all of it.
    """
    process = subprocess.run(  # noqa: S603
        ["gh", *arguments],  # noqa: S607
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if process.returncode:
        reason = process.stderr.strip().partition("\n")[0]
        _annotate("warning", f"no comment: gh cannot do it: {reason}")
        return None
    return process.stdout


def _annotate(kind: str, message: str) -> None:
    """A line that GitHub shows as an annotation."""
    sys.stdout.write(f"{annotation(kind, message)}\n")


def _plain(path: str) -> str:
    """A path between back quotes."""
    return re.sub(r"[`\x00-\x1f\x7f]", "?", path)


if __name__ == "__main__":
    sys.exit(main())

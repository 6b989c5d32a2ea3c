"""What the workflow asks for, and what the runner hears."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from apiloom.cli.diff import THRESHOLDS
from apiloom.cli.output_formats.github_format import command
from apiloom.cli.streams import to_programs
from apiloom.diff.contract.contract_change import ContractLevel
from apiloom.diff.surface.surface_change import SurfaceBreak

_REVISION: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_BOOLEANS: Final = {
    **dict.fromkeys(("true", "yes", "on", "y"), True),
    **dict.fromkeys(("false", "no", "off", "n"), False),
}
"""What YAML 1.1 takes for a boolean, as people still write it."""
_IN_SPAN: Final = re.compile(r"[`\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BODY: Final = "apiloom-comment.md"


class UnusableError(Exception):
    """The call cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Call:
    """What the workflow asks for.

    `base` is the commit that the pull request is held against, `number` that of the
    pull request; empty and 0 where there is none. `body` is where one step leaves the
    comment for the other.
    """

    check: bool
    comment: bool
    fail_on: tuple[ContractLevel | SurfaceBreak, ...]
    folder: str
    body: Path
    repository: str
    summary: Path | None = None
    outputs: Path | None = None
    server: str = ""
    commit: str = ""
    base: str = ""
    number: int = 0

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Call:
        """Take it from the environment of the step; raises `UnusableError`."""
        event_name = environment.get("GITHUB_EVENT_NAME", "")
        if event_name == "pull_request_target":
            # It has a token that may write, and works on what a stranger has sent.
            raise UnusableError("use the event pull_request, not pull_request_target")
        request, base = _compared(environment.get("GITHUB_EVENT_PATH", ""))
        if event_name in {"pull_request", "merge_group"} and not base:
            raise UnusableError("the event names no base commit")
        return cls(
            check=_boolean(environment, "check"),
            comment=_boolean(environment, "comment"),
            fail_on=tuple(_thresholds(environment.get("APILOOM_FAIL_ON", ""))),
            folder=environment.get("APILOOM_FOLDER", "."),
            body=Path(environment.get("RUNNER_TEMP", ".")) / _BODY,
            repository=environment.get("GITHUB_REPOSITORY", ""),
            summary=_file(environment, "GITHUB_STEP_SUMMARY"),
            outputs=_file(environment, "GITHUB_OUTPUT"),
            server=environment.get("GITHUB_SERVER_URL", "https://github.com"),
            commit=environment.get("GITHUB_SHA", ""),
            base=base,
            number=_number(request),
        )

    @property
    def marker(self) -> str:
        """What our comment begins with, one for each folder that has an action."""
        folder = re.sub(r"[^\w./ -]|--", "", self.folder)
        return f"<!-- apiloom: {folder} -->"


def annotate(kind: str, message: str, **properties: str | int) -> None:
    """A line that GitHub shows as an annotation."""
    to_programs(f"{command(kind, message, **properties)}\n")


def code_span(text: str) -> str:
    """A name between back quotes, in Markdown."""
    return f"`{_IN_SPAN.sub('?', text)}`"


def _compared(path: str) -> tuple[dict[str, Any], str]:
    """The pull request of the event, and the commit that is compared with."""
    event: Any = json.loads(Path(path).read_text("utf-8")) if path else {}
    request = _member(event, "pull_request")
    base = _member(request, "base").get("sha")
    base = base or _member(event, "merge_group").get("base_sha") or ""
    if base and not (isinstance(base, str) and _REVISION.fullmatch(base)):
        raise UnusableError(f"the base is no commit: {base!a}")
    return request, base


def _member(tree: Any, name: str) -> dict[str, Any]:
    member = tree.get(name) if isinstance(tree, dict) else None
    return member if isinstance(member, dict) else {}


def _number(request: dict[str, Any]) -> int:
    number = request.get("number", 0)
    if not isinstance(number, int):
        raise UnusableError(f"the pull request has no number: {number!a}")
    return number


def _boolean(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(f"APILOOM_{name.upper()}", "true")
    value = _BOOLEANS.get(text.strip().lower())
    if value is None:
        raise UnusableError(f"{name} is neither true nor false: {text!a}")
    return value


def _thresholds(text: str) -> Iterator[ContractLevel | SurfaceBreak]:
    """What `--fail-on` knows, several with commas between them."""
    for name in filter(None, map(str.strip, text.split(","))):
        if name not in THRESHOLDS:
            known = ", ".join(THRESHOLDS)
            raise UnusableError(f"fail-on is none of {known}: {name!a}")
        yield THRESHOLDS[name]


def _file(environment: Mapping[str, str], name: str) -> Path | None:
    path = environment.get(name)
    return Path(path) if path else None

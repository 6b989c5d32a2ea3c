"""A run of Schemathesis against a server, and the failures that it finds.

Some of its checks ask for what OpenAPI does not: `EXCUSED` has each of them, with the
reason. Everything else that it reports is a failure of the server.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.schemathesis.environment import schemathesis

Json = dict[str, Any]

_PROBLEM: Final = "application/problem+json"
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/")
_TOP: Final = re.compile(r"/properties/[^/]+(/type)?")
EXCUSED: Final = {
    "a refusal that the document does not list": (
        "Responses need not be listed exhaustively (OpenAPI 3.1, 4.8.16), and a server "
        "refuses what is wrong, whatever the document says of it."
    ),
    "a refusal as a problem": (
        "Where the schema that is declared for errors has places that nobody can fill, "
        "the answer is a problem (RFC 9457), which says so in its Content-Type."
    ),
    "text in a form": (
        "A form has text alone. Schemathesis writes a number where text is asked for, "
        "and one item where an array is: nobody can tell it from the right thing."
    ),
    "an empty object in a form": (
        "Nothing can be sent for it (RFC 6570, 2.3), so a property that is required is "
        "missing."
    ),
    "the data of an event": (
        "Before 3.2 nothing says how a schema describes events. Documents describe the "
        "JSON in their data; Schemathesis holds it against the event with its fields."
    ),
    "XML": "No schema judges a body of XML: handlers get its bytes.",
    "null that an enum forgets": (
        "`nullable: true` beside an `enum` without null: documents mean that null is "
        "admitted, and so do their servers."
    ),
    "an example that Schemathesis spoils": (
        "It calls data invalid of which its own report says that it is a positive case."
    ),
    "a schema without a type": (
        "`properties` without `type` admit an array by the letter. Documents mean an "
        "object, and so do models; `implied-types = false` goes by the letter."
    ),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """What one check complains of."""

    check: str
    message: str
    request: Json
    response: Json
    case: Json

    def __str__(self) -> str:
        sent = f"{self.request['method']} {self.request['uri']}"
        got = self.response.get("status_code")
        return (
            f"{self.check}: {self.message}\n"
            f"    {sent} {_content(self.request)[:500]!r}\n"
            f"    {got} {_content(self.response)[:500]!r}"
        )

    @property
    def excuse(self) -> str | None:
        """Why it is none: a key of `EXCUSED`."""
        if self._is_refused():
            if self.check == "status_code_conformance":
                return "a refusal that the document does not list"
            if self.check == "content_type_conformance":
                return "a refusal as a problem"
        if self.check == "response_schema_conformance":
            return (
                "the data of an event" if self.message.startswith("Event #") else None
            )
        if self.check == "negative_data_rejection":
            return self._accepted()
        if self.check == "positive_data_acceptance":
            if b"Input should be an object" in _content(self.response):
                return "a schema without a type"
            if self._is_form() and _has_empty(self.case.get("body")):
                return "an empty object in a form"
        return None

    def _is_refused(self) -> bool:
        """Whether the server itself has refused the request, and says so."""
        status = self.response.get("status_code", 0)
        types = self.response.get("headers", {}).get("content-type", [""])
        return status in {400, 401, 404, 405, 415, 422} and (
            types == [_PROBLEM] or self.check == "status_code_conformance"
        )

    def _is_form(self) -> bool:
        return (self.case.get("media_type") or "").startswith(_FORMS)

    def _accepted(self) -> str | None:
        """The excuse for data that was taken."""
        phase = (self.case.get("meta") or {}).get("phase") or {}
        how = phase.get("data") or {}
        if self._is_form() and _is_of_type(how):
            return "text in a form"
        if (self.case.get("media_type") or "").endswith("xml"):
            return "XML"
        if how.get("scenario") == "incorrect_type" and b"null" in _content(
            self.request
        ):
            return "null that an enum forgets"
        if "Positive" in how.get("description", "") or self.message.endswith(
            "positive test case"
        ):
            return "an example that Schemathesis spoils"
        return None


def examine(
    document: Path, url: str, headers: Mapping[str, str], examples: int, folder: Path
) -> list[Failure]:
    """All checks, with so many examples of each operation; without what is excused.

    What Schemathesis leaves goes to `folder`. Raises `RuntimeError` where it fails.
    """
    report = folder / "events.ndjson"
    given = [part for pair in headers.items() for part in ("-H", ": ".join(pair))]
    command: list[str | Path] = [
        schemathesis(),
        "run",
        document.resolve(),
        "--url",
        url,
        *given,
    ]
    command += ["--seed", "1", "--generation-deterministic", "--no-color"]
    command += ["--max-examples", str(examples), "--continue-on-failure"]
    command += ["--suppress-health-check", "all", "--request-timeout", "60"]
    command += ["--report", "ndjson", "--report-ndjson-path", report]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1) or not report.exists():
        raise RuntimeError(done.stdout + done.stderr)
    events = map(json.loads, report.read_text("utf-8").splitlines())
    found = [failure for event in events for failure in _failures(event)]
    return [failure for failure in found if failure.excuse is None]


def _failures(event: Json) -> Iterator[Failure]:
    recorder = event.get("ScenarioFinished", {}).get("recorder", {})
    for case, checks in recorder.get("checks", {}).items():
        for check in checks:
            if check["status"] == "success":
                continue
            interaction = recorder["interactions"][case]
            yield Failure(
                check["name"],
                check["failure_info"]["failure"]["message"],
                interaction["request"],
                interaction["response"] or {},
                recorder["cases"][case]["value"],
            )


def _content(message: Json) -> bytes:
    body = message.get("content") or message.get("body") or {}
    return base64.b64decode(body.get("$base64", ""))


def _has_empty(value: object) -> bool:
    """Whether there is an empty object or array anywhere in a value."""
    if isinstance(value, dict | list):
        members = list(value.values()) if isinstance(value, dict) else value
        return not members or any(map(_has_empty, members))
    return False


def _is_of_type(how: Json) -> bool:
    """Whether nothing is wrong but the type of what is a field of its own."""
    if how.get("scenario") == "incorrect_type":
        return _TOP.fullmatch(how.get("location", "")) is not None
    mutations = how.get("mutations", [])
    return bool(mutations) and all(
        each.get("operator") == "change_type"
        and _TOP.fullmatch(each.get("schema_pointer", ""))
        for each in mutations
    )

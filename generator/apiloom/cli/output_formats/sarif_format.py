"""For code scanning: SARIF 2.1.0 (OASIS standard, 27 March 2020).

One run, whose rules are the codes that were met, with the pages that `apiloom explain`
shows. A result is known again by its code and the JSON pointer, when lines have moved.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from apiloom.cli.diagnostic_text import relative, shown_path
from apiloom.cli.output_formats.answer import Answer
from apiloom.core import codes
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.exit_codes import INTERNAL, UNUSABLE
from apiloom.core.json_text import json_text
from apiloom.core.location import Location
from apiloom.core.version import __version__

FOR_PEOPLE: Final = False
SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
_FINGERPRINT: Final = "apiloomPlace/v1"
_ROOT: Final = "%SRCROOT%"


def printed(answer: Answer) -> str:
    """One log with one run; accepted diagnostics are suppressed results."""
    items = [*answer.diagnostics]
    rules = [*map(rule_of, sorted({item.code for item in items}))]
    return log(rules, _invocation(answer), diagnostic_results(items, Places()))


class Places:
    """What the results of one log are known again by."""

    def __init__(self) -> None:
        self._met: Counter[str] = Counter()

    def fingerprints(self, rule: str, where: Location) -> dict[str, str]:
        """By the rule and the JSON pointer, when lines have moved.

        Two of one rule in one place keep their order, which is that of the text.
        """
        place = f"{rule}\0{where.document}\0{where.pointer}"
        self._met[place] += 1
        text = f"{place}\0{self._met[place]}"
        return {_FINGERPRINT: hashlib.sha256(text.encode()).hexdigest()}


def log(
    rules: Sequence[dict[str, Any]],
    invocation: dict[str, Any],
    results: Iterable[dict[str, Any]],
) -> str:
    """The text of a log with one run, whose results name rules by their ids."""
    places = {rule["id"]: number for number, rule in enumerate(rules)}
    data = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "apiloom",
                        "semanticVersion": __version__,
                        "version": __version__,
                        "rules": [*rules],
                    }
                },
                "invocations": [invocation],
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    _ROOT: {"description": {"text": "The folder of the call."}}
                },
                "results": [
                    {"ruleId": result["ruleId"], "ruleIndex": places[result["ruleId"]]}
                    | result
                    for result in results
                ],
            }
        ],
    }
    return json_text(data)


def _invocation(answer: Answer) -> dict[str, Any]:
    """Whether the run came to its end: what it found is no failure of the tool.

    A file that differs is at no place of the document, so it is a notification (SARIF
    2.1.0, section 3.20.21): a command that fails says why.
    """
    invocation = ended(answer.exit_code)
    if notifications := [*_differing_files(answer)]:
        invocation["toolExecutionNotifications"] = notifications
    return invocation


def ended(code: int) -> dict[str, Any]:
    """The invocation of a run that ended with this exit code."""
    return {"executionSuccessful": code not in {UNUSABLE, INTERNAL}, "exitCode": code}


def _differing_files(answer: Answer) -> Iterator[dict[str, Any]]:
    for result in answer.results if answer.exit_code else ():
        comparison = result.outcome.comparison
        output = shown_path(str(result.job.output))
        for item in comparison.differences if comparison is not None else ():
            path = f"{output}/{item.path}"
            yield {
                "level": "error",
                "message": {"text": f"{path}: {item.state}"},
                "locations": [
                    {"physicalLocation": {"artifactLocation": _artifact(path)}}
                ],
            }


def rule_of(code: str) -> dict[str, Any]:
    """The rule that the page of a code describes."""
    page = codes.page(code)
    if page is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": page.summary},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": page.severity},
    }


def diagnostic_results(
    items: Iterable[Diagnostic], places: Places
) -> Iterator[dict[str, Any]]:
    """A result for each diagnostic."""
    for item in map(relative, items):
        result: dict[str, Any] = {
            "ruleId": item.code,
            "level": _LEVELS[item.severity],
            "message": {"text": "\n".join((item.message, *item.advice))},
            "locations": [place_of(item.where)],
            "partialFingerprints": places.fingerprints(item.code, item.where),
        }
        if item.accepted:
            result["suppressions"] = [{"kind": "external", "status": "accepted"}]
        yield result


def place_of(where: Location) -> dict[str, Any]:
    """A place in a document: its file and line, and its JSON pointer."""
    physical: dict[str, Any] = {"artifactLocation": _artifact(where.document)}
    if where.line:
        physical["region"] = {
            "startLine": where.line,
            "startColumn": max(where.column, 1),
        }
    logical = {"fullyQualifiedName": f"#{where.pointer}", "kind": "value"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _artifact(document: str) -> dict[str, str]:
    """A file by its path from where the call was made; anything else as it is named."""
    if "://" in document:
        return {"uri": quote(document, safe="/:?#[]@!$&'()*+,;=%~")}
    if document.startswith("git:"):
        return {"uri": quote(document, safe="/:")}
    path = Path(document)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}

"""For code scanning: SARIF 2.1.0 (OASIS standard, 27 March 2020).

One run, whose rules are the codes that were met, with the pages that `apiloom explain`
shows. A result is known again by its code and the JSON pointer, when lines have moved.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from apiloom.cli.diagnostic_text import relative, shown_path
from apiloom.cli.output_formats.answer import Answer
from apiloom.core import codes
from apiloom.core.diagnostics import Diagnostic, Severity
from apiloom.core.exit_codes import INTERNAL, UNUSABLE
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
    names = sorted({item.code for item in items})
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "apiloom",
                        "semanticVersion": __version__,
                        "version": __version__,
                        "rules": [*map(_rule, names)],
                    }
                },
                "invocations": [_invocation(answer)],
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    _ROOT: {"description": {"text": "The folder of the call."}}
                },
                "results": [*_results(items, names)],
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"


def _invocation(answer: Answer) -> dict[str, Any]:
    """Whether the run came to its end: what it found is no failure of the tool.

    A file that differs is at no place of the document, so it is a notification (SARIF
    2.1.0, section 3.20.21): a command that fails says why.
    """
    invocation: dict[str, Any] = {
        "executionSuccessful": answer.exit_code not in {UNUSABLE, INTERNAL},
        "exitCode": answer.exit_code,
    }
    if notifications := [*_differing_files(answer)]:
        invocation["toolExecutionNotifications"] = notifications
    return invocation


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


def _rule(code: str) -> dict[str, Any]:
    page = codes.page(code)
    if page is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": page.summary},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": page.severity},
    }


def _results(items: Iterable[Diagnostic], names: list[str]) -> Iterator[dict[str, Any]]:
    met: Counter[str] = Counter()
    for item in map(relative, items):
        place = f"{item.code}\0{item.where.document}\0{item.where.pointer}"
        met[place] += 1
        # Two of one code in one place keep their order, which is that of the text.
        known = hashlib.sha256(f"{place}\0{met[place]}".encode()).hexdigest()
        result: dict[str, Any] = {
            "ruleId": item.code,
            "ruleIndex": names.index(item.code),
            "level": _LEVELS[item.severity],
            "message": {"text": "\n".join((item.message, *item.advice))},
            "locations": [_location(item)],
            "partialFingerprints": {_FINGERPRINT: known},
        }
        if item.accepted:
            result["suppressions"] = [{"kind": "external", "status": "accepted"}]
        yield result


def _location(item: Diagnostic) -> dict[str, Any]:
    where = item.where
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

"""For programs: the whole answer as one JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from apiloom.cli.diagnostic_text import as_json, counts_as_json, shown_path
from apiloom.cli.output_formats.answer import Answer, Result
from apiloom.core.json_text import json_text
from apiloom.core.text import Text, reveal
from apiloom.core.version import __version__

if TYPE_CHECKING:
    # Not at run time: the other commands list no methods.
    from apiloom.python.targets.client.method_list import ListedCall, ListedResource

FOR_PEOPLE: Final = False


def printed(answer: Answer) -> str:
    """The document that the README describes."""
    data = {
        "apiloom": __version__,
        "command": answer.command,
        "exit_code": answer.exit_code,
        "diagnostics": [as_json(item) for item in answer.extra],
        "counts": counts_as_json([*answer.diagnostics]),
        "documents": [_result(result, answer.command) for result in answer.results],
    }
    return json_text(data)


def _result(result: Result, command: str) -> dict[str, Any]:
    outcome = result.outcome
    answer: dict[str, Any] = {
        "spec": shown_path(str(result.job.spec)),
        "exit_code": outcome.exit_code,
        "diagnostics": [as_json(item) for item in outcome.diagnostics],
        "counts": counts_as_json(outcome.diagnostics),
    }
    if command == "list":
        answer["resources"] = [_resource(each) for each in outcome.methods]
    if command in {"validate", "list"}:
        return answer
    output = shown_path(str(result.job.output))
    differences = outcome.comparison.differences if outcome.comparison else ()
    answer["output"] = output
    answer["files"] = {
        "written": outcome.written,
        "removed": outcome.removed,
        "unchanged": outcome.unchanged,
    }
    if outcome.renamed:
        answer["renamed"] = [change._asdict() for change in outcome.renamed]
    if command == "check" or outcome.exit_code:
        prefix = output.lstrip("/") + "/"
        answer["differences"] = [
            {"path": item.path, "state": item.state, "diff": item.unified(prefix)}
            for item in differences
        ]
    return answer


def _resource(resource: ListedResource) -> dict[str, Any]:
    return {
        "name": resource.name,
        "path": resource.path,
        "summary": _text(resource.summary),
        "methods": [
            {
                **_call(method.plain),
                "forms": [_call(form) for form in method.forms],
                "http_method": method.http_method,
                "path": _text(method.path) or None,
                "summary": _text(method.summary),
                "deprecated": method.deprecated,
            }
            for method in resource.methods
        ],
    }


def _call(listed: ListedCall) -> dict[str, str]:
    return {"call": listed.call, "returns": listed.returns}


def _text(text: Text | None) -> str | None:
    return None if text is None else reveal(text)

"""`apiloom explain`: what a diagnostic or a rule of the contract means."""

from __future__ import annotations

from collections.abc import Iterator

import click

from apiloom.cli.streams import to_people
from apiloom.core import codes
from apiloom.core.codes import Page

_UNKNOWN = 2


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Say what CODE means, of a diagnostic or of a rule of `apiloom diff`.

    Of a diagnostic: what apiloom does then, and what to do. Of a rule: how bad it is in
    requests and in responses, for callers and for servers, and why. Without CODE, list
    all of both with one line each.
    """
    if code is None:
        for line in _listed():
            to_people(line)
        return 0
    # People paste it as it stands in the output: `warning[pattern-unusable]`.
    name = code.partition("[")[2].rstrip("]:") or code
    page = codes.page(name)
    if page is not None:
        to_people(page.text + _footer(page), end=False)
        return 0
    # Imported here for start-up time: diagnostics need none of it.
    from apiloom.diff.contract.rules import pages, rules  # noqa: PLC0415

    rule = pages.rule_called(name)
    if rule is None:
        near = codes.suggestion(name, tuple(rule.id for rule in rules()))
        to_people(f"no code {name!a}: {near}", error=True)
        return _UNKNOWN
    to_people(pages.page(rule), end=False)
    return 0


def _listed() -> Iterator[str]:
    """Diagnostics by name, then rules by family."""
    from apiloom.diff.contract.rules import pages, rules  # noqa: PLC0415

    names = codes.known()
    width = max(map(len, (*names, *(rule.id for rule in rules()))))
    yield "Diagnostics"
    for name in names:
        page = codes.page(name)
        if page is not None:
            yield f"{name:{width}}  {page.severity:7}  {page.summary}"
    yield ""
    yield "Rules of apiloom diff: request/response, for callers"
    for rule in rules():
        request, response = rule.levels
        yield f"{rule.id:{width}}  {f'{request}/{response}':27}  {pages.summary(rule)}"


def _footer(page: Page) -> str:
    """How to live with it; empty where nobody can."""
    if not page.acceptable:
        return ""
    return (
        "\n## To live with it\n\n"
        f"`--accept {page.code}`, or `--accept {page.code}:/a/pointer` for what\n"
        "stands there and below. For all time and everybody, in `[tool.apiloom]`:\n"
        f'`accept = ["{page.code}"]`.\n'
    )
